"""How the centre's database is opened and how its transactions begin, the same for SQLite and PostgreSQL.

What laptops hold is guarded twice. A statement of this program that changes it without `queries.gateway` is refused
before it is sent. A statement of anybody else is refused by triggers of the database itself (migration 0003), which
ask for a mark that is set only for the gateway's transactions.

SQLite comes through the sqlcipher3 driver, unkeyed, because it carries a SQLite without the WAL-reset corruption;
the driver's own transaction handling is switched off and each transaction begins with a statement of ours.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlite_driver
from flask import has_request_context, request
from sqlalchemy import Connection, Engine, QueuePool, event, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from casework.json_bytes import json_bytes
from sync_server.config import Config
from sync_server.models import SYNCED

OLDEST_SQLITE = (3, 51, 3)
"""Older ones can corrupt a database in WAL mode. Source: sqlite.org, release 3.51.3 (WAL-reset bug)."""

_GUARDED = "|".join([*(model.__tablename__ for model in SYNCED.values()), "member", "scope", "field_change"])
_WRITE = re.compile(
    rf'\b(?:insert\s+(?:or\s+\w+\s+)?into|update|delete\s+from|replace\s+into)\s+"?(?:{_GUARDED})"?(?![\w"])',
    re.IGNORECASE,
)
_MARK = "muaina_gateway"
"""In a connection's `info` while the database's own guard lets its transaction write."""

_RETRIABLE_SQLSTATES = ("08", "40", "53", "55", "57")


class UnsafeDatabase(RuntimeError):
    """The database library at hand would put data at risk."""


class WriteBesideGateway(RuntimeError):
    """A statement changes a synced table without `queries.gateway`; laptops would never hear of it."""


def engine_options(config: Config) -> dict[str, Any]:
    """Return what Flask-SQLAlchemy needs to make the engine.

    Raises:
        UnsafeDatabase: the SQLite library is older than `OLDEST_SQLITE`.
    """
    url = make_url(config.database)
    if url.get_backend_name() != "sqlite":
        waits = f"-c lock_timeout={config.busy_timeout_s * 1000}"
        connect_args = {"connect_timeout": config.busy_timeout_s, "options": waits}
        return {"pool_pre_ping": True, "connect_args": connect_args, **_JSON_BY}
    refuse_old_sqlite(sqlite_driver.sqlite_version)
    path = Path(url.database or "")
    return {
        "module": sqlite_driver,
        "poolclass": QueuePool,
        **_JSON_BY,
        "creator": lambda: open_sqlite(path, busy_timeout_s=config.busy_timeout_s),
    }


def written_json(value: Any) -> str:
    """Return a value of a JSON column as it is stored: most are empty, and half of the rest is Urdu."""
    if not value and type(value) in _EMPTY:
        return _EMPTY[type(value)]
    try:
        return json_bytes(value).decode("utf-8")
    except UnicodeEncodeError:  # half a surrogate pair, which stands only as an escape
        return json.dumps(value)


def read_json(stored: str | bytes) -> Any:
    """Return the value of a JSON column."""
    make = _EMPTY_AS_STORED.get(stored)
    return make() if make else json.loads(stored)


_EMPTY: Mapping[type, str] = {list: "[]", dict: "{}"}
_EMPTY_AS_STORED: Mapping[Any, type] = {text: make for make, text in _EMPTY.items()}
_JSON_BY = {"json_serializer": written_json, "json_deserializer": read_json}


def refuse_old_sqlite(version: str) -> None:
    """Raise `UnsafeDatabase` when a SQLite version is older than `OLDEST_SQLITE`."""
    if tuple(int(part) for part in version.split(".")) < OLDEST_SQLITE:
        oldest = ".".join(str(part) for part in OLDEST_SQLITE)
        raise UnsafeDatabase(
            f"SQLite {version} can corrupt a database; at least {oldest} is needed: update the package sqlcipher3"
        )


def open_sqlite(path: Path, *, busy_timeout_s: float) -> Any:
    """Return an open connection with durable commits and foreign keys, in autocommit until a BEGIN."""
    connection = sqlite_driver.connect(str(path), timeout=busy_timeout_s, check_same_thread=False, isolation_level=None)
    for pragma in ("journal_mode=wal", "synchronous=full", "foreign_keys=on"):
        connection.execute(f"pragma {pragma}")
    return connection


def prepare(engine: Engine) -> None:
    """Attach to an engine how transactions begin and the guard of the synced tables."""
    event.listen(engine, "before_cursor_execute", _refuse_write_beside_gateway)
    for moment in ("begin", "commit", "rollback"):
        event.listen(engine, moment, _unmark)
    event.listen(engine, "rollback_savepoint", lambda connection, name, context: _unmark(connection))
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _tell_triggers_of_mark)
        event.listen(engine, "begin", _begin_sqlite)


def reading(session: Session) -> None:
    """Begin a transaction that reads one state of the database throughout and writes nothing.

    Raises:
        RuntimeError: the session is already in a transaction.
    """
    if session.in_transaction():
        raise RuntimeError("a reading transaction begins before anything else; commit or roll back first")
    options: dict[str, Any] = {"muaina_reading": True}
    if session.get_bind().dialect.name == "postgresql":
        options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    session.connection(execution_options=options)


def is_busy(problem: OperationalError) -> bool:
    """Return whether the same request may succeed a little later: locked, deadlocked, connections used up, restart."""
    sqlstate = getattr(problem.orig, "sqlstate", None)
    if sqlstate:
        return str(sqlstate).startswith(_RETRIABLE_SQLSTATES)
    message = str(problem.orig).lower()
    return "locked" in message or "busy" in message or "connection" in message


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at the start of any transaction that may write: one that upgrades later can fail at once."""
    only_reads = connection.get_execution_options().get("muaina_reading") or (
        has_request_context() and request.method in ("GET", "HEAD", "OPTIONS")
    )
    connection.exec_driver_sql("BEGIN" if only_reads else "BEGIN IMMEDIATE")


def _refuse_write_beside_gateway(
    connection: Connection, cursor: Any, statement: str, parameters: Any, context: Any, executemany: bool
) -> None:
    if not _WRITE.search(statement):
        return
    if not context.execution_options.get("muaina_gateway"):
        raise WriteBesideGateway(f"write synced tables through queries.gateway only: {statement[:120]}")
    if not connection.info.get(_MARK):
        connection.info[_MARK] = True
        if connection.dialect.name == "postgresql":
            cursor.execute("SELECT set_config('muaina.gateway', 'on', true)")


def _unmark(connection: Connection) -> None:
    """Take the mark away with the transaction or savepoint in which it was set; PostgreSQL does so by itself."""
    if not connection.invalidated:  # a broken one took its mark with it, and asking it for `info` fails
        connection.info.pop(_MARK, None)


def _tell_triggers_of_mark(driver_connection: Any, record: Any) -> None:
    """Give SQLite's triggers the function they ask; to any other program it is unknown, so that its writes fail."""
    info = record.info
    driver_connection.create_function("muaina_gateway", 0, lambda: int(info.get(_MARK, False)))
