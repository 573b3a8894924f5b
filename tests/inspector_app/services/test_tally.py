from __future__ import annotations

from dataclasses import replace

import pytest
from inspector_at_work import Desk

from casework.books.paper import read_paper
from casework.head_count import TallyColumn, TallyLine
from checklists.form_state import ItemRef
from inspector_app.errors import InspectionClosed, InvalidAnswer, NotFound
from inspector_app.services.merged_cells import Saved
from inspector_app.services.tally import TypedCount, open_tally, save_tally, take_count
from inspector_app.store import work


def typed(number: int | None = None, **cells: str) -> TypedCount:
    return TypedCount(number, {TallyColumn(name): value for name, value in cells.items()})


def opened_tally(desk: Desk, inspection_id: str):  # type: ignore[no-untyped-def]
    return open_tally(desk.opened, inspection_id, desk.view(inspection_id).form)


def test_lines_are_kept_changed_and_emptied_each_under_its_number(desk: Desk) -> None:
    here = desk.start()
    first = save_tally(desk.opened, here, [typed(section="Knitting", shift="Day", men="31"), typed(), typed(men="x")])

    again = save_tally(desk.opened, here, [typed(first[0].line.number, section="Knitting", men="30")])
    save_tally(desk.opened, here, [typed(first[2].line.number)])

    assert [saved.line.number for saved in first] == [1, 0, 2]
    kept = TallyLine(1, {**dict.fromkeys(TallyColumn, ""), **typed(section="Knitting", men="30").cells})
    assert again == (Saved(kept),)
    assert [(line.number, line.persons(TallyColumn.MEN)) for line in opened_tally(desk, here).lines] == [(1, 30)]


def test_a_line_sent_again_because_the_answer_was_lost_is_counted_once(desk: Desk) -> None:
    here = desk.start()
    for men in ("31", "32"):
        save_tally(desk.opened, here, [replace(typed(section="Knitting", men=men), mark="0d9c6a52")])
    save_tally(desk.opened, here, [typed(section="Gate", men="1"), typed(section="Gate", men="1")])

    lines = opened_tally(desk, here).lines
    assert [(line.number, line.persons(TallyColumn.MEN)) for line in lines] == [(1, 32), (2, 1), (3, 1)]


def test_of_a_line_counted_in_two_windows_both_changes_stay_unless_they_are_of_one_cell(desk: Desk) -> None:
    here = desk.start()
    shown = typed(section="Knitting", men="31", women="4")
    save_tally(desk.opened, here, [shown])
    save_tally(desk.opened, here, [replace(typed(1, section="Knitting", men="30", women="4"), seen=shown.cells)])

    other = replace(typed(1, section="Knitting", men="31", women="5"), seen=shown.cells)
    apart = replace(typed(1, section="Gate", men="29", women="5"), seen=shown.cells)
    assert [saved.apart for saved in save_tally(desk.opened, here, [other, apart, typed(section="Canteen")])] == [
        (), (TallyColumn.MEN,), (),
    ]  # fmt: skip

    first, second = opened_tally(desk, here).lines
    assert {column: value for column, value in first.cells.items() if value} == {
        TallyColumn.SECTION: "Knitting", TallyColumn.MEN: "30", TallyColumn.WOMEN: "5",
    }  # fmt: skip
    assert second.cells[TallyColumn.SECTION] == "Canteen"


def test_sums_become_answers_and_the_sheet_becomes_evidence_of_the_count(desk: Desk) -> None:
    here = desk.start()
    save_tally(desk.opened, here, [typed(section="Knitting", men="31", women="4", contractor_men="2"), typed(men="12")])

    changed = take_count(desk.opened, here, at=desk.at, new_id=desk.ids)

    form = desk.view(here).form
    assert changed == 3
    asked = ("headcount_men", "headcount_women", "headcount_contractor")
    assert [form.item(ItemRef(name, "")).answer.value for name in asked] == ["43", "4", "2"]
    sheets = [one for one in work.evidence(desk.opened.work, here) if one["media_type"] == "text/csv"]
    assert {"headcount_men"} <= {one["item"] for one in sheets}
    heads, rows = read_paper(work.content(desk.opened.work, sheets[0]["sha256"]) or b"")
    assert (heads[0], rows[-1]) == ("line", ("total", "", "", "43", "4", "2", "0"))
    assert all(offer.is_same for offer in opened_tally(desk, here).offers)


def test_the_same_count_taken_twice_adds_no_second_sheet(desk: Desk) -> None:
    here = desk.start()
    save_tally(desk.opened, here, [typed(men="12")])
    take_count(desk.opened, here, at=desk.at, new_id=desk.ids)
    held = len(work.evidence(desk.opened.work, here))

    assert take_count(desk.opened, here, at=desk.at, new_id=desk.ids) == 0
    assert len(work.evidence(desk.opened.work, here)) == held


def test_nothing_is_taken_while_a_cell_holds_no_number(desk: Desk) -> None:
    here = desk.start()
    save_tally(desk.opened, here, [typed(men="12", women="four")])

    with pytest.raises(InvalidAnswer):
        take_count(desk.opened, here, at=desk.at, new_id=desk.ids)

    assert desk.view(here).form.item(ItemRef("headcount_men", "")).answer.is_blank
    assert not opened_tally(desk, here).can_be_taken


def test_a_closed_inspection_takes_no_line_and_no_sum(desk: Desk) -> None:
    here = desk.whole_inspection()

    with pytest.raises(InspectionClosed):
        save_tally(desk.opened, here, [typed(men="1")])
    with pytest.raises(InspectionClosed):
        take_count(desk.opened, here, at=desk.at, new_id=desk.ids)


def test_a_line_that_another_window_never_had_and_too_many_lines_are_refused(desk: Desk) -> None:
    here = desk.start()

    with pytest.raises(InvalidAnswer):
        save_tally(desk.opened, here, [typed(7, men="1")])
    with pytest.raises(InvalidAnswer):
        save_tally(desk.opened, here, [typed(men="1")] * 301)
    with pytest.raises(NotFound):
        save_tally(desk.opened, "no-such", [typed(men="1")])

    assert opened_tally(desk, here).lines == ()
