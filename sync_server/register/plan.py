"""What the records of a file would do to the register: which are new, changed, unchanged, doubled or refused.

Compares with records handed in; reads and writes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from simplify_content.text import same
from sync_protocol.entities import ENTITIES, FieldType
from sync_server.queries.aliases import MERGED
from sync_server.queries.synced_rows import SyncedRow
from sync_server.register.errors import UnfitValue
from sync_server.register.kinds import FileKind, Kind
from sync_server.register.records import Record, Reject

_NAMED_ROWS = 5
_EMPTY: Mapping[FieldType, Any] = {
    FieldType.TEXT: "",
    FieldType.INTEGER: 0,
    FieldType.PAISA: 0,
    FieldType.FLAG: False,
    FieldType.REAL: 0.0,
}
_FIRST_VALUES: Mapping[str, Mapping[str, Any]] = {
    "employer": {"status": "active"},
    "certificate": {"status": "valid"},
    "coverage": {"wage_at_entry_paisa": None},
}


class Corrections(StrEnum):
    """What an import does to a field that an inspector or a supervisor wrote last."""

    KEEP = "keep"
    REPLACE = "replace"


@dataclass(frozen=True)
class MetCorrection:
    """A file that says something else than a person who corrected the register."""

    table: str
    row: int
    entity: str
    row_id: str
    field: str
    standing: Any
    in_file: Any
    replaced: bool


@dataclass(frozen=True)
class Unique:
    """Records of which no two name the same thing, and what was taken out."""

    records: tuple[Record, ...]
    duplicates: Counter[str]
    """Rows that repeat another row word for word, by table."""
    rejects: tuple[Reject, ...]


@dataclass
class Plan:
    """What one kind of records does to the register; rows carry `id` and every field."""

    kind: FileKind
    new: list[dict[str, Any]] = field(default_factory=list)
    changed: list[dict[str, Any]] = field(default_factory=list)
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Rows by table and what became of them: "new", "changed", "unchanged"."""
    rejects: list[Reject] = field(default_factory=list)
    corrections: list[MetCorrection] = field(default_factory=list)

    def forget_rows(self) -> None:
        """Let go of rows that are written; a large register would keep hundreds of megabytes."""
        self.new.clear()
        self.changed.clear()


def take_out_duplicates(records: Iterable[Record], *, key: Callable[[Record], Any], column: str) -> Unique:
    """Return records without repetitions.

    Rows of one key that say the same count once; rows of one key that say different things are all rejected,
    because nobody here can know which is right.

    Args:
        records: of one kind, from all tables.
        key: what makes two rows the same record.
        column: the heading that the rejects name.
    """
    groups: dict[Any, Record | list[Record]] = {}
    for record in records:
        wanted = key(record)
        standing = groups.setdefault(wanted, record)
        if standing is not record:
            if isinstance(standing, list):
                standing.append(record)
            else:
                groups[wanted] = [standing, record]
    kept: list[Record] = []
    rejects: list[Reject] = []
    duplicates: Counter[str] = Counter()
    for group in groups.values():
        if isinstance(group, Record):
            kept.append(group)
        elif all(record.values == group[0].values for record in group):
            kept.append(group[0])
            duplicates.update(record.table for record in group[1:])
        else:
            rejects += [_contradiction(record, group, column) for record in group]
    return Unique(tuple(kept), duplicates, tuple(rejects))


def _contradiction(record: Record, group: Sequence[Record], column: str) -> Reject:
    others = [other for other in group if other is not record]
    rows = ", ".join(
        str(other.row) if other.table == record.table else f"{other.table}: {other.row}"
        for other in others[:_NAMED_ROWS]
    )
    if len(others) > _NAMED_ROWS:
        rows += ", …"
    refusal = UnfitValue("row.contradicts", rows=same(rows))
    return Reject(record.table, record.row, column, _identity(record), refusal.code, refusal.text)


def _identity(record: Record) -> str:
    for name in ("certificate_no", "cnic", "secured_no"):
        if name in record.values:
            return str(record.values[name])
    parts = (record.values.get(name) for name in ("registration_no", "month"))
    return " ".join(str(part) for part in parts if part)


def plan_records(
    kind: FileKind,
    records: Iterable[tuple[Record, SyncedRow | None, Mapping[str, Any]]],
    *,
    new_id: Callable[[], str],
    corrections: Corrections,
) -> Plan:
    """Return what the records do to the register.

    Args:
        kind: what they are.
        records: each with the record that stands for the same thing, or None, and the values that a new record
            takes besides those of the row (such as the id of its employer).
        new_id: makes permanent ids.
        corrections: whether a field that a person corrected is kept or replaced.
    """
    plan = Plan(kind)
    empty = {name: _empty(kind.entity, name) for name in ENTITIES[kind.entity].field_names}
    for record, standing, more in records:
        values = record.values
        if standing is None:
            plan.new.append(_new_row(new_id(), empty, values, more))
            plan.counts[record.table, "new"] += 1
        elif (changed := _differing(values, standing)) and (
            changed := _without_corrected(plan, record, standing, changed, corrections)
        ):
            plan.changed.append({"id": standing.row_id, **standing.values, **changed})
            plan.counts[record.table, "changed"] += 1
        else:
            plan.counts[record.table, "unchanged"] += 1
    return plan


def _new_row(
    row_id: str, empty: Mapping[str, Any], values: Mapping[str, Any], more: Mapping[str, Any]
) -> dict[str, Any]:
    row = {"id": row_id, **empty, **more, **values}
    if "registration_no" not in empty:
        del row["registration_no"]
    if "name_en" in row and not row["name_en"]:
        row["name_en"] = row["name_ur"]
    return row


def _empty(entity: str, name: str) -> Any:
    first = _FIRST_VALUES.get(entity, {})
    return first[name] if name in first else _EMPTY.get(ENTITIES[entity].field(name).type)


def _differing(values: Mapping[str, Any], standing: SyncedRow) -> dict[str, Any]:
    if standing.values.items() >= values.items():
        return {}
    is_merged = standing.values.get("status") == MERGED
    return {
        name: value
        for name, value in values.items()
        if name in standing.values and standing.values[name] != value and not (is_merged and name == "status")
    }


def _without_corrected(
    plan: Plan, record: Record, standing: SyncedRow, changed: dict[str, Any], corrections: Corrections
) -> dict[str, Any]:
    replaced = corrections is Corrections.REPLACE
    for name in [name for name in changed if is_by_a_person(standing.stamps.get(name, ()))]:
        before = standing.values[name]
        entity = plan.kind.entity
        plan.corrections.append(
            MetCorrection(record.table, record.row, entity, standing.row_id, name, before, changed[name], replaced)
        )
        if not replaced:
            del changed[name]
    return changed


def is_by_a_person(stamp: Sequence[Any]) -> bool:
    """Return whether a field's last writer was an inspector's device or somebody at the centre, not an import."""
    return len(stamp) > 1 and bool(stamp[1] or (len(stamp) > 4 and stamp[4]))


def refuse_records(records: Iterable[Record], *, column: str, code: str, field: str) -> list[Reject]:
    """Return a reject for each record, naming one field's value."""
    refusal = UnfitValue(code)
    return [
        Reject(record.table, record.row, column, str(record.values.get(field, "")), code, refusal.text)
        for record in records
    ]


def key_of(kind: Kind) -> Callable[[Record], Any]:
    """Return what makes two rows of one import the same record; employers are named by registration number."""
    return _KEYS[kind]


def _employer(record: Record) -> Any:
    return record.values.get("institution"), record.values["registration_no"]


def _establishment(record: Record) -> Any:
    name = record.values.get("name_en") or record.values["name_ur"]
    return record.values["registration_no"], name.casefold()


def _worker(record: Record) -> Any:
    who = record.values.get("cnic") or record.values["secured_no"]
    return record.values["registration_no"], who, record.values.get("from_on")


_KEYS: Mapping[Kind, Callable[[Record], Any]] = {
    Kind.EMPLOYERS: _employer,
    Kind.ESTABLISHMENTS: _establishment,
    Kind.CERTIFICATES: lambda record: record.values["certificate_no"],
    Kind.WORKERS: _worker,
    Kind.CONTRIBUTIONS: lambda record: (record.values["registration_no"], record.values["month"]),
}
