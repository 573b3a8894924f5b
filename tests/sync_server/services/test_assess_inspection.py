"""The centre's assessment of an inspection, from the answers received and the register."""

from __future__ import annotations

from typing import Any

from found_and_covered import CHARGED, CHARGED_MONTHS, SECURED_NO, SET_OFF, WORKER, coverage_rows, month_rows
from inspected_employer import inspected

from casework.assessment import Assessment
from casework.money import total
from simplify_content.law_loader import load_law_pack
from sync_server.models import Inspection
from sync_server.services.assess_inspection import assess_inspection


def _assessed(centre: Any, *, covered: bool = True, **changed: str) -> Assessment:
    made = inspected(centre)
    employer_id = centre.employer()
    for row in month_rows(employer_id):
        centre.write("contribution_month", row)
    for row in coverage_rows(employer_id) if covered else ():
        centre.write("coverage", row)
    inspection = centre.session.get_one(Inspection, made.inspection_id)
    given = [
        {"item": item, "key": "k1", "value": value, "state": "given", "reason": ""}
        for item, value in (WORKER | changed).items()
    ]
    inspection.employer_id = employer_id
    inspection.answers = {"answers": given, "repeats": {"workers_found": ["k1"]}}
    centre.session.commit()
    return assess_inspection(centre.session, inspection, load_law_pack("pessi"))


def test_months_in_which_the_register_covers_a_worker_found_are_set_off_as_on_the_laptop(centre: Any) -> None:
    assessment = _assessed(centre)

    assert assessment.total == CHARGED
    assert [f"{line.month:%Y-%m}" for line in assessment.lines] == list(CHARGED_MONTHS)
    told = [entry for entry in assessment.not_assessed if entry.set_off is not None]
    assert total([entry.set_off for entry in told]) == SET_OFF
    assert all(SECURED_NO in entry.reason.en and SECURED_NO in entry.reason.ur for entry in told)


def test_a_worker_whom_the_register_does_not_hold_is_charged_for_every_month(centre: Any) -> None:
    assessment = _assessed(centre, covered=False)

    assert assessment.total == CHARGED + SET_OFF
    assert not [entry for entry in assessment.not_assessed if entry.set_off is not None]


def test_a_wage_that_cannot_stand_is_in_no_assessment_as_on_the_laptop(centre: Any) -> None:
    assert not _assessed(centre, wf_wage="-30000").lines
    assert not _assessed(centre, wf_wage="30000000").lines
