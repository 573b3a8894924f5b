"""The records that travel: their fields, their types, and what happens when two people change the same field.

The one table that snapshot, feed, merge and both databases read. A field that is not here does not sync.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property, lru_cache


class FieldType(StrEnum):
    """How a value is written on the wire and in SQLite."""

    TEXT = "text"
    INTEGER = "integer"
    PAISA = "paisa"
    DAY = "day"
    MONTH = "month"
    MOMENT = "moment"
    FLAG = "flag"
    REAL = "real"


class Policy(StrEnum):
    """Who wins when a field changed on both sides since the base value."""

    CENTRE = "centre"
    FIELD = "field"
    MAX = "max"
    UNION = "union"
    REVIEW = "review"


@dataclass(frozen=True)
class Field:
    """One field of an entity. `group` names fields that are only right together."""

    name: str
    type: FieldType = FieldType.TEXT
    policy: Policy = Policy.CENTRE
    group: str = ""
    from_field: bool = False
    """Whether an inspector may propose a change of it."""
    since: int = 1
    """The schema that brought it; a laptop of an older one is never sent it."""


@dataclass(frozen=True, eq=False)
class Entity:
    """One kind of record. `scope_by` names the field that leads to its employer ("" for the employer itself).

    Compared by identity: what is worked out of one is looked up for every record that is written.
    """

    name: str
    fields: tuple[Field, ...]
    scope_by: str = "employer_id"
    since: int = 1
    """The schema that brought it."""

    def field(self, name: str) -> Field:
        """Return a field.

        Raises:
            KeyError: the entity has no such field.
        """
        for candidate in self.fields:
            if candidate.name == name:
                return candidate
        raise KeyError(f"{self.name} has no field {name!r}")

    @cached_property
    def field_names(self) -> tuple[str, ...]:
        """Names of all fields, in order; the identity `id` is not one of them."""
        return tuple(field.name for field in self.fields)

    def at(self, schema: int) -> Entity:
        """Return the entity with the fields that a laptop of a schema knows."""
        return _at(self, schema)


def _field(name: str, type_: FieldType = FieldType.TEXT) -> Field:
    return Field(name, type_)


def _correctable(name: str, policy: Policy = Policy.REVIEW, group: str = "") -> Field:
    return Field(name, policy=policy, group=group, from_field=True)


_T, _I, _P, _D, _M = (
    FieldType.TEXT,
    FieldType.INTEGER,
    FieldType.PAISA,
    FieldType.DAY,
    FieldType.MONTH,
)

EMPLOYER = Entity(
    "employer",
    (
        _field("institution"),
        _field("registration_no"),
        _correctable("name_en", group="name"),
        _correctable("name_ur", group="name"),
        _correctable("trade_name"),
        _field("ntn"),
        _correctable("owner_name"),
        _correctable("owner_cnic"),
        _correctable("phone"),
        _correctable("address_en", group="address"),
        _correctable("address_ur", group="address"),
        _field("district"),
        _correctable("sector"),
        _field("status"),
        _field("registered_on", _D),
        _field("self_assessment", FieldType.FLAG),
    ),
    scope_by="",
)
ESTABLISHMENT = Entity(
    "establishment",
    (
        _field("employer_id"),
        _field("name_en"),
        _field("name_ur"),
        _field("address_en"),
        _field("address_ur"),
        _field("phone"),
        _field("opened_on", _D),
    ),
)
COVERAGE = Entity(
    "coverage",
    (
        _field("employer_id"),
        _field("worker_id"),
        _field("secured_no"),
        _field("name_en"),
        _field("name_ur"),
        _field("cnic"),
        _field("sex"),
        _field("from_on", _D),
        _field("to_on", _D),
        _field("wage_at_entry_paisa", _P),
    ),
)
CONTRIBUTION_MONTH = Entity(
    "contribution_month",
    (
        _field("employer_id"),
        _field("month", _M),
        _field("declared_workers", _I),
        _field("wages_paisa", _P),
        _field("due_paisa", _P),
        _field("paid_paisa", _P),
        _field("paid_on", _D),
        _field("challan_no"),
    ),
)
CERTIFICATE = Entity(
    "certificate",
    (
        _field("employer_id"),
        _field("certificate_no"),
        _field("issued_on", _D),
        _field("expires_on", _D),
        _field("status"),
    ),
)
VISIT = Entity(
    "visit",
    (
        _field("employer_id"),
        _field("inspector_id"),
        _field("planned_on", _D),
        _field("purpose_en"),
        _field("purpose_ur"),
        _field("order_no"),
        _field("authorised_by"),
        _field("status"),
        Field("valid_until", _D, since=3),
        Field("most_minutes", _I, since=3),
        Field("officers", since=3),
        Field("selected_by", since=3),
        Field("notice", since=3),
        Field("ground", since=3),
    ),
)
INSPECTION_SUMMARY = Entity(
    "inspection_summary",
    (
        _field("employer_id"),
        _field("inspector_id"),
        _field("inspector_name"),
        _field("inspected_on", _D),
        _field("state"),
        _field("remark"),
        _field("findings_count", _I),
        Field("version", _I, since=3),
        Field("remarks", since=3),
        Field("found", since=3),
        Field("promised", since=3),
        Field("records_due_on", _D, since=3),
        Field("notice_no", since=3),
        Field("notice_on", _D, since=3),
        Field("notice_paisa", _P, since=3),
        Field("hearing_on", _D, since=3),
    ),
)

ENTITIES: dict[str, Entity] = {
    entity.name: entity
    for entity in (
        EMPLOYER,
        ESTABLISHMENT,
        COVERAGE,
        CONTRIBUTION_MONTH,
        CERTIFICATE,
        VISIT,
        INSPECTION_SUMMARY,
    )
}
"""Every entity of the register that laptops hold a copy of, in the order they are written."""


def entities_at(schema: int) -> dict[str, Entity]:
    """Return the entities that a laptop of a schema knows, each with the fields it knows."""
    return {name: entity.at(schema) for name, entity in ENTITIES.items() if entity.since <= schema}


@lru_cache(maxsize=256)
def _at(entity: Entity, schema: int) -> Entity:
    known = tuple(field for field in entity.fields if field.since <= schema)
    return entity if known == entity.fields else replace(entity, fields=known)


class OperationKind(StrEnum):
    """What an operation intends; a kind once used keeps its meaning for ever."""

    INSPECTION_START = "inspection.start"
    INSPECTION_CLOSE = "inspection.close"
    FINDING_RECORD = "finding.record"
    EVIDENCE_ADD = "evidence.add"
    EMPLOYER_CORRECT = "employer.correct"
    EMPLOYER_ADD = "employer.add"
    INSPECTION_AMEND = "inspection.amend"
