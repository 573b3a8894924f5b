"""Clocks, chance and the maker of ids, created once in `app` and `cli` and passed to everything below."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from uuid_utils.compat import uuid7

LOCAL_ZONE = ZoneInfo("Asia/Karachi")


@dataclass(frozen=True)
class ClockReading:
    """What a clock says that nobody can set: milliseconds within one run between two starts, which `boot` names."""

    boot: str
    mono_ms: int


_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


@cache
def _boot() -> str:
    """Return the name of this machine's run where the system has one, of this program's run elsewhere."""
    return _BOOT_ID.read_text(encoding="utf-8").strip() if _BOOT_ID.exists() else str(uuid7())


def _system_reading() -> ClockReading:
    clock = getattr(time, "CLOCK_BOOTTIME", None)  # goes on while the laptop sleeps
    seconds = time.monotonic() if clock is None else time.clock_gettime(clock)
    return ClockReading(_boot(), int(seconds * 1000))


@dataclass(frozen=True)
class Tools:
    """`now` gives aware UTC, `new_id` a UUIDv7 as text, `random` a number from 0 to 1; `sleep` takes seconds."""

    now: Callable[[], datetime]
    new_id: Callable[[], str]
    reading: Callable[[], ClockReading] = _system_reading
    sleep: Callable[[float], None] = time.sleep
    random: Callable[[], float] = random.random

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
