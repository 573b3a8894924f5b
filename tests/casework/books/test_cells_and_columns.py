"""Cells of an employer's list as people write them, and which column of a file is which."""

from __future__ import annotations

from datetime import date

import pytest

from casework.books.book import Book, BookKind, Column, Line
from casework.books.cells import CellReader, read_line, whole_month_of
from casework.books.columns import Mapped, guess, headings_of
from casework.books.records import figures_of, listed_workers, place_text, read_book, staff_record
from casework.cross_checks_types import RecordKind
from casework.money import Money
from simplify_content.law_loader import load_law_pack
from simplify_content.table_files.tables import Table
from simplify_content.table_files.workbook import UNCALCULATED

ON = date(2026, 11, 22)
MONTH = date(2026, 9, 1)
READER = CellReader(load_law_pack("pessi"), today=ON)


@pytest.mark.parametrize(
    ("column", "raw", "kept"),
    [
        (Column.NAME, "  Muhammad   Aslam ", "Muhammad Aslam"),
        (Column.NAME, "نسيم اختر", "نسیم اختر"),
        (Column.CNIC, "3520212345671", "35202-1234567-1"),
        (Column.CNIC, "۳۵۲۰۲۱۲۳۴۵۶۷۱", "35202-1234567-1"),
        (Column.WAGE, "Rs. 1,25,000/-", "125000"),
        (Column.WAGE, "40000.50", "40000.50"),
        (Column.WAGE, "۴۰۰۰۰", "40000"),
        (Column.SINCE, "5-3-2024", "2024-03-05"),
        (Column.SINCE, "45356", "2024-03-05"),
        (Column.WHOLE_MONTH, "26.0", "26"),
        (Column.WHOLE_MONTH, "نہیں", "no"),
        (Column.CONTRACTOR, "Y", "yes"),
        (Column.MONTH, "Sep 2026", "2026-09"),
        (Column.CHALLAN_NO, "CH-01-2610", "CH-01-2610"),
        (Column.WAGE, "   ", ""),
    ],
)
def test_a_cell_is_kept_in_one_form(column: Column, raw: str, kept: str) -> None:
    cell = READER.read(column, raw)

    assert (cell.value, cell.problem) == (kept, None)


@pytest.mark.parametrize(
    ("column", "raw", "said"),
    [
        (Column.CNIC, "35202", "13 digits"),
        (Column.CNIC, "3.52021E+12", "spreadsheet"),
        (Column.WAGE, "abc", "not an amount"),
        (Column.WAGE, "-5", "negative"),
        (Column.WAGE, "2000001", "large"),
        (Column.WAGE, "#CALC!", "not an amount"),
        (Column.SINCE, "1/1/2030", "future"),
        (Column.SINCE, "31/2/2024", "no such day"),
        (Column.NAME, "12345", "letters"),
        (Column.NAME, "=HYPERLINK(1)", "formula"),
        (Column.WHOLE_MONTH, "32", "31 days"),
        (Column.CONTRACTOR, "perhaps", "yes or no"),
        (Column.MONTH, "2027-01", "future"),
    ],
)
def test_a_cell_that_cannot_be_read_stays_as_written_beside_its_problem(column: Column, raw: str, said: str) -> None:
    cell = READER.read(column, raw)

    assert cell.value == raw
    assert cell.problem is not None
    assert said in cell.problem.en
    assert cell.problem.ur


def test_a_doubtful_card_number_is_kept_with_a_warning_and_counts() -> None:
    line = read_line(1, {Column.NAME: "Aslam", Column.CNIC: "82202-1234567-1"}, reader=READER)

    assert (list(line.problems), list(line.warnings)) == ([], [Column.CNIC])
    assert line.sound[Column.CNIC] == "82202-1234567-1"


def test_a_line_with_a_wage_and_nobody_is_no_worker() -> None:
    line = read_line(1, {Column.NAME: "", Column.CNIC: "", Column.WAGE: "25000"}, reader=READER)

    assert list(line.problems) == [Column.NAME]
    assert figures_of([line]).workers == 0


def test_days_of_work_tell_whether_the_month_was_whole() -> None:
    assert [whole_month_of(value) for value in ("26", "25", "yes", "no", "")] == [True, False, True, False, None]


def book(*cells: dict[Column, str], kind: BookKind = BookKind.WAGE_REGISTER) -> Book:
    return Book("b", kind, MONTH, "", tuple(Line(number, one) for number, one in enumerate(cells, start=1)))


ASLAM = {Column.NAME: "Aslam", Column.CNIC: "35202-1234567-1", Column.WAGE: "30000", Column.WHOLE_MONTH: "26"}
SAIMA = {Column.NAME: "Saima", Column.CNIC: "12", Column.WAGE: "2000x", Column.CONTRACTOR: "yes", Column.PLACE: "7"}


def test_a_book_becomes_a_record_of_what_can_be_read() -> None:
    lines = read_book(book(ASLAM, SAIMA, {}), reader=READER)
    record = staff_record(book(ASLAM, SAIMA), lines)
    figures = figures_of(lines)

    assert record is not None
    assert (record.kind, record.period, record.total, record.contractor_staff) == (
        RecordKind.WAGE_REGISTER,
        MONTH,
        2,
        1,
    )
    assert record.workers is not None
    assert [(one.cnic, one.monthly_wage, one.whole_month, one.line) for one in record.workers] == [
        ("35202-1234567-1", Money.rupees(30000), True, "1"),
        ("", None, None, "7"),
    ]
    assert (figures.workers, figures.wages, figures.without_cnic, figures.without_wage, figures.with_problems) == (
        2,
        Money.rupees(30000),
        1,
        1,
        1,
    )
    assert place_text(lines[1]).en == "line 7"
    assert [worker.key for worker in listed_workers(lines)] == ["1", "2"]


def test_challans_and_an_empty_list_are_no_record_of_workers() -> None:
    assert staff_record(book(), ()) is None
    assert staff_record(book(kind=BookKind.CHALLANS), ()) is None


PAYROLL = [
    ["Shahdara Knitwear", "", "", "", ""],
    ["Sr No.", "Name of Employee", "CNIC #", "Gross Salary (Rs.)", "Date of Joining"],
    ["1", "Aslam", "3520212345671", "30,000", "5-3-2024"],
    ["", "", "", "", ""],
    ["Sr No.", "Name of Employee", "CNIC #", "Gross Salary (Rs.)", "Date of Joining"],
    ["2", "Saima", "3520212345672", UNCALCULATED, "6-3-2024"],
    ["", "Grand Total", "", "60,000", ""],
]


def test_columns_are_told_by_their_headings_and_totals_and_repeated_headings_left_out() -> None:
    table = Table("payroll.csv", "", PAYROLL)
    found = guess(table, BookKind.WAGE_REGISTER)

    assert found.header_row == 1
    assert found.places == {Column.PLACE: 0, Column.NAME: 1, Column.CNIC: 2, Column.WAGE: 3, Column.SINCE: 4}
    rows = dict(found.rows_of(table))
    assert list(rows) == [3, 6]
    assert (rows[3][Column.WAGE], rows[6][Column.WAGE]) == ("30,000", "#CALC!")
    assert headings_of(table, 1)[1] == "Name of Employee"


def test_urdu_headings_tell_columns() -> None:
    table = Table(
        "x", "", [["نمبر شمار", "نام", "شناختی کارڈ نمبر", "تنخواہ"], ["1", "اسلم", "3520212345671", "30000"]]
    )

    assert guess(table, BookKind.BANK_LIST).places == {
        Column.PLACE: 0,
        Column.NAME: 1,
        Column.CNIC: 2,
        Column.WAGE: 3,
    }


def test_without_headings_the_cells_tell_the_columns() -> None:
    rows = [[f"Worker {chr(65 + n)}", f"35202{n:07d}1", "30,000", "1-3-2024"] for n in range(20)]
    found = guess(Table("x", "", rows), BookKind.WAGE_REGISTER)

    assert found.header_row is None
    assert found.places == {Column.NAME: 0, Column.CNIC: 1, Column.WAGE: 2, Column.SINCE: 3}


def test_columns_told_by_hand_are_read_as_told() -> None:
    table = Table("x", "", [["a", "b"], ["Aslam", "30000"]])

    assert dict(Mapped(0, {Column.WAGE: 1}).rows_of(table)) == {2: {Column.WAGE: "30000"}}
