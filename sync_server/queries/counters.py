"""The feed's tables: a counter and digest per scope, a membership row per scope and record, the fields that changed.

For the gateway only, and for what looks after the scopes themselves; everything here happens under the lock of the
scope's counter row, which is held until the transaction ends.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table, case, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from sync_protocol.digests import EMPTY
from sync_server.models import FieldChange, Member, Scope
from sync_server.queries.synced_rows import chunks

THROUGH_GATEWAY = {"muaina_gateway": True}
"""Execution option that the guard of `queries.database` looks for."""

Key = tuple[str, str]
"""Entity and row id."""


@dataclass(frozen=True)
class Counter:
    """Where a scope stands. `digest` is "" while it is not known."""

    v: int
    digest: str


@dataclass(frozen=True, slots=True)
class Touch:
    """What a transaction did to one record in one scope."""

    present: bool
    digest: str
    """Of the record as it stands now; "" when it is not present."""
    fields: frozenset[str] = frozenset()
    """Names of the fields that changed."""
    is_new: bool = False
    """Whether the record was made in this transaction, so that no scope can have known it."""
    came_back: bool = False
    """Whether it left the scope and entered it again: what changed in between was noted elsewhere."""


@dataclass(frozen=True, slots=True)
class _Standing:
    present: bool
    digest: str


def lock_counter(session: Session, scope_id: str, *, now: datetime) -> Counter:
    """Return the counter of a scope and keep others from raising it until the transaction ends.

    A scope that is met for the first time is made with an epoch named after the moment: a centre that is set up
    again, or restored, never continues an older history under the same name.
    """
    query = select(Scope.v, Scope.digest).where(Scope.id == scope_id).with_for_update()
    found = session.execute(query).first()
    if found is None:
        epoch = now.strftime("%Y%m%dT%H%M%S.%f")
        new = _upsert(session, _table(Scope)).values(id=scope_id, epoch=epoch, v=0, digest=EMPTY, patches_from=0)
        session.execute(new.on_conflict_do_nothing(), execution_options=THROUGH_GATEWAY)
        found = session.execute(query).one()
    return Counter(v=int(found.v), digest=found.digest)


def raise_counter(session: Session, scope_id: str, *, by: int, now: datetime) -> int:
    """Raise the counter of a scope, which is made if it is not there, and return it."""
    v = lock_counter(session, scope_id, now=now).v + by
    if by:
        _set_scope(session, scope_id, v=v)
    return v


def stamp_scope(session: Session, scope_id: str, touches: Mapping[Key, Touch], *, now: datetime) -> int:
    """Give each touched record of a scope its number and digest, and the scope its own; return the new counter."""
    counter = lock_counter(session, scope_id, now=now)
    standing = _standing(session, scope_id, [key for key, touch in touches.items() if not touch.is_new])
    members, fields = [], []
    for v, (key, touch) in enumerate(touches.items(), counter.v + 1):
        before = standing.get(key)
        is_whole = touch.present and (before is None or not before.present or touch.came_back)
        members.append(_member(scope_id, key, touch, v=v, whole_v=v if is_whole else 0))
        if touch.present and not is_whole:
            fields.append(_field_change(scope_id, key, touch, v=v))
    _put_members(session, members)
    if fields:
        session.execute(insert(_table(FieldChange)), fields, execution_options=THROUGH_GATEWAY)
    v = counter.v + len(touches)
    _set_scope(session, scope_id, v=v, digest=_digest_after(counter.digest, touches, standing))
    return v


def set_digest(session: Session, scope_id: str, digest: str) -> None:
    """Write down a scope's digest; the counter is locked by the caller."""
    _set_scope(session, scope_id, digest=digest)


def set_patches_from(session: Session, scope_id: str, v: int) -> None:
    """Write down from which number on the fields of each change are known; the counter is locked by the caller."""
    _set_scope(session, scope_id, patches_from=v)


def _digest_after(before: str, touches: Mapping[Key, Touch], standing: Mapping[Key, _Standing]) -> str:
    """Return the digest of a scope after its records' digests changed; "" when it cannot be known."""
    if not before or any(one.present and not one.digest for one in standing.values()):
        return ""
    total = int(before, 16)
    for one in standing.values():
        if one.present:
            total ^= int(one.digest, 16)
    for touch in touches.values():
        if touch.present:
            total ^= int(touch.digest, 16)
    return f"{total:032x}"


def _standing(session: Session, scope_id: str, keys: Sequence[Key]) -> dict[Key, _Standing]:
    found: dict[Key, _Standing] = {}
    for entity in sorted({entity for entity, _ in keys}):
        query = select(Member.row_id, Member.present, Member.digest)
        query = query.where(Member.scope_id == scope_id, Member.entity == entity)
        for chunk in chunks([row_id for name, row_id in keys if name == entity]):
            for row in session.execute(query.where(Member.row_id.in_(chunk))):
                found[entity, row.row_id] = _Standing(row.present, row.digest)
    return found


def _member(scope_id: str, key: Key, touch: Touch, *, v: int, whole_v: int) -> dict[str, Any]:
    return {
        "scope_id": scope_id,
        "entity": key[0],
        "row_id": key[1],
        "v": v,
        "present": touch.present,
        "whole_v": whole_v,
        "digest": touch.digest,
    }


def _field_change(scope_id: str, key: Key, touch: Touch, *, v: int) -> dict[str, Any]:
    names = " ".join(sorted(touch.fields))
    return {"scope_id": scope_id, "v": v, "entity": key[0], "row_id": key[1], "fields": names}


def _put_members(session: Session, members: Sequence[Mapping[str, Any]]) -> None:
    """Write membership rows; one that stays in the scope keeps the number at which it entered."""
    statement = _upsert(session, _table(Member))
    new = statement.excluded
    statement = statement.on_conflict_do_update(
        index_elements=["scope_id", "entity", "row_id"],
        set_={
            "v": new.v,
            "present": new.present,
            "digest": new.digest,
            "whole_v": case((new.whole_v > 0, new.whole_v), else_=Member.whole_v),
        },
    )
    session.execute(statement, list(members), execution_options=THROUGH_GATEWAY)


def _set_scope(session: Session, scope_id: str, **values: Any) -> None:
    statement = update(_table(Scope)).where(Scope.id == scope_id).values(values)
    session.execute(statement, execution_options=THROUGH_GATEWAY)


def _upsert(session: Session, table: Table) -> Any:
    dialect = session.get_bind().dialect.name
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


def _table(model: Any) -> Table:
    table = model.__table__
    assert isinstance(table, Table)
    return table
