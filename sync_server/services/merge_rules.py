"""What happens when two people change the same thing, told from the one table that the merge itself reads."""

from __future__ import annotations

from dataclasses import dataclass

from sync_protocol.entities import ENTITIES, Entity, Field

CENTRE_ONLY = "centre_only"
"""Rule of a field that inspectors never change."""


@dataclass(frozen=True)
class MergeRule:
    """Fields that are decided as one, and how: a policy of `sync_protocol.entities`, or `CENTRE_ONLY`."""

    entity: str
    fields: tuple[str, ...]
    rule: str

    @property
    def is_group(self) -> bool:
        """Whether several fields are only right together."""
        return len(self.fields) > 1


def merge_rules() -> tuple[MergeRule, ...]:
    """Return the rules of the fields that inspectors may change, then of the others, entity by entity."""
    return tuple(rule for entity in ENTITIES.values() for rule in (*_changeable(entity), *_fixed(entity)))


def _changeable(entity: Entity) -> list[MergeRule]:
    fields = [field for field in entity.fields if field.from_field]
    registers: dict[str, list[Field]] = {}
    for field in fields:
        registers.setdefault(field.group or field.name, []).append(field)
    return [
        MergeRule(entity.name, tuple(field.name for field in members), str(members[0].policy))
        for members in registers.values()
    ]


def _fixed(entity: Entity) -> list[MergeRule]:
    names = tuple(field.name for field in entity.fields if not field.from_field and field.name != entity.scope_by)
    return [MergeRule(entity.name, names, CENTRE_ONLY)] if names else []
