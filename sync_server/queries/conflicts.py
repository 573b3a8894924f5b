"""Reads conflicts within a reader's scope."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from sync_server.errors import NotFound
from sync_server.models import Conflict, User
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
