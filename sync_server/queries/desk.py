"""What waits for a person now: counts within scope, and since when the oldest has waited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from sync_server.models import Case, Conflict, FlagRecord, Inspection, Role, User
from sync_server.queries.devices import DeviceLine, device_lines, unsettled_since
from sync_server.queries.pairs import open_pairs
from sync_server.queries.scoped import scope_filter

SILENT = timedelta(days=7)
"""A laptop that has not spoken for this long is worth a call."""


@dataclass(frozen=True)
class Waiting:
    """One kind of work: how much, and since when the oldest waits (None where time does not matter)."""

    name: str
    count: int
    oldest: datetime | str | None = None


def desk(session: Session, user: User, *, now: datetime) -> tuple[Waiting, ...]:
    """Return what waits for a person, the most urgent kind first."""
    if user.role == Role.SUPERVISOR:
        return (
            _received(session, user),
            _conflicts(session, user),
            Waiting("duplicates", *open_pairs(session, user)),
            _flags(session, user),
            *_laptops(session, user, now),
        )
    if user.role == Role.ENFORCEMENT_OFFICER:
        return (_without_case(session, user), _cases(session, user, "open"), _cases(session, user, "notice_issued"))
    if user.role == Role.INSPECTOR:
        return (_own(session, user, "returned"), _own(session, user, "received"), _own(session, user, "approved"))
    if user.role == Role.ADMINISTRATOR:
        return _laptops(session, user, now)
    return ()


def _waiting(session: Session, name: str, query: Select[int, Any]) -> Waiting:
    count, oldest = session.execute(query).one()
    return Waiting(name, count, oldest)


def _received(session: Session, user: User) -> Waiting:
    query = select(func.count(), func.min(Inspection.received_at)).where(
        scope_filter(user, Inspection.scope_id), Inspection.state == "received"
    )
    return _waiting(session, "received", query)


def _conflicts(session: Session, user: User) -> Waiting:
    query = select(func.count(), func.min(Conflict.raised_at)).where(
        scope_filter(user, Conflict.scope_id), Conflict.state == "open"
    )
    return _waiting(session, "conflicts", query)


def _flags(session: Session, user: User) -> Waiting:
    query = select(func.count(), func.min(FlagRecord.raised_at)).where(
        scope_filter(user, FlagRecord.scope_id), FlagRecord.cleared_at.is_(None)
    )
    return _waiting(session, "flags", query)


def _without_case(session: Session, user: User) -> Waiting:
    query = select(func.count(), func.min(Inspection.received_at)).where(
        scope_filter(user, Inspection.scope_id),
        Inspection.state == "approved",
        Inspection.id.not_in(select(Case.inspection_id)),
    )
    return _waiting(session, "without_case", query)


def _cases(session: Session, user: User, state: str) -> Waiting:
    query = select(func.count(), func.min(Case.opened_at)).where(scope_filter(user, Case.scope_id), Case.state == state)
    return _waiting(session, f"cases_{state}", query)


def _own(session: Session, user: User, state: str) -> Waiting:
    query = select(func.count(), func.min(Inspection.received_at)).where(
        Inspection.inspector_id == user.id, scope_filter(user, Inspection.scope_id), Inspection.state == state
    )
    return _waiting(session, f"own_{state}", query)


def _laptops(session: Session, user: User, now: datetime) -> tuple[Waiting, ...]:
    lines = device_lines(session, user)
    return (_unsettled(session, lines), _silent(lines, now))


def _unsettled(session: Session, lines: Sequence[DeviceLine]) -> Waiting:
    refused = [line for line in lines if line.unsettled]
    oldest = unsettled_since(session, [line.id for line in refused])
    return Waiting("unsettled", sum(line.unsettled for line in refused), oldest)


def _silent(lines: Sequence[DeviceLine], now: datetime) -> Waiting:
    silent = [
        line
        for line in lines
        if line.revoked_at is None and (line.last_sync_at is None or _aware(line.last_sync_at, now) < now - SILENT)
    ]
    spoke = [line.last_sync_at for line in silent if line.last_sync_at]
    return Waiting("silent", len(silent), min(spoke) if spoke else None)


def _aware(at: datetime, now: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=now.tzinfo)
