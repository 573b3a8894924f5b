"""Digests of a scope's records: by bucket for a laptop whose own differ, and for scopes whose digest is not known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from sync_protocol.digests import BUCKETS, EMPTY, bucket_of, combined, row_digest
from sync_protocol.entities import ENTITIES, Entity
from sync_server.models import FieldChange, Member, Scope
from sync_server.queries.counters import THROUGH_GATEWAY, lock_counter, set_digest, set_patches_from
from sync_server.queries.synced_rows import SyncedRow, fetch_rows

SLICE = 2000
"""Members whose digests are worked out in one transaction."""


def bucket_digests(session: Session, scope_id: str) -> list[str]:
    """Return the digest of each bucket of a scope, in order."""
    buckets = [0] * BUCKETS
    for row_id, digest in _digests(session, scope_id):
        buckets[bucket_of(row_id)] ^= int(digest, 16)
    return [f"{total:032x}" for total in buckets]


def _digests(session: Session, scope_id: str) -> Iterator[tuple[str, str]]:
    query = select(Member.entity, Member.row_id, Member.digest).where(Member.scope_id == scope_id, Member.present)
    unknown: dict[str, list[str]] = {}
    for entity, row_id, digest in session.execute(query):
        if digest:
            yield row_id, digest
        else:
            unknown.setdefault(entity, []).append(row_id)
    for entity, row_ids in unknown.items():
        for row in fetch_rows(session, entity, row_ids).values():
            yield row.row_id, row_digest(ENTITIES[entity], row.row_id, row.values)


def rows_of_buckets(
    session: Session, scope_id: str, buckets: Iterable[int], *, entities: Mapping[str, Entity]
) -> Iterator[tuple[Entity, SyncedRow]]:
    """Yield the present records of some buckets of a scope, of the entities given, in order of entity and id."""
    ends = [f"{bucket:02x}" for bucket in sorted(set(buckets))]
    for entity in entities.values():
        query = select(Member.row_id).where(Member.scope_id == scope_id, Member.entity == entity.name, Member.present)
        if len(ends) < BUCKETS:
            query = query.where(func.substr(Member.row_id, 35, 2).in_(ends))
        row_ids = list(session.scalars(query.order_by(Member.row_id)))
        for row in fetch_rows(session, entity.name, row_ids).values():
            yield entity, row


def scopes_without_digest(session: Session) -> list[str]:
    """Return the scopes whose digest is not known, sorted."""
    return sorted(session.scalars(select(Scope.id).where(Scope.digest == "")))


def fill_digests(session: Session, scope_id: str) -> int:
    """Work out digests of at most `SLICE` present members that have none; return how many that were.

    A member that is written meanwhile keeps the digest that its writer gives it.
    """
    query = select(Member.entity, Member.row_id, Member.v)
    query = query.where(Member.scope_id == scope_id, Member.present, Member.digest == "").limit(SLICE)
    found, filled = session.execute(query).all(), 0
    for entity in sorted({member.entity for member in found}):
        numbers = {member.row_id: member.v for member in found if member.entity == entity}
        for row in fetch_rows(session, entity, sorted(numbers)).values():
            digest = row_digest(ENTITIES[entity], row.row_id, row.values)
            statement = update(Member).where(
                Member.scope_id == scope_id,
                Member.entity == entity,
                Member.row_id == row.row_id,
                Member.v == numbers[row.row_id],
                Member.digest == "",
            )
            session.execute(
                statement.values(digest=digest),
                execution_options={**THROUGH_GATEWAY, "synchronize_session": False},
            )
            filled += 1
    return filled


def sum_up_digests(session: Session, scope_id: str, *, now: datetime) -> str:
    """Write down the digest of a scope as the sum of its members' and return it; "" while one of them has none."""
    lock_counter(session, scope_id, now=now)
    query = select(Member.digest).where(Member.scope_id == scope_id, Member.present)
    digests = list(session.scalars(query))
    digest = "" if "" in digests else combined(digests, EMPTY)
    set_digest(session, scope_id, digest)
    return digest


def prune_field_changes(session: Session, scope_id: str, *, kept: int, now: datetime) -> int:
    """Forget which fields changed before the newest `kept` numbers of a scope; return how many changes went.

    A laptop whose cursor stands before them gets whole records from then on.
    """
    scope = session.get(Scope, scope_id, populate_existing=True)
    if scope is None or scope.v - kept <= scope.patches_from:
        return 0
    bound = scope.v - kept
    statement = delete(FieldChange).where(FieldChange.scope_id == scope_id, FieldChange.v <= bound)
    options = {**THROUGH_GATEWAY, "synchronize_session": False}
    done: Any = session.execute(statement, execution_options=options)
    lock_counter(session, scope_id, now=now)
    set_patches_from(session, scope_id, bound)
    return int(done.rowcount)
