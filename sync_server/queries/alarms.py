"""Writes alarms about laptops: one row for one event, however often it is met and by whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from sync_server.models import DeviceAlarm
from sync_server.tools import Tools


def raise_alarm(
    session: Session, device_id: str, kind: str, *, event: str, facts: Mapping[str, Any], tools: Tools
) -> None:
    """Write an alarm within the caller's transaction; one that stands for the same event is left as it is."""
    dialect = session.get_bind().dialect.name
    insert: Any = postgresql.insert if dialect == "postgresql" else sqlite.insert
    row = {
        "id": tools.new_id(),
        "device_id": device_id,
        "kind": kind,
        "event": event[:120],
        "facts": dict(facts),
        "raised_at": tools.now(),
        "seen_by": "",
    }
    session.execute(insert(DeviceAlarm).values(row).on_conflict_do_nothing())


def unanswered_fork(session: Session, device_id: str, incarnation: int) -> DeviceAlarm | None:
    """Return the oldest alarm of a fork of an incarnation for which no new incarnation was given yet, or None."""
    query = select(DeviceAlarm).where(DeviceAlarm.device_id == device_id, DeviceAlarm.kind == "fork")
    for alarm in session.scalars(query.order_by(DeviceAlarm.raised_at, DeviceAlarm.id)):
        if alarm.facts.get("incarnation") == incarnation and "new_incarnation" not in alarm.facts:
            return alarm
    return None
