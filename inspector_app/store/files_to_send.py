"""Which evidence files the centre is still to get, in which order they go, and which it holds. Field room only."""

from __future__ import annotations

from collections.abc import Sequence

from sqlite_utils import Database

from inspector_app.store.driver import row, run
from sync_protocol.operations import THUMBNAIL_BYTES

_WAIT = """
FROM evidence_file WHERE held_at = '' AND (sha256 IN (SELECT sha256 FROM wanted_file) OR sha256 IN (
    SELECT sha256 FROM file_of_evidence
    JOIN inspection ON inspection.id = file_of_evidence.inspection_id JOIN outbox ON outbox.row_id = evidence_id
    WHERE closed_at <> '' AND outcome <> 'rejected'
))
"""
"""What the centre asks for, and what of closed inspections it does not hold; no file of a record that it rejected."""

_IN_ORDER = "ORDER BY length(content) > ?, sha256 NOT IN (SELECT copy_sha256 FROM evidence), length(content), sha256"
"""Thumbnails and what is no larger first, then smaller copies, then originals; inside each the smallest first."""


def set_wanted_files(work: Database, hashes: Sequence[str]) -> None:
    """Write down which evidence files the centre asks for; one that it held and asks for again waits again."""
    run(work, "DELETE FROM wanted_file")
    for sha256 in hashes:
        run(work, "INSERT OR IGNORE INTO wanted_file VALUES (?)", (sha256,))
    run(work, "UPDATE evidence_file SET held_at = '' WHERE held_at <> '' AND sha256 IN (SELECT * FROM wanted_file)")


def wanted_files(work: Database) -> dict[str, int]:
    """Return the evidence files that the centre asks for and this laptop holds, with their bytes, in order."""
    sql = f"SELECT sha256, length(content) FROM wanted_file JOIN evidence_file USING (sha256) {_IN_ORDER}"  # noqa: S608 - own
    return dict(work.conn.execute(sql, (THUMBNAIL_BYTES,)).fetchall())


def files_to_carry(work: Database) -> list[str]:
    """Return the files that the centre does not hold, as far as is known, in order."""
    return [found[0] for found in work.conn.execute(f"SELECT sha256 {_WAIT} {_IN_ORDER}", (THUMBNAIL_BYTES,))]


def mark_held(work: Database, sha256: str, at: str) -> None:
    """Write down that the centre holds a file."""
    run(work, "UPDATE evidence_file SET held_at = ? WHERE sha256 = ?", (at, sha256))
    for table in ("wanted_file", "upload"):
        run(work, f"DELETE FROM {table} WHERE sha256 = ?", (sha256,))  # noqa: S608 - own names


def files_waiting(work: Database) -> tuple[int, int]:
    """Return how many files the centre is still to get, and their bytes."""
    found = row(work, f"SELECT count(*) AS found, coalesce(sum(length(content)), 0) AS bytes {_WAIT}")
    return (int(found["found"]), int(found["bytes"])) if found else (0, 0)


def mark_unwanted_held(work: Database, at: str) -> None:
    """Take every file as held whose record the centre accepted; right only when the centre asks for none.

    CROSS JOIN: from the evidence to the outbox, not through everything that was ever queued.
    """
    sql = """
    UPDATE evidence_file SET held_at = ? WHERE held_at = '' AND sha256 IN (
        SELECT sha256 FROM file_of_evidence CROSS JOIN outbox ON row_id = evidence_id
        WHERE acknowledged_at <> '' AND outcome IN ('applied', 'merged', 'duplicate')
    )
    """
    run(work, sql, (at,))
