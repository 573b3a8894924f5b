"""The feed of a scope: every record whose number is above a cursor, as it stands now.

Called inside a reading transaction (`queries.database.reading`): the counter is read first, so nothing that is
committed later can carry a number that this page already claims.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from sync_protocol.entities import Entity, entities_at
from sync_protocol.pages import Change, ChangeKind
from sync_protocol.versions import PROTOCOL_VERSION, SCHEMA_VERSION
from sync_server.models import FieldChange, Member, Scope
from sync_server.queries.synced_rows import SyncedRow, chunks, fetch_rows

Key = tuple[str, str]
"""Entity and row id."""


@dataclass(frozen=True)
class Versions:
    """What a laptop speaks: protocol 1 knows whole records only, an older schema not every field."""

    protocol: int = PROTOCOL_VERSION
    schema: int = SCHEMA_VERSION


@dataclass(frozen=True)
class Entry:
    """One record's change and its number."""

    v: int
    change: Change


@dataclass(frozen=True)
class Page:
    """A run of changes in order of `v`. `until` is the cursor to go on from."""

    scope_id: str
    epoch: str
    until: int
    more: bool
    digest: str
    """Of the whole scope at `until`; "" when there is more, when it is not known, or for another schema than ours."""
    entries: tuple[Entry, ...]


def scope_counter(session: Session, scope_id: str) -> Scope | None:
    """Return a scope's counter as this transaction sees it, or None."""
    return session.get(Scope, scope_id, populate_existing=True)


def read_page(
    session: Session, scope: Scope, *, since: int, limit: int, complete: int = 0, versions: Versions | None = None
) -> Page:
    """Return changes of a scope in order, as a laptop reads them.

    Args:
        session: inside a reading transaction.
        scope: as `scope_counter` gave it.
        since: changes above this number.
        limit: most changes.
        complete: number at which the laptop had every record; fields alone are sent only of those it had then. A
            cursor in the middle of the feed does not say so: a record that it passed by has since moved to the end.
        versions: what the laptop speaks; None: what we speak.
    """
    versions = versions or Versions()
    entities = entities_at(versions.schema)
    query = select(Member).where(Member.scope_id == scope.id, Member.v > since, Member.v <= scope.v)
    if len(entities) < len(entities_at(SCHEMA_VERSION)):
        query = query.where(Member.entity.in_(list(entities)))
    members = list(session.scalars(query.order_by(Member.v).limit(limit + 1)))
    more, members = len(members) > limit, members[:limit]
    rows = _rows_of(session, members)
    fields = _fields_of(session, scope, members, had=min(complete, since)) if versions.protocol > 1 else {}
    entries = [_entry(member, entities[member.entity], rows, fields) for member in members]
    return Page(
        scope_id=scope.id,
        epoch=scope.epoch,
        until=members[-1].v if more and members else (since if more else scope.v),
        more=more,
        digest="" if more or versions.schema != SCHEMA_VERSION else scope.digest,
        entries=tuple(entries),
    )


def _rows_of(session: Session, members: Sequence[Member]) -> dict[Key, SyncedRow]:
    ids: dict[str, list[str]] = {}
    for member in members:
        if member.present:
            ids.setdefault(member.entity, []).append(member.row_id)
    return {
        (entity, row_id): row
        for entity, row_ids in ids.items()
        for row_id, row in fetch_rows(session, entity, row_ids).items()
    }


def _fields_of(session: Session, scope: Scope, members: Sequence[Member], *, had: int) -> dict[Key, set[str]]:
    """Return which fields changed since a number, for those records that a laptop had then."""
    if had < scope.patches_from:
        return {}
    patched = {(member.entity, member.row_id) for member in members if member.present and member.whole_v <= had}
    fields: dict[Key, set[str]] = {}
    for chunk in chunks(sorted({row_id for _, row_id in patched})):
        query = select(FieldChange.entity, FieldChange.row_id, FieldChange.fields).distinct()
        query = query.where(FieldChange.scope_id == scope.id, FieldChange.row_id.in_(chunk), FieldChange.v > had)
        for found in session.execute(query.where(FieldChange.v <= scope.v)):
            if (found.entity, found.row_id) in patched:
                fields.setdefault((found.entity, found.row_id), set()).update(found.fields.split())
    return fields


def _entry(member: Member, entity: Entity, rows: Mapping[Key, SyncedRow], fields: Mapping[Key, set[str]]) -> Entry:
    """Return a record's change; of one that left the scope nothing but its identity is said."""
    key = (member.entity, member.row_id)
    row, changed = rows.get(key), fields.get(key)
    if row is None:
        return Entry(member.v, Change(ChangeKind.GONE, *key))
    kind = ChangeKind.WHOLE if changed is None else ChangeKind.PATCH
    names = [name for name in entity.field_names if changed is None or name in changed]
    return Entry(member.v, Change(kind, *key, row.rev, {name: row.values[name] for name in names}))
