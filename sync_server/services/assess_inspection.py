"""What an inspection's answers and the register's months come to under the law in force at this centre.

The arithmetic is `casework.assessment`; this only gathers what it needs.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from casework.assessment import Assessment, assess
from casework.case_from_inspection import case_from_inspection, feeds_assessment
from casework.office import OFFICE
from checklists.answers_json import answers_from_json
from simplify_content.law_pack import LawPack
from sync_server.models import Employer, Inspection
from sync_server.queries.employers import coverage_of, months_of
from sync_server.queries.evidence import evidence_by_item
from sync_server.refusals import Barred
from sync_server.services.inspection_form import inspected_on, inspection_form


def assessed_if_fed(session: Session, inspection: Inspection, law: LawPack) -> Assessment | None:
    """Return the assessment of an inspection; None where its checklist does not feed one, or is not known here yet.

    None too for an office of the institution, with whatever checklist a laptop came.
    """
    if not feeds_assessment(inspection.checklist):
        return None
    if session.get_one(Employer, inspection.employer_id).status == OFFICE:
        return None
    try:
        return assess_inspection(session, inspection, law)
    except Barred:
        return None


def assess_inspection(session: Session, inspection: Inspection, law: LawPack) -> Assessment:
    """Return the assessment of an inspection, made up to the day of the visit: the evidence reaches no further.

    Only for an inspection whose checklist feeds the assessment; no case is opened from another.

    Raises:
        Barred: this centre does not have that version of the checklist.
    """
    day = inspected_on(inspection)
    case = case_from_inspection(
        answers_from_json(inspection.answers),
        months_of(session, inspection.employer_id),
        coverage_of(session, inspection.employer_id),
        form=inspection_form(session, inspection),
        scheme=law.scheme,
        inspected_on=day,
        as_of=day,
        evidence_by_item=evidence_by_item(session, inspection.id),
    )
    return assess(case, law)
