"""Copies of a work file, made while work goes on, and checked before anybody relies on them.

A copy is encrypted by the same key as its original and needs no second file beside it.
"""

from __future__ import annotations

from pathlib import Path

from sqlite_utils import Database

from inspector_app.catalogue import say
from inspector_app.errors import StoreUnreadable
from inspector_app.store.driver import connect, create


def copy_work(work: Database, target: Path, key: bytes) -> int:
    """Write what the work file holds at this moment to a file that does not exist yet; return its bytes.

    Others may write meanwhile: the copy shows one moment. It is read back and compared, table by table.

    Raises:
        StoreUnreadable: the copy is not what it should be; it is removed.
        OSError: there is no room, or the place cannot be written to.
    """
    copy = create(target, key)
    try:
        work.conn.execute("BEGIN")
        try:
            expected = _row_counts(work)
            work.conn.backup(copy.conn)
        finally:
            work.conn.execute("COMMIT")
        copy.conn.execute("PRAGMA journal_mode = DELETE")
        copy.conn.close()
        _require(check_copy(target, key) == expected, target)
    except BaseException:
        copy.conn.close()
        target.unlink(missing_ok=True)
        raise
    return target.stat().st_size


def check_copy(path: Path, key: bytes) -> dict[str, int]:
    """Check every page of a work file and return how many rows each table holds.

    Raises:
        StoreMissing, StoreUnreadable: it cannot be opened, or a page of it was changed.
    """
    copy = connect(path, key)
    try:
        _require(sound(copy), path)
        counts = _row_counts(copy)
        copy.conn.execute("PRAGMA journal_mode = DELETE")
    finally:
        copy.conn.close()
    return counts


def sound(work: Database) -> bool:
    """Return whether every page of a file is as it was written, and the database in it is whole."""
    changed = work.conn.execute("PRAGMA cipher_integrity_check").fetchall()
    return not changed and work.conn.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def _row_counts(work: Database) -> dict[str, int]:
    names = [found[0] for found in work.conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {name: int(work.conn.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]) for name in names}  # noqa: S608 - names of the schema


def _require(holds: bool, path: Path) -> None:
    if not holds:
        raise StoreUnreadable(say("core.store_unreadable", file=path.name))
