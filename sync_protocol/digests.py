"""Digests that show in 16 bytes whether two sides hold the same records of a scope.

The digest of a scope is the exclusive or of its records' digests, so that it follows a change without reading the
rest. A record belongs to one of 256 buckets; when two digests differ, the buckets say which records to fetch again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sync_protocol.entities import Entity, FieldType

BUCKETS = 256
EMPTY = "0" * 32
"""Digest of nothing."""

_SIZE = 16
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def row_digest(entity: Entity, row_id: str, values: Mapping[str, Any]) -> str:
    """Return the digest of one record, 32 hexadecimal digits.

    Args:
        entity: which fields count, in their order.
        row_id: the record's permanent id.
        values: every field of the entity; a flag counts the same as 0 or 1 and as false or true.
    """
    chosen, flags = _layout(entity)
    ordered = list(chosen(values))
    for place in flags:
        if ordered[place] is not None:
            ordered[place] = int(ordered[place])
    text = _encode([entity.name, row_id, ordered])
    return hashlib.blake2b(text.encode("utf-8"), digest_size=_SIZE).hexdigest()


@lru_cache(maxsize=256)
def _layout(entity: Entity) -> tuple[Callable[[Mapping[str, Any]], tuple[Any, ...]], tuple[int, ...]]:
    """Return how to take an entity's values in order, and at which places flags stand."""
    names = entity.field_names
    chosen = itemgetter(*names) if len(names) > 1 else lambda values: tuple(values[name] for name in names)
    return chosen, tuple(place for place, field in enumerate(entity.fields) if field.type is FieldType.FLAG)


def combined(digests: Iterable[str], start: str = EMPTY) -> str:
    """Return the digest of a set of records; a digest that comes twice is taken out again."""
    total = int(start, 16)
    for digest in digests:
        total ^= int(digest, 16)
    return f"{total:032x}"


def bucket_of(row_id: str) -> int:
    """Return the bucket of a record, 0 to 255, by the last byte of its id (a UUIDv7 is random there)."""
    return int(row_id[-2:], 16)
