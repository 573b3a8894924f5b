"""Histories that part: acknowledgements taken back, operations chained anew. Field room only.

An operation keeps its id and number; only its place in a chain is new, and the old place stays written.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

from inspector_app.store import outbox
from inspector_app.store.driver import row, rows, run, writing
from sync_protocol.chain import GENESIS, chained


@dataclass(frozen=True)
class Asked:
    """A question for a new incarnation, kept until it is answered."""

    incarnation: int
    """The one that is left."""
    nonce: str
    cause: str
    seq: int
    head: str


def asked(work: Database) -> Asked | None:
    """Return the question that was not answered yet, or None."""
    found = row(work, "SELECT incarnation, nonce, cause, seq, head FROM new_incarnation")
    return Asked(**found) if found else None


def ask(work: Database, question: Asked) -> None:
    """Keep a question for a new incarnation."""
    values = (question.incarnation, question.nonce, question.cause, question.seq, question.head)
    run(work, "INSERT INTO new_incarnation VALUES (1, ?, ?, ?, ?, ?)", values)


def begin(work: Database, incarnation: int) -> None:
    """Go on in a new incarnation: every operation without a receipt gets a place in it, in the order they were made.

    The hashes are worked out before the write lock is taken, so that nobody who records a finding waits for them.
    """
    ready = _chain_on((0, GENESIS), _unacknowledged(work, after=0))
    through = ready[-1][0] if ready else 0
    with writing(work):
        end = (ready[-1][1]["seq"], ready[-1][1]["hash"]) if ready else (0, GENESIS)
        ready += _chain_on(end, _unacknowledged(work, after=through))
        run(work, "DELETE FROM new_incarnation")
        run(work, "UPDATE device SET incarnation = ?", (incarnation,))
        for _, operation in ready:
            outbox.put_link(work, incarnation, operation)


_Numbered = tuple[int, dict[str, Any]]


def _unacknowledged(work: Database, *, after: int) -> list[_Numbered]:
    sql = "SELECT number, body FROM outbox WHERE acknowledged_at = '' AND number > ? ORDER BY number"
    return [(number, json.loads(body)) for number, body in work.conn.execute(sql, (after,))]


def _chain_on(end: tuple[int, str], bodies: Sequence[_Numbered]) -> list[_Numbered]:
    operations = chained(end[1], end[0] + 1, [body for _, body in bodies])
    return [(number, operation) for (number, _), operation in zip(bodies, operations, strict=True)]


def take_back(work: Database, above: int) -> int:
    """Take back what was acknowledged of this incarnation above a seq, as the centre no longer has it.

    The centre's numbers of verdicts begin again too. Return how many operations wait again.
    """
    sql = """
    SELECT op_id FROM chain_link JOIN outbox USING (op_id)
    WHERE incarnation = (SELECT incarnation FROM device) AND seq > ? AND acknowledged_at <> ''
    """
    taken = [found["op_id"] for found in rows(work, sql, (above,))]
    sql = "UPDATE chain SET acknowledged = min(acknowledged, ?) WHERE incarnation = (SELECT incarnation FROM device)"
    run(work, sql, (above,))
    _wait_again(work, taken)
    return len(taken)


def take_back_everything(work: Database) -> int:
    """Take back every acknowledgement of an operation that is still kept; return how many operations wait again."""
    taken = [found["op_id"] for found in rows(work, "SELECT op_id FROM outbox WHERE acknowledged_at <> ''")]
    run(work, "UPDATE chain SET acknowledged = 0")
    _wait_again(work, taken)
    return len(taken)


def is_whole_after(work: Database, seq: int) -> bool:
    """Return whether every operation of this incarnation after a seq is still kept."""
    sql = """
    SELECT 1 AS found FROM chain_link LEFT JOIN outbox USING (op_id)
    WHERE incarnation = (SELECT incarnation FROM device) AND seq > ? AND number IS NULL LIMIT 1
    """
    return row(work, sql, (seq,)) is None


def _wait_again(work: Database, op_ids: Iterable[str]) -> None:
    sql = """
    UPDATE outbox SET acknowledged_at = '', outcome = '', code = '', reason_en = '', reason_ur = '', waits_for = '',
                      conflict_ids = '[]' WHERE op_id = ?
    """
    for op_id in op_ids:
        run(work, sql, (op_id,))
        run(work, "UPDATE correction SET settled = 0 WHERE op_id = ?", (op_id,))
    run(work, "UPDATE outbox SET verdict_no = 0 WHERE verdict_no <> 0")
    run(work, "UPDATE device SET verdicts_since = 0")
