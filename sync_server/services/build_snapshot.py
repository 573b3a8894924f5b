"""Builds the register file of a scope: a plain SQLite at one number of the feed, compressed, named by its hash.

Everything is read in one reading transaction with the counter first, so snapshot at v plus feed from v is the feed
from 0.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlite_driver
import sqlite_utils
import zstandard
from sqlalchemy.orm import Session

from sync_protocol.entities import ENTITIES, Entity, FieldType
from sync_protocol.versions import SCHEMA_VERSION
from sync_server.models import Snapshot
from sync_server.queries.counters import raise_counter
from sync_server.queries.database import reading
from sync_server.queries.feed import scope_counter
from sync_server.queries.snapshots import latest_snapshot, old_snapshots, present_rows
from sync_server.services.durable_files import file_place, store_bytes
from sync_server.tools import Tools, moment_text

SUFFIX = ".sqlite.zst"
LEVEL = 9
"""zstd level: 19 is 14 % smaller and takes twenty times as long."""

KEPT = 3
"""Generations that stay, so that a download that has begun can end."""

STALE_PARTS = 4
"""A snapshot is rebuilt when more than a quarter of its rows have changed since."""

_COLUMN_TYPES = {FieldType.INTEGER: int, FieldType.PAISA: int, FieldType.FLAG: int, FieldType.REAL: float}


@dataclass(frozen=True)
class _Content:
    """What one reading transaction saw of a scope."""

    epoch: str
    v: int
    rows: dict[str, list[tuple[Any, ...]]]


def manifest_of(session: Session, scope_id: str, *, folder: Path, tools: Tools) -> dict[str, Any]:
    """Return the `Manifest` of a scope's newest snapshot; build one when there is none or it has become stale."""
    reading(session)
    snapshot, scope = latest_snapshot(session, scope_id), scope_counter(session, scope_id)
    fresh = snapshot is not None and scope is not None and _is_fresh(snapshot, epoch=scope.epoch, v=scope.v)
    manifest = dict(snapshot.manifest) if snapshot is not None else {}
    session.rollback()
    if fresh and snapshot_file(folder, manifest["sha256"]).exists():
        return manifest
    return build_snapshot(session, scope_id, folder=folder, tools=tools)


def build_snapshot(session: Session, scope_id: str, *, folder: Path, tools: Tools) -> dict[str, Any]:
    """Build, store and record the snapshot of a scope, and return its `Manifest`.

    Args:
        session: outside any transaction.
        scope_id: which scope; one that is not there yet is made, empty.
        folder: of all snapshot files.
        tools: clock.
    """
    content = _read(session, scope_id, tools=tools)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".building-", dir=folder) as workshop:
        plain = Path(workshop) / "register.db"
        _write(plain, scope_id, content)
        data = plain.read_bytes()
    stored = store_bytes(folder, [zstandard.ZstdCompressor(level=LEVEL).compress(data)], suffix=SUFFIX)
    manifest = {
        "scope": scope_id,
        "epoch": content.epoch,
        "v": content.v,
        "schema": SCHEMA_VERSION,
        "rows": {entity: len(rows) for entity, rows in content.rows.items()},
        "compressed_bytes": stored.size_bytes,
        "plain_bytes": len(data),
        "sha256": stored.sha256,
        "server_time": moment_text(tools.now()),
    }
    session.merge(
        Snapshot(
            sha256=stored.sha256,
            scope_id=scope_id,
            epoch=content.epoch,
            v=content.v,
            manifest=manifest,
            built_at=tools.now(),
        )
    )
    session.commit()
    _drop_old(session, scope_id, folder=folder)
    return manifest


def snapshot_file(folder: Path, sha256: str) -> Path:
    """Return where a snapshot's file lies."""
    return file_place(folder, sha256, suffix=SUFFIX)


def _is_fresh(snapshot: Snapshot, *, epoch: str, v: int) -> bool:
    rows = sum(snapshot.manifest["rows"].values())
    return (
        snapshot.epoch == epoch
        and snapshot.manifest["schema"] == SCHEMA_VERSION
        and (v - snapshot.v) * STALE_PARTS <= rows
    )


def _read(session: Session, scope_id: str, *, tools: Tools) -> _Content:
    reading(session)
    scope = scope_counter(session, scope_id)
    if scope is None:
        session.rollback()
        raise_counter(session, scope_id, by=0, now=tools.now())
        session.commit()
        return _read(session, scope_id, tools=tools)
    content = _Content(
        epoch=scope.epoch,
        v=scope.v,
        rows={entity: present_rows(session, scope_id, entity) for entity in ENTITIES},
    )
    session.rollback()
    return content


def _write(file: Path, scope_id: str, content: _Content) -> None:
    connection = sqlite_driver.connect(str(file), isolation_level=None)
    try:
        register = sqlite_utils.Database(connection)
        connection.execute("begin")
        register.table("meta").create(
            {"scope": str, "epoch": str, "v": int, "schema": int}, not_null={"scope", "epoch", "v"}
        )
        register.table("meta").insert(
            {"scope": scope_id, "epoch": content.epoch, "v": content.v, "schema": SCHEMA_VERSION}
        )
        for name, entity in ENTITIES.items():
            register.table(name).create(_columns(entity), pk="id")
            _fill(connection, name, width=len(entity.fields) + 2, rows=content.rows[name])
        if connection.in_transaction:
            connection.execute("commit")
        connection.execute("vacuum")
    finally:
        connection.close()


def _columns(entity: Entity) -> dict[str, type]:
    typed = {field.name: _COLUMN_TYPES.get(field.type, str) for field in entity.fields}
    return {"id": str, "rev": int, **typed}


def _fill(connection: Any, table: str, *, width: int, rows: Iterable[tuple[Any, ...]]) -> None:
    marks = ",".join("?" * width)
    connection.executemany(f'insert into "{table}" values ({marks})', rows)  # noqa: S608 - names are ours


def _drop_old(session: Session, scope_id: str, *, folder: Path) -> None:
    """Remove generations beyond those kept, the row before the file."""
    for snapshot in old_snapshots(session, scope_id, kept=KEPT):
        file = snapshot_file(folder, snapshot.sha256)
        session.delete(snapshot)
        session.commit()
        file.unlink(missing_ok=True)
    session.rollback()
