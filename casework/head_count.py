"""The count of persons at work: lines by section and shift, men and women, the contractor's beside the employer's own.

What is typed stays as typed; a cell that is no number counts as none and says so. Knows no checklist but the names of
the questions that a count answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from casework.books.paper import plain_list

MOST_IN_A_CELL = 20_000
"""More persons than that are in no section; the checklists' questions end there too."""


class TallyColumn(StrEnum):
    """A column of the count, in the order of the page."""

    SECTION = "section"
    SHIFT = "shift"
    MEN = "men"
    WOMEN = "women"
    CONTRACTOR_MEN = "contractor_men"
    CONTRACTOR_WOMEN = "contractor_women"

    @property
    def is_number(self) -> bool:
        """Whether persons are written there."""
        return self not in {TallyColumn.SECTION, TallyColumn.SHIFT}


@dataclass(frozen=True)
class TallyLine:
    """One section on one shift, as typed; `number` is its place for good."""

    number: int
    cells: Mapping[TallyColumn, str]

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands there."""
        return not any(self.cells.values())

    @property
    def problems(self) -> tuple[TallyColumn, ...]:
        """The cells that hold no number of persons."""
        return tuple(column for column in TallyColumn if column.is_number and self._read(column) is None)

    def persons(self, column: TallyColumn) -> int:
        """Return the persons of a cell; none where it holds no number."""
        return self._read(column) or 0

    def _read(self, column: TallyColumn) -> int | None:
        written = self.cells.get(column, "").strip()
        if not written:
            return 0
        if not written.isdecimal() or len(written) > len(str(MOST_IN_A_CELL)):
            return None
        found = int(written)  # digits of any script
        return found if found <= MOST_IN_A_CELL else None


@dataclass(frozen=True)
class HeadCount:
    """What all lines come to."""

    men: int
    women: int
    contractor_men: int
    contractor_women: int

    @property
    def contractor(self) -> int:
        """Persons engaged through contractors."""
        return self.contractor_men + self.contractor_women

    @property
    def total(self) -> int:
        """All persons counted at work."""
        return self.men + self.women + self.contractor

    @property
    def answers(self) -> Mapping[str, str]:
        """What the count answers, by the name of the question."""
        return {
            "headcount_men": str(self.men),
            "headcount_women": str(self.women),
            "headcount_contractor": str(self.contractor),
            "headcount_total": str(self.total),
        }


def counted(lines: Iterable[TallyLine]) -> HeadCount:
    """Return the sums of lines."""
    rows = tuple(lines)
    columns = (TallyColumn.MEN, TallyColumn.WOMEN, TallyColumn.CONTRACTOR_MEN, TallyColumn.CONTRACTOR_WOMEN)
    return HeadCount(*(sum(line.persons(column) for line in rows) for column in columns))


def count_sheet(lines: Iterable[TallyLine]) -> bytes:
    """Return the count as a file for the inspection's evidence, its sum in the last row; same lines, same bytes."""
    rows = tuple(lines)
    heads = ["line", *(column.value for column in TallyColumn)]
    body = [[str(line.number), *(line.cells.get(column, "") for column in TallyColumn)] for line in rows]
    count = counted(rows)
    sums = (count.men, count.women, count.contractor_men, count.contractor_women)
    return plain_list(heads, [*body, ["total", "", "", *map(str, sums)]])
