"""How long a laptop takes from the last byte of its first register to the first search, beside bare Python and SQLite.

Both sides end with the same employers in an encrypted, indexed, searchable file that is synced to the disk. The floor
decompresses, writes, indexes and syncs, with the words as they stand. The product also keeps and checks every piece,
checks the whole file and the database in it, brings words and numbers to one form, and swaps the register. Network
time is left out on both sides. Run: python benchmarks/first_register.py [--employers 105157] [--rounds 5].
Ends with status 1 over the goal.
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
import sqlite3
import sys
from collections.abc import Callable, Generator
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from types import SimpleNamespace
from typing import Any

import zstandard
from benchmark_run import EMPLOYERS, folder, sizes, told
from big_laptop import PERSON, SCOPE, generated_employers
from sqlcipher3 import dbapi2 as sqlcipher
from uuid_utils.compat import uuid7

from inspector_app.services.search_register import search_register
from inspector_app.store.opened import Room
from inspector_app.store.register_schema import INDEXES, SEARCH_TABLE
from inspector_app.store.rooms import make_room, open_room, set_desk
from inspector_app.sync.run import SyncRun
from inspector_app.sync.snapshot import fetch_snapshot
from inspector_app.tools import system_tools
from sync_protocol.entities import EMPLOYER, ENTITIES
from sync_protocol.versions import SCHEMA_VERSION
from sync_server.services.snapshot_file import PIECE_BYTES, Content, pack, piece_hashes

GOAL = 2.0
KEY = bytes(range(32))
WIRE_BYTES = 64 * 1024
SEARCHED = (
    ("name_en", "name_ur", "trade_name", "owner_name"),
    ("registration_no", "owner_cnic", "ntn", "phone"),
    ("address_en", "address_ur", "district"),
)


class MemoryLink:
    """A link without a network: it has the whole file already."""

    def __init__(self, manifest: dict[str, Any], content: bytes) -> None:
        self._manifest, self._content = manifest, content

    def manifest(self, scope: str) -> dict[str, Any]:
        return self._manifest

    def snapshot_bytes(self, sha256: str, first: int, end: int) -> Generator[bytes]:
        for start in range(first, end, WIRE_BYTES):
            yield self._content[start : min(start + WIRE_BYTES, end)]


class Laptop(SyncRun):
    """A laptop that holds one scope."""

    @property
    def device(self) -> Any:
        return SimpleNamespace(scopes=(SCOPE,))


def main() -> int:
    given = sizes(__doc__, employers=EMPLOYERS, rounds=5)
    with folder() as place:
        figures = measure(place, given.employers, rounds=given.rounds)
    return told(figures, *([f"ratio at most {GOAL}"] if figures["ratio"] > GOAL else []))


def measure(folder: Path, count: int, *, rounds: int) -> dict[str, Any]:
    employers = list(generated_employers(folder, count))
    json_bytes = sum(len(json.dumps(row, ensure_ascii=False).encode()) for row in employers) // len(employers)
    manifest, content = _snapshot(employers, folder / "snapshot")
    expected = len(employers)
    del employers
    product: list[tuple[float, float]] = []
    floor: list[tuple[float, float]] = []
    for number in range(rounds):
        run = _laptop(folder / f"laptop-{number}", MemoryLink(manifest, content))
        product.append(_timed(lambda run=run: _product(run, expected)))
        run.opened.close()
        floor.append(_timed(lambda place=folder / f"floor-{number}": _floor(place, content, expected)))
    return {
        "employers": expected,
        "json_bytes_each": json_bytes,
        "compressed_bytes": len(content),
        "plain_bytes": manifest["plain_bytes"],
        "rounds": rounds,
        "product_s": round(median(one[0] for one in product), 2),
        "floor_s": round(median(one[0] for one in floor), 2),
        "product_cpu_s": round(median(one[1] for one in product), 2),
        "floor_cpu_s": round(median(one[1] for one in floor), 2),
        "ratio": round(median(ours[0] / bare[0] for ours, bare in zip(product, floor, strict=True)), 2),
        "ratio_cpu": round(median(ours[1] / bare[1] for ours, bare in zip(product, floor, strict=True)), 2),
        "goal": GOAL,
    }


def _product(run: SyncRun, expected: int) -> None:
    """What happens on a laptop: fetch, keep, check, build, swap, open, search."""
    empty = run.opened.register
    fetch_snapshot(run, SCOPE)
    assert run.counts.rows == expected
    assert search_register(run.opened, "textile", limit=20)
    empty.conn.close()


def _floor(place: Path, content: bytes, expected: int) -> None:
    """The least that gives such a file: the same driver, cipher, columns, indexes and kind of full-text index."""
    place.mkdir()
    plain = sqlite3.connect(":memory:")
    plain.deserialize(zstandard.ZstdDecompressor().decompress(content))
    file = place / "register.db"
    register = sqlcipher.connect(str(file), isolation_level=None)
    for pragma in (f"key = \"x'{KEY.hex()}'\"", "journal_mode = OFF", "synchronous = OFF", "temp_store = MEMORY"):
        register.execute(f"PRAGMA {pragma}")
    columns = ("id", "rev", *EMPLOYER.field_names)
    register.execute(f"CREATE TABLE employer (n INTEGER PRIMARY KEY, scope, {', '.join(columns)})")
    register.execute(SEARCH_TABLE)
    register.execute("BEGIN")
    insert = f"INSERT INTO employer (scope, {', '.join(columns)}) VALUES ('{SCOPE}', {', '.join('?' * len(columns))})"
    register.executemany(insert, plain.execute(f"SELECT {', '.join(columns)} FROM employer"))
    words = ", ".join(" || ' ' || ".join(f"coalesce({name}, '')" for name in names) for names in SEARCHED)
    register.execute(f"INSERT INTO employer_search (rowid, names, numbers, places) SELECT n, {words} FROM employer")
    for statement in INDEXES:
        if " ON employer (" in statement:
            register.execute(statement)
    register.execute("COMMIT")
    found = register.execute("SELECT rowid FROM employer_search WHERE employer_search MATCH 'textile*' LIMIT 20")
    assert found.fetchall()
    assert register.execute("SELECT count(*) FROM employer").fetchone() == (expected,)
    register.close()
    with file.open("rb+") as opened:
        os.fsync(opened.fileno())
    plain.close()


def _laptop(place: Path, link: MemoryLink) -> SyncRun:
    """An enrolled laptop without a register."""
    make_room(
        place,
        KEY,
        Room.FIELD,
        fill=lambda _, work: set_desk(work, PERSON, scheme="pessi", institution="pessi", demonstration=True),
    )
    return Laptop(open_room(place, KEY, Room.FIELD), link, system_tools(), lambda text, share: None)  # type: ignore[arg-type]


def _snapshot(employers: list[dict[str, Any]], folder: Path) -> tuple[dict[str, Any], bytes]:
    rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in ENTITIES}
    rows["employer"] = [(str(uuid7()), 1, *(row[name] for name in EMPLOYER.field_names)) for row in employers]
    packed = pack(SCOPE, Content("benchmark", 1, rows), folder=folder)
    manifest = {
        "scope": SCOPE,
        "epoch": "benchmark",
        "v": 1,
        "schema": SCHEMA_VERSION,
        "rows": {"employer": len(employers)},
        "compressed_bytes": len(packed.content),
        "plain_bytes": packed.plain_bytes,
        "sha256": hashlib.sha256(packed.content).hexdigest(),
        "server_time": "2026-11-22T09:00:00Z",
        "piece_bytes": PIECE_BYTES,
        "pieces": list(piece_hashes(packed.content)),
    }
    return manifest, packed.content


def _timed(work: Callable[[], None]) -> tuple[float, float]:
    gc.collect()
    started, used = perf_counter(), process_time()
    work()
    return perf_counter() - started, process_time() - used


if __name__ == "__main__":
    sys.exit(main())
