"""A checklist as its authors write it: XLSForm's sheets and columns as YAML, read but not yet understood.

`rules` checks rows, `compile` turns them into a form.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from checklists.errors import ChecklistError, Problem, shown
from simplify_content.plain_yaml import YamlRefused, read_yaml_file

EN, UR = "English (en)", "Urdu (ur)"
FIRST_ROW = 2
"""Row of the first entry of a sheet, as a spreadsheet counts it below its headings."""

MAX_BYTES = 20 * 1024 * 1024
"""Of one YAML file; the largest checklist that ships has a tenth of a megabyte."""

_SHEETS = ("settings", "survey", "choices", "findings")


@dataclass(frozen=True)
class Row:
    """One row of a sheet; a missing column reads as ""."""

    sheet: str
    number: int
    columns: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.columns.get(column, "")

    def problem(self, column: str, found: str, expected: str) -> Problem:
        """Return a problem of one cell of this row."""
        return Problem(self.sheet, self.number, column, found, expected)


@dataclass(frozen=True)
class Definition:
    """All sheets of one checklist."""

    settings: Row
    survey: tuple[Row, ...]
    choices: tuple[Row, ...]
    findings: tuple[Row, ...]

    def sheets(self) -> Iterator[tuple[str, tuple[Row, ...]]]:
        """Yield each sheet's name and rows."""
        yield "settings", (self.settings,)
        yield "survey", self.survey
        yield "choices", self.choices
        yield "findings", self.findings


def read_definition(file: Path) -> Definition:
    """Return the definition that a YAML file holds.

    Raises:
        ChecklistError: the file is not YAML, or its sheets are not lists of rows.
    """
    try:
        content = read_yaml_file(file, most_bytes=MAX_BYTES, unquoted=str)
    except YamlRefused as problem:
        raise ChecklistError(f"{file.name}: cannot be read as YAML: {problem}") from None
    return definition_from(content, name=file.name)


def definition_from(content: object, *, name: str) -> Definition:
    """Return the definition in a YAML document.

    Raises:
        ChecklistError: a sheet is missing, unknown, or not of rows with columns.
    """
    if not isinstance(content, dict) or set(content) != set(_SHEETS):
        found = ", ".join(map(str, content)) if isinstance(content, dict) else type(content).__name__
        raise ChecklistError(f"{name}: found the sheets {found}; expected {', '.join(_SHEETS)}")
    sheets = {
        sheet: tuple(_rows(sheet, [content[sheet]] if sheet == "settings" else content[sheet])) for sheet in _SHEETS
    }
    return Definition(sheets["settings"][0], sheets["survey"], sheets["choices"], sheets["findings"])


def definition_as_yaml(definition: Definition) -> str:
    """Return a definition as a YAML document that `read_definition` reads back to the same definition."""
    sheets = {name: [dict(row.columns) for row in rows] for name, rows in definition.sheets()}
    content = {**sheets, "settings": sheets["settings"][0]}
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=1000)


def _rows(sheet: str, rows: object) -> Iterator[Row]:
    if not isinstance(rows, list):
        raise ChecklistError(f"sheet {sheet!r}: found {type(rows).__name__}; expected a list of rows")
    for number, row in enumerate(rows, FIRST_ROW):
        if not isinstance(row, dict):
            raise ChecklistError(f"sheet {sheet!r}, row {number}: found {shown(repr(row))}; expected columns")
        for column, value in row.items():
            if not isinstance(value, str | None):
                problem = Problem(sheet, number, str(column), f"a {type(value).__name__}", "a text")
                raise ChecklistError(f"sheet {sheet!r} cannot be read", (problem,))
        yield Row(sheet, number, {str(column): text for column, value in row.items() if (text := _cell(value))})


def _cell(value: object) -> str:
    return "" if value is None else str(value).strip()
