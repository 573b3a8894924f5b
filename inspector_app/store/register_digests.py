"""Digests of the register copy, to be compared with the centre's; read from the rows, so that no fault is repeated."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from sqlite_utils import Database

from inspector_app.store.register_changes import OWN_REV
from sync_protocol.digests import BUCKETS, bucket_of, row_digest
from sync_protocol.entities import ENTITIES, Entity

_IN_SCOPE = "(scope = ? OR id IN (SELECT id FROM further_scope WHERE entity = ? AND scope = ?)) AND rev <> ?"


def bucket_digests(register: Database, scope: str) -> list[str]:
    """Return the digest of each bucket of a scope, in order; what this laptop entered itself does not count."""
    buckets = [0] * BUCKETS
    for entity in ENTITIES.values():
        for row_id, *values in _records(register, entity, scope):
            digest = row_digest(entity, row_id, dict(zip(entity.field_names, values, strict=True)))
            buckets[bucket_of(row_id)] ^= int(digest, 16)
    return [f"{total:032x}" for total in buckets]


def ids_in_buckets(register: Database, entity: Entity, scope: str, buckets: Collection[int]) -> list[str]:
    """Return the ids of a scope's records of an entity in some buckets."""
    ends = [f"{bucket:02x}" for bucket in buckets]
    marks = ", ".join("?" * len(ends))
    sql = f"SELECT id FROM {entity.name} WHERE {_IN_SCOPE} AND substr(id, -2) IN ({marks})"  # noqa: S608 - own names
    return [found[0] for found in register.conn.execute(sql, (scope, entity.name, scope, OWN_REV, *ends))]


def _records(register: Database, entity: Entity, scope: str) -> Iterator[Any]:
    sql = f"SELECT {', '.join(('id', *entity.field_names))} FROM {entity.name} WHERE {_IN_SCOPE}"  # noqa: S608 - own names
    yield from register.conn.execute(sql, (scope, entity.name, scope, OWN_REV))
