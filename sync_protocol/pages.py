"""Pages of the feed on the wire: records by columns, changed fields alone where the laptop has the rest.

One group holds the changes of one entity that name the same fields; its columns run alongside its ids.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate, validates_schema

from sync_protocol.entities import ENTITIES


class ChangeKind(StrEnum):
    """What a change says of its record."""

    WHOLE = "whole"
    """Every field; the record may be new."""
    PATCH = "patch"
    """Fields that changed; the laptop has the record."""
    GONE = "gone"
    """The record left the scope."""


@dataclass(frozen=True)
class Change:
    """One record's change. `values` is empty for one that is gone."""

    kind: ChangeKind
    entity: str
    row_id: str
    rev: int = 0
    values: Mapping[str, Any] = field(default_factory=dict)


class GroupSchema(Schema):
    """Changes of one kind and entity with the same fields: ids and revisions, and a column for each field."""

    class Meta:  # noqa: D106 - marshmallow's own place for options
        unknown = RAISE

    kind = fields.Enum(ChangeKind, by_value=True, required=True)
    entity = fields.Str(required=True, validate=validate.OneOf(tuple(ENTITIES)))
    fields_ = fields.List(fields.Str(), required=True, data_key="fields")
    ids = fields.List(fields.Str(), required=True, validate=validate.Length(min=1))
    revs = fields.List(fields.Int(strict=True), required=True)
    columns = fields.List(fields.List(fields.Raw(allow_none=True)), required=True)

    @validates_schema
    def columns_fit(self, data: Mapping[str, Any], **_: Any) -> None:
        """Refuse columns that do not run alongside the ids."""
        rows = len(data["ids"])
        odd = {name for name in data["fields_"] if name not in ENTITIES[data["entity"]].field_names}
        if odd:
            raise ValidationError(f"{data['entity']} has no field {', '.join(sorted(odd))}", "fields")
        if len(data["columns"]) != len(data["fields_"]) or any(len(column) != rows for column in data["columns"]):
            raise ValidationError("a column for each field, a value for each id", "columns")
        if len(data["revs"]) != (0 if data["kind"] is ChangeKind.GONE else rows):
            raise ValidationError("a revision for each id", "revs")


def grouped(changes: Iterable[Change]) -> list[dict[str, Any]]:
    """Return changes as groups, ready for JSON; their order among each other is given up, as nothing hangs on it."""
    groups: dict[tuple[str, ChangeKind, tuple[str, ...]], list[Change]] = {}
    for change in changes:
        groups.setdefault((change.entity, change.kind, tuple(change.values)), []).append(change)
    return [
        {
            "kind": str(kind),
            "entity": entity,
            "fields": list(names),
            "ids": [change.row_id for change in members],
            "revs": [] if kind is ChangeKind.GONE else [change.rev for change in members],
            "columns": [[change.values[name] for change in members] for name in names],
        }
        for (entity, kind, names), members in groups.items()
    ]


def ungrouped(groups: Iterable[Mapping[str, Any]]) -> Iterator[Change]:
    """Yield the changes of groups as `GroupSchema` loaded them."""
    for group in groups:
        names, kind = group["fields_"], group["kind"]
        for place, row_id in enumerate(group["ids"]):
            yield Change(
                kind=kind,
                entity=group["entity"],
                row_id=row_id,
                rev=group["revs"][place] if group["revs"] else 0,
                values={name: column[place] for name, column in zip(names, group["columns"], strict=True)},
            )
