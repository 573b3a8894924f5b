"""How long the register may be read without contact with the centre, and what stays possible afterwards.

What ends is the reading of the register and the beginning of new inspections. Work that was begun is finished, kept and
sent. No laptop setting changes the span: it is the institution's, whoever has the laptop is who it protects against.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from inspector_app.catalogue import say
from inspector_app.errors import RegisterLocked
from inspector_app.store.driver import writing
from inspector_app.store.opened import Opened
from inspector_app.store.standing import see_time, standing
from inspector_app.tools import moment
from simplify_content.text import Text

DAY = timedelta(days=1)
LEASE = 14 * DAY
WARNED = 3 * DAY
"""How long before its end pages say so."""
NOTED_EVERY = timedelta(minutes=10)
"""How much later the clock must be before it is written down again."""


class LeaseState(StrEnum):
    """Whether the register may be read."""

    RUNNING = "running"
    ENDING = "ending"
    OVER = "over"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Lease:
    """The right of this laptop to show its register."""

    state: LeaseState
    contact_at: datetime | None = None
    """None in the practice room, whose register is made up."""
    days_left: int = 0
    """Begun days until the register locks."""

    @property
    def is_open(self) -> bool:
        """Whether the register may be read."""
        return self.state in (LeaseState.RUNNING, LeaseState.ENDING)


def lease(opened: Opened, *, now: datetime) -> Lease:
    """Return the lease at a moment; a clock that was set back does not lengthen it.

    The clock is compared with the centre's last word and with the latest that it was seen to say here itself.
    """
    if opened.is_practice:
        return Lease(LeaseState.RUNNING)
    found = standing(opened.work)
    contact_at = datetime.fromisoformat(found.contact_at).astimezone(UTC)
    latest = max(now, contact_at, *([datetime.fromisoformat(found.latest_at)] if found.latest_at else []))
    left = contact_at + LEASE - latest
    if found.withdrawn_at:
        return Lease(LeaseState.WITHDRAWN, contact_at)
    if left <= timedelta(0):
        return Lease(LeaseState.OVER, contact_at)
    return Lease(LeaseState.ENDING if left <= WARNED else LeaseState.RUNNING, contact_at, -(-left // DAY))


def note_time(opened: Opened, *, now: datetime) -> None:
    """Write down what the clock says, now and then."""
    if opened.is_practice:
        return
    known = standing(opened.work)
    seen = max(known.latest_at, known.contact_at)
    if not seen or now >= datetime.fromisoformat(seen) + NOTED_EVERY:
        with writing(opened.work):
            see_time(opened.work, moment(now))


def require_open(opened: Opened, *, now: datetime) -> None:
    """Let the register be read, or a new inspection begin.

    Raises:
        RegisterLocked: too long without contact, or the laptop was withdrawn.
    """
    found = lease(opened, now=now)
    if not found.is_open:
        raise RegisterLocked(locked_words(found))


def locked_words(found: Lease) -> Text:
    """Return why the register is locked and what can be done."""
    if found.state is LeaseState.WITHDRAWN:
        return say("core.register_withdrawn")
    return say("core.register_locked", days=LEASE.days)
