"""Cells of a book as written to cells as kept, with what is wrong with each; and what a kept cell says.

Nothing is thrown away: a cell that cannot be read stays as it was written, beside its problem.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from casework.books.book import Column, Line
from casework.identity import CNIC, Verdict, identify
from casework.money import Money
from casework.wording import sentence
from simplify_content.cleaning import clean_text, comparable, western_digits
from simplify_content.law_pack import LawPack
from simplify_content.table_files.amounts import parse_amount, parse_count
from simplify_content.table_files.days import DayReader
from simplify_content.table_files.errors import ValueRefused
from simplify_content.table_files.words import parse_name, parse_text
from simplify_content.text import Text

DAYS_OF_A_WHOLE_MONTH = 26
"""So many days of work are a whole month, the weekly days of rest being left out; a practice of wage registers."""

MOST_RUPEES = 2_000_000
"""More in one month is a slip of the pen, as in the checklists."""

LONGEST = 120
LONGEST_KEPT = 300
"""Letters of a cell that are kept where it cannot be read."""

_YES = frozenset(map(comparable, ("yes", "y", "true", "ہاں", "جی ہاں", "contractor", "whole", "full", "x")))
_NO = frozenset(map(comparable, ("no", "n", "false", "نہیں", "part", "partly", "جزوی")))


@dataclass(frozen=True)
class Cell:
    """One cell as kept. A `warning` leaves its meaning; with a `problem` it means nothing."""

    value: str
    problem: Text | None = None
    warning: Text | None = None


class CellReader:
    """Reads cells of books as seen on a day, under a law."""

    def __init__(self, law: LawPack, *, today: date, epoch: date | None = None) -> None:
        self._law = law
        self._days = DayReader(today) if epoch is None else DayReader(today, epoch)
        self._parse: Mapping[Column, Callable[[str], str]] = {
            Column.NAME: lambda raw: parse_name(raw, LONGEST),
            Column.WAGE: _rupees,
            Column.ENTRY_WAGE: _rupees,
            Column.WAGES: _amount,
            Column.AMOUNT: _amount,
            Column.WORKERS: lambda raw: str(parse_count(raw)),
            Column.WHOLE_MONTH: _whole_month,
            Column.CONTRACTOR: _yes_no,
            Column.SINCE: self._days.past_day,
            Column.PAID_ON: self._days.past_day,
            Column.MONTH: self._days.month,
        }

    def read(self, column: Column, raw: str) -> Cell:
        """Return a cell as it is kept."""
        if not raw.strip():
            return Cell("")
        if column is Column.CNIC:
            return self._cnic(raw)
        parse = self._parse.get(column, _words)
        try:
            return Cell(parse(raw))
        except ValueRefused as refusal:
            return Cell(clean_text(raw)[:LONGEST_KEPT], problem=refusal.text)

    def _cnic(self, raw: str) -> Cell:
        found = identify(raw, CNIC, law=self._law)
        if found.verdict is Verdict.VALID:
            return Cell(found.number)
        kept = clean_text(found.number)[:LONGEST_KEPT]
        if found.verdict is Verdict.DOUBTFUL:
            return Cell(kept, warning=found.reason)
        return Cell(kept, problem=found.reason)


@dataclass(frozen=True)
class ReadLine:
    """A line with what is wrong in it, by column."""

    line: Line
    problems: Mapping[Column, Text] = field(default_factory=dict)
    warnings: Mapping[Column, Text] = field(default_factory=dict)

    @property
    def sound(self) -> Mapping[Column, str]:
        """The cells that mean something."""
        return {column: value for column, value in self.line.cells.items() if value and column not in self.problems}


def read_line(number: int, raw: Mapping[Column, str], *, reader: CellReader) -> ReadLine:
    """Return a line as it is kept, with what is wrong in it; a line of somebody has a name or a number."""
    cells = {column: reader.read(column, written) for column, written in raw.items()}
    problems = {column: cell.problem for column, cell in cells.items() if cell.problem}
    line = Line(number, {column: cell.value for column, cell in cells.items() if cell.value})
    lists_people = Column.NAME in raw or Column.CNIC in raw
    if lists_people and not line.is_blank and not line.cells.keys() & {Column.NAME, Column.CNIC}:
        problems[Column.NAME] = sentence("book.nobody")
    if Column.MONTH in raw and not line.is_blank and Column.MONTH not in line.cells:
        problems[Column.MONTH] = sentence("book.no_month")
    return ReadLine(line, problems, {column: cell.warning for column, cell in cells.items() if cell.warning})


def rupees_of(value: str) -> Money | None:
    """Return the amount in a kept cell, or None."""
    return Money.rupees(Decimal(value)) if value else None


def day_of(value: str) -> date | None:
    """Return the day in a kept cell, or None."""
    return date.fromisoformat(value) if value else None


def month_of(value: str) -> date | None:
    """Return the first day of the month in a kept cell, or None."""
    return date.fromisoformat(f"{value}-01") if value else None


def whole_month_of(value: str) -> bool | None:
    """Return whether a kept cell says that the wage is for a whole month, or None where it says nothing."""
    if not value:
        return None
    return value == "yes" if value in ("yes", "no") else int(value) >= DAYS_OF_A_WHOLE_MONTH


def _words(raw: str) -> str:
    return parse_text(raw, LONGEST)


def _amount(raw: str) -> str:
    return _plain(Money(parse_amount(raw)))


def _rupees(raw: str) -> str:
    amount = Money(parse_amount(raw))
    if amount > Money.rupees(MOST_RUPEES):
        raise ValueRefused("amount.too_large")
    return _plain(amount)


def _plain(amount: Money) -> str:
    whole, rest = divmod(amount.paisa, 100)
    return f"{whole}.{rest:02d}" if rest else str(whole)


def _yes_no(raw: str) -> str:
    said = comparable(raw)
    if said in _YES:
        return "yes"
    if said in _NO:
        return "no"
    raise ValueRefused("yes_no.unknown")


def _whole_month(raw: str) -> str:
    """Return yes, no, or the days of work that the record gives."""
    days = western_digits(clean_text(raw)).removesuffix(".0")
    if not (days.isascii() and days.isdigit()):
        return _yes_no(raw)
    if int(days) > 31:
        raise ValueRefused("days.shape")
    return str(int(days))
