"""The file that a snapshot is: a plain SQLite of a scope's records with a table `meta`, compressed, and its pieces."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlite_driver
import sqlite_utils
import zstandard

from sync_protocol.entities import ENTITIES, Entity, FieldType
from sync_protocol.versions import SCHEMA_VERSION

LEVEL = 9
"""zstd level: 19 is 14 % smaller and takes twenty times as long."""

PIECE_BYTES = 128 * 1024
"""Size of a piece: thirteen seconds on a link of 10 kB/s, and the least that a damaged byte costs."""

_COLUMN_TYPES = {FieldType.INTEGER: int, FieldType.PAISA: int, FieldType.FLAG: int, FieldType.REAL: float}


@dataclass(frozen=True)
class Content:
    """What one reading transaction saw of a scope: `(id, rev, fields...)` of every record, by entity."""

    epoch: str
    v: int
    rows: dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True)
class Packed:
    """A snapshot's compressed bytes and how many they were before."""

    content: bytes
    plain_bytes: int


def pack(scope_id: str, content: Content, *, folder: Path) -> Packed:
    """Return the file of a scope's records; `folder` is where it is written in passing."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".building-", dir=folder) as workshop:
        plain = Path(workshop) / "register.db"
        _write(plain, scope_id, content)
        data = plain.read_bytes()
    return Packed(zstandard.ZstdCompressor(level=LEVEL).compress(data), len(data))


def piece_hashes(packed: bytes) -> Iterator[str]:
    """Yield the SHA-256 of each piece of a file, in order."""
    for start in range(0, len(packed), PIECE_BYTES):
        yield hashlib.sha256(packed[start : start + PIECE_BYTES]).hexdigest()


def _write(file: Path, scope_id: str, content: Content) -> None:
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
