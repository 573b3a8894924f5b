"""The outbox: operations in a dense chain, written once, marked by receipts and verdicts. Field room only.

Every function runs inside the caller's transaction, so that a record and its operation are one commit.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from inspector_app.store.device import device
from inspector_app.store.driver import row, rows, run
from inspector_app.store.work import Row, insert
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


def append(work: Database, intents: Sequence[Intent], *, user_id: str, made_at: str) -> list[int]:
    """Chain operations to the end of the outbox and return their numbers."""
    beacon = device(work).beacon
    seq, head = last(work)
    bodies = [
        {
            "op_id": intent.op_id,
            "kind": intent.kind,
            "row_id": intent.row_id,
            "base_rev": intent.base_rev,
            "set": dict(intent.set),
            "was": dict(intent.was),
            "user_id": user_id,
            "made_at": made_at,
            "beacon": beacon,
            "schema": SCHEMA_VERSION,
        }
        for intent in intents
    ]
    operations = chained(head, seq + 1, bodies)
    for intent, operation in zip(intents, operations, strict=True):
        _insert(work, intent, operation)
    return [operation["seq"] for operation in operations]


def _insert(work: Database, intent: Intent, operation: Mapping[str, Any]) -> None:
    insert(work, "outbox", {
        "seq": operation["seq"], "op_id": intent.op_id, "kind": intent.kind, "row_id": intent.row_id,
        "employer_id": intent.employer_id, "inspection_id": intent.inspection_id, "made_at": operation["made_at"],
        "body": json.dumps(operation, ensure_ascii=False), "hash": operation["hash"],
    })  # fmt: skip


def last(work: Database) -> tuple[int, str]:
    """Return number and hash of the last operation; (0, genesis) for none."""
    found = row(work, "SELECT seq, hash FROM outbox ORDER BY seq DESC LIMIT 1")
    return (found["seq"], found["hash"]) if found else (0, GENESIS)


def head_at(work: Database, seq: int) -> str | None:
    """Return the chain hash at a number (genesis at 0), or None when the outbox has no such number."""
    if seq == 0:
        return GENESIS
    found = row(work, "SELECT hash FROM outbox WHERE seq = ?", (seq,))
    return str(found["hash"]) if found else None


def acknowledged_through(work: Database) -> int:
    """Return the last number that a verified receipt covers."""
    found = row(work, "SELECT max(seq) AS seq FROM outbox WHERE acknowledged_at <> ''")
    return int(found["seq"] or 0) if found else 0


def operations_after(work: Database, seq: int, *, limit: int) -> list[dict[str, Any]]:
    """Return operations after a number, in order."""
    found = rows(work, "SELECT body FROM outbox WHERE seq > ? ORDER BY seq LIMIT ?", (seq, limit))
    return [json.loads(one["body"]) for one in found]


def unsent(work: Database) -> int:
    """Return how many operations no receipt covers."""
    found = row(work, "SELECT count(*) AS found FROM outbox WHERE acknowledged_at = ''")
    return int(found["found"]) if found else 0


def awaiting_verdict(work: Database) -> int:
    """Return how many acknowledged operations have no verdict yet."""
    found = row(work, "SELECT count(*) AS found FROM outbox WHERE acknowledged_at <> '' AND outcome = ''")
    return int(found["found"]) if found else 0


def mark_sent(work: Database, first: int, through: int, at: str) -> int:
    """Write down that operations are on their way; return how many already were once. Says nothing of their arrival."""
    span = (first, through)
    again = row(work, "SELECT count(*) AS found FROM outbox WHERE seq BETWEEN ? AND ? AND sent_at <> ''", span)
    run(work, "UPDATE outbox SET sent_at = ? WHERE seq BETWEEN ? AND ? AND sent_at = ''", (at, *span))
    return int(again["found"]) if again else 0


def mark_acknowledged(work: Database, through: int, server_time: str) -> int:
    """Write down that a verified receipt covers everything through a number; return how many are newly covered."""
    sql = "UPDATE outbox SET acknowledged_at = ? WHERE seq <= ? AND acknowledged_at = ''"
    return run(work, sql, (server_time, through))


def put_verdict(work: Database, verdict: Mapping[str, Any]) -> None:
    """Write a verdict on its operation, unless a later one stands there; one for another operation is left out."""
    values = (
        verdict["outcome"], verdict["code"], verdict["reason_en"], verdict["reason_ur"], verdict["waits_for"],
        json.dumps(verdict["conflict_ids"]), verdict["number"], verdict["seq"], verdict["op_id"], verdict["number"],
    )  # fmt: skip
    sql = """
    UPDATE outbox SET outcome = ?, code = ?, reason_en = ?, reason_ur = ?, waits_for = ?, conflict_ids = ?,
                      verdict_no = ?
    WHERE seq = ? AND op_id = ? AND verdict_no <= ?
    """
    run(work, sql, values)


def put_receipt(work: Database, receipt: Mapping[str, Any], *, taken_at: str) -> None:
    """Keep a verified receipt."""
    insert(work, "receipt", {
        "seq": receipt["seq"], "server_time": receipt["server_time"], "body": json.dumps(receipt), "taken_at": taken_at,
    })  # fmt: skip


def last_receipt_at(work: Database) -> str:
    """Return the centre's time of the last verified receipt, "" before the first."""
    found = row(work, "SELECT server_time FROM receipt ORDER BY number DESC LIMIT 1")
    return str(found["server_time"]) if found else ""


def lines(work: Database, *, limit: int) -> list[Row]:
    """Return operations without their bodies, newest first."""
    sql = """
    SELECT seq, op_id, kind, row_id, employer_id, inspection_id, made_at, sent_at, acknowledged_at, outcome, code,
           reason_en, reason_ur, conflict_ids FROM outbox ORDER BY seq DESC LIMIT ?
    """
    return rows(work, sql, (limit,))


def states(work: Database) -> list[Row]:
    """Return how many operations stand where, one row for each combination."""
    sql = """
    SELECT sent_at <> '' AS sent_at, acknowledged_at <> '' AS acknowledged_at, outcome, count(*) AS found
    FROM outbox GROUP BY 1, 2, 3
    """
    return rows(work, sql)


def oldest_waiting_at(work: Database) -> str:
    """Return when the oldest operation was made that no receipt covers; "" when none waits."""
    found = row(work, "SELECT made_at FROM outbox WHERE acknowledged_at = '' ORDER BY seq LIMIT 1")
    return str(found["made_at"]) if found else ""


def line(work: Database, seq: int) -> Row | None:
    """Return where one operation stands, or None."""
    sql = "SELECT seq, sent_at, acknowledged_at, outcome, code, reason_en, reason_ur FROM outbox WHERE seq = ?"
    return row(work, sql, (seq,))


def put_attempt(work: Database, values: Mapping[str, Any]) -> None:
    """Keep how a sync went: at, reached, finished, text_en, text_ur, sent, resent, acknowledged."""
    insert(work, "attempt", values)


def totals(work: Database) -> dict[str, int]:
    """Return how many operations were sent, sent again and acknowledged over all syncs."""
    sums = ", ".join(f"coalesce(sum({name}), 0) AS {name}" for name in ("sent", "resent", "acknowledged"))
    sql = f"SELECT {sums} FROM attempt"  # noqa: S608 - own names
    return {name: int(value) for name, value in (row(work, sql) or {}).items()}


def last_attempt(work: Database) -> Row | None:
    """Return how the last sync went, or None."""
    return row(work, "SELECT * FROM attempt ORDER BY number DESC LIMIT 1")


def set_wanted_files(work: Database, hashes: Sequence[str]) -> None:
    """Write down which evidence files the centre asks for."""
    run(work, "DELETE FROM wanted_file")
    for sha256 in hashes:
        run(work, "INSERT OR IGNORE INTO wanted_file VALUES (?)", (sha256,))


def wanted_files(work: Database) -> list[str]:
    """Return evidence files that the centre asks for and this laptop holds, smallest first."""
    sql = "SELECT sha256 FROM wanted_file JOIN evidence_file USING (sha256) ORDER BY length(content), sha256"
    return [found[0] for found in work.conn.execute(sql)]


def mark_held(work: Database, sha256: str, at: str) -> None:
    """Write down that the centre holds a file."""
    run(work, "UPDATE evidence_file SET held_at = ? WHERE sha256 = ?", (at, sha256))
    run(work, "DELETE FROM wanted_file WHERE sha256 = ?", (sha256,))


def files_waiting(work: Database) -> tuple[int, int]:
    """Return how many files of closed inspections the centre does not hold yet, and their bytes."""
    sql = """
    SELECT count(*) AS found, coalesce(sum(length(content)), 0) AS bytes FROM evidence_file
    WHERE held_at = '' AND sha256 IN
    (SELECT sha256 FROM evidence JOIN inspection ON inspection.id = inspection_id WHERE closed_at <> '')
    """
    found = row(work, sql)
    return (int(found["found"]), int(found["bytes"])) if found else (0, 0)


def mark_unwanted_held(work: Database, at: str) -> None:
    """Take every file as held whose record the centre accepted; right only when the centre asks for none."""
    sql = """
    UPDATE evidence_file SET held_at = ? WHERE held_at = '' AND sha256 IN (
        SELECT sha256 FROM evidence JOIN outbox ON row_id = evidence.id
        WHERE acknowledged_at <> '' AND outcome IN ('applied', 'merged', 'duplicate')
    )
    """
    run(work, sql, (at,))
