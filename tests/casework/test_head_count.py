from __future__ import annotations

import pytest

from casework.books.paper import read_paper
from casework.head_count import HeadCount, TallyColumn, TallyLine, count_sheet, counted


def line(number: int, **cells: str) -> TallyLine:
    return TallyLine(number, {TallyColumn(name): value for name, value in cells.items()})


LINES = (
    line(1, section="Knitting", shift="Day", men="31", women="4", contractor_men="2"),
    line(2, section="سلائی", shift="رات", men="۱۲", women="۵", contractor_women="1"),
)


def test_sums_add_every_line_and_read_urdu_digits() -> None:
    count = counted(LINES)

    assert count == HeadCount(men=43, women=9, contractor_men=2, contractor_women=1)
    assert (count.contractor, count.total) == (3, 55)
    assert count.answers == {
        "headcount_men": "43",
        "headcount_women": "9",
        "headcount_contractor": "3",
        "headcount_total": "55",
    }


@pytest.mark.parametrize("written", ["-1", "3.5", "many", "20001", "1e3", "²", "1" * 40])
def test_a_cell_that_is_no_number_of_persons_is_a_problem_and_counts_as_none(written: str) -> None:
    wrong = line(1, section="Gate", men=written, women="2")

    assert wrong.problems == (TallyColumn.MEN,)
    assert counted([wrong]).total == 2


@pytest.mark.parametrize("written", ["", "0", "20000", " 7 ", "٧"])
def test_a_number_up_to_what_the_questions_take_is_none(written: str) -> None:
    assert line(1, section="Gate", men=written).problems == ()


def test_sheet_holds_every_cell_and_the_sum_and_is_the_same_each_time() -> None:
    heads, rows = read_paper(count_sheet(LINES))

    assert heads == ("line", "section", "shift", "men", "women", "contractor_men", "contractor_women")
    assert rows[0] == ("1", "Knitting", "Day", "31", "4", "2", "")
    assert rows[-1] == ("total", "", "", "43", "9", "2", "1")
    assert count_sheet(LINES) == count_sheet(LINES)


def test_a_section_name_that_a_spreadsheet_would_run_stands_behind_an_apostrophe() -> None:
    assert b"'=cmd()" in count_sheet([line(1, section="=cmd()", men="1")])
