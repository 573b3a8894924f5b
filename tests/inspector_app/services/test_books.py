"""Books on the laptop: lines kept as typed, files taken whole or refused, samples, cross-checks, and what travels."""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta

import pytest
from inspector_at_work import Desk
from openpyxl import Workbook
from prepared_laptop import TODAY

from casework.books.book import BookKind, Column
from casework.books.paper import read_paper
from checklists.form_state import AnswerState, ItemRef
from inspector_app.errors import EvidenceRefused, InspectionClosed, InvalidAnswer, NotFound
from inspector_app.services import name_workers as names
from inspector_app.services.arrears import arrears
from inspector_app.services.book_figures import offers, take_figures
from inspector_app.services.book_lines import TypedLine, open_book, save_lines
from inspector_app.services.book_papers import keep_books
from inspector_app.services.books import begin_book, list_books, remove_book
from inspector_app.services.bring_list import PASTED, bring_list, choose_columns, preview, tables_in
from inspector_app.services.challan_months import challan_months
from inspector_app.services.cross_check import Decision, decide_difference, open_cross_check
from inspector_app.services.cross_findings import Standing
from inspector_app.services.draw_sample import CheckedLine, check_lines, draw_sample, open_sample
from inspector_app.services.inspection_form import require_inspection
from inspector_app.services.name_workers import Untold, candidates_of, name_workers
from inspector_app.services.practice import open_practice
from inspector_app.services.take_list import How, take_list
from inspector_app.store import work
from inspector_app.store.driver import writing

MONTH = date(2026, 9, 1)
HEAD = "Sr\tName\tCNIC\tSalary\tDays\tDate of Joining"


def begin(desk: Desk, inspection_id: str, kind: str = "wage_register", period: date = MONTH, label: str = "") -> str:
    return begin_book(desk.opened, inspection_id, kind=kind, period=period, label=label, at=desk.at, new_id=desk.ids)


def payroll(count: int, *, first: int = 1, wage: int = 21000) -> bytes:
    rows = [f"{n}\tWorker {chr(64 + n % 26)}\t35202{n:07d}1\t{wage}\t26\t1-3-2024" for n in range(first, first + count)]
    return "\n".join([HEAD, *rows]).encode()


def bring(desk: Desk, inspection_id: str, book_id: str, data: bytes, name: str = PASTED) -> None:
    desk.move(seconds=1)
    bring_list(desk.opened, inspection_id, book_id, name=name, data=data, at=desk.at)


def take(desk: Desk, inspection_id: str, book_id: str, how: How = How.APPEND) -> int:
    desk.move(seconds=1)
    return take_list(desk.opened, inspection_id, book_id, how=how, at=desk.at, new_id=desk.ids)


def filled(desk: Desk, count: int = 60) -> tuple[str, str]:
    """Return an inspection with its answers and a wage register of so many workers, 42 of whom the register holds."""
    inspection_id = desk.start()
    desk.answer_all(inspection_id)
    book_id = begin(desk, inspection_id)
    bring(desk, inspection_id, book_id, payroll(count))
    take(desk, inspection_id, book_id)
    return inspection_id, book_id


def test_lines_are_kept_as_typed_and_keep_their_numbers(desk: Desk) -> None:
    inspection_id = desk.start()
    book_id = begin(desk, inspection_id)
    first = {Column.NAME: "Aslam", Column.CNIC: "3520212345671", Column.WAGE: "30,000/-"}
    second = {Column.NAME: "Saima", Column.WAGE: "lots"}
    kept = save_lines(
        desk.opened, inspection_id, book_id, [TypedLine(None, first), TypedLine(None, second)], at=desk.at
    )
    save_lines(desk.opened, inspection_id, book_id, [TypedLine(1, {})], at=desk.at)
    third = save_lines(desk.opened, inspection_id, book_id, [TypedLine(None, first)], at=desk.at)
    page = open_book(desk.opened, inspection_id, book_id)

    assert [line.line.number for line in kept] == [1, 2]
    assert kept[0].line.cells[Column.CNIC] == "35202-1234567-1"
    assert (kept[1].line.cells[Column.WAGE], list(kept[1].problems)) == ("lots", [Column.WAGE])
    assert [line.line.number for line in page.lines] == [2, 3]
    assert third[0].line.number == 3
    assert page.figures.with_problems == 1
    with pytest.raises(InvalidAnswer):
        save_lines(desk.opened, inspection_id, book_id, [TypedLine(1, first)], at=desk.at)


def test_a_new_line_whose_answer_was_lost_is_sent_again_as_the_same_line(desk: Desk) -> None:
    inspection_id = desk.start()
    book_id = begin(desk, inspection_id)
    for name in ("Aslam", "Aslam Khan"):
        line = TypedLine(None, {Column.NAME: name}, mark="0d9c6a52")
        save_lines(desk.opened, inspection_id, book_id, [line], at=desk.at)
    (kept,) = open_book(desk.opened, inspection_id, book_id).lines

    assert (kept.line.number, kept.line.cells[Column.NAME]) == (1, "Aslam Khan")


def test_one_list_of_a_month_and_label_is_gone_on_with(desk: Desk) -> None:
    inspection_id = desk.start()

    assert begin(desk, inspection_id) == begin(desk, inspection_id, period=date(2026, 9, 17))
    assert begin(desk, inspection_id) != begin(desk, inspection_id, label="Contractor")
    with pytest.raises(InvalidAnswer):
        begin(desk, inspection_id, "attendance", TODAY + timedelta(days=1))
    with pytest.raises(InvalidAnswer):
        begin(desk, inspection_id, "ledger")


def test_a_pasted_list_is_looked_at_mapped_and_taken_once(desk: Desk) -> None:
    inspection_id = desk.start()
    book_id = begin(desk, inspection_id)
    bring(desk, inspection_id, book_id, payroll(5) + b"\n6\tTariq\t352\tmany\t\t")
    seen = preview(desk.opened, inspection_id, book_id)

    assert seen is not None
    assert (seen.figures.workers, seen.problems_count) == (6, 2)
    assert {(one.row, one.column) for one in seen.problems} == {(7, Column.CNIC), (7, Column.WAGE)}
    assert take(desk, inspection_id, book_id) == 6
    assert preview(desk.opened, inspection_id, book_id) is None
    with pytest.raises(NotFound):
        take(desk, inspection_id, book_id)
    assert desk.view(inspection_id).evidence == ()


def test_columns_told_otherwise_are_read_otherwise(desk: Desk) -> None:
    inspection_id = desk.start()
    book_id = begin(desk, inspection_id)
    bring(desk, inspection_id, book_id, b"A\tB\nAslam\t30000\nSaima\t31000")
    choose_columns(desk.opened, inspection_id, book_id, sheet=0, places={Column.NAME: 0, Column.WAGE: 1})
    with pytest.raises(InvalidAnswer):
        choose_columns(desk.opened, inspection_id, book_id, sheet=0, places={Column.NAME: 0, Column.WAGE: 0})
    with pytest.raises(InvalidAnswer):
        choose_columns(desk.opened, inspection_id, book_id, sheet=3, places={})
    seen = preview(desk.opened, inspection_id, book_id)

    assert seen is not None
    assert seen.figures.wages.paisa == 6_100_000


def workbook(rows: list[list[object]], merge: str = "") -> bytes:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    if merge:
        sheet.merge_cells(merge)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


ROWS: list[list[object]] = [
    ["Sr", "Name", "CNIC", "Salary", "Date of Joining"],
    [1, "Aslam", 3520212345671, 30000, date(2024, 3, 1)],
    [2, "Saima", "35202-1234567-2", "=D2+500", date(2024, 4, 1)],
]


def test_a_workbook_is_taken_and_itself_becomes_evidence_untouched(desk: Desk) -> None:
    inspection_id = desk.start()
    desk.answer(inspection_id, "rec_wage_register", "produced")
    book_id = begin(desk, inspection_id)
    data = workbook(ROWS, merge="B3:B4")
    bring(desk, inspection_id, book_id, data, "payroll.xlsx")
    seen = preview(desk.opened, inspection_id, book_id)

    assert seen is not None
    assert len(seen.notes) == 2
    assert [(one.row, one.column) for one in seen.problems] == [(3, Column.WAGE)]
    assert take(desk, inspection_id, book_id) == 2
    (kept,) = desk.view(inspection_id).evidence
    assert (kept.item, kept.media_type, kept.caption) == ("rec_wage_register", "application/x-xlsx", "payroll.xlsx")
    assert work.content(desk.opened.work, kept.sha256) == data
    lines = open_book(desk.opened, inspection_id, book_id).lines
    assert lines[0].line.cells[Column.SINCE] == "2024-03-01"


def with_macros(data: bytes) -> bytes:
    target = io.BytesIO(data)
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"program")
    return target.getvalue()


def bomb() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (300 * 1024 * 1024))
    return target.getvalue()


REFUSED = (
    (b"", "empty"),
    (b"%PDF-1.4 a paper", "neither CSV nor"),
    (b"\xd0\xcf\x11\xe0 an old workbook", "xls"),
    (workbook(ROWS)[:900], "workbook"),
    (with_macros(workbook(ROWS)), "macros"),
    (b"\n".join(b"%d,Worker,3520200000011,30000" % n for n in range(20_300)), "20,200"),
    (b"a,b\n\xff\xfe\x00", "utf-16"),
)


@pytest.mark.parametrize(("data", "said"), REFUSED)
def test_a_file_that_cannot_serve_is_refused_in_words(data: bytes, said: str) -> None:
    with pytest.raises(EvidenceRefused) as refused:
        tables_in("list.xlsx", data)

    assert said in refused.value.text.en
    assert refused.value.text.ur


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(EvidenceRefused) as refused:
        tables_in("payroll.xlsx", bomb())

    assert "300 MB" in refused.value.text.en


def test_a_refused_file_leaves_the_one_that_waits(desk: Desk) -> None:
    inspection_id = desk.start()
    book_id = begin(desk, inspection_id)
    bring(desk, inspection_id, book_id, payroll(3))
    with pytest.raises(EvidenceRefused):
        bring(desk, inspection_id, book_id, with_macros(workbook(ROWS)), "list.xlsx")

    assert take(desk, inspection_id, book_id) == 3


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
