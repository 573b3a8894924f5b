"""Gap-free numbers: a series is raised in the same transaction that uses the number.

A number is lost only with the whole act: roll back and the next act gets it.
"""

from __future__ import annotations

from sqlalchemy import Insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from sync_server.models import SerialCounter


def next_number(session: Session, series: str) -> int:
    """Return the next number of a series, starting at 1; others who want one wait until this transaction ends.

    Args:
        session: the transaction that uses the number.
        series: office, kind and year, such as `lahore/demand/2026`.
    """
    if session.get_bind().dialect.name == "postgresql":
        return _raised(session, _upsert_postgresql(series))
    return _raised(session, _upsert_sqlite(series))


def _raised(session: Session, statement: Insert) -> int:
    return int(session.execute(statement.returning(SerialCounter.last)).scalar_one())


def _upsert_sqlite(series: str) -> Insert:
    statement = sqlite.insert(SerialCounter).values(series=series, last=1)
    return statement.on_conflict_do_update(index_elements=[SerialCounter.series], set_={"last": SerialCounter.last + 1})


def _upsert_postgresql(series: str) -> Insert:
    statement = postgresql.insert(SerialCounter).values(series=series, last=1)
    return statement.on_conflict_do_update(index_elements=[SerialCounter.series], set_={"last": SerialCounter.last + 1})
