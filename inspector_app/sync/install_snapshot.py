"""Opens a fetched register file in memory and builds the laptop's next register of it, indexes and search included."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable
from typing import Any

import zstandard
from sqlite_utils import Database

from inspector_app.catalogue import say
from inspector_app.store.driver import writing
from inspector_app.store.pending_work import employers_with_work
from inspector_app.store.register_changes import copy_other_scopes, copy_records
from inspector_app.store.register_cursors import set_cursor
from inspector_app.store.search import rebuild_search
from inspector_app.sync.errors import StrangeReply
from inspector_app.sync.run import SyncRun
from sync_protocol.entities import ENTITIES, entities_at
from sync_protocol.versions import SCHEMA_VERSION

LARGEST_PLAIN = 2 * 1024**3
"""Bytes of an inflated snapshot; it is held in memory, for its plain form must not touch the disk."""

_META = ("scope", "epoch", "v", "schema")


def open_snapshot(pieces: Iterable[bytes], manifest: dict[str, Any]) -> sqlite3.Connection:
    """Return a snapshot as a database in memory.

    Raises:
        StrangeReply: not the file of the manifest, not zstd, not SQLite, damaged, or of another scope or state.
    """
    snapshot = sqlite3.connect(":memory:", check_same_thread=False)
    try:
        snapshot.deserialize(_inflated(pieces, manifest))
        sound = snapshot.execute("PRAGMA quick_check").fetchone()[0]
        meta = snapshot.execute(f"SELECT {', '.join(_META)} FROM meta").fetchone()  # noqa: S608 - own names
    except (sqlite3.DatabaseError, zstandard.ZstdError, MemoryError) as problem:
        snapshot.close()
        raise StrangeReply(say("core.sync_strange")) from problem
    except BaseException:
        snapshot.close()
        raise
    if sound != "ok" or meta != tuple(manifest[name] for name in _META):
        snapshot.close()
        raise StrangeReply(say("core.sync_strange"))
    return snapshot


def install_snapshot(
    run: SyncRun, snapshot: sqlite3.Connection, manifest: dict[str, Any], *, tell: Callable[[float], None]
) -> None:
    """Build the next register from a snapshot and what other scopes hold, and put it in place."""
    scope, older = manifest["scope"], run.opened.register
    known = entities_at(min(manifest["schema"], SCHEMA_VERSION))

    def fill(register: Database) -> None:
        with writing(register):
            for number, entity in enumerate(known.values(), 1):
                run.counts.rows += copy_records(register, snapshot, entity, scope=scope)
                tell(0.4 * number / len(ENTITIES))
            copy_other_scopes(register, older, scope, kept=employers_with_work(run.work))
            tell(0.5)
            rebuild_search(register)
            schema = min(manifest["schema"], SCHEMA_VERSION)
            set_cursor(register, scope, epoch=manifest["epoch"], v=manifest["v"], schema=schema)
            tell(0.9)

    run.opened = run.opened.with_new_register(fill)
    tell(1.0)


def _inflated(pieces: Iterable[bytes], manifest: dict[str, Any]) -> bytearray:
    """Return the plain bytes of a file, never more than its manifest says."""
    size = manifest["plain_bytes"]
    if size > LARGEST_PLAIN:
        raise StrangeReply(say("core.sync_strange"))
    inflate, digest, plain = zstandard.ZstdDecompressor().decompressobj(), hashlib.sha256(), bytearray()
    for piece in pieces:
        digest.update(piece)
        plain += inflate.decompress(piece)
        if len(plain) > size:
            raise StrangeReply(say("core.sync_strange"))
    if digest.hexdigest() != manifest["sha256"] or len(plain) != size:
        raise StrangeReply(say("core.sync_strange"))
    return plain
