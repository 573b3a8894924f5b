"""What is odd about the time a laptop gives to its operations: evidence for a person, never order.

Each operation was made between the centre's beacon that it names and its arrival, and the clock of one run of a laptop
(`clock`) cannot be set. What does not fit these is flagged; no merge and no verdict looks at it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sync_server.local_time import local_day, parsed

TOLERANCE = timedelta(minutes=2)
"""How far a clock may be off before it is worth a word."""

LATE = timedelta(days=14)
"""An operation that arrives later than this after it was made is told to the supervisor."""

Operation = Mapping[str, Any]


class ClockFlag(StrEnum):
    """One oddity; the names stand in the ledger."""

    AFTER_RECEIPT = "after_receipt"
    """Made, by the laptop's clock, after the centre had it."""
    BEFORE_BEACON = "before_beacon"
    """Made, by the laptop's clock, before the centre had said what the operation names."""
    JUMP = "jump"
    """The laptop's clock was set between this operation and the one before it."""
    LATE = "late"
    """Arrived more than fourteen days after it was made."""


ALARMS: Mapping[str, tuple[ClockFlag, ...]] = {
    "clock_jump": (ClockFlag.AFTER_RECEIPT, ClockFlag.BEFORE_BEACON, ClockFlag.JUMP),
    "late_arrival": (ClockFlag.LATE,),
}
"""Kinds of alarm and the flags that raise them."""


def flags_of_run(
    operations: Iterable[Operation], before: Operation | None, *, received: datetime
) -> list[tuple[ClockFlag, ...]]:
    """Return the flags of each operation of a run.

    Args:
        operations: in order.
        before: the operation before the first, of the same incarnation; None for none.
        received: the centre's time.
    """
    found = []
    for operation in operations:
        found.append(tuple(_flags(operation, before, received=received)))
        before = operation
    return found


def alarms_of_run(
    operations: Sequence[Operation], flags: Sequence[tuple[ClockFlag, ...]], *, received: datetime
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield kind, event and facts of the alarms that a run raises: one of each kind for a device and a day."""
    for kind, raising in ALARMS.items():
        flagged = [place for place, own in enumerate(flags) if any(flag in raising for flag in own)]
        if flagged:
            first = operations[flagged[0]]
            facts = {"seq": first["seq"], "made_at": first["made_at"], "beacon": first["beacon"]}
            yield kind, local_day(received).isoformat(), {**facts, "flags": " ".join(flags[flagged[0]])}


def _flags(operation: Operation, before: Operation | None, *, received: datetime) -> Iterator[ClockFlag]:
    made, beacon = _moment(operation["made_at"]), _moment(operation["beacon"])
    if made is not None and made > received + TOLERANCE:
        yield ClockFlag.AFTER_RECEIPT
    if made is not None and beacon is not None and made < beacon - TOLERANCE:
        yield ClockFlag.BEFORE_BEACON
    if before is not None and _jumped(before, operation):
        yield ClockFlag.JUMP
    if (latest := _made_at_latest(operation, made, beacon, received=received)) is not None and received - latest > LATE:
        yield ClockFlag.LATE


def _jumped(before: Operation, operation: Operation) -> bool:
    """Return whether the clock on the wall and that of the run went apart between two operations of one run."""
    first, second = before.get("clock"), operation.get("clock")
    if not first or not second or first["boot"] != second["boot"]:
        return False
    made_before, made = _moment(before["made_at"]), _moment(operation["made_at"])
    if made_before is None or made is None:
        return False
    ran = timedelta(milliseconds=second["mono_ms"] - first["mono_ms"])
    return abs(made - made_before - ran) > TOLERANCE


def _made_at_latest(
    operation: Operation, made: datetime | None, beacon: datetime | None, *, received: datetime
) -> datetime | None:
    """Return when an operation was made: by the run's clock since the beacon, else by its own where that may be."""
    since_ms = (operation.get("clock") or {}).get("since_beacon_ms")
    if beacon is not None and since_ms is not None and since_ms < timedelta(days=3650) // timedelta(milliseconds=1):
        return beacon + timedelta(milliseconds=since_ms)
    if made is None or (beacon is not None and made < beacon):
        return beacon
    return min(made, received)


@lru_cache(maxsize=1024)
def _moment(text: str) -> datetime | None:
    return parsed(text)
