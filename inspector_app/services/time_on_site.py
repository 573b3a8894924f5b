"""How long the inspector was on site: from the start of the inspection to the employer's signature.

Counted by the clock that nobody can set while the laptop was not restarted, by the laptop's clock otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from inspector_app.catalogue import say
from inspector_app.services.inspection_form import require_inspection
from inspector_app.store import signatures
from inspector_app.store.opened import Opened
from inspector_app.tools import LOCAL_ZONE
from simplify_content.text import Text

Row = Mapping[str, Any]

_TOLERANCE = timedelta(minutes=2)
"""Clocks drift and are set right by a little; only what is more is said."""


@dataclass(frozen=True)
class TimeOnSite:
    """`minutes` is None where the clocks do not say; `left_at` is None while the visit goes on."""

    came_at: datetime
    left_at: datetime | None
    minutes: int | None
    clock_was_set: bool

    @property
    def text(self) -> Text:
        """From when to when, and how many minutes, as papers and pages print it."""
        came = f"{self.came_at.astimezone(LOCAL_ZONE):%H:%M}"
        if self.left_at is None:
            return say("visit_time.since", came=came)
        left = f"{self.left_at.astimezone(LOCAL_ZONE):%H:%M}"
        if self.minutes is None:
            return say("visit_time.unknown", came=came, left=left)
        known = say("visit_time.from_to", came=came, left=left, minutes=self.minutes)
        return say("visit_time.clock_set", time=known) if self.clock_was_set else known


def time_on_site(opened: Opened, inspection_id: str) -> TimeOnSite:
    """Return the time on site of an inspection.

    Raises:
        NotFound: no such inspection.
    """
    inspection = require_inspection(opened, inspection_id)
    came_at = datetime.fromisoformat(inspection["started_at"])
    signed = signatures.signature(opened.work, inspection_id)
    if signed is None:
        return TimeOnSite(came_at, None, None, clock_was_set=False)
    left_at = datetime.fromisoformat(signed["signed_at"])
    by_wall, by_clock = left_at - came_at, _by_clock(inspection, signed)
    if by_clock is None:
        minutes = None if by_wall < timedelta(0) else _minutes(by_wall)
        return TimeOnSite(came_at, left_at, minutes, clock_was_set=by_wall < timedelta(0))
    return TimeOnSite(came_at, left_at, _minutes(by_clock), clock_was_set=abs(by_wall - by_clock) > _TOLERANCE)


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)


def _by_clock(inspection: Row, signed: Row) -> timedelta | None:
    """Return the span by the clock that nobody can set, or None where the laptop was restarted or it is not known."""
    passed_ms = signed["mono_ms"] - inspection["start_mono_ms"]
    is_one_run = bool(signed["boot"]) and signed["boot"] == inspection["start_boot"]
    return timedelta(milliseconds=passed_ms) if is_one_run and passed_ms >= 0 else None
