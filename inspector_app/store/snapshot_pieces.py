"""Pieces of register files on their way, in one encrypted file beside the register: personal data is in them.

They outlive cuts, restarts and kills. Losing them costs time and nothing else, so a file that cannot be read is made
anew, and a piece is only as good as its hash when it is used.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from inspector_app.errors import StoreMissing, StoreUnreadable
from inspector_app.store.driver import DatabaseError, connect, create, row, rows, run, writing
from inspector_app.store.vault import file_key

FILE = "pieces.db"
_PURPOSE = "pieces"
_SHAPE = 1


class SnapshotPieces:
    """What came so far of each scope's register file; one file for each scope."""

    def __init__(self, folder: Path, register_key: bytes) -> None:
        self._path = folder / FILE
        self._key = file_key(register_key, _PURPOSE)
        self._open: Database | None = None

    @property
    def _database(self) -> Database:
        if self._open is None:
            self._open = _opened(self._path, self._key)
        return self._open

    def close(self) -> None:
        """Close the file; it is removed when nothing is on its way."""
        if self._open is None and not self._path.exists():
            return
        is_empty = not self.scopes()
        self._database.conn.close()
        self._open = None
        if is_empty:
            _remove(self._path)

    def scopes(self) -> set[str]:
        """Return the scopes of which something is here."""
        if self._open is None and not self._path.exists():
            return set()
        return {found["scope"] for found in rows(self._database, "SELECT scope FROM manifest")}

    def manifest(self, scope: str) -> dict[str, Any] | None:
        """Return the manifest of the file that is being fetched for a scope, or None."""
        if scope not in self.scopes():
            return None
        found = row(self._database, "SELECT body FROM manifest WHERE scope = ?", (scope,))
        body: dict[str, Any] | None = json.loads(found["body"]) if found else None
        return body

    def begin(self, manifest: dict[str, Any]) -> None:
        """Take up a file in place of what was being fetched for its scope."""
        self.forget(manifest["scope"])
        with writing(self._database):
            body = json.dumps(manifest, ensure_ascii=False)
            run(self._database, "INSERT INTO manifest (scope, body) VALUES (?, ?)", (manifest["scope"], body))

    def forget(self, scope: str) -> None:
        """Remove everything of a scope."""
        if scope not in self.scopes():
            return
        with writing(self._database):
            for table in ("piece", "tail", "manifest"):
                run(self._database, f"DELETE FROM {table} WHERE scope = ?", (scope,))  # noqa: S608 - own names

    def numbers(self, scope: str) -> set[int]:
        """Return which pieces are here."""
        return {found["number"] for found in rows(self._database, "SELECT number FROM piece WHERE scope = ?", (scope,))}

    def put(self, scope: str, number: int, content: bytes) -> None:
        """Keep a whole piece."""
        with writing(self._database):
            run(self._database, "INSERT OR REPLACE INTO piece VALUES (?, ?, ?)", (scope, number, content))
            run(self._database, "DELETE FROM tail WHERE scope = ?", (scope,))

    def drop(self, scope: str, number: int) -> None:
        """Remove a piece that is not what it should be."""
        with writing(self._database):
            run(self._database, "DELETE FROM piece WHERE scope = ? AND number = ?", (scope, number))

    def piece(self, scope: str, number: int) -> bytes:
        """Return a piece; empty when it is not here."""
        found = row(self._database, "SELECT content FROM piece WHERE scope = ? AND number = ?", (scope, number))
        return bytes(found["content"]) if found else b""

    def put_tail(self, scope: str, number: int, content: bytes) -> None:
        """Keep the beginning of a piece that broke off."""
        with writing(self._database):
            run(self._database, "INSERT OR REPLACE INTO tail VALUES (?, ?, ?)", (scope, number, content))

    def tail(self, scope: str) -> tuple[int, bytes]:
        """Return the number of the piece that broke off and its beginning; (0, b"") when there is none."""
        found = row(self._database, "SELECT number, content FROM tail WHERE scope = ?", (scope,))
        return (found["number"], bytes(found["content"])) if found else (0, b"")


def _opened(path: Path, key: bytes) -> Database:
    try:
        database = connect(path, key)
        if database.conn.execute("PRAGMA user_version").fetchone()[0] == _SHAPE:
            return _for_use(database)
        database.conn.close()
    except (StoreMissing, StoreUnreadable, DatabaseError):
        pass
    _remove(path)
    database = create(path, key)
    for statement in _TABLES:
        database.conn.execute(statement)
    return _for_use(database)


def _for_use(database: Database) -> Database:
    """A power cut may take the newest pieces, never the file: they are fetched again."""
    database.conn.execute("PRAGMA synchronous = NORMAL")
    database.conn.execute("PRAGMA secure_delete = OFF")
    return database


_TABLES = (
    "CREATE TABLE manifest (scope TEXT PRIMARY KEY, body TEXT NOT NULL)",
    "CREATE TABLE piece (scope TEXT, number INTEGER, content BLOB NOT NULL, PRIMARY KEY (scope, number))",
    "CREATE TABLE tail (scope TEXT PRIMARY KEY, number INTEGER NOT NULL, content BLOB NOT NULL)",
    f"PRAGMA user_version = {_SHAPE}",
)


def _remove(path: Path) -> None:
    for name in _names(path):
        path.with_name(name).unlink(missing_ok=True)


def _names(path: Path) -> Iterator[str]:
    for suffix in ("-wal", "-shm", ""):
        yield path.name + suffix
