"""Reads for snapshots: the newest of a scope, those that may go, and the rows that go into one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from sync_protocol.entities import ENTITIES
from sync_server.local_time import local
from sync_server.models import Device, Member, Scope, Snapshot, User
from sync_server.queries.counters import THROUGH_GATEWAY
from sync_server.queries.scoped import scopes_followed
from sync_server.queries.synced_rows import table_of


def latest_snapshot(session: Session, scope_id: str) -> Snapshot | None:
    """Return the newest snapshot of a scope, or None."""
    query = select(Snapshot).where(Snapshot.scope_id == scope_id)
    return session.scalars(query.order_by(Snapshot.built_at.desc(), Snapshot.v.desc()).limit(1)).first()


def old_snapshots(session: Session, scope_id: str, *, kept: int, most: int, since: datetime) -> list[Snapshot]:
    """Return the snapshots of a scope that may go: all but the newest `kept`, and those since a moment up to `most`."""
    query = select(Snapshot).where(Snapshot.scope_id == scope_id)
    newest_first = list(session.scalars(query.order_by(Snapshot.built_at.desc(), Snapshot.v.desc())))
    return [
        snapshot
        for place, snapshot in enumerate(newest_first)
        if place >= most or (place >= kept and local(snapshot.built_at) < since)
    ]


def all_snapshots(session: Session) -> list[Snapshot]:
    """Return every snapshot that is kept, of all scopes."""
    return list(session.scalars(select(Snapshot)))


def renew_epochs(session: Session, *, epoch: str) -> int:
    """Give every scope an epoch that none ever had, forget all snapshots, and return how many scopes there are."""
    session.execute(delete(Snapshot))
    done: Any = session.execute(
        update(Scope).values(epoch=epoch), execution_options={**THROUGH_GATEWAY, "synchronize_session": False}
    )
    return int(done.rowcount)


def find_snapshot(session: Session, sha256: str) -> Snapshot | None:
    """Return a snapshot by the hash of its file, or None."""
    return session.get(Snapshot, sha256)


def present_rows(session: Session, scope_id: str, entity: str) -> list[tuple[Any, ...]]:
    """Return `(id, rev, fields...)` of every record of an entity that is in a scope, in order of id."""
    table = table_of(entity)
    columns = [table.c.id, table.c.rev, *(table.c[name] for name in ENTITIES[entity].field_names)]
    query = select(*columns).join(
        Member, (Member.scope_id == scope_id) & (Member.entity == entity) & (Member.row_id == table.c.id)
    )
    return [tuple(row) for row in session.execute(query.where(Member.present.is_(True)).order_by(table.c.id))]


def all_scope_ids(session: Session) -> list[str]:
    """Return every scope, sorted."""
    return sorted(session.scalars(select(Scope.id)))


def scopes_of_device(session: Session, device_id: str) -> list[str]:
    """Return the scopes that a laptop keeps a copy of, sorted."""
    device = session.get_one(Device, device_id)
    return scopes_followed(session, session.get_one(User, device.user_id))
