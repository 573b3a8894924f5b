"""Reads the laptops of people whose scopes a reader shares."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from simplify_content.text import Text
from sync_server.models import Device, DeviceChain, User
from sync_server.queries.scoped import may_see


@dataclass(frozen=True)
class DeviceLine:
    """One laptop: whose it is, and when and how it last spoke."""

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


def device_lines(session: Session, user: User) -> tuple[DeviceLine, ...]:
    """Return the laptops of the reader's scope, those silent longest first."""
    received = func.coalesce(func.sum(DeviceChain.next_seq - 1), 0)
    query = select(Device, User, received).join(User, User.id == Device.user_id)
    query = query.outerjoin(DeviceChain, DeviceChain.device_id == Device.id).group_by(Device.id, User.id)
    ordered = query.order_by(Device.last_sync_at.asc().nulls_first(), Device.id)
    return tuple(
        _line(device, person, int(held))
        for device, person, held in session.execute(ordered)
        if any(may_see(user, scope) for scope in person.scopes)
    )


def known_devices(session: Session) -> list[Device]:
    """Return every laptop that was not withdrawn."""
    return list(session.scalars(select(Device).where(Device.revoked_at.is_(None))))


def _line(device: Device, person: User, received: int) -> DeviceLine:
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
    )
