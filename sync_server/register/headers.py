"""Which column of a table is which field: headings in English or Urdu, in any order, mapped by aliases.

Decides the kind of the file from its headings; reads no values.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from openpyxl.utils import get_column_letter
from rapidfuzz import fuzz, process

from simplify_content.cleaning import clean_text, comparable
from simplify_content.table_files.tables import Table
from simplify_content.text import Text
from sync_server.register.errors import TEXTS, BadRegister
from sync_server.register.kinds import FILE_KINDS, FileKind, Kind

_ALIASES = Path(__file__).parent / "aliases.yaml"
_SEARCHED_ROWS = 40
_CLOSE = 70
IGNORED = "(ignored)"
_BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*$")


@dataclass(frozen=True)
class MappedColumn:
    """One column: its place from 0, its heading as written, and the field it is, or `IGNORED`."""

    index: int
    heading: str
    field: str

    @property
    def letter(self) -> str:
        """The letter that a spreadsheet shows above the column."""
        return str(get_column_letter(self.index + 1))


@dataclass(frozen=True)
class UnknownColumn:
    """A heading that is no field's; `suggestion` is the nearest field, or ""."""

    index: int
    heading: str
    suggestion: str

    def __str__(self) -> str:
        shown = self.heading or f"column {get_column_letter(self.index + 1)} without a heading"
        return f'"{shown}" ({self.suggestion}?)' if self.suggestion else f'"{shown}"'


@dataclass(frozen=True)
class HeaderMapping:
    """How a table is read: its kind, the row of its headings from 0, and its columns."""

    kind: FileKind
    header_row: int
    columns: tuple[MappedColumn, ...]
    unknown: tuple[UnknownColumn, ...]

    @property
    def by_field(self) -> Mapping[str, MappedColumn]:
        """The column of each mapped field."""
        return {column.field: column for column in self.columns if column.field != IGNORED}


@cache
def aliases() -> Mapping[Kind, Mapping[str, str]]:
    """Return for each kind of file the field of each known heading, in comparable form.

    Raises:
        ValueError: the alias file names a field that the kind does not have, or one heading for two fields.
    """
    content: dict[str, Any] = yaml.safe_load(_ALIASES.read_text(encoding="utf-8"))
    ignored = {comparable(name): IGNORED for names in content["ignored"] for name in names}
    return {kind: ignored | _aliases_of(entry, content) for kind, entry in FILE_KINDS.items()}


def _aliases_of(kind: FileKind, content: dict[str, Any]) -> dict[str, str]:
    known: dict[str, str] = {}
    listed = {**content["shared"], **content[kind.kind]}
    if strays := set(listed) - set(kind.fields):
        raise ValueError(f"{_ALIASES.name}: {kind.kind} has no field {', '.join(sorted(strays))}")
    for field in kind.fields:
        for name in (field, *listed.get(field, ())):
            if known.setdefault(comparable(str(name)), field) != field:
                raise ValueError(f"{_ALIASES.name}: {kind.kind}: {name!r} stands for two fields")
    return known


def map_table(table: Table, *, kind: Kind | None = None, given: Mapping[str, str] | None = None) -> HeaderMapping:
    """Return how a table is to be read.

    Args:
        table: the table.
        kind: what its rows are, where somebody said so; else the headings decide.
        given: headings that somebody mapped by hand, to a field or to `IGNORED`.

    Raises:
        BadRegister: no headings, a required column missing, two columns for one field, or headings that fit
            several kinds.
    """
    row = _header_row(table)
    if row is None:
        raise BadRegister("file.no_header", examples="Registration No, Employer Name, District")
    wanted = (kind,) if kind else tuple(Kind)
    mappings = [_map_row(table, row, FILE_KINDS[each], given or {}) for each in wanted]
    whole = [mapping for mapping in mappings if not _missing(mapping)]
    if not whole:
        raise _incomplete(max(mappings, key=lambda mapping: len(mapping.by_field)))
    best = max(len(mapping.by_field) for mapping in whole)
    leading = [mapping for mapping in whole if len(mapping.by_field) == best]
    if len(leading) > 1:
        raise BadRegister("file.ambiguous_kind", kinds=", ".join(mapping.kind.kind for mapping in leading))
    _check_given(leading[0], given or {})
    _check_doubled(leading[0])
    return leading[0]


def _header_row(table: Table) -> int | None:
    """Return the row that knows the most headings of any one kind, two at least."""
    best, found = 1, None
    for number, cells in enumerate(table.rows[:_SEARCHED_ROWS]):
        forms = [_forms(cell) for cell in cells]
        for known in aliases().values():
            fields = {known[form] for pair in forms for form in pair if form in known} - {IGNORED}
            if len(fields) > best:
                best, found = len(fields), number
    return found


def _forms(heading: str) -> tuple[str, str]:
    """Return the comparable forms of a heading, with and without what its end says in brackets."""
    return comparable(heading), comparable(_BRACKETS.sub("", clean_text(heading)))


def _map_row(table: Table, row: int, kind: FileKind, given: Mapping[str, str]) -> HeaderMapping:
    known = aliases()[kind.kind]
    by_hand = {comparable(heading): field for heading, field in given.items()}
    columns, unknown = [], []
    for index, cell in enumerate(table.rows[row]):
        full, bare = _forms(cell)
        field = by_hand.get(full) or known.get(full) or known.get(bare)
        if field:
            columns.append(MappedColumn(index, clean_text(cell), field))
        elif full or _has_values(table, row, index):
            unknown.append(UnknownColumn(index, clean_text(cell), _nearest(full, known)))
    return HeaderMapping(kind, row, tuple(columns), tuple(unknown))


def _has_values(table: Table, row: int, index: int) -> bool:
    return any(len(cells) > index and cells[index].strip() for cells in table.rows[row + 1 :])


def _nearest(form: str, known: Mapping[str, str]) -> str:
    near = process.extractOne(form, known.keys(), scorer=fuzz.ratio, score_cutoff=_CLOSE) if form else None
    return known[near[0]] if near else ""


def _missing(mapping: HeaderMapping) -> list[tuple[str, ...]]:
    fields = set(mapping.by_field)
    return [group for group in mapping.kind.required if not fields & set(group)]


def _incomplete(mapping: HeaderMapping) -> BadRegister:
    columns = ", ".join(" / ".join(group) for group in _missing(mapping))
    if mapping.unknown:
        columns += f" ({', '.join(map(str, mapping.unknown))})"
    return BadRegister("file.missing_columns", kind=kind_name(mapping.kind.kind), columns=columns)


def kind_name(kind: Kind) -> Text:
    """Return what people call a kind of file."""
    return TEXTS[f"kind.{kind}"]


def _check_given(mapping: HeaderMapping, given: Mapping[str, str]) -> None:
    headings = {comparable(column.heading) for column in mapping.columns}
    for heading, field in given.items():
        if comparable(heading) not in headings or field not in (*mapping.kind.fields, IGNORED):
            fields = ", ".join(mapping.kind.fields)
            kind = kind_name(mapping.kind.kind)
            raise BadRegister("file.bad_map", given=f"{heading}={field}", kind=kind, fields=fields)


def _check_doubled(mapping: HeaderMapping) -> None:
    seen: dict[str, MappedColumn] = {}
    for column in mapping.columns:
        if column.field != IGNORED and (first := seen.setdefault(column.field, column)) is not column:
            columns = f'"{first.heading}" ({first.letter}), "{column.heading}" ({column.letter})'
            raise BadRegister("file.doubled_columns", field=column.field, columns=columns)


def is_header_again(mapping: HeaderMapping, cells: Sequence[str]) -> bool:
    """Return whether a later row repeats the headings, as a printed register does on each page."""
    named = [column for column in mapping.columns if column.heading]
    same = sum(1 for c in named if c.index < len(cells) and cells[c.index] and clean_text(cells[c.index]) == c.heading)
    return same >= 2 and same * 2 > len(named)
