"""What the way to the centre was like at the last exchange: how fast, how far the clocks are apart. Field room only.

Figures for people and for the size of requests; nothing about a record is decided on them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from inspector_app.store.driver import row, run
from inspector_app.tools import ClockReading


@dataclass(frozen=True)
class Way:
    """The last measures; None where there is none yet."""

    bytes_per_s: float | None
    """Bytes on the wire, upwards."""
    push_bytes_per_s: float | None
    """Bytes of operations before compression."""
    clock_offset_ms: int | None
    """This laptop's clock minus the centre's."""
    clock_uncertainty_ms: int | None


def way(work: Database) -> Way:
    """Return the last measures."""
    sql = "SELECT bytes_per_s, push_bytes_per_s, clock_offset_ms, clock_uncertainty_ms FROM way"
    return Way(**(row(work, sql) or dict.fromkeys(Way.__annotations__)))


def set_pace(work: Database, bytes_per_s: float) -> None:
    """Write down how many bytes a second went up."""
    run(work, "UPDATE way SET bytes_per_s = ?", (bytes_per_s,))


def set_push_pace(work: Database, bytes_per_s: float) -> None:
    """Write down how many bytes of operations a second arrived."""
    run(work, "UPDATE way SET push_bytes_per_s = ?", (bytes_per_s,))


def set_clock(work: Database, *, offset_ms: int, uncertainty_ms: int) -> None:
    """Write down how far this laptop's clock is from the centre's."""
    run(work, "UPDATE way SET clock_offset_ms = ?, clock_uncertainty_ms = ?", (offset_ms, uncertainty_ms))


def set_beacon_reading(work: Database, reading: ClockReading | None) -> None:
    """Write down when, by the clock that nobody can set, the last beacon was received; None: it was carried by hand."""
    boot, mono_ms = (reading.boot, reading.mono_ms) if reading else ("", 0)
    run(work, "UPDATE way SET beacon_boot = ?, beacon_mono_ms = ?", (boot, mono_ms))


def clock_of(work: Database, reading: ClockReading) -> dict[str, Any]:
    """Return an operation's `clock`: the reading, and how long ago the beacon came when that was in the same run."""
    clock: dict[str, Any] = {"boot": reading.boot, "mono_ms": reading.mono_ms}
    found = row(work, "SELECT beacon_boot, beacon_mono_ms FROM way")
    if found and found["beacon_boot"] == reading.boot and reading.mono_ms >= found["beacon_mono_ms"]:
        clock["since_beacon_ms"] = reading.mono_ms - found["beacon_mono_ms"]
    return clock
