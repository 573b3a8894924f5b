"""Chooses the next run of operations to send, and signs its head (the size follows what the link carries)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from casework.signatures import sign
from inspector_app.store import outbox
from inspector_app.store.device import Device
from sync_protocol.chain import GENESIS, head_claim
from sync_protocol.schemas import MAX_OPERATIONS

SMALLEST, START, LARGEST = 8 * 1024, 64 * 1024, 1024 * 1024
"""Bytes of the operations of one push, before compression."""

TARGET_S = 15.0
"""Seconds that one request should take: long enough to fill the link, short enough to be sent again."""

MOST_GROWTH = 4
"""A batch is at most so many times the one before it."""


@dataclass
class BatchSize:
    """How many bytes the next push may have: what the link carries in `TARGET_S`, half after a failure."""

    limit: int = START
    pace: float | None = None
    """Bytes of operations a second, by the last full batch."""

    @classmethod
    def at(cls, pace: float | None) -> BatchSize:
        """Begin with the pace of an earlier sync."""
        return cls() if pace is None else cls(_between(pace * TARGET_S), pace)

    def went_well(self, sent_bytes: int, took_ms: int) -> None:
        """Take note of a push that arrived; one that did not fill its batch only says that as much can be carried."""
        pace = sent_bytes * 1000 / max(took_ms, 1)
        if sent_bytes * 2 >= self.limit or pace * TARGET_S > self.limit:
            self.pace = pace
            self.limit = _between(min(pace * TARGET_S, self.limit * MOST_GROWTH))

    def failed(self) -> None:
        """Take note of a push that failed."""
        self.limit = _between(self.limit / 2)


def _between(size: float) -> int:
    return int(min(max(size, SMALLEST), LARGEST))


def next_push(work: Database, device: Device, after: int, *, limit: int) -> dict[str, Any] | None:
    """Return the `Push` of the operations after a number, at least one if there is one, or None."""
    operations = outbox.operations_after(work, after, limit=MAX_OPERATIONS, size=limit)
    if not operations:
        return None
    last = operations[-1]
    claim = head_claim(device.device_id, device.incarnation, last["seq"], last["hash"])
    return {
        "previous_hash": outbox.head_at(work, after) or GENESIS,
        "operations": operations,
        "signature": sign(device.private_key, claim),
    }
