"""Files to parsed tables, all of them before anything is written: one bad file and nothing is imported.

Touches no database.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from simplify_content.table_files.days import DayReader
from simplify_content.table_files.errors import BadFile
from simplify_content.table_files.tables import SourceFile, Table, read_tables
from sync_server.register.errors import BadRegister
from sync_server.register.headers import HeaderMapping, map_table
from sync_server.register.kinds import Kind
from sync_server.register.rows import ParsedTable, Progress, parse_table


class UnknownColumns(StrEnum):
    """What to do with a column that is no field's."""

    REFUSE = "refuse"
    IGNORE = "ignore"


@dataclass(frozen=True)
class ReadingOptions:
    """What the person at the command line said about the files."""

    kind: Kind | None = None
    headings: Mapping[str, str] = field(default_factory=dict)
    """Headings mapped by hand, to a field or to `headers.IGNORED`."""
    unknown: UnknownColumns = UnknownColumns.REFUSE


@dataclass(frozen=True)
class MappedTable:
    """A table and how it will be read."""

    table: Table
    mapping: HeaderMapping


@dataclass(frozen=True)
class MappedFiles:
    """All tables of all files; `unread` names sheets that hold no register."""

    tables: tuple[MappedTable, ...]
    unread: tuple[str, ...]

    @property
    def rows_total(self) -> int:
        """Rows of all tables together."""
        return sum(len(mapped.table.rows) for mapped in self.tables)


def map_files(sources: Sequence[SourceFile], *, options: ReadingOptions) -> MappedFiles:
    """Return the tables of the files with their mapping, employers first, whatever order the files came in.

    Raises:
        BadFile: one of the files cannot be used; its name is in `facts["file"]`.
    """
    tables: list[MappedTable] = []
    unread: list[str] = []
    for source in _with_own_names(sources):
        try:
            _map_file(source, options, tables, unread)
        except BadFile as problem:
            problem.facts.setdefault("file", source.name)
            raise
    order = list(Kind)
    tables.sort(key=lambda mapped: order.index(mapped.mapping.kind.kind))
    return MappedFiles(tuple(tables), tuple(unread))


def _with_own_names(sources: Sequence[SourceFile]) -> list[SourceFile]:
    """Return the files so named that no two have one name: rows are counted by it."""
    seen: Counter[str] = Counter()
    named = []
    for source in sources:
        seen[source.name] += 1
        times = seen[source.name]
        named.append(source if times == 1 else SourceFile(f"{source.name} ({times})", source.content))
    return named


def _map_file(source: SourceFile, options: ReadingOptions, tables: list[MappedTable], unread: list[str]) -> None:
    sheets = read_tables(source)
    without_heading: BadFile | None = None
    found = 0
    for table in sheets:
        try:
            mapping = map_table(table, kind=options.kind, given=options.headings)
        except BadFile as problem:
            if len(sheets) == 1 or problem.code != "file.no_header":
                problem.facts["file"] = table.name
                raise
            without_heading = problem
            unread.append(table.name)
            continue
        if mapping.unknown and options.unknown is UnknownColumns.REFUSE:
            raise BadRegister("file.unknown_columns", columns=", ".join(map(str, mapping.unknown)), file=table.name)
        tables.append(MappedTable(table, mapping))
        found += 1
    if not found and without_heading:
        raise without_heading


def parse_files(
    files: MappedFiles, *, today: date, jurisdiction: str, progress: Progress = lambda done: None
) -> tuple[ParsedTable, ...]:
    """Return every table parsed, in the order of `files`; only districts of the jurisdiction are read."""
    return tuple(
        parse_table(
            mapped.table,
            mapped.mapping,
            days=DayReader(today, epoch=mapped.table.epoch),
            jurisdiction=jurisdiction,
            progress=progress,
        )
        for mapped in files.tables
    )


Stage = Callable[[str, int, int], None]
"""Told `(stage, done, total)` of long work; stages are "reading", "comparing", "writing"."""
