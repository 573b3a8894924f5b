"""The clock and the maker of ids, created once in `app` and `cli` and passed to everything below."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from uuid_utils.compat import uuid7

LOCAL_ZONE = ZoneInfo("Asia/Karachi")


@dataclass(frozen=True)
class Tools:
    """`now` gives aware UTC, `new_id` a UUIDv7 as text."""

    now: Callable[[], datetime]
    new_id: Callable[[], str]

    def today(self) -> date:
        """Return the legal day: the local date in Pakistan."""
        return local_day(self.now())


def local_day(at: datetime) -> date:
    """Return the local date in Pakistan at a moment."""
    return at.astimezone(LOCAL_ZONE).date()


def moment(at: datetime) -> str:
    """Return a moment as stored and sent: ISO 8601, UTC."""
    return at.astimezone(UTC).isoformat()


def system_tools() -> Tools:
    """Return the machine's own clock and ids."""
    return Tools(now=lambda: datetime.now(UTC), new_id=lambda: str(uuid7()))
