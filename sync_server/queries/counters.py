"""The feed's two tables: a counter row per scope, a membership row per scope and record. For the gateway only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Table, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from sync_server.models import Member, Scope

_OPTIONS = {"muaina_gateway": True}


def raise_counter(session: Session, scope_id: str, *, by: int, now: datetime) -> int:
    """Raise the counter of a scope and return it; the row stays locked until the transaction ends.

    A scope that is met for the first time is made with an epoch named after the moment: a centre that is set up
    again, or restored, never continues an older history under the same name.
    """
    epoch = now.strftime("%Y%m%dT%H%M%S.%f")
    new_scope = _insert(session, _table(Scope)).values(id=scope_id, epoch=epoch, v=0)
    session.execute(new_scope.on_conflict_do_nothing(), execution_options=_OPTIONS)
    statement = update(_table(Scope)).where(Scope.id == scope_id).values(v=Scope.v + by).returning(Scope.v)
    return int(session.execute(statement, execution_options=_OPTIONS).scalar_one())


def stamp_members(session: Session, scope_id: str, rows: Mapping[tuple[str, str], bool], *, first_v: int) -> None:
    """Give each record of a scope its number, counting from `first_v`, and whether it is present."""
    statement = _insert(session, _table(Member))
    statement = statement.on_conflict_do_update(
        index_elements=["scope_id", "entity", "row_id"],
        set_={"v": statement.excluded.v, "present": statement.excluded.present},
    )
    parameters = [
        {"scope_id": scope_id, "entity": entity, "row_id": row_id, "v": first_v + offset, "present": present}
        for offset, ((entity, row_id), present) in enumerate(rows.items())
    ]
    session.execute(statement, parameters, execution_options=_OPTIONS)


def _insert(session: Session, table: Table) -> Any:
    dialect = session.get_bind().dialect.name
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


def _table(model: Any) -> Table:
    table = model.__table__
    assert isinstance(table, Table)
    return table
