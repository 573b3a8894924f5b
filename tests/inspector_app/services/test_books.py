"""Books on the laptop: lines kept as typed, files taken whole or refused in words."""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta

import pytest
from inspector_at_work import Desk
from kept_books import begin, bring, payroll, take
from openpyxl import Workbook
from prepared_laptop import TODAY

from casework.books.book import Column
from inspector_app.errors import EvidenceRefused, InvalidAnswer, NotFound
from inspector_app.services.book_lines import TypedLine, open_book, save_lines
from inspector_app.services.bring_list import choose_columns, preview, tables_in
from inspector_app.store import work


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

    lines = [saved.line for saved in kept]
    assert [read.line.number for read in lines] == [1, 2]
    assert lines[0].line.cells[Column.CNIC] == "35202-1234567-1"
    assert (lines[1].line.cells[Column.WAGE], list(lines[1].problems)) == ("lots", [Column.WAGE])
    assert [line.line.number for line in page.lines] == [2, 3]
    assert third[0].line.line.number == 3
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


def test_of_a_line_written_in_two_windows_both_changes_stay_unless_they_are_of_one_cell(desk: Desk) -> None:
    inspection_id = desk.start()
    book_id = begin(desk, inspection_id)

    def save(*lines: TypedLine) -> list[tuple[str, ...]]:
        return [saved.apart for saved in save_lines(desk.opened, inspection_id, book_id, lines, at=desk.at)]

    shown = {Column.NAME: "Aslam", Column.WAGE: "30000"}
    save(TypedLine(None, shown))
    save(TypedLine(1, {**shown, Column.WAGE: "31,000"}, seen=shown))

    other = TypedLine(1, {**shown, Column.CNIC: "3520212345671"}, seen=shown)
    same = TypedLine(1, {**shown, Column.WAGE: "Rs 31000"}, seen=shown)
    apart = TypedLine(1, {**shown, Column.NAME: "Akram", Column.WAGE: "29000"}, seen=shown)
    emptied = TypedLine(1, {}, seen=shown)
    assert save(other, same, apart, emptied, TypedLine(None, {Column.NAME: "Saima"})) == [
        (), (), (Column.WAGE,), (Column.WAGE,), (),
    ]  # fmt: skip

    first, second = (line.line.cells for line in open_book(desk.opened, inspection_id, book_id).lines)
    assert first == {Column.NAME: "Aslam", Column.CNIC: "35202-1234567-1", Column.WAGE: "31000"}
    assert second == {Column.NAME: "Saima"}


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
