"""Errors of the checklists package: what is wrong with a definition, and where an author finds it.

ChecklistError      a definition cannot be used; `problems` names sheet, row, column, found, expected
XPathError          one expression cannot be used; the reader of the row turns it into a Problem
"""

from __future__ import annotations

from dataclasses import dataclass

LONGEST_SHOWN = 300
"""Characters of what was found that a message shows; a cell may hold a hundred times as many."""


def shown(text: str) -> str:
    """Return a text as a message shows it: whole, or its beginning and its length."""
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}... ({len(text)} characters)"


@dataclass(frozen=True)
class Problem:
    """One defect of a definition, in an author's terms; `row` counts as a spreadsheet does, headings being row 1."""

    sheet: str
    row: int
    column: str
    found: str
    expected: str

    def __str__(self) -> str:
        place = f"sheet {self.sheet!r}, row {self.row}, column {self.column!r}"
        return f"{place}: found {shown(self.found)}; expected {self.expected}"


class ChecklistError(ValueError):
    """A checklist does not exist or cannot be used; holds every problem that was found, not only the first."""

    def __init__(self, message: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__("\n".join([message, *(f"  {problem}" for problem in problems)]))
        self.problems = problems


class XPathError(ValueError):
    """An expression is not ODK XPath: what was found and what was expected."""

    def __init__(self, found: str, expected: str) -> None:
        super().__init__(f"found {shown(found)}; expected {expected}")
        self.found = shown(found)
        self.expected = expected
