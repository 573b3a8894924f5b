"""How syncs went, one row each. Field room only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlite_utils import Database

from inspector_app.store.driver import row, run
from inspector_app.store.work import Row, insert


def put_attempt(work: Database, values: Mapping[str, Any]) -> None:
    """Keep how a sync went: at, reached, finished, text_en, text_ur, sent, resent, acknowledged."""
    insert(work, "attempt", values)


def set_next_attempt(work: Database, at: str) -> None:
    """Write down when the next sync will begin by itself, "" when none will."""
    run(work, "UPDATE attempt SET next_at = ? WHERE number = (SELECT max(number) FROM attempt)", (at,))


def totals(work: Database) -> dict[str, int]:
    """Return how many operations were sent and sent again over all syncs."""
    sql = "SELECT coalesce(sum(sent), 0) AS sent, coalesce(sum(resent), 0) AS resent FROM attempt"
    return {name: int(value) for name, value in (row(work, sql) or {}).items()}


def last_attempt(work: Database) -> Row | None:
    """Return how the last sync went, or None."""
    return row(work, "SELECT * FROM attempt ORDER BY number DESC LIMIT 1")


def failures(work: Database) -> int:
    """Return how many syncs in a row did not come to their end, up to now."""
    sql = """
    SELECT count(*) AS found FROM attempt
    WHERE number > coalesce((SELECT max(number) FROM attempt WHERE finished), 0)
    """
    found = row(work, sql)
    return int(found["found"]) if found else 0
