"""What the queue page asks of the outbox: lines, counts, what they wait for. Field room only."""

from __future__ import annotations

from sqlite_utils import Database

from inspector_app.store.driver import row, rows
from inspector_app.store.work import Row


def lines(work: Database, *, limit: int) -> list[Row]:
    """Return operations without their bodies: rejected and held ones first, then those that wait, each newest first."""
    sql = """
    SELECT number, op_id, kind, row_id, employer_id, inspection_id, made_at, sent_at, acknowledged_at, outcome, code,
           reason_en, reason_ur, waits_for, conflict_ids FROM outbox
    ORDER BY CASE WHEN acknowledged_at = '' THEN 1 WHEN outcome IN ('held', 'rejected') THEN 0 ELSE 2 END, number DESC
    LIMIT ?
    """
    return rows(work, sql, (limit,))


def line(work: Database, number: int) -> Row | None:
    """Return where one operation stands, or None when it is no longer kept."""
    sql = "SELECT sent_at, acknowledged_at, outcome, code, reason_en, reason_ur FROM outbox WHERE number = ?"
    return row(work, sql, (number,))


def states(work: Database) -> list[Row]:
    """Return how many operations stand where and how many bytes they are, one row for each combination."""
    sql = """
    SELECT sent_at <> '' AS sent_at, acknowledged_at <> '' AS acknowledged_at, outcome, count(*) AS found
    FROM outbox GROUP BY 1, 2, 3
    """
    return rows(work, sql)


def maker_of(work: Database, row_id: str) -> Row | None:
    """Return the first operation on a record, or None."""
    return row(work, "SELECT number, kind, employer_id FROM outbox WHERE row_id = ? ORDER BY number LIMIT 1", (row_id,))


def oldest_waiting_at(work: Database) -> str:
    """Return when the oldest operation was made that no receipt covers; "" when none waits."""
    found = row(work, "SELECT made_at FROM outbox WHERE acknowledged_at = '' ORDER BY number LIMIT 1")
    return str(found["made_at"]) if found else ""
