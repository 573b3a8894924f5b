"""The outbox: operations written once, each with a place in the dense chain of its incarnation. Field room only.

An operation has a number that it keeps on this laptop, and in each incarnation at most one `seq`. Every function runs
inside the caller's transaction, so that a record and its operation are one commit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlite_utils import Database

from casework.json_bytes import json_bytes
from inspector_app.store.device import device
from inspector_app.store.driver import row, run
from inspector_app.store.way import clock_of
from inspector_app.store.work import insert
from inspector_app.tools import ClockReading
from sync_protocol.chain import GENESIS, chained
from sync_protocol.versions import SCHEMA_VERSION


@dataclass(frozen=True)
class Intent:
    """One operation before it has a number: what, on which record, from what to what."""

    op_id: str
    kind: str
    row_id: str
    employer_id: str
    inspection_id: str
    set: Mapping[str, Any]
    was: Mapping[str, Any]
    base_rev: int = 0


def append(
    work: Database, intents: Sequence[Intent], *, user_id: str, made_at: str, reading: ClockReading | None = None
) -> list[int]:
    """Chain operations to the end of the outbox and return their numbers on this laptop.

    `reading` is the clock that nobody can set, as evidence of when they were made; None where it is not known.
    """
    known = device(work)
    seq, head = last(work)
    common = {"user_id": user_id, "made_at": made_at, "beacon": known.beacon, "schema": SCHEMA_VERSION}
    if reading and known.speaks_of_clocks:
        common["clock"] = clock_of(work, reading)
    bodies = [
        {
            "op_id": intent.op_id,
            "kind": intent.kind,
            "row_id": intent.row_id,
            "base_rev": intent.base_rev,
            "set": dict(intent.set),
            "was": dict(intent.was),
            **common,
        }
        for intent in intents
    ]
    operations = chained(head, seq + 1, bodies)
    return [
        _insert(work, intent, body, known.incarnation, operation)
        for intent, body, operation in zip(intents, bodies, operations, strict=True)
    ]


def _insert(
    work: Database, intent: Intent, body: Mapping[str, Any], incarnation: int, operation: Mapping[str, Any]
) -> int:
    text = json_bytes(body)
    insert(work, "outbox", {
        "op_id": intent.op_id, "kind": intent.kind, "row_id": intent.row_id, "employer_id": intent.employer_id,
        "inspection_id": intent.inspection_id, "made_at": body["made_at"],
        "body": text.decode("utf-8"), "size": len(text),
    })  # fmt: skip
    put_link(work, incarnation, operation)
    return int(work.conn.execute("SELECT last_insert_rowid()").fetchone()[0])


def put_link(work: Database, incarnation: int, operation: Mapping[str, Any]) -> None:
    """Give an operation its place in an incarnation."""
    values = (incarnation, operation["seq"], operation["op_id"], operation["hash"])
    run(work, "INSERT INTO chain_link VALUES (?, ?, ?, ?)", values)


_NOW = "incarnation = (SELECT incarnation FROM device)"


def last(work: Database) -> tuple[int, str]:
    """Return seq and hash of the last operation of this incarnation; (0, genesis) for none."""
    found = row(work, f"SELECT seq, hash FROM chain_link WHERE {_NOW} ORDER BY seq DESC LIMIT 1")  # noqa: S608 - own
    return (found["seq"], found["hash"]) if found else (0, GENESIS)


def head_at(work: Database, seq: int) -> str | None:
    """Return the chain hash at a seq of this incarnation (genesis at 0), or None when it has none."""
    if seq == 0:
        return GENESIS
    found = row(work, f"SELECT hash FROM chain_link WHERE {_NOW} AND seq = ?", (seq,))  # noqa: S608 - own
    return str(found["hash"]) if found else None


def acknowledged_through(work: Database) -> int:
    """Return the last seq of this incarnation that a verified receipt covers."""
    found = row(work, f"SELECT acknowledged FROM chain WHERE {_NOW}")  # noqa: S608 - own
    return int(found["acknowledged"]) if found else 0


def operations_after(work: Database, seq: int, *, limit: int, size: int = 2**40) -> list[dict[str, Any]]:
    """Return operations of this incarnation after a seq, in order: as many as fit `size` bytes, one at least.

    They end before an operation that is no longer kept.
    """
    sql = f"""
    SELECT seq, hash, body, size FROM chain_link LEFT JOIN outbox USING (op_id) WHERE {_NOW} AND seq > ?
    ORDER BY seq LIMIT ?
    """  # noqa: S608 - own
    chosen: list[dict[str, Any]] = []
    for found, hash_, body, length in work.conn.execute(sql, (seq, limit)):
        size -= length or 0
        if body is None or (chosen and size < 0):
            break
        chosen.append({**orjson.loads(body), "seq": found, "hash": hash_})
    return chosen


def size_between(work: Database, first: int, last: int) -> int:
    """Return the bytes of operations of this incarnation, as stored."""
    here = _placed("seq BETWEEN ? AND ?")
    found = row(work, f"SELECT coalesce(sum(size), 0) AS bytes FROM outbox WHERE {here}", (first, last))  # noqa: S608 - own
    return int(found["bytes"]) if found else 0


def unsent(work: Database) -> int:
    """Return how many operations no receipt covers."""
    return int(work.conn.execute("SELECT count(*) FROM outbox WHERE acknowledged_at = ''").fetchone()[0])


def unsent_size(work: Database) -> tuple[int, int]:
    """Return how many operations no receipt covers, and their bytes."""
    found = row(
        work, "SELECT count(*) AS found, coalesce(sum(size), 0) AS bytes FROM outbox WHERE acknowledged_at = ''"
    )
    return (int(found["found"]), int(found["bytes"])) if found else (0, 0)


def made(work: Database) -> int:
    """Return how many operations were ever made on this laptop."""
    found = row(work, "SELECT seq FROM sqlite_sequence WHERE name = 'outbox'")
    return int(found["seq"]) if found else 0


def _placed(between: str) -> str:
    return f"op_id IN (SELECT op_id FROM chain_link WHERE {_NOW} AND {between})"  # noqa: S608 - own


def mark_sent(work: Database, first: int, through: int, at: str) -> int:
    """Write down that queued operations are on their way; return how many already were once.

    Says nothing of their arrival.
    """
    here = _placed("seq BETWEEN ? AND ?")
    sql = f"UPDATE outbox SET sent_at = ? WHERE {here} AND sent_at = ''"  # noqa: S608 - own
    return through - first + 1 - run(work, sql, (at, first, through))


def mark_acknowledged(work: Database, through: int, server_time: str) -> int:
    """Write down that a verified receipt covers everything through a seq; return how many are newly covered."""
    covered = acknowledged_through(work)
    if through <= covered:
        return 0
    sql = "INSERT OR REPLACE INTO chain SELECT incarnation, ? FROM device"
    run(work, sql, (through,))
    here = _placed("seq > ? AND seq <= ?")
    sql = f"UPDATE outbox SET acknowledged_at = ? WHERE {here} AND acknowledged_at = ''"  # noqa: S608 - own
    return run(work, sql, (server_time, covered, through))
