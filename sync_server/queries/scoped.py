"""Who may see what: the one place where a person's scopes are compared with a record's.

An id outside the scope is answered like an id that does not exist.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import Session

from sync_server.models import Device, Role, Scope, User

EVERYWHERE = "*"


def may_see(user: User, scope_id: str) -> bool:
    """Return whether a record of that scope may be shown to the person."""
    return bool(user.active) and (EVERYWHERE in user.scopes or scope_id in user.scopes)


def scope_filter(user: User, column: Any) -> ColumnElement[bool]:
    """Return the condition that keeps a query inside the person's scopes; nothing for a person who has left."""
    if user.active and EVERYWHERE in user.scopes:
        return true()
    condition: ColumnElement[bool] = column.in_(list(user.scopes) if user.active else [])
    return condition


def scopes_followed(session: Session, user: User) -> list[str]:
    """Return the scopes that the person's laptop keeps a copy of, sorted; none unless an active inspector."""
    if not user.active or user.role != Role.INSPECTOR:
        return []
    if EVERYWHERE in user.scopes:
        return sorted(session.scalars(select(Scope.id)))
    return sorted(set(user.scopes))


def user_of(session: Session, device: Device) -> User | None:
    """Return the person a laptop speaks for."""
    return session.get(User, device.user_id)


def district_scope(district: str) -> str:
    """Return the scope id of a district."""
    return f"district:{district}"
