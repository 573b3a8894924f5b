"""A file of any accepted kind to tables of plain cells: CSV here, XLSX through `workbook`.

Knows nothing of what the columns mean; that is `headers` and `rows`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from simplify_content.table_files.decode import decode
from simplify_content.table_files.errors import BadFile

MAX_COLUMNS = 300
_MEGABYTE = 1024 * 1024
EPOCH_1900 = date(1899, 12, 30)
"""Day 0 of Excel serials counted from 1900 (its false 29 February 1900 included)."""
EPOCH_1904 = date(1904, 1, 1)

_DELIMITERS = (",", ";", "\t", "|")
_ZIP, _OLE, _PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF"


@dataclass(frozen=True)
class Limits:
    """How large a file may be: as it is, unpacked, and in rows and cells that hold anything; None is no limit.

    Reading stops at the first row beyond, so that a file that is far too large costs no more than one that fits.
    """

    file_bytes: int = 512 * _MEGABYTE
    unpacked_bytes: int = 512 * _MEGABYTE
    parts: int = 4000
    rows: int | None = None
    cells: int | None = None


WHOLE_REGISTER = Limits()
"""What a centre reads: the register of an institution."""


@dataclass(frozen=True)
class Table:
    """One sheet or CSV file. Row n of the spreadsheet is `rows[n - 1]`; blank rows are there, empty."""

    file: str
    sheet: str
    rows: Sequence[Sequence[str]]
    epoch: date = EPOCH_1900
    how: str = ""
    """How it was read, such as "utf-8, comma"."""
    has_merged_cells: bool = False
    """Whether cells of the workbook are merged; of merged cells only the first holds what is written in them."""
    has_formulas: bool = False
    """Whether the workbook calculates cells; the values are those that the spreadsheet program stored."""
    has_macros: bool = False
    """Whether the workbook carries a program; it is never run."""

    @property
    def name(self) -> str:
        """How reports call it: file, and sheet where the file has several."""
        return f"{self.file} [{self.sheet}]" if self.sheet else self.file


@dataclass(frozen=True)
class SourceFile:
    """A file as it arrived."""

    name: str
    content: bytes = field(repr=False)


TELL_EVERY = 100
"""Rows between two tellings of how many were read."""


def untold(_: int) -> None:
    """Tell nobody how many rows were read."""


def read_tables(
    source: SourceFile, *, limits: Limits = WHOLE_REGISTER, tell: Callable[[int], None] = untold
) -> tuple[Table, ...]:
    """Return the tables of a file; a CSV file has one, a workbook one per visible sheet that is not empty.

    `tell` hears now and then how many rows of the present sheet were read.

    Raises:
        BadFile: not a table at all, too big, encrypted, broken, or in no encoding that can be read.
    """
    content = source.content
    if len(content) > limits.file_bytes:
        raise BadFile("file.too_big", limit=f"{limits.file_bytes // _MEGABYTE} MB")
    if not content.strip():
        raise BadFile("file.empty")
    if content.startswith(_ZIP):
        from simplify_content.table_files.workbook import read_workbook

        return read_workbook(source, limits=limits, tell=tell)
    if content.startswith(_OLE):
        raise BadFile("file.old_excel")
    if content.startswith(_PDF):
        raise BadFile("file.not_a_table")
    return (_read_csv(source, limits, tell),)


def _read_csv(source: SourceFile, limits: Limits, tell: Callable[[int], None]) -> Table:
    decoded = decode(source.content)
    text = decoded.text
    rows_before = 0
    hint = text[:16].split("\n", 1)[0].rstrip("\r")
    if hint.lower().startswith("sep=") and len(hint) == 5:
        delimiter, rows_before = hint[4], 1
        text = text.split("\n", 1)[1] if "\n" in text else ""
    else:
        delimiter = sniff_delimiter(text)
    rows: list[list[str]] = [[] for _ in range(rows_before)]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    started = 1
    try:
        for row in within(limits, reader, tell):
            rows.append(row)
            started = reader.line_num + 1
    except csv.Error as problem:
        code = "file.long_cell" if "field limit" in str(problem) else "file.quotes"
        raise BadFile(code, line=f"{started + rows_before:,}") from None
    if not any(any(cell.strip() for cell in row) for row in rows):
        raise BadFile("file.empty")
    check_width(rows)
    named = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}.get(delimiter, delimiter)
    return Table(source.name, "", rows, how=f"{decoded.encoding}, {named}")


def within(limits: Limits, rows: Iterable[list[str]], tell: Callable[[int], None]) -> Iterator[list[str]]:
    """Yield rows as they are, up to what is allowed, and tell now and then how many there were.

    Raises:
        BadFile: more rows or cells with anything in them.
    """
    filled = cells = 0
    for number, row in enumerate(rows, start=1):
        if number % TELL_EVERY == 0:
            tell(number)
        held = sum(cell != "" for cell in row)
        filled += held > 0
        cells += held
        if limits.rows is not None and filled > limits.rows:
            raise BadFile("file.too_many_rows", limit=f"{limits.rows:,}")
        if limits.cells is not None and cells > limits.cells:
            raise BadFile("file.too_many_cells", limit=f"{limits.cells:,}")
        yield row


def check_width(rows: Sequence[Sequence[str]]) -> None:
    """Refuse a table with more columns than a register can have.

    Raises:
        BadFile: one row has more than `MAX_COLUMNS` cells with content.
    """
    for row in rows:
        if len(row) > MAX_COLUMNS and len([cell for cell in row if cell]) > MAX_COLUMNS:
            raise BadFile("file.too_wide", limit=MAX_COLUMNS)


def sniff_delimiter(text: str) -> str:
    """Return the delimiter with which the first lines fall into the most columns, most evenly."""
    lines = [line for line in text[:65536].splitlines()[:40] if line.strip()]
    if len(text) > 65536 and len(lines) > 1:
        lines = lines[:-1]
    return max(_DELIMITERS, key=lambda delimiter: _evenness(lines, delimiter))


def _evenness(lines: list[str], delimiter: str) -> tuple[int, int]:
    """How many lines have the commonest width above one, and that width."""
    try:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
    except csv.Error:
        return (0, 0)
    wide = [width for width in widths if width > 1]
    if not wide:
        return (0, 0)
    commonest = max(sorted(set(wide), reverse=True), key=wide.count)
    return (wide.count(commonest), commonest)
