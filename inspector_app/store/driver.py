"""Opens one SQLCipher file the only way it is opened here; knows neither paths nor tables.

sqlite-utils looks for a module named pysqlite3 before the standard one; giving it SQLCipher's under that name makes it
catch SQLCipher's errors. When sqlite-utils takes a driver as an argument, the two lines can go.
"""

from __future__ import annotations

import logging
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3
from sqlcipher3 import dbapi2

sys.modules.setdefault("pysqlite3", sqlcipher3)
sys.modules.setdefault("pysqlite3.dbapi2", dbapi2)

from sqlite_utils import Database  # noqa: E402 - after the two lines above

from inspector_app.catalogue import say  # noqa: E402
from inspector_app.errors import StoreFull, StoreMissing, StoreTooOld, StoreUnreadable  # noqa: E402

OLDEST_SQLITE = (3, 51, 3)
"""Older ones may corrupt a file when a write-ahead log is reset while a second connection writes."""

APPLICATION_ID = 0x4D55414E
"""Marks every database file of the laptop, so that an empty or strange file is never taken for one."""

BUSY_S = 10.0

DatabaseError = dbapi2.DatabaseError


def create(path: Path, key: bytes) -> Database:
    """Return a new database file, empty but for its mark.

    Raises:
        FileExistsError: there is a file already.
    """
    if path.exists():
        raise FileExistsError(path)
    path.touch(mode=0o600)
    connection = _keyed(path, key)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    return _prepared(connection)


def connect(path: Path, key: bytes) -> Database:
    """Return a database file that exists, on a connection of its own.

    Raises:
        StoreMissing: there is no such file.
        StoreUnreadable: it is empty, damaged, or locked with another key.
        StoreFull: the disk has no room for the little that opening needs; nothing is wrong with the file.
        StoreTooOld: the SQLite library has a known defect.
    """
    if not path.exists():
        raise StoreMissing(say("core.store_missing", file=path.name))
    connection = _keyed(path, key)
    try:
        if connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID:
            return _prepared(connection)
    except dbapi2.DatabaseError as problem:
        if _is_for_want_of_room(problem, path):
            connection.close()
            raise StoreFull(say("core.store_full")) from problem
    connection.close()
    raise StoreUnreadable(say("core.store_unreadable", file=path.name))


def _keyed(path: Path, key: bytes) -> dbapi2.Connection:
    require_sqlite(dbapi2.sqlite_version)
    connection = dbapi2.connect(str(path), timeout=BUSY_S, isolation_level=None, check_same_thread=False)
    connection.execute(key_pragma(key))
    return connection


def _prepared(connection: dbapi2.Connection) -> Database:
    """The settings come after the mark was seen: one of them would write a header into an empty file."""
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    return Database(connection, execute_plugins=False)


_PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "secure_delete = ON",
    "temp_store = MEMORY",
)


def key_pragma(key: bytes) -> str:
    """Return the statement that gives a connection its raw key."""
    return f"PRAGMA key = \"x'{key.hex()}'\""


def require_sqlite(version: str) -> None:
    """Refuse a SQLite that loses data.

    Raises:
        StoreTooOld: older than `OLDEST_SQLITE`.
    """
    if tuple(int(part) for part in version.split(".")[:3]) < OLDEST_SQLITE:
        oldest = ".".join(map(str, OLDEST_SQLITE))
        raise StoreTooOld(say("core.store_too_old", found=version, expected=oldest))


log = logging.getLogger(__name__)


@contextmanager
def writing(database: Database) -> Iterator[Database]:
    """Run a block as one write transaction; inside another one it is part of that.

    The write lock is taken first, so that what the block reads cannot change before it writes.

    Raises:
        StoreFull: the disk has no room; nothing of the block was written.
    """
    if database.conn.in_transaction:
        yield database
        return
    database.conn.execute("BEGIN IMMEDIATE")
    try:
        yield database
        database.conn.execute("COMMIT")
    except BaseException as problem:
        database.rollback()
        if _says_full(problem):
            raise StoreFull(say("core.store_full")) from None
        raise


@contextmanager
def noting(database: Database) -> Iterator[Database]:
    """Run a block as `writing` does, and go on without it when the disk takes nothing: a note that may be lost."""
    try:
        with writing(database):
            yield database
    except (dbapi2.DatabaseError, OSError, StoreFull) as problem:
        log.warning("a note was not kept: %s", type(problem).__name__)


LEAST_ROOM = 1024 * 1024
"""Bytes without which SQLite cannot be sure of its shared memory; it then speaks of an input or output error."""

_FULL = "disk is full"
"""What SQLite says of error 13. Source: sqlite3.h, SQLITE_FULL."""


def _says_full(problem: BaseException) -> bool:
    return isinstance(problem, dbapi2.OperationalError) and _FULL in str(problem)


def _is_for_want_of_room(problem: dbapi2.DatabaseError, path: Path) -> bool:
    """Return whether a file cannot be opened because its disk is full; another key is no `OperationalError`."""
    is_operational = isinstance(problem, dbapi2.OperationalError)
    return _says_full(problem) or (is_operational and shutil.disk_usage(path.parent).free < LEAST_ROOM)


def rows(database: Database, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> list[dict[str, Any]]:
    """Return all rows of a query."""
    cursor = database.conn.execute(sql, parameters)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def row(database: Database, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> dict[str, Any] | None:
    """Return the first row of a query, or None."""
    found = rows(database, sql, parameters)
    return found[0] if found else None


def run(database: Database, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> int:
    """Run one writing statement and return how many rows it touched."""
    touched: int = database.conn.execute(sql, parameters).rowcount
    return touched
