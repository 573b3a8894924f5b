"""The queue as the inspector sees it: what waits, what the centre holds, what it did not accept and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from inspector_app.store.opened import Opened
from simplify_content.text import Text


class QueueState(StrEnum):
    """Plain states. Only a verified receipt leads out of waiting and sent."""

    WAITING = "waiting"
    SENT = "sent"
    RECEIVED = "received"
    HELD = "held"
    REJECTED = "rejected"


@dataclass(frozen=True)
class QueueLine:
    """One operation. `kind` is a value of `sync_protocol.entities.OperationKind`."""

    seq: int
    kind: str
    subject: Text
    employer_id: str
    inspection_id: str
    made_at: str
    state: QueueState
    outcome: str
    """The centre's word: applied, merged, duplicate, held, rejected; "" before it."""
    has_conflict: bool
    reason: Text | None


@dataclass(frozen=True)
class LastAttempt:
    """How the last sync went; `reached` is false when there was no network, which is normal."""

    at: str
    reached: bool
    finished: bool
    text: Text


@dataclass(frozen=True)
class QueueView:
    """The whole queue."""

    lines: tuple[QueueLine, ...]
    """Newest first."""
    counts: Mapping[QueueState, int]
    files_waiting: int
    files_waiting_bytes: int
    last_receipt_at: str
    """Centre's time of the last verified receipt; "" before the first."""
    oldest_waiting_at: str
    last_attempt: LastAttempt | None
    scopes: tuple[str, ...]

    @property
    def all_received(self) -> bool:
        """Whether the centre holds everything made here."""
        return not (self.counts[QueueState.WAITING] or self.counts[QueueState.SENT] or self.files_waiting)


def queue(opened: Opened, *, limit: int = 500) -> QueueView:
    """Return the queue.

    Raises:
        RoomRefused: in the practice room, which has none.
    """
    raise NotImplementedError
