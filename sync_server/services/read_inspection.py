"""One inspection as a page shows it, cut down to what the reader's role may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from casework.assessment import Assessment
from simplify_content.text import Text
from sync_server.errors import NotFound
from sync_server.models import Case, Device, Employer, EvidenceRecord, FindingRecord, Inspection, Review, User
from sync_server.queries.cases import case_of_inspection
from sync_server.queries.evidence import evidence_of
from sync_server.queries.findings import findings_of
from sync_server.queries.inspections import find_inspection, may_read_interviews, reviews_of
from sync_server.queries.ledger import clock_flags_of
from sync_server.queries.names import employer_name, person_name
from sync_server.services.answered_sections import AnsweredSection, answered_sections
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
class InspectionView:
    """Everything one page shows of an inspection."""

    inspection: Inspection
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
    assessment: Assessment | None
    """None where the checklist does not feed one."""
    case: Case | None

    @property
    def evidence_by_id(self) -> Mapping[str, EvidenceRecord]:
        """The evidence that the reader may see, by id."""
        return {row.id: row for row in self.evidence}

    @property
    def signature_image(self) -> EvidenceRecord | None:
        """The picture of the signature, once its bytes are at the centre."""
        sha256 = self.inspection.signature.get("image_sha256")
        return next((row for row in self.evidence if sha256 and row.sha256 == sha256 and row.held_at), None)


def read_inspection(session: Session, user: User, inspection_id: str) -> InspectionView:
    """Return an inspection for a reader.

    Raises:
        NotFound: there is none for this reader.
    """
    inspection = find_inspection(session, user, inspection_id)
    checklist = checklist_of(inspection)
    law = law_in_force(session, scheme_of(session, checklist))
    form = inspection_form(session, inspection)
    hidden = frozenset() if may_read_interviews(user) else confidential_items(form)
    findings = tuple(row for row in findings_of(session, inspection.id) if not hidden or row.privacy != CONFIDENTIAL)
    evidence = tuple(row for row in evidence_of(session, inspection.id) if row.item not in hidden)
    employer = session.get_one(Employer, inspection.employer_id)
    device = session.get(Device, inspection.device_id)
    return InspectionView(
        inspection=inspection,
        scheme=law.scheme,
        checklist_title=checklist.title,
        employer=employer,
        employer_name=employer_name(employer),
        inspector=person_name(session, inspection.inspector_id),
        device=device.name if device else "—",
        sections=answered_sections(form, hidden=hidden),
        findings=findings,
        evidence=evidence,
        hints=(
            *quality_hints(inspection, findings=findings, evidence=evidence),
            *clock_hints(_clock_flags(session, inspection.id), device.report if device else {}),
        ),
        reviews=tuple(
            ReviewLine(review, person_name(session, review.user_id)) for review in reviews_of(session, inspection.id)
        ),
        assessment=assessed_if_fed(session, inspection, law),
        case=case_of_inspection(session, inspection.id),
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
