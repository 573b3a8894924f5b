"""The laptop's assessment of a visit, from the answers and the register copy."""

from __future__ import annotations

from datetime import timedelta

from found_and_covered import CHARGED, CHARGED_MONTHS, SECURED_NO, SET_OFF, WORKER, coverage_rows, month_rows
from prepared_laptop import SCOPE, TODAY

from casework.money import total
from checklists.form_state import Answer, ItemRef
from inspector_app.services.arrears import arrears
from inspector_app.store.register_changes import put_row
from inspector_app.store.work import answers
from sync_protocol.entities import ENTITIES

SHOP = "01993b1a-0000-7000-8000-0000000000f1"


def _put(desk, entity: str, row_id: str, values) -> None:
    put_row(desk.opened.register, ENTITIES[entity], SCOPE, row_id=row_id, rev=1, values=values)


def _visit(desk) -> str:
    names = ENTITIES["employer"].field_names
    _put(desk, "employer", SHOP, {**dict.fromkeys(names, ""), "name_en": "Corner Shop", "status": "active"})
    for rows, entity in ((month_rows(SHOP), "contribution_month"), (coverage_rows(SHOP), "coverage")):
        for number, row in enumerate(rows):
            _put(desk, entity, f"{SHOP[:-4]}{entity[:2]}{number:02}", row)
    inspection_id = desk.start(SHOP, "")
    desk.add(inspection_id, "workers_found", "k1")
    for item, value in WORKER.items():
        desk.answer(inspection_id, item, value, key="k1")
    return inspection_id


def test_months_in_which_the_register_covers_a_worker_found_are_set_off(desk) -> None:
    assessment = arrears(desk.opened, _visit(desk), as_of=TODAY)

    assert assessment.total == CHARGED
    assert [f"{line.month:%Y-%m}" for line in assessment.lines] == list(CHARGED_MONTHS)
    told = [entry for entry in assessment.not_assessed if entry.set_off is not None]
    assert total([entry.set_off for entry in told]) == SET_OFF
    assert all(SECURED_NO in entry.reason.en and SECURED_NO in entry.reason.ur for entry in told)
    assert "August 2026 to September 2026" in told[1].reason.en


def test_the_same_person_is_charged_once_the_coverage_ends(desk) -> None:
    inspection_id = _visit(desk)
    row = {**coverage_rows(SHOP)[0], "to_on": (TODAY - timedelta(days=100)).isoformat()}
    _put(desk, "coverage", f"{SHOP[:-4]}co00", row)

    assessment = arrears(desk.opened, inspection_id, as_of=TODAY)

    assert [f"{line.month:%Y-%m}" for line in assessment.lines] == [*CHARGED_MONTHS, "2026-09"]
    assert answers(desk.opened.work, inspection_id).repeats["workers_found"] == ("k1",)


def test_a_wage_that_cannot_stand_is_in_no_arrears_and_is_kept(desk) -> None:
    inspection_id = _visit(desk)
    desk.answer(inspection_id, "wf_wage", "-30000", key="k1")

    assessment = arrears(desk.opened, inspection_id, as_of=TODAY)

    assert not assessment.lines
    assert answers(desk.opened.work, inspection_id).by_ref[ItemRef("wf_wage", "k1")] == Answer("-30000")


def test_a_count_that_cannot_stand_drafts_no_finding(desk) -> None:
    inspection_id = _visit(desk)
    for item, value in (("headcount_men", "60"), ("headcount_women", "-4")):
        desk.answer(inspection_id, item, value)

    said = " ".join(finding.text.en for finding in desk.view(inspection_id).findings)

    assert "were counted at work" not in said
