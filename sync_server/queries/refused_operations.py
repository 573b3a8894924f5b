"""Reads the operations of laptops that had no effect, held or rejected, within a reader's scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from simplify_content.text import Text
from sync_server.errors import NotFound
from sync_server.models import Device, LedgerEntry, User
from sync_server.queries.scoped import may_see

MOST = 200
"""Lines on the page; the newest."""


@dataclass(frozen=True)
class RefusedLine:
    """One operation without effect: whose it is, what it wanted, and why it had none."""

    device_id: str
    incarnation: int
    seq: int
    kind: str
    device: str
    person: Text
    received_at: datetime
    outcome: str
    reason: Text
    waits_for: str


def refused_operations(session: Session, user: User, *, outcome: str) -> tuple[RefusedLine, ...]:
    """Return the operations with this outcome, "held" or "rejected", newest first, at most `MOST`."""
    query = select(LedgerEntry, Device, User).join(Device, Device.id == LedgerEntry.device_id)
    query = query.join(User, User.id == Device.user_id).where(LedgerEntry.outcome == outcome)
    ordered = query.order_by(LedgerEntry.received_at.desc(), LedgerEntry.device_id, LedgerEntry.seq.desc())
    found = session.execute(ordered.limit(10 * MOST))
    return tuple(_line(*row) for row in found if _shares_scope(user, row[2]))[:MOST]


def find_refused(session: Session, user: User, device_id: str, *, incarnation: int, seq: int) -> LedgerEntry:
    """Return one operation without effect.

    Raises:
        NotFound: there is none for this reader, or it has taken effect meanwhile.
    """
    entry = session.get(LedgerEntry, (device_id, incarnation, seq))
    device = session.get(Device, device_id)
    person = session.get(User, device.user_id) if device else None
    if entry is None or person is None or entry.outcome not in ("held", "rejected") or not _shares_scope(user, person):
        raise NotFound()
    return entry


def _shares_scope(user: User, person: User) -> bool:
    return any(may_see(user, scope) for scope in person.scopes)


def _line(entry: LedgerEntry, device: Device, person: User) -> RefusedLine:
    return RefusedLine(
        device_id=entry.device_id,
        incarnation=entry.incarnation,
        seq=entry.seq,
        kind=entry.kind,
        device=device.name,
        person=Text(en=person.name_en, ur=person.name_ur),
        received_at=entry.received_at,
        outcome=entry.outcome,
        reason=Text(en=entry.reason_en or "—", ur=entry.reason_ur or "—"),
        waits_for=entry.waits_for,
    )
