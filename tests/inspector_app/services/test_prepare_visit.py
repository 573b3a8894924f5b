"""Before a visit: the brief of an employer, the notice to it, and the week ahead."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from inspector_at_work import Desk
from prepared_laptop import MILL, MILL_VISIT, RESTAURANT, SCOPE, TODAY

from inspector_app.errors import InvalidAnswer, NotFound
from inspector_app.services.notify_employer import Way, record_served, served_of, visit_notice
from inspector_app.services.open_employer_file import open_employer_file
from inspector_app.services.prepare_visit import Brief, brief_sheet, prepare_visit
from inspector_app.services.todays_visits import todays_visits, weeks_visits
from inspector_app.store.driver import run
from inspector_app.store.register_changes import put_row
from sync_protocol.entities import ENTITIES

CHECKLIST = "registration_contribution"


def _said(brief: Brief, name: str, lang: str = "en") -> str:
    (section,) = [one for one in brief.sections if one.name == name]
    return " ".join(line.text.in_(lang) for line in section.lines)  # type: ignore[arg-type]


def test_the_brief_tells_order_last_findings_promises_notice_and_unpaid_months(desk: Desk) -> None:
    brief = prepare_visit(desk.opened, MILL, on=TODAY)

    assert "PESSI/LHR/INS/2026/0417" in _said(brief, "order")
    assert "Six workers of the dyeing hall" in _said(brief, "last_visit")
    assert "We shall declare the six workers" in _said(brief, "last_visit")
    assert "3 declared months are unpaid" in _said(brief, "contributions")
    assert "Rs. 166,320.00" in _said(brief, "contributions")
    assert "PESSI/LAHORE/D/2024/0031" in _said(brief, "notices")
    assert "24 months: 42" in _said(brief, "workers")


def test_what_was_closed_here_and_is_not_told_back_yet_stands_in_the_brief_without_the_interviews(desk: Desk) -> None:
    desk.whole_inspection()
    said = _said(prepare_visit(desk.opened, MILL, on=TODAY + timedelta(days=1)), "last_visit")

    assert "22 November 2026 by Nadia Aslam" in said
    assert "made on this laptop" in said
    assert "Earlier inspections: 10 September 2024." in said


def test_the_inspection_that_a_visit_was_planned_for_does_not_count_against_it(desk: Desk) -> None:
    desk.whole_inspection()

    assert "None is known here in the twelve months" in _said(prepare_visit(desk.opened, MILL, on=TODAY), "law")


def test_an_inspection_of_this_year_is_a_limit_that_is_reached(desk: Desk) -> None:
    run(
        desk.opened.register, "UPDATE inspection_summary SET inspected_on = '2026-03-01' WHERE employer_id = ?", (MILL,)
    )

    (section,) = [one for one in prepare_visit(desk.opened, MILL, on=TODAY).sections if one.name == "law"]
    assert section.lines[0].mark == "bad"
    assert "1 March 2026" in section.lines[0].text.en


def test_peers_of_sector_and_district_are_compared_in_the_same_two_months(desk: Desk) -> None:
    for number in range(6):
        _peer(desk, number, first=10, last=12)
    said = _said(prepare_visit(desk.opened, MILL, on=TODAY), "workers")

    assert "7 other employers" in said  # six, and the other knitter of the register
    assert "12 workers in the middle" in said


def _peer(desk: Desk, number: int, *, first: int, last: int) -> None:
    employer_id = f"01993b1a-0000-7000-8000-0000000009{number:02d}"
    values = {"name_en": f"Peer {number}", "district": "lahore", "sector": "textile", "status": "active"}
    put_row(desk.opened.register, ENTITIES["employer"], SCOPE, row_id=employer_id, rev=1, values=values)
    for place, (month, workers) in enumerate((("2025-10", first), ("2026-10", last))):
        row_id = f"01993b1a-0000-7000-8000-000000008{number}{place:02d}"
        row = {"employer_id": employer_id, "month": month, "declared_workers": workers}
        put_row(desk.opened.register, ENTITIES["contribution_month"], SCOPE, row_id=row_id, rev=1, values=row)


def test_of_a_large_trade_some_are_compared_evenly_and_the_brief_says_so(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("inspector_app.store.peers.MOST_COMPARED", 5)
    for number in range(9):
        _peer(desk, number, first=10, last=12)
    brief = prepare_visit(desk.opened, MILL, on=TODAY)

    assert "10 other employers" in _said(brief, "workers")
    assert "5 of them that declared in both months were compared" in _said(brief, "workers")
    assert _said(brief, "workers") == _said(prepare_visit(desk.opened, MILL, on=TODAY), "workers")


def test_an_entry_that_looks_like_the_same_employer_is_named(desk: Desk) -> None:
    twin = {**dict(open_employer_file(desk.opened, MILL, on=TODAY).employer), "registration_no": "LHR-04-11999"}
    values = {field.name: twin[field.name] for field in ENTITIES["employer"].fields}
    twin_id = "01993b1a-0000-7000-8000-000000000999"
    put_row(desk.opened.register, ENTITIES["employer"], SCOPE, row_id=twin_id, rev=1, values=values)

    assert "LHR-04-11999" in _said(prepare_visit(desk.opened, MILL, on=TODAY), "duplicates")
    assert "None was found" in _said(prepare_visit(desk.opened, RESTAURANT, on=TODAY), "duplicates")


def test_the_brief_of_an_employer_outside_the_register_is_refused(desk: Desk) -> None:
    with pytest.raises(NotFound):
        prepare_visit(desk.opened, "nobody", on=TODAY)


def test_the_practice_room_has_a_brief_too_and_its_sheet_is_marked(practice_desk: Desk) -> None:
    from inspector_app.services.practice import open_practice

    open_practice(practice_desk.opened, at=practice_desk.at, new_id=practice_desk.ids)
    employer_id = practice_desk.opened.register.conn.execute("SELECT id FROM employer").fetchone()[0]

    assert prepare_visit(practice_desk.opened, employer_id, on=TODAY).visit is None
    assert brief_sheet(practice_desk.opened, employer_id, "en", on=TODAY).startswith(b"%PDF")


def test_the_next_seven_days_follow_today_and_hold_no_visit_of_another_inspector(desk: Desk) -> None:
    ahead = weeks_visits(desk.opened, on=TODAY)
    assert [line.planned_on for line in ahead] == [date(2026, 11, 25), date(2026, 11, 27)]
    assert [line.notice for line in ahead] == ["surprise", "notified"]
    assert not {line.visit_id for line in ahead} & {line.visit_id for line in todays_visits(desk.opened, on=TODAY)}

    run(desk.opened.register, "UPDATE visit SET inspector_id = 'another'")
    assert weeks_visits(desk.opened, on=TODAY) == ()
    assert open_employer_file(desk.opened, MILL, on=TODAY).visits == ()


def test_a_visit_within_its_window_is_not_overdue_and_one_past_it_has_ended(desk: Desk) -> None:
    def of_mill(on: date) -> tuple[bool, bool]:
        (line,) = [one for one in todays_visits(desk.opened, on=on) if one.visit_id == MILL_VISIT]
        return line.is_overdue, line.is_expired

    assert of_mill(date(2026, 12, 5)) == (False, False)
    assert of_mill(date(2026, 12, 6)) == (True, True)


def test_a_notice_is_drawn_the_same_each_time_and_only_for_a_visit_that_is_told_in_advance(desk: Desk) -> None:
    first, second = (visit_notice(desk.opened, MILL_VISIT, "ur", checklist=CHECKLIST, on=TODAY) for _ in range(2))
    assert first == second

    with pytest.raises(NotFound):
        visit_notice(desk.opened, MILL_VISIT, "ur", checklist="unregistered_establishment", on=TODAY)
    run(desk.opened.register, "UPDATE visit SET notice = 'surprise' WHERE id = ?", (MILL_VISIT,))
    with pytest.raises(NotFound) as refused:
        visit_notice(desk.opened, MILL_VISIT, "en", checklist=CHECKLIST, on=TODAY)
    assert "without notice" in refused.value.text.en


def test_that_a_notice_was_served_is_kept_and_goes_with_the_inspection(desk: Desk) -> None:
    assert served_of(desk.opened, MILL_VISIT) is None
    record_served(desk.opened, MILL_VISIT, served_on="2026-11-18", served_to=" Tariq, manager ", way="post", at=desk.at)
    record_served(desk.opened, MILL_VISIT, served_on="2026-11-19", served_to="Tariq, manager", way="hand", at=desk.at)

    served = served_of(desk.opened, MILL_VISIT)
    assert served is not None
    assert (served.served_on, served.served_to, served.way) == (date(2026, 11, 19), "Tariq, manager", Way.HAND)
    inspection_id = desk.start()
    found = desk.opened.work.conn.execute("SELECT authorisation FROM inspection WHERE id = ?", (inspection_id,))
    kept = json.loads(found.fetchone()[0])
    assert (kept["notice_served_on"], kept["notice_way"]) == ("2026-11-19", "hand")


@pytest.mark.parametrize(
    "wrong", [{"served_on": "2026-11-23"}, {"served_on": "soon"}, {"served_to": "  "}, {"way": "pigeon"}]
)
def test_what_cannot_be_true_of_a_served_notice_is_refused(desk: Desk, wrong: dict[str, str]) -> None:
    form = {"served_on": "2026-11-20", "served_to": "Tariq", "way": "hand", **wrong}

    with pytest.raises(InvalidAnswer):
        record_served(desk.opened, MILL_VISIT, **form, at=desk.at)
    assert served_of(desk.opened, MILL_VISIT) is None
