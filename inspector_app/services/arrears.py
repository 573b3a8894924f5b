"""Arrears of an inspection, provisional, on the laptop."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from casework.assessment import Assessment, assess
from casework.case_from_inspection import case_from_inspection, evidence_index, feeds_assessment
from inspector_app.services.inspection_form import form_of, require_inspection
from inspector_app.services.known_inspections import day_of
from inspector_app.store import register, work
from inspector_app.store.opened import Opened
from simplify_content.law_loader import load_law_pack

Row = Mapping[str, Any]


def arrears(opened: Opened, inspection_id: str, *, as_of: date) -> Assessment | None:
    """Return what the answers and the register's months make owed, by the rules of the scheme.

    None where the inspection's checklist does not feed the assessment: nothing is worked out from it.

    Raises:
        NotFound: no such inspection.
    """
    inspection = require_inspection(opened, inspection_id)
    if not feeds_assessment(inspection["checklist"]):
        return None
    return assess_answers(opened, inspection, as_of=as_of)


def assess_answers(opened: Opened, inspection: Row, *, as_of: date) -> Assessment:
    """Return the assessment of an inspection whose checklist feeds it."""
    inspection_id = inspection["id"]
    evidence = work.evidence(opened.work, inspection_id)
    answers = opened.forms.answers(opened.work, inspection_id)
    case = case_from_inspection(
        answers,
        register.months(opened.register, inspection["employer_id"]),
        register.coverage(opened.register, inspection["employer_id"]),
        form=form_of(opened, inspection, answers, on=as_of),
        scheme=opened.scheme,
        inspected_on=day_of(inspection),
        as_of=as_of,
        evidence_by_item=evidence_index((one["id"], one["item"], one["key"]) for one in evidence),
    )
    return assess(case, load_law_pack(opened.scheme))
