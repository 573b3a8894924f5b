"""The feed of a scope: every record whose number is above a cursor, as it stands now.

Called inside a reading transaction (`queries.database.reading`): the counter is read first, so nothing that is
committed later can carry a number that this page already claims.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from sync_server.models import Member, Scope
from sync_server.queries.synced_rows import SyncedRow, fetch_rows


@dataclass(frozen=True)
class Page:
    """A run of changes in order of `v`. `until` is the cursor to go on from."""

    scope_id: str
    epoch: str
    until: int
    more: bool
    changes: tuple[dict[str, Any], ...]


def scope_counter(session: Session, scope_id: str) -> Scope | None:
    """Return a scope's counter as this transaction sees it, or None."""
    return session.get(Scope, scope_id, populate_existing=True)


def read_page(session: Session, scope: Scope, *, since: int, limit: int) -> Page:
    """Return at most `limit` changes of a scope above `since`."""
    query = select(Member).where(Member.scope_id == scope.id, Member.v > since, Member.v <= scope.v)
    members = list(session.scalars(query.order_by(Member.v).limit(limit + 1)))
    more, members = len(members) > limit, members[:limit]
    rows = _rows_of(session, members)
    return Page(
        scope_id=scope.id,
        epoch=scope.epoch,
        until=members[-1].v if more and members else (since if more else scope.v),
        more=more,
        changes=tuple(_change(member, rows) for member in members),
    )


def _rows_of(session: Session, members: list[Member]) -> dict[tuple[str, str], SyncedRow]:
    ids: dict[str, list[str]] = {}
    for member in members:
        if member.present:
            ids.setdefault(member.entity, []).append(member.row_id)
    return {
        (entity, row_id): row
        for entity, row_ids in ids.items()
        for row_id, row in fetch_rows(session, entity, row_ids).items()
    }


def _change(member: Member, rows: dict[tuple[str, str], SyncedRow]) -> dict[str, Any]:
    """Return a record's change; of one that left the scope nothing but its identity is said."""
    row = rows.get((member.entity, member.row_id))
    return {
        "entity": member.entity,
        "row_id": member.row_id,
        "v": member.v,
        "present": row is not None,
        "rev": row.rev if row else 0,
        "values": dict(row.values) if row else {},
    }
