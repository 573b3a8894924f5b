"""Chooses the next run of operations to send, and signs its head (the size follows what the link can carry)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from casework.signatures import sign
from inspector_app.store import outbox
from inspector_app.store.device import Device
from sync_protocol.chain import GENESIS, head_claim
from sync_protocol.schemas import MAX_OPERATIONS

SMALLEST, START, LARGEST = 8 * 1024, 64 * 1024, 1024 * 1024
"""Bytes of one push before compression."""

QUICK_S = 5.0
"""An exchange that took less may carry more the next time."""


@dataclass
class BatchSize:
    """How many bytes the next push may have: twice as many after a quick exchange, half after a failed one."""

    limit: int = START

    def went_well(self, seconds: float) -> None:
        """Take note of an exchange that succeeded."""
        if seconds < QUICK_S:
            self.limit = min(self.limit * 2, LARGEST)

    def failed(self) -> None:
        """Take note of an exchange that failed."""
        self.limit = max(self.limit // 2, SMALLEST)


def next_push(work: Database, device: Device, after: int, *, limit: int) -> dict[str, Any] | None:
    """Return the `Push` of the operations after a number, at least one if there is one, or None."""
    operations = _that_fit(outbox.operations_after(work, after, limit=MAX_OPERATIONS), limit)
    if not operations:
        return None
    last = operations[-1]
    claim = head_claim(device.device_id, device.incarnation, last["seq"], last["hash"])
    return {
        "previous_hash": outbox.head_at(work, after) or GENESIS,
        "operations": operations,
        "signature": sign(device.private_key, claim),
    }


def _that_fit(operations: list[dict[str, Any]], limit: int) -> list[dict[str, Any]]:
    chosen: list[dict[str, Any]] = []
    size = 0
    for operation in operations:
        size += _size(operation)
        if chosen and size > limit:
            break
        chosen.append(operation)
    return chosen


def _size(operation: Mapping[str, Any]) -> int:
    return len(json.dumps(operation, ensure_ascii=False).encode("utf-8"))
