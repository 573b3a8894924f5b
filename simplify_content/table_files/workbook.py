"""XLSX workbooks to tables of plain cells, through openpyxl, after a look at the zip that carries them.

Formulas give the value that the spreadsheet program stored; a formula without one is marked.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from simplify_content.table_files.errors import BadFile
from simplify_content.table_files.tables import (
    EPOCH_1900,
    EPOCH_1904,
    WHOLE_REGISTER,
    Limits,
    SourceFile,
    Table,
    check_width,
    untold,
    within,
)
from simplify_content.workbook_guard import Danger, UnsafeWorkbook, WorkbookParts, look_at_workbook

UNCALCULATED = "\x00formula"
"""What a cell holds whose formula was never calculated; no file can spell it, zero bytes are refused."""

_BROKEN = (
    zipfile.BadZipFile,
    InvalidFileException,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    SyntaxError,
    EOFError,
    OSError,
)


def read_workbook(
    source: SourceFile, *, limits: Limits = WHOLE_REGISTER, tell: Callable[[int], None] = untold
) -> tuple[Table, ...]:
    """Return one table per visible sheet that holds anything.

    `tell` hears now and then how many rows of the present sheet were read.

    Raises:
        BadFile: a zip bomb, not a workbook, broken inside, or empty.
    """
    parts = _check_zip(source, limits)
    try:
        tables = _tables(source, parts, limits=limits, tell=tell)
    except _BROKEN as problem:
        raise BadFile("file.broken_workbook", why=str(problem)[:120] or type(problem).__name__) from None
    if not tables:
        raise BadFile("file.empty")
    return tables


_CODES = {Danger.BOMB: "file.zip_bomb", Danger.NOT_A_WORKBOOK: "file.not_a_table"}


def _check_zip(source: SourceFile, limits: Limits) -> WorkbookParts:
    """Refuse what would unpack to too much; return what the sheets hold beside plain cells."""
    try:
        return look_at_workbook(source.content, unpacked_bytes=limits.unpacked_bytes, parts=limits.parts)
    except UnsafeWorkbook as unsafe:
        fact = {Danger.BOMB: "size", Danger.NOT_A_WORKBOOK: ""}.get(unsafe.danger, "why")
        facts = {fact: unsafe.detail} if fact else {}
        raise BadFile(_CODES.get(unsafe.danger, "file.broken_workbook"), **facts) from None


def _tables(
    source: SourceFile, parts: WorkbookParts, *, limits: Limits, tell: Callable[[int], None]
) -> tuple[Table, ...]:
    values = load_workbook(io.BytesIO(source.content), read_only=True, data_only=True, keep_links=False)
    again = io.BytesIO(source.content)
    formulas = load_workbook(again, read_only=True, keep_links=False) if parts.has_formulas else None
    epoch = EPOCH_1904 if values.epoch.year == 1904 else EPOCH_1900
    tables = []
    sheets = [sheet for sheet in values.worksheets if sheet.sheet_state == "visible"]
    for sheet in sheets:
        rows = list(within(limits, _rows(sheet), tell))
        if formulas is not None:
            _mark_uncalculated(rows, formulas[sheet.title])
        if not any(any(row) for row in rows):
            continue
        check_width(rows)
        label = sheet.title if len(sheets) > 1 else ""
        tables.append(
            Table(
                source.name,
                label,
                rows,
                epoch=epoch,
                how="xlsx",
                has_merged_cells=parts.has_merged_cells,
                has_formulas=parts.has_formulas,
                has_macros=parts.has_macros,
            )
        )
    return tuple(tables)


def _rows(sheet: Any) -> Iterator[list[str]]:
    sheet.reset_dimensions()
    for row in sheet.iter_rows(values_only=True):
        yield [_plain(cell) for cell in row]


def _mark_uncalculated(rows: list[list[str]], sheet: Any) -> None:
    sheet.reset_dimensions()
    for row, formulas in zip(rows, sheet.iter_rows(values_only=True), strict=False):
        for index, formula in enumerate(formulas):
            if formula is None or (index < len(row) and row[index]):
                continue
            if not isinstance(formula, (int, float, bool, date, time)):
                row.extend([""] * (index + 1 - len(row)))
                row[index] = UNCALCULATED


def _plain(value: Any) -> str:
    """Return a cell as the text a CSV export would hold, days in ISO form."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
