"""Errors of the checklists package: what is wrong with a definition, and where an author finds it.

ChecklistError      a definition cannot be used; `problems` names sheet, row, column, found, expected
XPathError          one expression cannot be used; the reader of the row turns it into a Problem
"""

from __future__ import annotations

from dataclasses import dataclass


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
        return f"{place}: found {self.found}; expected {self.expected}"


class ChecklistError(ValueError):
    """A checklist does not exist or cannot be used; holds every problem that was found, not only the first."""

    def __init__(self, message: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__("\n".join([message, *(f"  {problem}" for problem in problems)]))
        self.problems = problems


class XPathError(ValueError):
    """An expression is not ODK XPath: what was found and what was expected."""

    def __init__(self, found: str, expected: str) -> None:
        super().__init__(f"found {found}; expected {expected}")
        self.found = found
        self.expected = expected
