"""Many rows with one call of the driver: inserted whole, or asked for by id, without SQLAlchemy's work for each row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Dialect, Table, insert
from sqlalchemy.orm import InstrumentedAttribute, Session

_Write = Callable[[Any], Any] | None


def insert_rows(session: Session, model: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that each name every column of a model's table.

    Raises:
        KeyError: a row lacks a column.
        sqlalchemy.exc.DBAPIError: a row cannot be stored.
    """
    if not rows:
        return
    connection = session.connection()
    statement, writes, is_positional = _prepared(model.__table__, connection.dialect)
    found: list[Any] = [tuple(write(row[name]) if write else row[name] for name, write in writes) for row in rows]
    if not is_positional:
        names = [name for name, _ in writes]
        found = [dict(zip(names, values, strict=True)) for values in found]
    connection.exec_driver_sql(statement, found)


def held_among(session: Session, column: InstrumentedAttribute[str], values: Sequence[str]) -> set[str]:
    """Return which of these texts a column holds; the caller names few enough for one statement."""
    if not values:
        return set()
    connection = session.connection()
    mark = "?" if connection.dialect.positional else "%s"
    name, table = column.key, column.class_.__tablename__
    marks = ", ".join([mark] * len(values))
    statement = f"SELECT {name} FROM {table} WHERE {name} IN ({marks})"  # noqa: S608 - names of our own models
    return set(connection.exec_driver_sql(statement, tuple(values)).scalars())


@lru_cache(maxsize=32)
def _prepared(table: Table, dialect: Dialect) -> tuple[str, tuple[tuple[str, _Write], ...], bool]:
    """Return the statement, each column with what writes its values for the driver, and how the driver takes them."""
    compiled = insert(table).compile(dialect=dialect, column_keys=[column.key for column in table.columns])
    writes = tuple((column.key, column.type.dialect_impl(dialect).bind_processor(dialect)) for column in table.columns)
    return str(compiled), writes, compiled.positional
