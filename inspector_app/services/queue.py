"""The queue as the inspector sees it: what waits, what the centre holds, what it did not accept and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from inspector_app.catalogue import say
from inspector_app.errors import RoomRefused
from inspector_app.services.names import name_of
from inspector_app.store import attempts, files_to_send, outbox, queue_lines, register, verdicts
from inspector_app.store.device import device
from inspector_app.store.opened import Opened
from inspector_app.store.way import Way, way
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
    to_do: Text
    """What the inspector does about it; for most nothing."""


@dataclass(frozen=True)
class LastAttempt:
    """How the last sync went; `reached` is false when there was no network, which is normal."""

    at: str
    reached: bool
    finished: bool
    text: Text
    next_at: str
    """When the timer will try again; "" when it will not."""


@dataclass(frozen=True)
class QueueView:
    """The whole queue."""

    lines: tuple[QueueLine, ...]
    """What needs somebody first, then what waits, each newest first."""
    counts: Mapping[QueueState, int]
    made: int
    """Operations ever made on this laptop."""
    waiting_bytes: int
    files_waiting: int
    files_waiting_bytes: int
    left_s: float | None
    """Seconds that sending all this takes at the speed last measured; None when nothing waits or none was."""
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
    files, size = files_to_send.files_waiting(opened.work)
    waiting_bytes = outbox.unsent_size(opened.work)[1]
    return QueueView(
        lines=tuple(_line(opened, one, names) for one in found),
        counts=_counts(opened),
        made=outbox.made(opened.work),
        waiting_bytes=waiting_bytes,
        files_waiting=files,
        files_waiting_bytes=size,
        left_s=_left_s(way(opened.work), waiting_bytes, size),
        last_receipt_at=verdicts.last_receipt_at(opened.work),
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
    return LastAttempt(
        found["at"],
        reached=bool(found["reached"]),
        finished=bool(found["finished"]),
        text=text,
        next_at=found["next_at"],
    )


def _counts(opened: Opened) -> Mapping[QueueState, int]:
    counts = dict.fromkeys(QueueState, 0)
    for one in queue_lines.states(opened.work):
        counts[queue_state(one)] += one["found"]
    return counts


def _left_s(measured: Way, waiting_bytes: int, files_bytes: int) -> float | None:
    """Return how long sending takes; None when nothing waits, or something for which no speed was measured."""
    needed = ((waiting_bytes, measured.push_bytes_per_s), (files_bytes, measured.bytes_per_s))
    if not (waiting_bytes or files_bytes) or any(size and not pace for size, pace in needed):
        return None
    return sum(size / pace for size, pace in needed if pace)


def _line(opened: Opened, one: Row, names: Mapping[str, Row]) -> QueueLine:
    state = queue_state(one)
    reason = Text(en=one["reason_en"], ur=one["reason_ur"]) if one["reason_en"] and one["reason_ur"] else None
    return QueueLine(
        number=one["number"],
        kind=one["kind"],
        subject=_subject(one, names),
        employer_id=one["employer_id"],
        inspection_id=one["inspection_id"],
        made_at=one["made_at"],
        state=state,
        outcome=one["outcome"],
        has_conflict=one["conflict_ids"] != "[]",
        reason=reason,
        to_do=_to_do(opened, one, state, names),
    )


def _subject(one: Row, names: Mapping[str, Row]) -> Text:
    return say(_SUBJECTS.get(one["kind"], "core.subject_other"), employer=name_of(names.get(one["employer_id"])))


def _to_do(opened: Opened, one: Row, state: QueueState, names: Mapping[str, Row]) -> Text:
    if state is QueueState.REJECTED:
        to_do = say(f"queue.do_rejected_{one['code']}" if one["code"] in _TO_DO_BY_CODE else "queue.do_rejected")
        if one["kind"] != OperationKind.EVIDENCE_ADD:
            return to_do
        file = say("queue.file_of_rejected")
        return Text(en=f"{to_do.en} {file.en}", ur=f"{to_do.ur} {file.ur}")
    if state is not QueueState.HELD:
        return say(f"queue.do_{state}")
    if one["waits_for"] == _UPGRADE:
        return say("queue.do_held_upgrade")
    maker = queue_lines.maker_of(opened.work, one["waits_for"])
    return say("queue.do_held_for", subject=_subject(maker, names)) if maker else say("queue.do_held")


_UPGRADE = "upgrade"
"""What an operation waits for that the centre's present version cannot take."""

_TO_DO_BY_CODE = ("E_VALIDATION", "E_PERMISSION", "E_IMMUTABLE", "E_PARENT")

_SUBJECTS = {
    OperationKind.INSPECTION_START: "core.subject_start",
    OperationKind.INSPECTION_CLOSE: "core.subject_close",
    OperationKind.FINDING_RECORD: "core.subject_finding",
    OperationKind.EVIDENCE_ADD: "core.subject_evidence",
    OperationKind.EMPLOYER_CORRECT: "core.subject_correct",
    OperationKind.EMPLOYER_ADD: "core.subject_add",
    OperationKind.INSPECTION_AMEND: "core.subject_amend",
}
