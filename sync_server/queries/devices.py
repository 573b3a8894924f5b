"""Reads the laptops of people whose scopes a reader shares: how they stand, their alarms, what had no effect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from simplify_content.text import Text
from sync_protocol.entities import OperationKind
from sync_server.errors import NotFound
from sync_server.models import Device, DeviceAlarm, DeviceChain, LedgerEntry, User
from sync_server.models.sync import UNSETTLED
from sync_server.queries.scoped import may_see

MOST_UNSETTLED = 500
"""Operations without effect that one page shows."""


@dataclass(frozen=True)
class DeviceLine:
    """One laptop: whose it is, when and how it last spoke, what it said of itself."""

    id: str
    name: str
    person: Text
    scopes: tuple[str, ...]
    incarnation: int
    enrolled_at: datetime
    last_sync_at: datetime | None
    received: int
    unsent: int
    revoked_at: datetime | None
    report: Mapping[str, Any] = field(default_factory=dict)
    """`sync_protocol.schemas.ReportSchema` with `protocol` and `schema`; empty before the first contact."""
    alarms: int = 0
    """Alarms that nobody has seen."""
    held: int = 0
    rejected: int = 0

    @property
    def unsettled(self) -> int:
        """Operations that had no effect."""
        return self.held + self.rejected


def device_lines(session: Session, user: User) -> tuple[DeviceLine, ...]:
    """Return the laptops of the reader's scope, those silent longest first."""
    received = func.coalesce(func.sum(DeviceChain.next_seq - 1), 0)
    query = select(Device, User, received).join(User, User.id == Device.user_id)
    query = query.outerjoin(DeviceChain, DeviceChain.device_id == Device.id).group_by(Device.id, User.id)
    ordered = query.order_by(Device.last_sync_at.asc().nulls_first(), Device.id)
    alarms, unsettled = _alarm_counts(session), _unsettled_counts(session)
    return tuple(
        _line(device, person, int(held), alarms=alarms, unsettled=unsettled)
        for device, person, held in session.execute(ordered)
        if any(may_see(user, scope) for scope in person.scopes)
    )


def find_device(session: Session, user: User, device_id: str) -> Device:
    """Return a laptop of the reader's scope.

    Raises:
        NotFound: there is none, or its person works elsewhere.
    """
    device = session.get(Device, device_id)
    person = session.get(User, device.user_id) if device else None
    if device is None or person is None or not any(may_see(user, scope) for scope in person.scopes):
        raise NotFound()
    return device


def alarms_of(session: Session, device_id: str) -> Sequence[DeviceAlarm]:
    """Return a laptop's alarms, the newest first."""
    query = select(DeviceAlarm).where(DeviceAlarm.device_id == device_id)
    return session.scalars(query.order_by(DeviceAlarm.raised_at.desc(), DeviceAlarm.id.desc())).all()


def unsettled_of(session: Session, device_id: str) -> Sequence[LedgerEntry]:
    """Return a laptop's operations that are held or rejected, oldest first, at most `MOST_UNSETTLED`."""
    query = select(LedgerEntry).where(UNSETTLED, LedgerEntry.device_id == device_id)
    return session.scalars(query.order_by(LedgerEntry.incarnation, LedgerEntry.seq).limit(MOST_UNSETTLED)).all()


def unsettled_since(session: Session, device_ids: Sequence[str]) -> datetime | None:
    """Return when the oldest operation of these laptops that had no effect arrived; None when there is none."""
    query = select(func.min(LedgerEntry.received_at)).where(UNSETTLED, LedgerEntry.device_id.in_(list(device_ids)))
    return session.scalar(query)


def beginnings_of(session: Session, inspection_ids: Sequence[str]) -> dict[str, LedgerEntry]:
    """Return, by inspection, the operation that began it, where that had no effect."""
    query = select(LedgerEntry).where(
        LedgerEntry.row_id.in_(list(inspection_ids)), LedgerEntry.kind == OperationKind.INSPECTION_START, UNSETTLED
    )
    return {entry.row_id: entry for entry in session.scalars(query)}


def known_devices(session: Session) -> list[Device]:
    """Return every laptop that was not withdrawn."""
    return list(session.scalars(select(Device).where(Device.revoked_at.is_(None))))


def _alarm_counts(session: Session) -> dict[str, int]:
    query = select(DeviceAlarm.device_id, func.count()).where(DeviceAlarm.seen_by == "")
    return {device_id: int(count) for device_id, count in session.execute(query.group_by(DeviceAlarm.device_id))}


def _unsettled_counts(session: Session) -> dict[tuple[str, str], int]:
    query = select(LedgerEntry.device_id, LedgerEntry.outcome, func.count()).where(UNSETTLED)
    rows = session.execute(query.group_by(LedgerEntry.device_id, LedgerEntry.outcome))
    return {(device_id, outcome): int(count) for device_id, outcome, count in rows}


def _line(
    device: Device,
    person: User,
    received: int,
    *,
    alarms: Mapping[str, int],
    unsettled: Mapping[tuple[str, str], int],
) -> DeviceLine:
    return DeviceLine(
        id=device.id,
        name=device.name,
        person=Text(en=person.name_en, ur=person.name_ur),
        scopes=tuple(person.scopes),
        incarnation=device.incarnation,
        enrolled_at=device.enrolled_at,
        last_sync_at=device.last_sync_at,
        received=received,
        unsent=device.unsent,
        revoked_at=device.revoked_at,
        report=device.report,
        alarms=alarms.get(device.id, 0),
        held=unsettled.get((device.id, "held"), 0),
        rejected=unsettled.get((device.id, "rejected"), 0),
    )
