"""The queue as the inspector sees it: what waits, what the centre holds, what it did not accept and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from inspector_app.catalogue import say
from inspector_app.errors import RoomRefused
from inspector_app.services.names import name_of
from inspector_app.store import attempts, outbox, queue_lines, register
from inspector_app.store.device import device
from inspector_app.store.opened import Opened
from simplify_content.text import Text
from sync_protocol.entities import OperationKind

Row = Mapping[str, Any]


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

    number: int
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
    if opened.is_practice:
        raise RoomRefused(say("core.not_in_practice"))
    found = queue_lines.lines(opened.work, limit=limit)
    names = register.employers_by_id(opened.register, {one["employer_id"] for one in found})
    files, size = outbox.files_waiting(opened.work)
    return QueueView(
        lines=tuple(_line(one, names.get(one["employer_id"])) for one in found),
        counts=_counts(opened),
        files_waiting=files,
        files_waiting_bytes=size,
        last_receipt_at=outbox.last_receipt_at(opened.work),
        oldest_waiting_at=queue_lines.oldest_waiting_at(opened.work),
        last_attempt=last_attempt(opened),
        scopes=device(opened.work).scopes,
    )


def queue_state(line: Row) -> QueueState:
    """Return where an operation stands, from its row of the outbox."""
    if not line["acknowledged_at"]:
        return QueueState.SENT if line["sent_at"] else QueueState.WAITING
    if line["outcome"] in ("held", "rejected"):
        return QueueState(line["outcome"])
    return QueueState.RECEIVED


def last_attempt(opened: Opened) -> LastAttempt | None:
    """Return how the last sync went, or None before the first."""
    found = attempts.last_attempt(opened.work)
    if found is None:
        return None
    text = Text(en=found["text_en"], ur=found["text_ur"])
    return LastAttempt(found["at"], reached=bool(found["reached"]), finished=bool(found["finished"]), text=text)


def _counts(opened: Opened) -> Mapping[QueueState, int]:
    counts = dict.fromkeys(QueueState, 0)
    for one in queue_lines.states(opened.work):
        counts[queue_state(one)] += one["found"]
    return counts


def _line(one: Row, employer: Row | None) -> QueueLine:
    reason = Text(en=one["reason_en"], ur=one["reason_ur"]) if one["reason_en"] and one["reason_ur"] else None
    return QueueLine(
        number=one["number"],
        kind=one["kind"],
        subject=say(_SUBJECTS[one["kind"]], employer=name_of(employer)),
        employer_id=one["employer_id"],
        inspection_id=one["inspection_id"],
        made_at=one["made_at"],
        state=queue_state(one),
        outcome=one["outcome"],
        has_conflict=one["conflict_ids"] != "[]",
        reason=reason,
    )


_SUBJECTS = {
    OperationKind.INSPECTION_START: "core.subject_start",
    OperationKind.INSPECTION_CLOSE: "core.subject_close",
    OperationKind.FINDING_RECORD: "core.subject_finding",
    OperationKind.EVIDENCE_ADD: "core.subject_evidence",
    OperationKind.EMPLOYER_CORRECT: "core.subject_correct",
    OperationKind.EMPLOYER_ADD: "core.subject_add",
}
