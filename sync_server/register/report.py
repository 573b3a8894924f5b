"""What an import did, row by row accounted for, for people and for programs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from simplify_content.text import Text
from sync_server.register.headers import HeaderMapping
from sync_server.register.kinds import Kind
from sync_server.register.plan import MetCorrection
from sync_server.register.records import Reject, Skip
from sync_server.register.rows import ParsedTable


class CountsDoNotAddUp(AssertionError):
    """A row was lost or counted twice: a defect of this program, never of the file."""


@dataclass(frozen=True)
class TableReport:
    """One table. Every row of the file is counted in exactly one place."""

    name: str
    kind: Kind
    how: str
    rows_total: int
    new: int
    changed: int
    unchanged: int
    skipped: Counter[Skip]
    rejected: int

    def __post_init__(self) -> None:
        counted = self.new + self.changed + self.unchanged + self.skipped.total() + self.rejected
        if counted != self.rows_total:
            raise CountsDoNotAddUp(f"{self.name}: {counted} rows accounted for, the file has {self.rows_total}")

    def as_json(self) -> dict[str, Any]:
        """Return the report of the table for programs."""
        return {
            "name": self.name,
            "kind": str(self.kind),
            "how": self.how,
            "rows": self.rows_total,
            "new": self.new,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "skipped": {str(reason): self.skipped[reason] for reason in Skip},
            "rejected": self.rejected,
        }


@dataclass(frozen=True)
class MappingShown:
    """How a table was understood: each column's field, and the first records as read."""

    table: str
    kind: Kind
    kind_name: Text
    columns: tuple[tuple[str, str, str], ...]
    """(letter, heading, field); field "" where the column is not known."""
    sample: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class ImportReport:
    """A whole import. `written` is false for a dry run."""

    tables: tuple[TableReport, ...]
    mappings: tuple[MappingShown, ...]
    rejects: tuple[Reject, ...]
    corrections: tuple[MetCorrection, ...]
    unread: tuple[str, ...]
    written: bool

    @property
    def rows_total(self) -> int:
        """Rows of all tables."""
        return sum(table.rows_total for table in self.tables)

    @property
    def changes(self) -> int:
        """Records that the import made or changed."""
        return sum(table.new + table.changed for table in self.tables)

    def as_json(self) -> dict[str, Any]:
        """Return the report for programs."""
        fields = ("rows", "new", "changed", "unchanged", "rejected")
        tables = [table.as_json() for table in self.tables]
        return {
            "written": self.written,
            "tables": tables,
            "totals": {name: sum(table[name] for table in tables) for name in fields}
            | {"skipped": sum(table.skipped.total() for table in self.tables)},
            "mapping": [
                {
                    "table": shown.table,
                    "kind": str(shown.kind),
                    "columns": [
                        {"letter": letter, "heading": heading, "field": field}
                        for letter, heading, field in shown.columns
                    ],
                    "sample": list(shown.sample),
                }
                for shown in self.mappings
            ],
            "rejects": [
                {"file": r.file, "row": r.row, "column": r.column, "code": r.code, "reason": r.reason.en}
                for r in self.rejects
            ],
            "corrections": [
                {"file": c.table, "row": c.row, "id": c.row_id, "field": c.field, "replaced": c.replaced}
                for c in self.corrections
            ],
            "unread": list(self.unread),
        }


def show_mapping(parsed: ParsedTable, mapping: HeaderMapping, kind_name: Text, *, rows: int = 3) -> MappingShown:
    """Return how a table was understood, with its first records."""
    known = [(column.index, column.letter, column.heading, column.field) for column in mapping.columns]
    unknown = [(column.index, "", column.heading, "") for column in mapping.unknown]
    columns = tuple(shown[1:] for shown in sorted(known + unknown))
    sample = tuple(dict(record.values) for record in parsed.records[:rows])
    return MappingShown(parsed.table.name, mapping.kind.kind, kind_name, columns, sample)
