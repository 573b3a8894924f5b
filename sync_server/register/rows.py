"""Rows of a mapped table to records, one by one: each becomes a record, is skipped for a named reason, or rejected.

What a record does to the register is decided in `plan`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from simplify_content.cleaning import comparable
from simplify_content.table_files.days import DayReader
from simplify_content.table_files.errors import TableError, ValueRefused
from simplify_content.table_files.tables import Table
from simplify_content.table_files.words import is_spreadsheet_error
from simplify_content.table_files.workbook import UNCALCULATED
from simplify_content.text import same
from sync_server.register.checks import check_record
from sync_server.register.errors import UnfitValue
from sync_server.register.headers import IGNORED, HeaderMapping, MappedColumn, is_header_again
from sync_server.register.kinds import FileKind, Parser, parsers
from sync_server.register.records import Record, Reject, Skip

Progress = Callable[[int], None]
"""Told how many more rows are done."""

_STEP = 2000
_TOTALS = frozenset(
    comparable(word)
    for word in (
        "Total",
        "Grand Total",
        "Sub Total",
        "Totals",
        "Page Total",
        "Sum",
        "کل",
        "میزان",
        "مجموعہ",
        "ٹوٹل",
        "کل میزان",
    )
)
_URDU = re.compile("[\u0600-\u06ff]")
_LATIN = re.compile("[A-Za-z]")


@dataclass(frozen=True)
class ParsedTable:
    """A table read: every one of its `rows_total` rows is in exactly one of the three."""

    table: Table
    mapping: HeaderMapping
    records: tuple[Record, ...]
    rejects: tuple[Reject, ...]
    skipped: Counter[Skip]

    @property
    def rows_total(self) -> int:
        """Rows of the file, headings and blank ones included."""
        return len(self.table.rows)

    @property
    def rejected_rows(self) -> int:
        """Rows with one reject or more."""
        return len({reject.row for reject in self.rejects})


@dataclass(frozen=True)
class _Cell:
    index: int
    field: str
    heading: str
    parse: Callable[[str], Any]
    remembered: dict[str, Any] | None


def parse_table(
    table: Table,
    mapping: HeaderMapping,
    *,
    days: DayReader,
    jurisdiction: str,
    progress: Progress = lambda done: None,
) -> ParsedTable:
    """Return the records of a table.

    Args:
        table: the table.
        mapping: which column is which field.
        days: reads days, knowing today.
        jurisdiction: where the districts of the register lie, as a law pack gives it.
        progress: told of rows done, now and then.
    """
    return _TableReader(table, mapping, parsers(mapping.kind, days, jurisdiction=jurisdiction)).read(progress)


class _TableReader:
    """Reads one table once."""

    def __init__(self, table: Table, mapping: HeaderMapping, parse: Mapping[str, Parser]) -> None:
        self._table, self._mapping, self._kind = table, mapping, mapping.kind
        self._cells = _cells(mapping, parse)
        self._headings = {column.field: column.heading for column in mapping.by_field.values()}
        self._width = 1 + max((i for i, cell in enumerate(table.rows[mapping.header_row]) if cell), default=0)
        ignored = (column.index for column in mapping.columns if column.field == IGNORED)
        unknown = (column.index for column in mapping.unknown)
        self._silent = frozenset((*ignored, *unknown))
        self._records: list[Record] = []
        self._rejects: list[Reject] = []
        self._skipped: Counter[Skip] = Counter()

    def read(self, progress: Progress) -> ParsedTable:
        header = self._mapping.header_row
        for index, cells in enumerate(self._table.rows):
            if index < header:
                self._skipped[Skip.BEFORE_HEADING if any(cells) else Skip.BLANK] += 1
            elif index == header:
                self._skipped[Skip.HEADING] += 1
            else:
                self._row(index + 1, cells)
            if index % _STEP == _STEP - 1:
                progress(_STEP)
        progress(len(self._table.rows) % _STEP)
        return ParsedTable(self._table, self._mapping, tuple(self._records), tuple(self._rejects), self._skipped)

    def _row(self, row: int, cells: Sequence[str]) -> None:
        values: dict[str, Any] = {}
        refused: list[tuple[_Cell, str, ValueRefused]] = []
        width = len(cells)
        for cell in self._cells:
            if cell.index >= width or not (raw := cells[cell.index]):
                continue
            known = cell.remembered
            if known is not None and raw in known:
                value = known[raw]
            else:
                try:
                    value = _read(raw, cell)
                except ValueRefused as refusal:
                    refused.append((cell, raw, refusal))
                    continue
                if known is not None:
                    known[raw] = value
            if value != "":
                values[cell.field] = value
        if refused or width > self._width or not self._is_whole(values):
            self._not_a_record(row, cells, values, refused)
        else:
            self._keep(row, values)

    def _is_whole(self, values: Mapping[str, Any]) -> bool:
        for group in self._kind.required:
            for field in group:
                if field in values:
                    break
            else:
                return False
        return True

    def _keep(self, row: int, values: dict[str, Any]) -> None:
        _settle_names(values)
        try:
            check_record(self._kind.kind, values)
        except ValueRefused as refusal:
            field = str(refusal.facts.get("field", ""))
            self._reject(row, self._headings.get(field, ""), str(values.get(field, "")), refusal)
        else:
            self._records.append(Record(self._table.name, row, values))

    def _not_a_record(
        self,
        row: int,
        cells: Sequence[str],
        values: Mapping[str, Any],
        refused: Sequence[tuple[_Cell, str, ValueRefused]],
    ) -> None:
        filled = [cell for index, cell in enumerate(cells) if index not in self._silent and cell.strip()]
        if not filled:
            self._skipped[Skip.BLANK] += 1
        elif is_header_again(self._mapping, cells):
            self._skipped[Skip.REPEATED_HEADING] += 1
        elif comparable(next(cell for cell in cells if cell.strip())) in _TOTALS:
            self._skipped[Skip.TOTAL] += 1
        elif any(cell.strip() for cell in cells[self._width :]):
            self._reject(row, "", filled[0], UnfitValue("too_many_cells", count=len(cells), expected=self._width))
        elif len(filled) == 1:
            self._reject(row, "", filled[0], UnfitValue("lone_text"))
        else:
            self._reject_cells(row, values, refused)

    def _reject_cells(
        self, row: int, values: Mapping[str, Any], refused: Sequence[tuple[_Cell, str, ValueRefused]]
    ) -> None:
        for cell, raw, refusal in refused:
            self._reject(row, cell.heading, raw, refusal)
        failed = {cell.field for cell, _, _ in refused}
        for group in self._kind.required:
            if not any(field in values or field in failed for field in group):
                self._reject(row, self._group_heading(group), "", _missing(group, self._headings))
        if not refused and self._is_whole(values):  # blank cells beyond the headings
            self._keep(row, dict(values))

    def _group_heading(self, group: tuple[str, ...]) -> str:
        return " / ".join(self._headings[field] for field in group if field in self._headings)

    def _reject(self, row: int, column: str, value: str, refusal: TableError) -> None:
        shown = "" if value == UNCALCULATED else value
        self._rejects.append(Reject(self._table.name, row, column, shown, refusal.code, refusal.text))


def _missing(group: tuple[str, ...], headings: Mapping[str, str]) -> ValueRefused:
    named = [headings[field] for field in group if field in headings]
    return UnfitValue("required") if len(named) < 2 else UnfitValue("required_any", columns=same(" / ".join(named)))


def _cells(mapping: HeaderMapping, parse: Mapping[str, Parser]) -> list[_Cell]:
    kind: FileKind = mapping.kind
    repeats = {column.name for column in kind.columns if column.repeats}
    columns: list[MappedColumn] = list(mapping.by_field.values())
    return [_Cell(c.index, c.field, c.heading, parse[c.field], {} if c.field in repeats else None) for c in columns]


def _read(raw: str, cell: _Cell) -> Any:
    if raw == UNCALCULATED:
        raise ValueRefused("formula_without_value")
    if raw[0] == "#" and is_spreadsheet_error(raw):
        raise ValueRefused("spreadsheet_error")
    return cell.parse(raw) if not raw.isspace() else ""


def _settle_names(values: dict[str, Any]) -> None:
    """Move a name or address to the language it is written in, where the column's language was only guessed."""
    for english, urdu in (("name_en", "name_ur"), ("address_en", "address_ur")):
        if (value := values.get(english)) and not value.isascii() and urdu not in values and _is_urdu(value):
            values[urdu] = values.pop(english)
        elif (value := values.get(urdu)) and english not in values and value.isascii():
            values[english] = values.pop(urdu)


def _is_urdu(text: str) -> bool:
    return bool(_URDU.search(text)) and not _LATIN.search(text)
