"""Step: fetch the register of a scope as one file and put it in place of what stood there."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import zstandard
from sqlite_utils import Database

from inspector_app.catalogue import say
from inspector_app.store.driver import writing
from inspector_app.store.pending_work import employers_with_work
from inspector_app.store.register import cursors
from inspector_app.store.register_changes import copy_other_scopes, drop_scope, insert_rows
from inspector_app.store.register_cursors import set_cursor
from inspector_app.store.search import rebuild_search
from inspector_app.sync.errors import StrangeReply
from inspector_app.sync.run import SyncRun
from sync_protocol.entities import ENTITIES
from sync_protocol.versions import SCHEMA_VERSION

LARGEST_PLAIN = 2 * 1024**3
"""Bytes of an inflated snapshot; it is held in memory, for its plain form must not touch the disk."""


def fetch_missing_snapshots(run: SyncRun) -> None:
    """Fetch the register of every scope that this device holds and has no register of; remove scopes it lost."""
    held = {cursor["scope"] for cursor in cursors(run.register)}
    wanted = set(run.device.scopes)
    for scope in sorted(held - wanted):
        with writing(run.register):
            drop_scope(run.register, scope, kept=employers_with_work(run.work))
    for scope in sorted(wanted - held):
        fetch_snapshot(run, scope)


def fetch_snapshot(run: SyncRun, scope: str) -> None:
    """Fetch the register of one scope and put it in place.

    Raises:
        Unreachable, CentreProblem.
        StrangeReply: the file is not what its manifest says.
    """
    run.step("snapshot", 0.0)
    manifest = run.link.manifest(scope)
    if manifest["scope"] != scope or manifest["schema"] != SCHEMA_VERSION:
        raise StrangeReply(say("core.sync_strange"))
    packed = run.link.snapshot(
        manifest["sha256"], manifest["compressed_bytes"], progress=lambda share: run.step("snapshot", share * 0.6)
    )
    if hashlib.sha256(packed).hexdigest() != manifest["sha256"]:
        raise StrangeReply(say("core.sync_strange"))
    with closing(open_snapshot(packed, manifest)) as snapshot:
        install_snapshot(run, snapshot, manifest)


def open_snapshot(packed: bytes, manifest: dict[str, Any]) -> sqlite3.Connection:
    """Return a snapshot as a database in memory.

    Raises:
        StrangeReply: not zstd, not SQLite, damaged, or of another scope or state than its manifest says.
    """
    size = manifest["plain_bytes"]
    snapshot = sqlite3.connect(":memory:", check_same_thread=False)
    try:
        if size > LARGEST_PLAIN:
            raise StrangeReply(say("core.sync_strange"))
        snapshot.deserialize(zstandard.ZstdDecompressor().decompress(packed, max_output_size=size))
        sound = snapshot.execute("PRAGMA quick_check").fetchone()[0]
        meta = snapshot.execute("SELECT scope, epoch, v, schema FROM meta").fetchone()
    except (sqlite3.DatabaseError, zstandard.ZstdError, MemoryError) as problem:
        snapshot.close()
        raise StrangeReply(say("core.sync_strange")) from problem
    if sound != "ok" or meta != tuple(manifest[name] for name in ("scope", "epoch", "v", "schema")):
        snapshot.close()
        raise StrangeReply(say("core.sync_strange"))
    return snapshot


def install_snapshot(run: SyncRun, snapshot: sqlite3.Connection, manifest: dict[str, Any]) -> None:
    """Build the next register from a snapshot and what other scopes hold, and put it in place."""
    scope = manifest["scope"]
    older = run.opened.register

    def fill(register: Database) -> None:
        with writing(register):
            _copy(snapshot, register, scope=scope, run=run)
            copy_other_scopes(register, older, scope, kept=employers_with_work(run.work))
            rebuild_search(register)
            set_cursor(register, scope, epoch=manifest["epoch"], v=manifest["v"])

    run.opened = run.opened.with_new_register(fill)
    run.step("snapshot", 1.0)


def _copy(snapshot: sqlite3.Connection, register: Database, *, scope: str, run: SyncRun) -> None:
    for number, entity in enumerate(ENTITIES.values(), 1):
        columns = ", ".join(("id", "rev", *entity.field_names))
        found: Iterator[Any] = snapshot.execute(f"SELECT {columns} FROM {entity.name}")  # noqa: S608 - own names
        run.counts.rows += insert_rows(register, entity, scope, found)
        run.step("snapshot", 0.6 + 0.3 * number / len(ENTITIES))
