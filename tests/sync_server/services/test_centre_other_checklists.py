"""Inspections with checklists that do not feed the assessment: read, flagged and never made into a case."""

from __future__ import annotations

from typing import Any

import pytest
from centre_visitor import visit
from inspected_employer import STARTED, Inspected, inspected
from sqlalchemy import select
from uuid_utils.compat import uuid7

from casework.office import OFFICE
from checklists.library import available_checklists, load_checklist
from sync_server.models import FindingRecord, FlagRecord, Inspection, InspectionSummary, Role
from sync_server.services.flag_employer import flag_employer


def _second_visit(centre: Any, made: Inspected, checklist: str, *, code: str, state: str = "received") -> str:
    """Make a later inspection of the same employer with another checklist and one finding."""
    inspection_id = str(uuid7())
    first = centre.session.get(Inspection, made.inspection_id)
    centre.session.add(
        Inspection(
            id=inspection_id,
            employer_id=made.employer_id,
            inspector_id=first.inspector_id,
            device_id=first.device_id,
            scope_id=first.scope_id,
            checklist=checklist,
            checklist_version=available_checklists()[checklist][-1],
            authorisation={},
            started_at=STARTED,
            closed_at="2026-11-20T09:00:00Z",
            received_at=centre.clock(),
            answers={"answers": [], "repeats": {}},
            statement={"text": "We will see to it.", "declined": False, "by_name": "Manager", "by_role": "Manager"},
            signature={"refused": True, "refusal_reason": "Waiting for the owner", "witness_name": "Guard"},
            state=state,
        )
    )
    centre.session.flush()
    centre.session.add(
        FindingRecord(
            id=str(uuid7()),
            inspection_id=inspection_id,
            code=code,
            item="",
            text_en="It was not done.",
            text_ur="یہ کام نہیں ہوا۔",
            provisions=[],
            severity="serious",
        )
    )
    centre.session.commit()
    return inspection_id


def _flag(centre: Any, employer_id: str, inspection_id: str) -> dict[str, bool]:
    flag_employer(centre.session, employer_id, inspection_id=inspection_id, tools=centre.tools)
    centre.session.commit()
    return {row.rule: row.cleared_at is None for row in centre.session.scalars(select(FlagRecord))}


@pytest.mark.parametrize(
    "checklist",
    ["follow_up", "employment_injury", "domestic_workers", "unregistered_establishment", "regional_office"],
)
@pytest.mark.parametrize(("lang", "words"), [("en", "Not worked out"), ("ur", "حساب نہیں کیا گیا")])
def test_a_supervisor_reads_it_and_the_page_says_that_no_arrears_come_from_it(
    centre: Any, checklist: str, lang: Any, words: str
) -> None:
    made = inspected(centre)
    inspection_id = _second_visit(centre, made, checklist, code="CARD_NOT_ISSUED")
    centre.user("sup", Role.SUPERVISOR)

    page = visit(centre, "sup", lang=lang).open(f"/inspections/{inspection_id}")

    assert page.status_code == 200
    assert words in page.text
    assert load_checklist(checklist).title.in_(lang) in page.text


def test_its_findings_raise_flags_and_clear_nothing_that_it_did_not_ask_about(centre: Any) -> None:
    made = inspected(centre)
    before = _flag(centre, made.employer_id, made.inspection_id)
    assert before["WORKERS_NOT_SECURED"]

    promised = _second_visit(centre, made, "follow_up", code="PROMISE_NOT_KEPT")
    after = _flag(centre, made.employer_id, promised)

    assert after == {**before, "PROMISE_NOT_KEPT": True}


def test_the_next_inspection_with_the_same_checklist_clears_what_it_no_longer_finds(centre: Any) -> None:
    made = inspected(centre)
    _flag(centre, made.employer_id, _second_visit(centre, made, "follow_up", code="PROMISE_NOT_KEPT"))

    again = _flag(centre, made.employer_id, _second_visit(centre, made, "follow_up", code="CARD_NOT_ISSUED"))

    assert (again["PROMISE_NOT_KEPT"], again["CARD_NOT_ISSUED"]) == (False, True)


def test_an_office_of_the_institution_owes_nothing_with_whatever_checklist_a_laptop_came(centre: Any) -> None:
    made = inspected(centre)
    office = centre.session.get(Inspection, made.inspection_id)
    office.state = "approved"
    assert _flag(centre, made.employer_id, made.inspection_id)
    centre.write("employer", {"status": OFFICE}, made.employer_id)
    centre.user("enf", Role.ENFORCEMENT_OFFICER)
    officer = visit(centre, "enf")

    assert not any(_flag(centre, made.employer_id, made.inspection_id).values())
    assert "Not worked out" in officer.open(f"/inspections/{made.inspection_id}").text
    answer = officer.send(f"/inspections/{made.inspection_id}/case")
    assert answer.status_code == 409
    assert "inspected itself" in answer.text


def test_no_case_is_opened_from_it(centre: Any) -> None:
    made = inspected(centre)
    inspection_id = _second_visit(centre, made, "follow_up", code="PROMISE_NOT_KEPT", state="approved")
    centre.user("enf", Role.ENFORCEMENT_OFFICER)
    officer = visit(centre, "enf")

    assert 'id="open-case"' not in officer.open(f"/inspections/{inspection_id}").text
    answer = officer.send(f"/inspections/{inspection_id}/case")

    assert answer.status_code == 409
    assert "Follow-up visit" in answer.text
    assert centre.scalar("SELECT count(*) FROM enforcement_case") == 0


def test_it_is_approved_like_any_other(centre: Any) -> None:
    made = inspected(centre)
    inspection_id = _second_visit(centre, made, "follow_up", code="PROMISE_NOT_KEPT")
    summary = {"employer_id": made.employer_id, "inspector_id": made.inspector.id, "inspector_name": "N",
               "inspected_on": "2026-11-20", "state": "received", "remark": "", "findings_count": 1}  # fmt: skip
    centre.write("inspection_summary", summary, inspection_id)
    centre.user("sup", Role.SUPERVISOR)

    version = str(centre.session.get(Inspection, inspection_id).version)
    answer = visit(centre, "sup").send(f"/inspections/{inspection_id}/approve", version=version)
    assert answer.status_code == 303

    centre.session.rollback()
    assert centre.session.get(InspectionSummary, inspection_id).state == "approved"
    assert "PROMISE_NOT_KEPT" in [row.rule for row in centre.session.scalars(select(FlagRecord))]
