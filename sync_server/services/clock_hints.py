"""What a page says of the clock of the laptop that made an inspection: flags of its operations, and its offset."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sync_server.refusals import said
from sync_server.services.clock_flags import TOLERANCE, ClockFlag
from sync_server.services.quality_hints import Hint


def clock_hints(flags: Sequence[str], report: Mapping[str, Any]) -> tuple[Hint, ...]:
    """Return the hints.

    Args:
        flags: of each operation of the inspection, as the ledger has them.
        report: what the laptop said of itself with its last sync; empty before.
    """
    counted = Counter(flag for of_one in flags for flag in of_one.split())
    found = [
        Hint("warn" if flag is ClockFlag.LATE else "bad", said(f"clock.flag.{flag}", count=counted[flag]))
        for flag in ClockFlag
        if counted[flag]
    ]
    return (*found, *_offset(report))


def _offset(report: Mapping[str, Any]) -> tuple[Hint, ...]:
    offset_ms, uncertainty_ms = report.get("clock_offset_ms"), report.get("clock_uncertainty_ms")
    if offset_ms is None or uncertainty_ms is None:
        return ()
    is_off = abs(offset_ms) - uncertainty_ms > TOLERANCE.total_seconds() * 1000
    key = "clock.offset_ahead" if offset_ms >= 0 else "clock.offset_behind"
    sentence = said(key, seconds=_seconds(abs(offset_ms)), uncertainty=_seconds(uncertainty_ms))
    return (Hint("warn" if is_off else "ok", sentence),)


def _seconds(milliseconds: int) -> str:
    return f"{milliseconds / 1000:.1f}"
