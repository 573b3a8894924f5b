"""The file in which a book travels, and challans beside the register."""

from __future__ import annotations

from datetime import date

from casework.assessed import DeclaredMonth
from casework.books.book import Book, BookKind, Column, Line
from casework.books.cells import CellReader, read_line
from casework.books.challans import ChallanRemark, compare_challans, latest_paid
from casework.books.paper import Checked, book_paper, read_paper
from casework.books.records import listed_workers, read_book
from casework.money import Money
from casework.sampling import take_sample
from simplify_content.law_loader import load_law_pack

ON = date(2026, 11, 22)
READER = CellReader(load_law_pack("pessi"), today=ON)


def book(*names: str) -> Book:
    lines = tuple(Line(number, {Column.NAME: name}) for number, name in enumerate(names, start=1))
    return Book("b", BookKind.WAGE_REGISTER, date(2026, 9, 1), "Shed 2", lines)


def test_a_book_is_the_same_bytes_and_comes_back_cell_by_cell() -> None:
    made = book("Aslam", 'Saima "Bibi", d/o Rafiq', "نسیم اختر", "=1+1", "'quoted", "-5\nx")
    data = book_paper(made, sample=None, checked={})
    heads, rows = read_paper(data)

    assert data == book_paper(made, sample=None, checked={})
    assert [row[heads.index("name")] for row in rows] == [line.cells[Column.NAME] for line in made.lines]
    assert rows[0][:4] == ("wage_register", "2026-09-01", "Shed 2", "1")


def test_no_cell_begins_as_a_spreadsheet_s_formula_would() -> None:
    data = book_paper(book("=1+1", "+1", "-1", "@x"), sample=None, checked={}).decode("utf-8-sig")

    assert [line.split(",")[4][0] for line in data.splitlines()[1:]] == ["'"] * 4


def test_a_sample_stands_beside_its_lines_with_its_seed_and_what_was_found() -> None:
    made = book(*(f"Worker {chr(65 + n)}" for n in range(20)))
    sample = take_sample(listed_workers(read_book(made, reader=READER)), seed="seed-1", as_of=ON)
    heads, rows = read_paper(book_paper(made, sample=sample, checked={sample.keys[0]: Checked("irregular", "no card")}))
    found = {row[3]: dict(zip(heads, row, strict=True)) for row in rows}

    assert {key for key, row in found.items() if row["sample_seed"] == "seed-1"} == set(sample.keys)
    assert (found[sample.keys[0]]["checked"], found[sample.keys[0]]["note"]) == ("irregular", "no card")


def declared(month: date, workers: int, paid: int) -> DeclaredMonth:
    return DeclaredMonth(month, workers, Money.rupees(1_000_000), Money.rupees(60_000), Money.rupees(paid))


def challan(month: str, amount: str, number: str = "", *, workers: str = "", paid_on: str = "") -> dict[Column, str]:
    cells = (month, amount, number, workers, paid_on)
    columns = (Column.MONTH, Column.AMOUNT, Column.CHALLAN_NO, Column.WORKERS, Column.PAID_ON)
    return dict(zip(columns, cells, strict=True))


def test_challans_are_added_up_by_month_and_set_beside_the_register() -> None:
    shown = (
        challan("2026-10", "40000", "A-1", workers="42"),
        challan("2026-10", "20000", "A-2"),
        challan("2026-09", "60000", "B-1", workers="40", paid_on="2026-08-30"),
        challan("2026-08", "50000", "b-1"),
    )
    lines = [read_line(number, cells, reader=READER) for number, cells in enumerate(shown, start=1)]
    register = [declared(date(2026, 10, 1), 42, 60_000), declared(date(2026, 9, 1), 42, 0)]
    register += [declared(date(2026, 8, 1), 42, 60_000), declared(date(2026, 7, 1), 42, 0)]
    found = {one.month.month: one for one in compare_challans(lines, register)}

    assert found[10].remarks == (ChallanRemark.AGREES,)
    assert (found[10].shown, found[10].challan_nos) == (Money.rupees(60_000), ("A-1", "A-2"))
    assert found[9].remarks == (
        ChallanRemark.NOT_IN_REGISTER,
        ChallanRemark.WORKERS_DIFFER,
        ChallanRemark.STAMPED_BEFORE_MONTH,
        ChallanRemark.SAME_NUMBER,
    )
    assert found[8].remarks == (ChallanRemark.LESS_THAN_REGISTER, ChallanRemark.SAME_NUMBER)
    assert found[7].remarks == (ChallanRemark.UNPAID,)
    assert all(one.told(remark).ur for one in found.values() for remark in one.remarks)
    assert latest_paid(lines) == date(2026, 10, 1)
