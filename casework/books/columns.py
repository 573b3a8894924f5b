"""Which column of a file is which column of a book: by its heading in English or Urdu, or else by what stands in it.

A guess only; the person sees it beside the first rows and says otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from casework.books.book import BookKind, Column
from simplify_content.cleaning import clean_text, comparable, western_digits
from simplify_content.table_files.tables import Table
from simplify_content.table_files.workbook import UNCALCULATED

_HEADINGS = Path(__file__).parent / "headings.yaml"
_SEARCHED_ROWS = 40
_LOOKED_AT = 50
_BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*$")
_CNIC = re.compile(r"\d{5}[- ]?\d{7}[- ]?\d")
_AMOUNT = re.compile(r"(rs\.?|pkr)?\s*\d[\d,]{3,}(\.\d+)?(/-)?", re.IGNORECASE)
_DAY = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_TOTALS = frozenset(map(comparable, ("Total", "Grand Total", "Sub Total", "Page Total", "کل", "میزان", "ٹوٹل")))

UNCALCULATED_SHOWN = "#CALC!"
"""What a cell is taken for whose formula was never calculated: it holds no figure."""


@dataclass(frozen=True)
class Mapped:
    """How a table is read. `header_row` counts from 0 and is None where no row holds headings."""

    header_row: int | None
    places: Mapping[Column, int]
    """Place of each column from 0; a column that is not in the table is not here."""

    def rows_of(self, table: Table) -> Iterator[tuple[int, Mapping[Column, str]]]:
        """Yield `(row of the file from 1, cells)` of every row below the headings that holds something wanted.

        A line of totals, and the headings repeated on a new page, are left out.
        """
        first = 0 if self.header_row is None else self.header_row + 1
        heading = None if self.header_row is None else [clean_text(cell) for cell in table.rows[self.header_row]]
        for number, row in enumerate(table.rows[first:], start=first + 1):
            cells = {column: _cell(row, place) for column, place in self.places.items()}
            if any(cells.values()) and not _is_total(row) and not _is_heading(row, heading):
                yield number, cells


def guess(table: Table, kind: BookKind) -> Mapped:
    """Return the likely mapping of a table to the columns of a kind of book; each place is given once at most."""
    header_row = _header_row(table, kind)
    places: dict[Column, int] = {}
    if header_row is not None:
        for place, heading in enumerate(table.rows[header_row]):
            column = _column_of(heading, kind)
            if column is not None and place not in places.values():
                places.setdefault(column, place)
    body = table.rows[0 if header_row is None else header_row + 1 :][:_LOOKED_AT]
    for column, place in _by_content(body, kind):
        if column not in places and place not in places.values() and header_row is None:
            places[column] = place
    return Mapped(header_row, {column: places[column] for column in kind.columns if column in places})


def headings_of(table: Table, header_row: int | None) -> tuple[str, ...]:
    """Return the heading of every column, "" where there is none; as many as the widest row has cells."""
    width = max((len(row) for row in table.rows), default=0)
    row = () if header_row is None else tuple(table.rows[header_row])
    return tuple(clean_text(row[place])[:60] if place < len(row) else "" for place in range(width))


@cache
def _known() -> Mapping[Column, frozenset[str]]:
    content: dict[str, Any] = yaml.safe_load(_HEADINGS.read_text(encoding="utf-8"))
    return {Column(name): frozenset(comparable(str(one)) for one in headings) for name, headings in content.items()}


def _column_of(heading: str, kind: BookKind) -> Column | None:
    forms = {comparable(heading), comparable(_BRACKETS.sub("", clean_text(heading)))} - {""}
    return next((column for column in kind.columns if forms & _known()[column]), None)


def _header_row(table: Table, kind: BookKind) -> int | None:
    """Return the row that names the most columns, two at least."""
    best, found = 1, None
    for number, row in enumerate(table.rows[:_SEARCHED_ROWS]):
        named = len({column for cell in row if (column := _column_of(cell, kind)) is not None})
        if named > best:
            best, found = named, number
    return found


def _by_content(body: Sequence[Sequence[str]], kind: BookKind) -> Iterator[tuple[Column, int]]:
    """Yield the columns that what stands in them tells, the surest first."""
    width = max((len(row) for row in body), default=0)
    filled = {place: [cell for row in body if (cell := _cell(row, place))] for place in range(width)}
    tests = (
        (Column.CNIC, _CNIC, True),
        (Column.SINCE, _DAY, True),
        (Column.PAID_ON, _DAY, True),
        (Column.WAGE, _AMOUNT, True),
        (Column.AMOUNT, _AMOUNT, True),
        (Column.NAME, _LETTERS, False),
    )
    for column, pattern, whole in tests:
        if column not in kind.columns:
            continue
        for place, cells in filled.items():
            fits = pattern.fullmatch if whole else pattern.search
            if cells and sum(fits(western_digits(cell)) is not None for cell in cells) * 10 >= len(cells) * 8:
                yield column, place


def _cell(row: Sequence[str], place: int) -> str:
    if place >= len(row):
        return ""
    return UNCALCULATED_SHOWN if row[place] == UNCALCULATED else row[place].strip()


def _is_total(row: Sequence[str]) -> bool:
    """Return whether a row sums up others: it says so in its first words."""
    words = [cell for cell in row if cell.strip()][:2]
    return any(comparable(word) in _TOTALS for word in words)


def _is_heading(row: Sequence[str], heading: Sequence[str] | None) -> bool:
    if heading is None:
        return False
    same = sum(bool(named) and clean_text(cell) == named for cell, named in zip(row, heading, strict=False))
    return same >= 2 and same * 2 > sum(map(bool, heading))
