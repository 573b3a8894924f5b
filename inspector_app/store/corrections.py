"""Corrections proposed on this laptop and not yet seen in the register. Field room only."""

from __future__ import annotations

from sqlite_utils import Database

from inspector_app.store.driver import rows, run
from inspector_app.store.work import Row, insert


def put_correction(
    work: Database, *, op_id: str, employer_id: str, field: str, was: str, value: str, seq: int, at: str
) -> None:
    """Keep one corrected field."""
    insert(work, "correction", {
        "op_id": op_id, "employer_id": employer_id, "field": field, "was": was, "value": value,
        "seq": seq, "made_at": at,
    })  # fmt: skip


def corrections(work: Database, employer_id: str) -> list[Row]:
    """Return an employer's corrections that are not settled, in the order made, with where their operations stand."""
    sql = """
    SELECT correction.*, sent_at, acknowledged_at, outcome, reason_en, reason_ur, conflict_ids
    FROM correction JOIN outbox USING (op_id) WHERE correction.employer_id = ? AND NOT settled ORDER BY number, field
    """
    return rows(work, sql, (employer_id,))


def settle_corrections(work: Database) -> None:
    """Take corrections with a final verdict as settled: the register that was just fetched shows what came of them."""
    run(work, """
    UPDATE correction SET settled = 1
    WHERE NOT settled AND op_id IN (
        SELECT op_id FROM outbox WHERE outcome IN ('applied', 'merged', 'duplicate') AND acknowledged_at <> ''
    )
    """)  # fmt: skip
