"""One inspection as a page shows it, cut down to what the reader's role may see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from sqlalchemy.orm import Session

from casework.assessment import Assessment
from checklists.form_state import Answer, AnswerState, FormState, ItemRef
from simplify_content.text import Text
from sync_server.errors import NotFound
from sync_server.models import (
    Amendment,
    Case,
    Device,
    Employer,
    EvidenceRecord,
    FindingRecord,
    Inspection,
    InspectionVersion,
    Review,
    User,
)
from sync_server.queries.cases import case_of_inspection
from sync_server.queries.evidence import evidence_of
from sync_server.queries.findings import findings_between, findings_of
from sync_server.queries.inspections import (
    amendments_of,
    find_inspection,
    may_read_interviews,
    reviews_of,
    versions_of,
)
from sync_server.queries.ledger import clock_flags_of
from sync_server.queries.names import employer_name, person_name
from sync_server.services.answered_sections import Answered, AnsweredSection, answered, answered_sections
from sync_server.services.assess_inspection import assessed_if_fed
from sync_server.services.checklist_of import checklist_of
from sync_server.services.clock_hints import clock_hints
from sync_server.services.inspection_form import CONFIDENTIAL, confidential_items, inspection_form
from sync_server.services.law_in_force import law_in_force, scheme_of
from sync_server.services.quality_hints import Hint, quality_hints


@dataclass(frozen=True)
class ReviewLine:
    """One act of a supervisor, with the name."""

    review: Review
    by: Text


@dataclass(frozen=True)
class AmendmentLine:
    """One amendment; `answered` is the amended answer in words, None where the checklist has no such question now."""

    amendment: Amendment
    answered: Answered | None


_Line = TypeVar("_Line")


def by_place(lines: Iterable[tuple[str, str, _Line]]) -> dict[tuple[str, str], tuple[_Line, ...]]:
    """Return lines by item and key, in their order."""
    found: dict[tuple[str, str], tuple[_Line, ...]] = {}
    for item, key, line in lines:
        found[item, key] = (*found.get((item, key), ()), line)
    return found


@dataclass(frozen=True)
class InspectionView:
    """Everything one page shows of an inspection."""

    inspection: Inspection
    record: Inspection | InspectionVersion
    """The version that is shown: what was answered, stated and signed in it."""
    number: int
    versions: tuple[InspectionVersion, ...]
    """Earlier versions, oldest first."""
    scheme: str
    checklist_title: Text
    employer: Employer
    employer_name: Text
    inspector: Text
    device: str
    sections: tuple[AnsweredSection, ...]
    findings: tuple[FindingRecord, ...]
    evidence: tuple[EvidenceRecord, ...]
    hints: tuple[Hint, ...]
    reviews: tuple[ReviewLine, ...]
    amendments: tuple[AmendmentLine, ...]
    assessment: Assessment | None
    """None where the checklist does not feed one."""
    case: Case | None

    @property
    def is_earlier(self) -> bool:
        """Whether a later version stands in place of the one that is shown."""
        return self.number < self.inspection.record_version

    @property
    def amendments_by_place(self) -> Mapping[tuple[str, str], tuple[AmendmentLine, ...]]:
        """Amendments of the version shown, by item and key of their answer."""
        return by_place((line.amendment.item, line.amendment.key, line) for line in self.amendments)

    @property
    def remarks_by_place(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """Remarks of supervisors on single answers of the version shown."""
        own = (line.review for line in self.reviews if line.review.version == self.number)
        return by_place((one["item"], one["key"], str(one["text"])) for review in own for one in review.remarks)

    @property
    def evidence_by_id(self) -> Mapping[str, EvidenceRecord]:
        """The evidence that the reader may see, by id."""
        return {row.id: row for row in self.evidence}

    @property
    def signature_image(self) -> EvidenceRecord | None:
        """The picture of the signature, once its bytes are at the centre."""
        sha256 = self.record.signature.get("image_sha256")
        return next((row for row in self.evidence if sha256 and row.sha256 == sha256 and row.held_at), None)


def read_inspection(session: Session, user: User, inspection_id: str, *, number: int = 0) -> InspectionView:
    """Return an inspection for a reader; `number` asks for one of its versions, 0 for the one that stands.

    Raises:
        NotFound: there is none for this reader, or no such version.
    """
    inspection = find_inspection(session, user, inspection_id)
    versions = versions_of(session, inspection.id)
    record = _record(inspection, versions, number)
    checklist = checklist_of(inspection)
    law = law_in_force(session, scheme_of(session, checklist))
    form = inspection_form(session, inspection, answers=record.answers)
    hidden = frozenset() if may_read_interviews(user) else confidential_items(form)
    shown = number or inspection.record_version
    found = findings_between(session, inspection.id, record.findings_from, shown)
    findings = tuple(row for row in found if not hidden or row.privacy != CONFIDENTIAL)
    evidence = tuple(row for row in evidence_of(session, inspection.id) if row.item not in hidden)
    employer = session.get_one(Employer, inspection.employer_id)
    device = session.get(Device, inspection.device_id)
    amendments = _amendments(form, amendments_of(session, inspection.id), hidden, number=shown)
    is_earlier = record is not inspection
    return InspectionView(
        inspection=inspection,
        record=record,
        number=shown,
        versions=versions,
        scheme=law.scheme,
        checklist_title=checklist.title,
        employer=employer,
        employer_name=employer_name(employer),
        inspector=person_name(session, inspection.inspector_id),
        device=device.name if device else "—",
        sections=answered_sections(form, hidden=hidden),
        findings=findings,
        evidence=evidence,
        hints=() if is_earlier else _hints(session, inspection, findings, evidence, amendments=len(amendments)),
        reviews=tuple(
            ReviewLine(review, person_name(session, review.user_id)) for review in reviews_of(session, inspection.id)
        ),
        amendments=amendments,
        assessment=None if is_earlier else assessed_if_fed(session, inspection, law),
        case=case_of_inspection(session, inspection.id),
    )


def _record(
    inspection: Inspection, versions: tuple[InspectionVersion, ...], number: int
) -> Inspection | InspectionVersion:
    if number in (0, inspection.record_version):
        return inspection
    found = next((version for version in versions if version.number == number), None)
    if found is None:
        raise NotFound()
    return found


def _amendments(
    form: FormState, rows: tuple[Amendment, ...], hidden: frozenset[str], *, number: int
) -> tuple[AmendmentLine, ...]:
    """Return the amendments of a version, each with its question and the amended answer as a person reads it."""
    items = {state.ref: state for state in form.items}
    lines = []
    for row in rows:
        state = items.get(ItemRef(row.item, row.key))
        if row.version == number and row.item not in hidden:
            amended = replace(state, answer=Answer(row.value, AnswerState(row.state), row.reason)) if state else None
            lines.append(AmendmentLine(row, answered(amended) if amended else None))
    return tuple(lines)


def _hints(
    session: Session,
    inspection: Inspection,
    findings: tuple[FindingRecord, ...],
    evidence: tuple[EvidenceRecord, ...],
    *,
    amendments: int,
) -> tuple[Hint, ...]:
    device = session.get(Device, inspection.device_id)
    return (
        *quality_hints(inspection, findings=findings, evidence=evidence, amendments=amendments),
        *clock_hints(_clock_flags(session, inspection.id), device.report if device else {}),
    )


def _clock_flags(session: Session, inspection_id: str) -> list[str]:
    """Return the flags of every operation of an inspection, whoever may read what it holds."""
    findings = [row.id for row in findings_of(session, inspection_id)]
    evidence = [row.id for row in evidence_of(session, inspection_id)]
    return clock_flags_of(session, [inspection_id, *findings, *evidence])


def find_evidence(session: Session, user: User, inspection_id: str, *, evidence_id: str) -> EvidenceRecord:
    """Return one piece of evidence of an inspection that the reader may see.

    Raises:
        NotFound: there is none for this reader, or nothing of it has arrived.
    """
    inspection = find_inspection(session, user, inspection_id)
    for row in evidence_of(session, inspection.id):
        if row.id == evidence_id and row.standing != "nothing":
            is_hidden = not may_read_interviews(user) and row.item in confidential_items(
                inspection_form(session, inspection)
            )
            if not is_hidden:
                return row
    raise NotFound()
