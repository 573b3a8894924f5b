"""That the employer was told of a visit; kept once for each visit, until the inspection takes it along."""

from __future__ import annotations

from typing import Any

from sqlite_utils import Database

from inspector_app.store.driver import row, run

_PUT = """
INSERT INTO notice_served (visit_id, served_on, served_to, way, recorded_at) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (visit_id) DO UPDATE SET
    served_on = excluded.served_on, served_to = excluded.served_to, way = excluded.way,
    recorded_at = excluded.recorded_at
"""


def notice_served(work: Database, visit_id: str) -> dict[str, Any] | None:
    """Return how the notice of a visit was served, or None while nobody wrote that it was."""
    return row(work, "SELECT * FROM notice_served WHERE visit_id = ?", (visit_id,))


def put_notice_served(
    work: Database, visit_id: str, *, served_on: str, served_to: str, way: str, recorded_at: str
) -> None:
    """Write how the notice of a visit was served, whatever was written before."""
    run(work, _PUT, (visit_id, served_on, served_to, way, recorded_at))
