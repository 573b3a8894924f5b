"""What the centre has said of the operations in the outbox: verdicts and receipts, and how long both are kept.

Field room only; every function runs inside the caller's transaction.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlite_utils import Database

from inspector_app.store.driver import row, run
from inspector_app.store.work import insert

FINAL = ("applied", "merged", "duplicate", "rejected")
"""Outcomes after which the centre says nothing more of an operation."""


def awaiting_verdict(work: Database) -> int:
    """Return how many acknowledged operations have no verdict yet."""
    found = row(work, "SELECT count(*) AS found FROM outbox WHERE acknowledged_at <> '' AND outcome = ''")
    return int(found["found"]) if found else 0


def put_verdict(work: Database, verdict: Mapping[str, Any]) -> None:
    """Write a verdict on its operation, unless a later one stands there; one for another operation is left out.

    That the centre has an operation twice says less than what became of it the first time.
    """
    values = (
        verdict["outcome"], verdict["code"], verdict["reason_en"], verdict["reason_ur"], verdict["waits_for"],
        json.dumps(verdict["conflict_ids"]), verdict["number"], verdict["op_id"], verdict["number"], verdict["outcome"],
    )  # fmt: skip
    sql = """
    UPDATE outbox SET outcome = ?, code = ?, reason_en = ?, reason_ur = ?, waits_for = ?, conflict_ids = ?,
                      verdict_no = ?
    WHERE op_id = ? AND verdict_no <= ? AND NOT (? = 'duplicate' AND outcome IN ('applied', 'merged'))
    """
    run(work, sql, values)


def put_run(work: Database, said: Mapping[str, int], *, incarnation: int) -> None:
    """Write down that operations of an incarnation in a row were applied, unless a later verdict stands there."""
    sql = """
    UPDATE outbox SET outcome = 'applied', code = '', reason_en = '', reason_ur = '', waits_for = '',
                      conflict_ids = '[]', verdict_no = place.seq + :ahead
    FROM chain_link AS place
    WHERE place.op_id = outbox.op_id AND place.incarnation = :incarnation AND place.seq BETWEEN :first AND :last
    AND outbox.verdict_no <= place.seq + :ahead
    """
    first, ahead = said["seq"], said["number"] - said["seq"]
    span = {"incarnation": incarnation, "first": first, "last": first + said["count"] - 1, "ahead": ahead}
    run(work, sql, span)


def put_receipt(work: Database, receipt: Mapping[str, Any], *, taken_at: str) -> None:
    """Keep a verified receipt."""
    insert(work, "receipt", {
        "seq": receipt["seq"], "server_time": receipt["server_time"], "body": json.dumps(receipt), "taken_at": taken_at,
    })  # fmt: skip


def last_receipt_at(work: Database) -> str:
    """Return the centre's time of the last verified receipt, "" before the first."""
    found = row(work, "SELECT server_time FROM receipt ORDER BY number DESC LIMIT 1")
    return str(found["server_time"]) if found else ""


def remove_old(work: Database, *, now: str, days: int, limit: int) -> int:
    """Remove operations that were acknowledged more than `days` ago and have a final verdict; return how many.

    Their places in the chain stay, so that it goes on from where it is.

    Args:
        work: the work file.
        now: the centre's time, ISO 8601.
        days: how long they are kept after their receipt.
        limit: most to remove in this transaction.
    """
    sql = f"""
    DELETE FROM outbox WHERE number IN (
        SELECT number FROM outbox WHERE acknowledged_at <> '' AND outcome IN {FINAL}
        AND unixepoch(acknowledged_at) < unixepoch(?) - ? * 86400 ORDER BY number LIMIT ?
    )
    """  # noqa: S608 - own
    return run(work, sql, (now, days, limit))
