"""Which file is the register: `register-<number>.db`, the highest complete one; replaced as a whole, never overwritten.

A new register is built beside the old one and takes its place by a rename. Each has a name of its own, so that a
write-ahead log left by the old file can never be taken for the new one's, and open readers keep what they opened.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from inspector_app.catalogue import say
from inspector_app.errors import StoreMissing, StoreUnreadable
from inspector_app.store.driver import connect, create
from inspector_app.store.register_schema import register as migrations

BUILDING_KIB = 64 * 1024
"""Memory for the pages of a register while it is built: each page that it cannot hold is encrypted, and read, again."""

_NAME = re.compile(r"register-(\d{6})\.db")


def register_path(folder: Path) -> Path:
    """Return the present register file of a folder.

    Raises:
        StoreMissing: there is none.
    """
    found = _numbered(folder)
    if not found:
        raise StoreMissing(say("core.store_missing", file="register.db"))
    return found[-1][1]


def connect_register(folder: Path, key: bytes) -> Database:
    """Return the present register on a connection of its own; one that is replaced meanwhile is left for the next.

    Raises:
        StoreMissing, StoreUnreadable.
    """
    while True:
        path = register_path(folder)
        try:
            return connect(path, key)
        except (StoreMissing, StoreUnreadable):
            if register_path(folder) == path:
                raise


@contextmanager
def next_register(folder: Path, key: bytes) -> Iterator[Database]:
    """Give an empty register to fill; it takes the old one's place at the end, or is thrown away on an error."""
    found = _numbered(folder)
    number = found[-1][0] + 1 if found else 1
    part = folder / "register.part"
    _remove(part)
    database = create(part, key)
    try:
        _for_building(database)
        migrations.apply(database, stop_before="m002_indexes")
        yield database
        migrations.apply(database)
        _for_use(database)
    except BaseException:
        database.conn.close()
        _remove(part)
        raise
    database.conn.close()
    sync_to_disk(part)
    part.replace(folder / f"register-{number:06d}.db")
    remove_older(folder)


def _for_building(database: Database) -> None:
    """Nobody reads the file before it is whole, and a half-built one is thrown away: no journal is needed."""
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "secure_delete = OFF", f"cache_size = -{BUILDING_KIB}"):
        database.conn.execute(f"PRAGMA {pragma}")


def _for_use(database: Database) -> None:
    for pragma in ("synchronous = FULL", "secure_delete = ON", "journal_mode = WAL", "wal_checkpoint(TRUNCATE)"):
        database.conn.execute(f"PRAGMA {pragma}")


def sync_to_disk(path: Path) -> None:
    """Return when a file's bytes are on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def remove_older(folder: Path) -> None:
    """Remove registers that were replaced; one that is still open elsewhere is left for the next time."""
    for _, path in _numbered(folder)[:-1]:
        try:
            _remove(path)
        except OSError:
            continue


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _numbered(folder: Path) -> list[tuple[int, Path]]:
    matches = ((_NAME.fullmatch(path.name), path) for path in folder.glob("register-*.db"))
    return sorted((int(match[1]), path) for match, path in matches if match)
