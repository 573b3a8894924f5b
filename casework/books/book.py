"""A book: its kind, the day or month that it tells of, and its lines as they were written.

Reads no meaning out of a cell; that is `cells`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from casework.cross_checks_types import RecordKind
from casework.wording import day_text, month_text, name_text, sentence
from simplify_content.text import Text

MOST_LINES = 20_000
"""Most lines of one book; larger lists are brought in parts, which cross-checks put together."""


class BookKind(StrEnum):
    """What a book is: a list of workers of one kind, or the challans that were shown."""

    ATTENDANCE = "attendance"
    WAGE_REGISTER = "wage_register"
    BANK_LIST = "bank_list"
    SCHEDULE = "schedule"
    CHALLANS = "challans"

    @property
    def record(self) -> RecordKind | None:
        """The kind of record that cross-checks know it as; challans are none, they list no workers."""
        return None if self is BookKind.CHALLANS else RecordKind(self.value)

    @property
    def is_monthly(self) -> bool:
        """Whether it tells of a month; attendance tells of a day, challans of many months."""
        return self in {BookKind.WAGE_REGISTER, BookKind.BANK_LIST, BookKind.SCHEDULE}

    @property
    def name(self) -> Text:  # type: ignore[override]
        """What people call it."""
        return sentence(f"book.kind.{self.value}")

    @property
    def columns(self) -> tuple[Column, ...]:
        """Its columns in the order of the grid."""
        return _COLUMNS[self]


class Column(StrEnum):
    """One column of a book."""

    NAME = "name"
    CNIC = "cnic"
    WAGE = "wage"
    WHOLE_MONTH = "whole_month"
    SINCE = "since"
    ENTRY_WAGE = "entry_wage"
    CONTRACTOR = "contractor"
    PLACE = "place"
    MONTH = "month"
    WORKERS = "workers"
    WAGES = "wages"
    CHALLAN_NO = "challan_no"
    AMOUNT = "amount"
    PAID_ON = "paid_on"

    @property
    def heading(self) -> Text:
        """The heading of the column."""
        return sentence(f"book.column.{self.value}")


_PEOPLE = (Column.NAME, Column.CNIC)
_OF_EACH = (Column.SINCE, Column.ENTRY_WAGE, Column.CONTRACTOR, Column.PLACE)
_COLUMNS: Mapping[BookKind, tuple[Column, ...]] = {
    BookKind.ATTENDANCE: (*_PEOPLE, Column.SINCE, Column.CONTRACTOR, Column.PLACE),
    BookKind.WAGE_REGISTER: (*_PEOPLE, Column.WAGE, Column.WHOLE_MONTH, *_OF_EACH),
    BookKind.BANK_LIST: (*_PEOPLE, Column.WAGE, Column.PLACE),
    BookKind.SCHEDULE: (*_PEOPLE, Column.WAGE, Column.PLACE),
    BookKind.CHALLANS: (
        Column.MONTH,
        Column.WORKERS,
        Column.WAGES,
        Column.CHALLAN_NO,
        Column.AMOUNT,
        Column.PAID_ON,
    ),
}


@dataclass(frozen=True)
class Line:
    """One line. `number` is given once and never again, whatever is removed; a column that is not there is blank."""

    number: int
    cells: Mapping[Column, str]

    @property
    def is_blank(self) -> bool:
        """Whether nothing is written in it."""
        return not any(self.cells.values())


@dataclass(frozen=True)
class Book:
    """One book. `period` is its day, or the first day of its month; of challans the day on which they were shown.

    `label` tells parts of one list apart, such as "Contractor: Al-Madina" or "Weaving shed".
    """

    book_id: str
    kind: BookKind
    period: date
    label: str
    lines: tuple[Line, ...]

    @property
    def name(self) -> Text:
        """Its title, with its day or month and its label."""
        named = book_name(self.kind, self.period)
        return sentence("book.title_labelled", title=named, label=name_text(self.label)) if self.label else named


def book_name(kind: BookKind, period: date) -> Text:
    """Return the title of a book of a kind and time."""
    if kind is BookKind.CHALLANS:
        return kind.name
    of = month_text(period) if kind.is_monthly else day_text(period)
    return sentence("book.title", kind=kind.name, of=of)
