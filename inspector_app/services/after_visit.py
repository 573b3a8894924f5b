"""What became of an inspection after it was closed: receipt, what was sealed, remarks, earlier versions, amendments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from checklists.form_state import Answer, AnswerState, ItemRef
from inspector_app.services.reopen_inspection import remarks_of
from inspector_app.store import receipts, register, sealed_parts, versions
from inspector_app.store.opened import Opened

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Receipt:
    """The centre's word that it holds a closing. `number` can be looked up at the centre."""

    number: str
    at: str


@dataclass(frozen=True)
class Sealed:
    """How much was sealed and is no longer on this laptop."""

    interviews: int
    answers: int
    findings: int
    evidence: int
    at: str


@dataclass(frozen=True)
class AmendmentLine:
    """One amendment of the present version."""

    ref: ItemRef
    answer: Answer
    why: str
    amended_at: str


@dataclass(frozen=True)
class EarlierVersion:
    """A version before the present one."""

    number: int
    closed_at: str
    receipt: Receipt | None
    remark: str
    remarks: int


@dataclass(frozen=True)
class AfterVisit:
    """All of it. `remarks` are those that the present version was made for, or waits for one to be made."""

    version: int
    receipt: Receipt | None
    sealed: Sealed | None
    remark: str
    remarks: Mapping[ItemRef, str]
    earlier: tuple[EarlierVersion, ...]
    amendments: Mapping[ItemRef, tuple[AmendmentLine, ...]]
    may_reopen: bool
    may_amend: bool

    @property
    def amendments_count(self) -> int:
        """How many amendments there are."""
        return sum(len(lines) for lines in self.amendments.values())


def after_visit(opened: Opened, inspection: Row, *, state: str, remark: str) -> AfterVisit:
    """Return what became of an inspection.

    Args:
        opened: either room; in the practice room there is little to say.
        inspection: its row.
        state: as `known_inspections.state_of` says.
        remark: of the supervisor on the whole, with that state.
    """
    kept = versions.kept_versions(opened.work, inspection["id"])
    said, remarks = remark, tuple[Mapping[str, str], ...]()
    summary = None if opened.is_practice else register.summary(opened.register, inspection["id"])
    if state == "returned" and summary:
        remarks = remarks_of(summary)
    elif kept:
        said, remarks = kept[-1].remark, kept[-1].remarks
    return AfterVisit(
        version=inspection["version"],
        receipt=_receipt(opened, inspection["close_op"]),
        sealed=_sealed(opened, inspection["id"]),
        remark=said,
        remarks={ItemRef(one["item"], one["key"]): one["text"] for one in remarks},
        earlier=tuple(
            EarlierVersion(one.number, one.closed_at, _receipt(opened, one.close_op), one.remark, len(one.remarks))
            for one in kept
        ),
        amendments=_amendments(opened, inspection),
        may_amend=bool(inspection["closed_at"]) and not opened.is_practice,
        may_reopen=state == "returned" and summary is not None and summary["version"] is not None,
    )


def _receipt(opened: Opened, op_id: str) -> Receipt | None:
    if opened.is_practice or not op_id:
        return None
    found = receipts.receipt_of(opened.work, op_id)
    return Receipt(*found) if found else None


def _sealed(opened: Opened, inspection_id: str) -> Sealed | None:
    parts = sealed_parts.sealed_parts(opened.work, inspection_id)
    if not parts:
        return None
    return Sealed(
        interviews=sum(sum(part["repeats"].values()) for part in parts),
        answers=sum(part["answers"] for part in parts),
        findings=sum(part["findings"] for part in parts),
        evidence=sum(part["evidence"] for part in parts),
        at=parts[-1]["sealed_at"],
    )


def _amendments(opened: Opened, inspection: Row) -> dict[ItemRef, tuple[AmendmentLine, ...]]:
    found: dict[ItemRef, tuple[AmendmentLine, ...]] = {}
    for one in versions.amendments(opened.work, inspection["id"]):
        if one["version"] == inspection["version"]:
            ref = ItemRef(one["item"], one["key"])
            answer = Answer(one["value"], AnswerState(one["state"]), one["reason"])
            line = AmendmentLine(ref, answer, one["why"], one["amended_at"])
            found[ref] = (*found.get(ref, ()), line)
    return found
