"""What a laptop holds of the register, and what the centre has of the same districts, in one form to compare."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sync_protocol.entities import ENTITIES

if TYPE_CHECKING:
    from .world import World


Records = Mapping[str, Mapping[str, Mapping[str, Mapping[str, Any]]]]
"""By entity, district and id."""


def centre_records(world: World) -> Records:
    """Return every record that the centre holds."""
    records: dict[str, dict[str, dict[str, dict[str, Any]]]] = {}
    for entity in ENTITIES.values():
        columns = ", ".join(f"own.{name}" for name in ("id", "rev", *entity.field_names))
        join = f" JOIN employer ON employer.id = own.{entity.scope_by}" if entity.scope_by else ""
        place = "employer.district" if entity.scope_by else "own.district"
        by_place: dict[str, dict[str, dict[str, Any]]] = {}
        for row in world.centre.rows(f"SELECT {place} AS place, {columns} FROM {entity.name} AS own{join}"):
            one = plain(row._mapping)
            by_place.setdefault(one.pop("place"), {})[one["id"]] = one
        records[entity.name] = by_place
    return records


def centre_image(world: World, records: Records, laptop_name: str) -> dict[str, dict[str, Mapping[str, Any]]]:
    """Return those of them that a laptop should hold."""
    sign_in = laptop_name.partition(" ")[0]
    [user] = world.centre.rows("SELECT scopes FROM user_account WHERE sign_in = :name", name=sign_in)
    districts = [scope.removeprefix("district:") for scope in json.loads(user.scopes)]
    return {
        name: {row_id: one for place in districts for row_id, one in by_place.get(place, {}).items()}
        for name, by_place in records.items()
    }


def plain(one: Mapping[str, Any]) -> dict[str, Any]:
    return {name: int(value) if isinstance(value, bool) else value for name, value in one.items()}


def difference(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> str:
    for row_id in sorted(ours.keys() | theirs.keys()):
        if ours.get(row_id) != theirs.get(row_id):
            return f"{row_id}: laptop {ours.get(row_id)}, centre {theirs.get(row_id)}"
    return ""
