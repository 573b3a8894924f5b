"""Under which id the centre takes each file that is on its way. Field room only; inside the caller's transaction."""

from __future__ import annotations

from sqlite_utils import Database

from inspector_app.store.driver import row, run


def upload_id(work: Database, sha256: str) -> str:
    """Return the id of a file's upload, "" when none has begun."""
    found = row(work, "SELECT upload_id FROM upload WHERE sha256 = ?", (sha256,))
    return str(found["upload_id"]) if found else ""


def put_upload_id(work: Database, sha256: str, upload_id: str) -> None:
    """Keep the id of a file's upload; "" forgets it."""
    if upload_id:
        run(work, "INSERT OR REPLACE INTO upload VALUES (?, ?)", (sha256, upload_id))
    else:
        run(work, "DELETE FROM upload WHERE sha256 = ?", (sha256,))
