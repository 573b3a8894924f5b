"""What comes of books: differences and findings, workers by name, samples, challans, and what travels."""

from __future__ import annotations

import pytest
from inspector_at_work import Desk
from kept_books import begin, bring, filled, payroll, take
from prepared_laptop import TODAY

from casework.books.book import BookKind, Column
from casework.books.paper import read_paper
from checklists.form_state import AnswerState, ItemRef
from inspector_app.errors import InspectionClosed, InvalidAnswer, NotFound
from inspector_app.services import name_workers as names
from inspector_app.services.arrears import arrears
from inspector_app.services.book_figures import offers, take_figures
from inspector_app.services.book_lines import TypedLine, save_lines
from inspector_app.services.book_papers import keep_books
from inspector_app.services.books import list_books, remove_book
from inspector_app.services.challan_months import challan_months
from inspector_app.services.cross_check import Decision, decide_difference, open_cross_check
from inspector_app.services.cross_findings import Standing
from inspector_app.services.draw_sample import CheckedLine, check_lines, draw_sample, open_sample
from inspector_app.services.inspection_form import require_inspection
from inspector_app.services.name_workers import Untold, candidates_of, name_workers
from inspector_app.services.practice import open_practice
from inspector_app.store import work
from inspector_app.store.driver import writing


def test_differences_are_drafted_once_and_can_be_set_aside_with_a_reason(desk: Desk) -> None:
    inspection_id, _ = filled(desk)
    found = open_cross_check(desk.opened, inspection_id, on=TODAY)
    named = next(one for one in found.differences if one.difference.code == "NAMED_NOT_DECLARED")

    assert named.standing is Standing.DRAFTED
    assert named.difference.by == 18
    assert "NAMED_NOT_DECLARED" in codes(desk, inspection_id)
    with pytest.raises(InvalidAnswer):
        decide(desk, inspection_id, named.name, Decision.SET_ASIDE, "  ")
    with pytest.raises(NotFound):
        decide(desk, inspection_id, "no-such", Decision.DRAFT)
    decide(desk, inspection_id, named.name, Decision.SET_ASIDE, "Declared under the second registration, seen")
    assert "NAMED_NOT_DECLARED" not in codes(desk, inspection_id)
    decide(desk, inspection_id, named.name, Decision.DRAFT)
    assert codes(desk, inspection_id).count("NAMED_NOT_DECLARED") == 1


def decide(desk: Desk, inspection_id: str, name: str, decision: Decision, reason: str = "") -> None:
    decide_difference(desk.opened, inspection_id, name, decision=decision, reason=reason, at=desk.at)


def codes(desk: Desk, inspection_id: str) -> list[str]:
    return [finding.code for finding in desk.view(inspection_id).findings]


def test_what_the_checklist_drafts_itself_is_not_drafted_twice(desk: Desk) -> None:
    inspection_id, book_id = filled(desk)
    assert take_figures(desk.opened, inspection_id, book_id, at=desk.at) == 3
    view = desk.view(inspection_id)

    assert view.form.item(ItemRef("wage_register_workers", "")).answer.value == "60"
    assert view.form.item(ItemRef("wage_register_total", "")).answer.value == "1260000"
    assert codes(desk, inspection_id).count("WAGE_REGISTER_DIFFERS") == 1
    again = offers(desk.opened, require_inspection(desk.opened, inspection_id), view.form, book_id)
    assert all(one.is_same for one in again)


def test_a_hint_is_no_finding_until_it_is_taken(desk: Desk) -> None:
    inspection_id, _ = filled(desk, 80)
    found = open_cross_check(desk.opened, inspection_id, on=TODAY)
    hint = next(one for one in found.differences if one.standing is Standing.HINT)
    before = len(desk.view(inspection_id).findings)
    decide(desk, inspection_id, hint.name, Decision.DRAFT)

    assert len(desk.view(inspection_id).findings) == before + 1


def named(desk: Desk, inspection_id: str, untold: Untold = Untold.CANNOT_VERIFY) -> int:
    found = open_cross_check(desk.opened, inspection_id, on=TODAY)
    could = candidates_of(desk.opened, require_inspection(desk.opened, inspection_id), found, on=TODAY)
    return name_workers(
        desk.opened, inspection_id, {one.cnic for one in could}, untold=untold, lang="en", at=desk.at, new_id=desk.ids
    )


def test_workers_listed_by_name_reach_the_checklist_and_the_arrears(desk: Desk) -> None:
    inspection_id, _ = filled(desk)
    assert named(desk, inspection_id) == 18
    view = desk.view(inspection_id)
    keys = view.answers.repeats["workers_found"]
    first = {item.ref.item: item.answer for item in view.form.items if item.ref.key == keys[0]}
    assessment = arrears(desk.opened, inspection_id, as_of=TODAY)

    assert len(keys) == 18
    assert (first["wf_cnic"].value, first["wf_wage"].value) == ("35202-0000043-1", "21000")
    assert (first["wf_since"].value, first["wf_record"].value) == (
        "2024-03-01",
        "Wage register, September 2026, line 43",
    )
    assert first["wf_wage_at_entry"].state is AnswerState.CANNOT_VERIFY
    assert codes(desk, inspection_id).count("WORKER_NOT_SECURED") == 18
    assert "NAMED_NOT_DECLARED" not in codes(desk, inspection_id)
    assert assessment is not None
    assert len({line.ref for line in assessment.lines if line.ref in keys} | not_assessed(assessment, keys)) == 18
    with pytest.raises(InvalidAnswer):
        named(desk, inspection_id)


def not_assessed(assessment: object, keys: tuple[str, ...]) -> set[str]:
    return {gap.ref for gap in assessment.not_assessed if gap.ref in keys}  # type: ignore[attr-defined]


def test_what_the_book_does_not_tell_stays_open_when_so_chosen(desk: Desk) -> None:
    inspection_id, _ = filled(desk, 43)
    named(desk, inspection_id, Untold.OPEN)
    missing = {item.ref.item for item in desk.view(inspection_id).form.missing}

    assert "wf_wage_at_entry" in missing


def test_no_more_is_listed_by_name_than_can_be_sent(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    inspection_id, _ = filled(desk)
    monkeypatch.setattr(names, "MOST_LETTERS", 4_000)
    with pytest.raises(InvalidAnswer) as refused:
        named(desk, inspection_id)

    assert "too large to be sent" in refused.value.text.en
    assert desk.view(inspection_id).answers.repeats.get("workers_found", ()) == ()


def test_books_of_the_practice_room_are_kept_without_a_queue(practice_desk: Desk) -> None:
    opened = practice_desk.opened
    inspection_id = open_practice(opened, at=practice_desk.at, new_id=practice_desk.ids)
    book_id = begin(practice_desk, inspection_id)
    bring(practice_desk, inspection_id, book_id, payroll(60))
    assert take(practice_desk, inspection_id, book_id) == 60
    assert open_cross_check(opened, inspection_id, on=TODAY).records
    view = practice_desk.view(inspection_id)
    inspection = require_inspection(opened, inspection_id)
    with writing(opened.work):
        for _ in range(2):
            keep_books(opened, inspection, view.form, at=practice_desk.at, new_id=practice_desk.ids)

    assert [line.media_type for line in practice_desk.view(inspection_id).evidence] == ["text/csv", "text/csv"]


def test_a_sample_is_drawn_under_a_seed_and_can_be_drawn_again_from_it(desk: Desk) -> None:
    inspection_id, book_id = filled(desk)
    sample = draw_sample(desk.opened, inspection_id, book_id, percent=10, at=desk.at, new_id=desk.ids)
    seen = open_sample(desk.opened, inspection_id, book_id)

    assert seen.sample == sample
    assert [one.key for one in seen.lines] == sorted(sample.keys, key=int)
    check_lines(desk.opened, inspection_id, book_id, [CheckedLine(int(sample.keys[0]), "irregular", "n")], at=desk.at)
    after = open_sample(desk.opened, inspection_id, book_id)
    assert after.next is not None
    assert after.next.step.value == "check_everybody"
    outside = next(number for number in range(1, 61) if str(number) not in sample.keys)
    with pytest.raises(InvalidAnswer):
        check_lines(desk.opened, inspection_id, book_id, [CheckedLine(outside, "sound", "")], at=desk.at)
    save_lines(desk.opened, inspection_id, book_id, [TypedLine(1, {})], at=desk.at)
    assert open_sample(desk.opened, inspection_id, book_id).has_changed


def test_challans_stand_beside_what_the_register_holds(desk: Desk) -> None:
    inspection_id = desk.start()
    book_id = begin(desk, inspection_id, "challans", TODAY)
    cells = {Column.MONTH: "Oct 2026", Column.WORKERS: "42", Column.AMOUNT: "100000", Column.CHALLAN_NO: "CH-9"}
    save_lines(desk.opened, inspection_id, book_id, [TypedLine(None, cells)], at=desk.at)
    months = challan_months(desk.opened, require_inspection(desk.opened, inspection_id))

    assert [remark.value for remark in months[0].remarks] == ["not_in_register"]
    assert months[0].told(months[0].remarks[0]).en.startswith("The challans come to Rs. 100,000.00")
    assert [remark.value for remark in months[1].remarks] == ["unpaid"]
    assert [remark.value for remark in months[-1].remarks] == ["not_shown"]


def test_books_travel_as_evidence_and_a_closed_inspection_keeps_them(desk: Desk) -> None:
    inspection_id, book_id = filled(desk)
    named(desk, inspection_id)
    draw_sample(desk.opened, inspection_id, book_id, percent=20, at=desk.at, new_id=desk.ids)
    for step in (desk.attach_needed, desk.state, desk.sign, desk.close):
        step(inspection_id)
    papers = {line.caption: line for line in desk.view(inspection_id).evidence if line.media_type == "text/csv"}

    assert list(papers) == [
        "Wage register, September 2026 (60) / اجرت رجسٹر، ستمبر 2026",
        "Cross-checks / باہمی موازنہ",
    ]
    line = next(iter(papers.values()))
    heads, rows = read_paper(work.content(desk.opened.work, line.sha256) or b"")
    assert (line.item, len(rows)) == ("rec_wage_register", 60)
    assert dict(zip(heads, rows[42], strict=True))["cnic"] == "35202-0000043-1"
    assert sum(dict(zip(heads, row, strict=True))["sample_seed"] != "" for row in rows) >= 8
    with pytest.raises(InspectionClosed):
        save_lines(desk.opened, inspection_id, book_id, [TypedLine(None, {Column.NAME: "X Y"})], at=desk.at)
    with pytest.raises(InspectionClosed):
        remove_book(desk.opened, inspection_id, book_id)
    assert list_books(desk.opened, inspection_id)[0].kind is BookKind.WAGE_REGISTER
