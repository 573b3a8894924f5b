"""Many rows with one call of the driver: inserted whole, or asked for by id, without SQLAlchemy's work for each row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Dialect, Table, insert
from sqlalchemy.orm import InstrumentedAttribute, Session


def insert_rows(session: Session, model: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that each name every column of a model's table.

    Raises:
        KeyError: a row lacks a column.
        sqlalchemy.exc.DBAPIError: a row cannot be stored.
    """
    if not rows:
        return
    connection = session.connection()
    prepared = _prepared(model.__table__, connection.dialect)
    pick = itemgetter(*prepared.names)
    found: list[Any] = []
    for row in rows:
        values = list(pick(row))
        for place, write in prepared.writes:
            values[place] = write(values[place])
        found.append(tuple(values) if prepared.is_positional else dict(zip(prepared.names, values, strict=True)))
    connection.exec_driver_sql(prepared.statement, found)


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


@dataclass(frozen=True)
class _Prepared:
    """How rows of a table are inserted. `names` are all columns, `writes` the places the driver wants written anew."""

    statement: str
    names: tuple[str, ...]
    writes: tuple[tuple[int, Callable[[Any], Any]], ...]
    is_positional: bool


@lru_cache(maxsize=32)
def _prepared(table: Table, dialect: Dialect) -> _Prepared:
    names = tuple(column.key for column in table.columns)
    compiled = insert(table).compile(dialect=dialect, column_keys=list(names))
    processors = (column.type.dialect_impl(dialect).bind_processor(dialect) for column in table.columns)
    writes = tuple((place, write) for place, write in enumerate(processors) if write)
    return _Prepared(str(compiled), names, writes, compiled.positional)
