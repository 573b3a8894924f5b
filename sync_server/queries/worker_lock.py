"""Keeps a second worker of the same centre from working: by a file on one machine, and by PostgreSQL on several."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

FILE = "worker.lock"
_KEY = int.from_bytes(hashlib.sha256(b"muaina worker").digest()[:8], "big", signed=True)


class WorkerRunning(RuntimeError):
    """Another worker of this centre holds the lock."""


@contextmanager
def held_alone(engine: Engine, home: Path) -> Iterator[Callable[[], bool]]:
    """Hold the locks while a block runs; gives what tells whether they are still held.

    Raises:
        WorkerRunning: another worker of this centre runs already, here or on another machine.
    """
    home.mkdir(parents=True, exist_ok=True)
    lock = FileLock(home / FILE, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise WorkerRunning("another worker of this centre runs already") from None
    try:
        if engine.dialect.name != "postgresql":
            yield lambda: True
            return
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            if not connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": _KEY}):
                raise WorkerRunning("another worker of this centre runs already on another machine")
            try:
                yield lambda: _is_held(connection)
            finally:
                _let_go(connection)
    finally:
        lock.release()


def _is_held(connection: Connection) -> bool:
    """Return whether the connection that holds PostgreSQL's lock still stands: the lock ends with it."""
    try:
        connection.execute(text("SELECT 1"))
    except DBAPIError:
        return False
    return True


def _let_go(connection: Connection) -> None:
    if connection.invalidated:
        return
    try:
        connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _KEY})
    except DBAPIError:
        connection.invalidate()
