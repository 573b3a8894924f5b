"""What a person does about a laptop: sees its alarms, withdraws it, gives it back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from sync_server.errors import NotAllowed, NotFound
from sync_server.models import Device, DeviceAlarm, Role, User
from sync_server.queries.alarms import raise_alarm
from sync_server.queries.devices import alarms_of, find_device
from sync_server.queries.ledger import lock_device
from sync_server.refusals import said
from sync_server.services.written_text import written
from sync_server.tools import Tools

CARETAKERS = (Role.SUPERVISOR, Role.ADMINISTRATOR)


def see_alarm(session: Session, user: User, device_id: str, *, alarm_id: str, tools: Tools) -> None:
    """Note who saw an alarm first; it is not raised again for the same event, and stays on the page.

    Raises:
        NotAllowed: the user does not look after laptops.
        NotFound: no such alarm of a laptop in the user's scope.
    """
    _find(session, user, device_id)
    alarm = session.get(DeviceAlarm, alarm_id, with_for_update=True)
    if alarm is None or alarm.device_id != device_id:
        raise NotFound()
    if not alarm.seen_by:
        _seen(alarm, user, tools.now())
    session.commit()


def withdraw_device(session: Session, user: User, device_id: str, *, reason: str, tools: Tools) -> None:
    """Take nothing from a laptop and give it nothing from now on; what it sent before stays.

    Raises:
        NotAllowed: the user does not look after laptops.
        NotFound: no such laptop in the user's scope.
        Refusal: no reason.
    """
    _find(session, user, device_id)
    why = written(reason, "reason", limit=500)
    device = lock_device(session, device_id)
    if device.revoked_at is None:
        device.revoked_at = tools.now()
        _note(session, user, device_id, kind="withdrawn", why=why, tools=tools)
    session.commit()


def give_back_device(session: Session, user: User, device_id: str, *, reason: str, tools: Tools) -> None:
    """Let a laptop that was withdrawn speak again.

    Raises:
        NotAllowed, NotFound, Refusal: see `withdraw_device`.
    """
    _find(session, user, device_id)
    why = written(reason, "reason", limit=500)
    device = lock_device(session, device_id)
    if device.revoked_at is not None:
        device.revoked_at = None
        _note(session, user, device_id, kind="given_back", why=why, tools=tools)
    session.commit()


def _find(session: Session, user: User, device_id: str) -> Device:
    if user.role not in CARETAKERS:
        raise NotAllowed(said("refused.role"))
    return find_device(session, user, device_id)


def _note(session: Session, user: User, device_id: str, *, kind: str, why: str, tools: Tools) -> None:
    """Keep the act among the laptop's alarms, as one that is seen."""
    event = tools.now().isoformat()
    raise_alarm(session, device_id, kind, event=event, facts={"reason": why}, tools=tools)
    for alarm in alarms_of(session, device_id):
        if (alarm.kind, alarm.event) == (kind, event):
            _seen(alarm, user, tools.now())


def _seen(alarm: DeviceAlarm, user: User, at: datetime) -> None:
    alarm.seen_by, alarm.seen_at = user.id, at
