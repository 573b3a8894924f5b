"""The schedule of a demand: one row for each line of the assessment, columns that add up, the rule of the increase.

Where the assessment charges no increase its columns are left out, and the row of the increase says why.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Table

from casework.assessment import Assessment, AssessmentLine
from casework.documents.parts import fitting, month_of, plain
from casework.documents.styles import Styles
from casework.documents.tables import Cell, grid
from casework.documents.text_block import TextBlock
from casework.documents.texts_of_papers import catalogue
from casework.money import Money
from casework.owed_by_month import owed_on
from simplify_content.text import Text

_FIRST = {"line": 10.0, "month": 15.0}
_FIGURES = {"base": 20.5, "rate": 10.0, "due": 19.0, "paid": 18.5}
_WITHOUT = {**_FIRST, "subject": 61.0, **_FIGURES, "arrears": 20.0}
_NARROWER = {"base": 19.5, "rate": 9.5, "due": 18.0, "paid": 16.5}
_WITH = {
    "line": 9.0,
    "month": 14.5,
    "subject": 32.5,
    **_NARROWER,
    "arrears": 18.0,
    "increase": 17.5,
    "sum": 19.0,
}
_FIRST_FIGURE = 3
_SUM_FIGURES = 2
"""Columns over which the value of a row of totals goes where it is one figure."""


def schedule(assessment: Assessment, *, style: Styles) -> Table:
    """Return the lines of an assessment as a table that ends with their totals."""
    return _Schedule(assessment, style).table()


class _Schedule:
    def __init__(self, assessment: Assessment, style: Styles) -> None:
        self.assessment, self.style = assessment, style
        columns = _WITHOUT if assessment.increase is None else _WITH
        self.names = tuple(columns)
        self.widths = tuple(width * mm for width in columns.values())

    def say(self, key: str) -> str:
        return catalogue().say(key, self.style.lang)

    def table(self) -> Table:
        style, assessment = self.style, self.assessment
        head: list[Cell] = [
            TextBlock(self.say(f"column.{name}"), style.head if i < _FIRST_FIGURE else style.head_figure)
            for i, name in enumerate(self.names)
        ]
        lines = [self._row(number, line) for number, line in enumerate(assessment.lines, start=1)]
        sums, spans = self._sums()
        table = grid([head, *lines, *sums], self.widths, style=style, sums=len(sums))
        for i, spanned in enumerate(spans):
            row = 1 + len(lines) + i
            table.setStyle([("SPAN", *self._across(first, last, row)) for first, last in spanned])
        return table

    def _row(self, number: int, line: AssessmentLine) -> list[Cell]:
        style = self.style
        return [
            TextBlock(str(number), style.figure_start),
            TextBlock(month_of(line.month), style.figure_start),
            self._subject(line),
            *self._figures(line),
        ]

    def _subject(self, line: AssessmentLine) -> list[Flowable]:
        """Return for whom a line is owed; where a declaration set the sum, what the rate would make of the base."""
        style = self.style
        told: list[Flowable] = [TextBlock(line.subject.in_(style.lang), style.cell)]
        if line.by_the_rate is not None:
            check = catalogue().say("schedule.as_declared", style.lang, check=plain(line.by_the_rate))
            told.append(TextBlock(check, style.cell_note))
        return told

    def _figures(self, line: AssessmentLine) -> list[Cell]:
        amounts = [plain(line.base), _percent(line.rate_percent), plain(line.due), plain(line.paid)]
        owed = owed_on((line,))
        amounts.append(plain(owed.contribution))
        if self.assessment.increase is not None:
            amounts += [plain(owed.increase or Money(0)), plain(owed.sum)]
        last = len(amounts) - 1
        return [
            fitting(amount, self.style.figure_bold if i == last else self.style.figure, width)
            for i, (amount, width) in enumerate(zip(amounts, self.widths[_FIRST_FIGURE:], strict=True))
        ]

    def _sums(self) -> tuple[list[list[Cell]], list[list[tuple[int, int]]]]:
        """Return the rows of totals, and for each the spans of its cells in spoken order."""
        assessment, last = self.assessment, len(self.names) - 1
        if assessment.increase is None:
            rows = [
                self._one_sum("total.contributions", plain(assessment.contributions)),
                self._one_sum("total.increase", self.say("total.not_charged"), note=assessment.increase_note),
                self._one_sum("total.all", plain(assessment.total)),
            ]
            return rows, [[(0, last - _SUM_FIGURES), (last - _SUM_FIGURES + 1, last)]] * len(rows)
        name: list[Flowable] = [TextBlock(self.say("total.all"), self.style.cell_bold)]
        note: list[Flowable] = [TextBlock(assessment.increase_note.in_(self.style.lang), self.style.cell_note)]
        figures = [plain(amount) for amount in (assessment.contributions, assessment.increase, assessment.total)]
        first = len(self.names) - len(figures)
        totals = [
            fitting(figure, self.style.figure_bold, width)
            for figure, width in zip(figures, self.widths[first:], strict=True)
        ]
        rows = [[*self._spanned(name, first), *totals], self._spanned(note, len(self.names))]
        return rows, [[(0, first - 1)], [(0, last)]]

    def _one_sum(self, key: str, value: str, *, note: Text | None = None) -> list[Cell]:
        """Return a row of totals: its name over the first columns, its value over the last ones."""
        named: list[Flowable] = [TextBlock(self.say(key), self.style.cell_bold)]
        if note is not None:
            named.append(TextBlock(note.in_(self.style.lang), self.style.cell_note))
        figure = self.style.figure_bold
        if not value[:1].isdigit():
            figure = replace(self.style.cell_note, align=figure.align)
        count = len(self.names) - _SUM_FIGURES
        return [*self._spanned(named, count), *self._spanned([TextBlock(value, figure)], _SUM_FIGURES)]

    def _spanned(self, content: list[Flowable], count: int) -> list[Cell]:
        """Return a cell that goes over columns: its content stands in the one that comes out leftmost."""
        empty: list[Cell] = [""] * (count - 1)
        return [*empty, content] if self.style.lang == "ur" else [content, *empty]

    def _across(self, first: int, last: int, row: int) -> tuple[tuple[int, int], tuple[int, int]]:
        """Return the corners of a span given in spoken order."""
        if self.style.lang == "ur":
            first, last = len(self.names) - 1 - last, len(self.names) - 1 - first
        return (first, row), (last, row)


def _percent(rate: Decimal) -> str:
    return f"{rate.normalize():f}%"
