"""A definition as an XLSForm workbook and back: the sheets survey, choices, settings, and our `findings`.

Nothing is lost on the way: the same definition comes back. Reads cells, not meanings; `rules` checks those.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from checklists.definition import FIRST_ROW, UR, Definition, Row
from checklists.errors import ChecklistError, Problem
from checklists.instance_tree import NOT_XML
from checklists.not_offered import SHEETS as SHEETS_NOT_OFFERED
from simplify_content.workbook_guard import Danger, UnsafeWorkbook, WorkbookParts, look_at_workbook

MAX_FILE_BYTES = 20 * 1024 * 1024
"""A checklist with a thousand items in two languages is well under one megabyte."""
MAX_UNPACKED_BYTES = 100 * 1024 * 1024
MAX_PARTS = 500
MAX_ROWS, MAX_COLUMNS = 20_000, 200
LONGEST_CELL = 32_767
"""Characters that a cell of a workbook can hold."""

_SHEETS = ("survey", "choices", "settings", "findings")
_RENAMED = {f"title::{UR}": "ss_title_ur"}
"""Settings whose own name another reader of the form would misread, and their name in a workbook."""
_MACROS = ("xl/vbaProject.bin", "xl/macrosheets/", "xl/externalLinks/", "xl/activeX/", "xl/embeddings/")
_BROKEN = (InvalidFileException, KeyError, ValueError, TypeError, IndexError, AttributeError, SyntaxError, OSError)
_EXPECTED = {
    Danger.BOMB: f"a workbook of at most {MAX_UNPACKED_BYTES // 1024 // 1024} MB unpacked and {MAX_PARTS} parts",
    Danger.NOT_A_WORKBOOK: "an .xlsx workbook",
    Danger.DOCTYPE: "XML without a DTD or entities",
    Danger.BROKEN: "an .xlsx workbook that is whole",
}


def write_workbook(definition: Definition) -> bytes:
    """Return the workbook of a definition; its rows stand where problems name them.

    Raises:
        ChecklistError: a cell holds what a workbook cannot: a control character, or more than 32,767 characters.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    sheets = dict(definition.sheets())
    for name in _SHEETS:
        _write_sheet(book.create_sheet(name), sheets[name])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _write_sheet(sheet: Any, rows: tuple[Row, ...]) -> None:
    columns = list(dict.fromkeys(column for row in rows for column in row.columns))
    for place, column in enumerate(columns, 1):
        sheet.cell(1, place, _RENAMED.get(column, column))
    for row in rows:
        for place, column in enumerate(columns, 1):
            if row[column]:
                _write_cell(sheet.cell(row.number, place), row, column)
    sheet.freeze_panes = "A2"


def _write_cell(cell: Any, row: Row, column: str) -> None:
    text = row[column]
    if len(text) > LONGEST_CELL:
        problem = row.problem(column, f"{len(text)} characters", f"at most {LONGEST_CELL}")
        raise ChecklistError("the workbook cannot be written", (problem,))
    if NOT_XML.search(text):
        problem = row.problem(column, "a control character", "text that a workbook can hold")
        raise ChecklistError("the workbook cannot be written", (problem,))
    cell.value = text
    cell.data_type = "s"  # a text that starts with = stays a text


def read_workbook_file(file: Path) -> Definition:
    """Return the definition in an .xlsx file; a file that is too large is refused before it is read.

    Raises:
        ChecklistError: see `read_workbook`; or there is no such file.
    """
    try:
        size = file.stat().st_size
        if size > MAX_FILE_BYTES:
            found, most = f"{size // 1024 // 1024} MB", f"at most {MAX_FILE_BYTES // 1024 // 1024} MB"
            raise ChecklistError(f"{file.name}: found {found}; expected {most}")
        content = file.read_bytes()
    except OSError as problem:
        raise ChecklistError(f"{file.name}: cannot be read: {problem.strerror}") from None
    return read_workbook(content, name=file.name)


def read_workbook(content: bytes, *, name: str) -> Definition:
    """Return the definition in a workbook.

    Raises:
        ChecklistError: a zip bomb, a DTD, macros, links to other files, a formula, a missing sheet, a heading
            twice; every problem of a cell names sheet, row, column.
    """
    try:
        parts = look_at_workbook(content, unpacked_bytes=MAX_UNPACKED_BYTES, parts=MAX_PARTS)
    except UnsafeWorkbook as unsafe:
        found = f"{unsafe.detail} unpacked" if unsafe.danger is Danger.BOMB else unsafe.detail
        raise ChecklistError(f"{name}: found {found}; expected {_EXPECTED[unsafe.danger]}") from None
    _refuse_macros(parts, name)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        _refuse_sheets(book.sheetnames, name)
        sheets = {sheet.title: tuple(_rows(sheet, name)) for sheet in book.worksheets if sheet.title in _SHEETS}
    except ChecklistError:
        raise
    except _BROKEN as problem:
        why = str(problem)[:120] or type(problem).__name__
        raise ChecklistError(f"{name}: found {why}; expected {_EXPECTED[Danger.BROKEN]}") from None
    return _definition(sheets, name)


def _refuse_macros(parts: WorkbookParts, name: str) -> None:
    for part in sorted(parts.names):
        if part.startswith(_MACROS):
            raise ChecklistError(f"{name}: found {part}; expected a workbook without macros or links to other files")


def _refuse_sheets(titles: list[str], name: str) -> None:
    for title in titles:
        if title in SHEETS_NOT_OFFERED:
            raise ChecklistError(f"{name}: sheet {title!r}: expected a form without {SHEETS_NOT_OFFERED[title]}")
        plain = title.strip().lower()
        if title not in _SHEETS and plain in _SHEETS:
            raise ChecklistError(f"{name}: found the sheet {title!r}; expected its name written {plain!r}")


def _definition(sheets: dict[str, tuple[Row, ...]], name: str) -> Definition:
    if missing := [sheet for sheet in ("survey", "settings") if not sheets.get(sheet)]:
        raise ChecklistError(f"{name}: found no row in {', '.join(missing)}; expected the sheets {', '.join(_SHEETS)}")
    if len(sheets["settings"]) > 1:
        problem = sheets["settings"][1].problem("form_id", "a second row", "one row")
        raise ChecklistError(f"{name}: cannot be used", (problem,))
    return Definition(sheets["settings"][0], sheets["survey"], sheets.get("choices", ()), sheets.get("findings", ()))


def _rows(sheet: Any, name: str) -> Iterator[Row]:
    sheet.reset_dimensions()
    headings: list[str] = []
    problems: list[Problem] = []
    for number, cells in enumerate(sheet.iter_rows(), 1):
        if number > MAX_ROWS or len(cells) > MAX_COLUMNS:
            found = f"{number} rows, {len(cells)} columns"
            raise ChecklistError(
                f"{name}: sheet {sheet.title!r}: found {found}; expected at most {MAX_ROWS} and {MAX_COLUMNS}"
            )
        if number < FIRST_ROW:
            headings, problems = _headings(sheet.title, cells)
            continue
        columns, wrong = _columns(sheet.title, number, headings, cells=cells)
        problems.extend(wrong)
        if columns:
            yield Row(sheet.title, number, columns)
    if problems:
        raise ChecklistError(f"{name}: cannot be used", tuple(problems))


def _headings(sheet: str, cells: tuple[Any, ...]) -> tuple[list[str], list[Problem]]:
    written = {heading: column for column, heading in _RENAMED.items()} if sheet == "settings" else {}
    headings = [written.get(_text(cell.value), _text(cell.value)) for cell in cells]
    twice = [heading for heading in dict.fromkeys(headings) if heading and headings.count(heading) > 1]
    return headings, [Problem(sheet, 1, heading, "the heading twice", "each heading once") for heading in twice]


def _columns(
    sheet: str, number: int, headings: list[str], *, cells: tuple[Any, ...]
) -> tuple[dict[str, str], list[Problem]]:
    columns: dict[str, str] = {}
    problems: list[Problem] = []
    for place, cell in enumerate(cells):
        text = _text(cell.value)
        if not text:
            continue
        heading = headings[place] if place < len(headings) else ""
        if cell.data_type in ("f", "e"):
            kind = "a formula" if cell.data_type == "f" else "an error"
            told = getattr(cell.value, "text", None) or text
            problems.append(Problem(sheet, number, heading, f"{kind}, {told[:60]}", "the text itself"))
        elif not heading:
            problems.append(Problem(sheet, number, f"no. {place + 1}", repr(text[:60]), "a heading above it"))
        columns[heading] = text
    return columns, problems


def _text(value: Any) -> str:
    """Return a cell as an author sees it: a whole number without its point, a truth as XLSForm's yes and no."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true()" if value else "false()"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(timespec="seconds")
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value).strip()
