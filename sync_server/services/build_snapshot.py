"""Builds the register file of a scope: a plain SQLite at one number of the feed, compressed, named by its hash.

Everything is read in one reading transaction with the counter first, so snapshot at v plus feed from v is the feed
from 0. The manifest names the hash of each piece of the file, so that what came before a cut need not come again.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from sqlalchemy.orm import Session

from sync_protocol.entities import ENTITIES
from sync_protocol.errors import Code, ProtocolError
from sync_protocol.versions import SCHEMA_VERSION
from sync_server.models import Snapshot
from sync_server.queries.counters import raise_counter
from sync_server.queries.database import reading
from sync_server.queries.feed import scope_counter
from sync_server.queries.snapshots import all_snapshots, latest_snapshot, old_snapshots, present_rows
from sync_server.services.durable_files import file_place, store_bytes
from sync_server.services.snapshot_file import PIECE_BYTES, Content, pack, piece_hashes
from sync_server.tools import Tools, moment_text

SUFFIX = ".sqlite.zst"

KEPT = 3
"""Generations that stay, so that a download that has begun can end."""

KEPT_FOR = timedelta(days=1)
"""Younger generations stay too: a download over a slow link takes hours."""

MOST_KEPT = 12

STALE_PARTS = 4
"""The worker rebuilds a snapshot when more than a quarter of its rows have changed since."""

STRAY_AFTER_S = 3600
"""A file without a snapshot is younger than this when it is being built."""

BUILD_WAIT_S = 10
"""How long a request waits for another one that builds the same snapshot."""


def manifest_of(session: Session, scope_id: str, *, folder: Path, tools: Tools) -> dict[str, Any]:
    """Return the `Manifest` of a scope's newest snapshot for a laptop; build one when there is none that it can use.

    One that has become stale is good enough, for the feed goes on from it and the worker builds the next; only one
    that has fewer rows than have changed since is built anew at once.

    Raises:
        ProtocolError: another request has been building it for longer than this one can wait.
    """
    return _usable(session, scope_id, folder=folder) or _build_alone(session, scope_id, folder=folder, tools=tools)


def refresh_snapshot(session: Session, scope_id: str, *, folder: Path, tools: Tools) -> dict[str, Any]:
    """Return the `Manifest` of a scope's newest snapshot; build one when there is none or it has become stale."""
    return _usable(session, scope_id, folder=folder, parts=STALE_PARTS) or _build_alone(
        session, scope_id, folder=folder, tools=tools
    )


def build_snapshot(session: Session, scope_id: str, *, folder: Path, tools: Tools) -> dict[str, Any]:
    """Build, store and record the snapshot of a scope, and return its `Manifest`.

    Args:
        session: outside any transaction.
        scope_id: which scope; one that is not there yet is made, empty.
        folder: of all snapshot files.
        tools: clock.
    """
    content = _read(session, scope_id, tools=tools)
    packed = pack(scope_id, content, folder=folder)
    stored = store_bytes(folder, [packed.content], suffix=SUFFIX)
    manifest = {
        "scope": scope_id,
        "epoch": content.epoch,
        "v": content.v,
        "schema": SCHEMA_VERSION,
        "rows": {entity: len(rows) for entity, rows in content.rows.items()},
        "compressed_bytes": stored.size_bytes,
        "plain_bytes": packed.plain_bytes,
        "sha256": stored.sha256,
        "server_time": moment_text(tools.now()),
        "piece_bytes": PIECE_BYTES,
        "pieces": list(piece_hashes(packed.content)),
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
    _drop_old(session, scope_id, folder=folder, tools=tools)
    return manifest


def drop_strays(session: Session, *, folder: Path, tools: Tools) -> int:
    """Remove files that no snapshot names: left by a crash, or open elsewhere when they should have gone."""
    young = tools.now().timestamp() - STRAY_AFTER_S
    reading(session)
    named = {snapshot.sha256 for snapshot in all_snapshots(session)}
    session.rollback()
    strays = [file for file in folder.glob(f"*/*{SUFFIX}") if file.name.removesuffix(SUFFIX) not in named]
    for part in (*folder.glob(".building-*"), *folder.glob(".incoming-*")):
        if part.stat().st_mtime < young:
            shutil.rmtree(part) if part.is_dir() else strays.append(part)
    return sum(_is_removed(file) for file in strays if file.stat().st_mtime < young)


def snapshot_file(folder: Path, sha256: str) -> Path:
    """Return where a snapshot's file lies."""
    return file_place(folder, sha256, suffix=SUFFIX)


def _usable(session: Session, scope_id: str, *, folder: Path, parts: int = 1) -> dict[str, Any] | None:
    """Return the manifest of the newest snapshot if a laptop of today can go on from it, and not too much changed."""
    reading(session)
    snapshot, scope = latest_snapshot(session, scope_id), scope_counter(session, scope_id)
    try:
        if snapshot is None or scope is None:
            return None
        manifest = dict(snapshot.manifest)
        is_ours = (manifest["epoch"], manifest["schema"]) == (scope.epoch, SCHEMA_VERSION) and "pieces" in manifest
        is_near = 0 <= (scope.v - snapshot.v) * parts <= sum(manifest["rows"].values())
    finally:
        session.rollback()
    is_there: bool = is_ours and is_near and snapshot_file(folder, manifest["sha256"]).exists()
    return manifest if is_there else None


def _build_alone(session: Session, scope_id: str, *, folder: Path, tools: Tools) -> dict[str, Any]:
    """Build a snapshot, or wait for whoever builds it; many laptops may ask for the same one at once."""
    with _held(folder, scope_id) as waited:
        built = _usable(session, scope_id, folder=folder) if waited else None
        return built or build_snapshot(session, scope_id, folder=folder, tools=tools)


@contextmanager
def _held(folder: Path, scope_id: str) -> Iterator[bool]:
    """Hold a scope's build alone; gives whether somebody else held it before."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / f".{hashlib.sha256(scope_id.encode()).hexdigest()[:16]}.lock", timeout=0)
    waited = False
    try:
        lock.acquire()
    except Timeout:
        waited = True
        try:
            lock.acquire(timeout=BUILD_WAIT_S)
        except Timeout:
            raise ProtocolError(
                Code.BUSY, "the register file is being built", after_s=BUILD_WAIT_S, spread_s=BUILD_WAIT_S
            ) from None
    try:
        yield waited
    finally:
        lock.release()


def _read(session: Session, scope_id: str, *, tools: Tools) -> Content:
    reading(session)
    scope = scope_counter(session, scope_id)
    if scope is None:
        session.rollback()
        raise_counter(session, scope_id, by=0, now=tools.now())
        session.commit()
        return _read(session, scope_id, tools=tools)
    content = Content(
        epoch=scope.epoch,
        v=scope.v,
        rows={entity: present_rows(session, scope_id, entity) for entity in ENTITIES},
    )
    session.rollback()
    return content


def _drop_old(session: Session, scope_id: str, *, folder: Path, tools: Tools) -> None:
    """Remove generations beyond those kept, the row before the file."""
    for snapshot in old_snapshots(session, scope_id, kept=KEPT, most=MOST_KEPT, since=tools.now() - KEPT_FOR):
        file = snapshot_file(folder, snapshot.sha256)
        session.delete(snapshot)
        session.commit()
        _is_removed(file)
    session.rollback()


def _is_removed(file: Path) -> bool:
    """Remove a file; on Windows one that is being sent stays for the next time."""
    try:
        file.unlink(missing_ok=True)
    except PermissionError:
        return False
    return True
