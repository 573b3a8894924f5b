"""Reads conflicts within a reader's scope."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from sync_protocol.entities import OperationKind
from sync_server.errors import NotFound
from sync_server.models import Conflict, Device, LedgerEntry, User
from sync_server.queries.scoped import may_see, scope_filter


def find_conflict(session: Session, user: User, conflict_id: str) -> Conflict:
    """Return a conflict of the user's scope.

    Raises:
        NotFound: there is none, or it is outside the user's scope.
    """
    conflict = session.get(Conflict, conflict_id)
    if conflict is None or not may_see(user, conflict.scope_id):
        raise NotFound()
    return conflict


def conflict_list(session: Session, user: User, *, state: str = "open", limit: int = 200) -> tuple[Conflict, ...]:
    """Return conflicts of the user's scope in one state, the oldest first."""
    query = select(Conflict).where(scope_filter(user, Conflict.scope_id), Conflict.state == state)
    return tuple(session.scalars(query.order_by(Conflict.raised_at, Conflict.id).limit(limit)))


def conflicts_beside(session: Session, conflict: Conflict) -> Sequence[Conflict]:
    """Return the other conflicts, of whatever state, over the same field of the same record, oldest first."""
    query = select(Conflict).where(
        Conflict.entity == conflict.entity,
        Conflict.row_id == conflict.row_id,
        Conflict.field == conflict.field,
        Conflict.id != conflict.id,
    )
    return session.scalars(query.order_by(Conflict.raised_at, Conflict.id)).all()


def entry_of_conflict(session: Session, conflict: Conflict) -> LedgerEntry | None:
    """Return the operation that met a conflict, with its device locked; None where the ledger does not have it."""
    device = session.get(Device, conflict.arriving_device_id, with_for_update=True, populate_existing=True)
    query = select(LedgerEntry).where(
        LedgerEntry.row_id == conflict.row_id,
        LedgerEntry.device_id == conflict.arriving_device_id,
        LedgerEntry.kind == OperationKind.EMPLOYER_CORRECT,
    )
    met = [entry for entry in session.scalars(query) if conflict.id in entry.conflict_ids]
    return met[0] if device is not None and met else None
