from __future__ import annotations

from dataclasses import replace

import pytest
from inspector_at_work import Desk
from prepared_laptop import MILL, RESTAURANT, TODAY

from casework.office import OFFICE, is_asked_of
from checklists.form_state import FormState, ItemState
from checklists.library import available_checklists, headings_for, load_checklist
from inspector_app.errors import NotFound
from inspector_app.services.arrears import arrears
from inspector_app.services.choose_checklist import DEFAULT, checklists_on_offer
from inspector_app.services.exit_sheet import exit_sheet
from inspector_app.services.open_employer_file import open_employer_file
from inspector_app.store import work

OFFERED = [one.name for one in headings_for("pessi")]


def _answer_what_is_missing(desk: Desk, inspection_id: str) -> None:
    form = desk.view(inspection_id).form
    for _ in range(200):
        if not form.missing:
            return
        item = form.missing[0]
        form = desk.answer(inspection_id, item.ref.item, _some_value(item), key=item.ref.key)
    raise AssertionError([item.ref for item in form.missing])


def _some_value(item: ItemState) -> str:
    if item.choices:
        return item.choices[0].name
    return {"integer": "2", "decimal": "2", "date": TODAY.isoformat()}.get(item.type, "As seen at the visit")


def _problems(form: FormState) -> list[str]:
    return [f"{item.ref}: {item.problem}" for item in form.problems]


def test_a_laptop_offers_the_checklists_of_its_own_scheme_with_the_usual_one_first(desk: Desk) -> None:
    offered = checklists_on_offer(desk.opened)

    assert offered[0].name == DEFAULT
    assert sorted(one.name for one in offered) == sorted(OFFERED)
    assert "eobi_establishment" not in OFFERED
    assert [one.name for one in checklists_on_offer(replace(desk.opened, scheme="eobi"))] == ["eobi_establishment"]
    assert all(one.title == load_checklist(one.name).title for one in offered)


def test_an_office_is_asked_its_own_checklist_and_no_employer_is(desk: Desk) -> None:
    eobi = replace(desk.opened, scheme="eobi")

    assert [one.name for one in checklists_on_offer(eobi, OFFICE)] == ["regional_office"]
    assert checklists_on_offer(desk.opened, OFFICE) == ()
    for name, status, is_asked in (
        ("regional_office", "active", False),
        ("regional_office", OFFICE, True),
        ("eobi_establishment", OFFICE, False),
        ("eobi_establishment", "provisional", True),
    ):
        assert is_asked_of(name, status) is is_asked


def test_the_practice_room_offers_what_it_can_score(practice_desk: Desk) -> None:
    assert [one.name for one in checklists_on_offer(practice_desk.opened)] == [DEFAULT]


@pytest.mark.parametrize("name", ["eobi_establishment", "no_such_form", ""])
def test_a_checklist_that_is_not_on_offer_starts_nothing(desk: Desk, name: str) -> None:
    with pytest.raises(NotFound):
        desk.start(MILL, "", checklist=name)

    assert work.inspections(desk.opened.work, limit=5) == []


@pytest.mark.parametrize("name", OFFERED)
def test_every_checklist_on_offer_is_started_in_its_newest_version_and_opened(desk: Desk, name: str) -> None:
    inspection_id = desk.start(RESTAURANT, "", checklist=name)

    view = desk.view(inspection_id)
    assert (view.inspection.checklist, view.inspection.checklist_version) == (name, available_checklists()[name][-1])
    assert view.form.sections
    [line] = open_employer_file(desk.opened, RESTAURANT, on=TODAY).inspections
    assert line.checklist == view.checklist.title
    assert exit_sheet(desk.opened, inspection_id, "ur", on=TODAY).startswith(b"%PDF")


@pytest.mark.parametrize("name", ["contractors_supply_chain", "follow_up", "domestic_workers"])
def test_an_inspection_that_does_not_feed_the_assessment_is_closed_and_printed_without_arrears(
    desk: Desk, name: str
) -> None:
    inspection_id = desk.start(MILL, "", checklist=name)
    _answer_what_is_missing(desk, inspection_id)
    desk.attach_needed(inspection_id)
    desk.state(inspection_id)
    desk.sign(inspection_id)
    assert _problems(desk.view(inspection_id).form) == []

    desk.close(inspection_id)

    assert desk.view(inspection_id).state == "closed"
    assert arrears(desk.opened, inspection_id, as_of=TODAY) is None
    assert exit_sheet(desk.opened, inspection_id, "en", on=TODAY).startswith(b"%PDF")


def test_an_open_inspection_is_gone_on_with_whatever_checklist_is_chosen(desk: Desk) -> None:
    first = desk.start(MILL, "", checklist="follow_up")

    assert desk.start(MILL, "", checklist=DEFAULT) == first
    assert desk.view(first).inspection.checklist == "follow_up"
