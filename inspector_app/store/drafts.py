"""What is typed on a page and not sent in yet; kept encrypted beside the work, so that locking loses none of it."""

from __future__ import annotations

from sqlite_utils import Database

from inspector_app.store.driver import row, run


def draft(work: Database, page: str) -> str:
    """Return the fields kept for a page as JSON; "" for none."""
    found = row(work, "SELECT fields FROM draft WHERE page = ?", (page,))
    return str(found["fields"]) if found else ""


def put_draft(work: Database, page: str, fields: str, at: str) -> None:
    """Keep the fields of a page in the place of those kept before."""
    run(work, "INSERT OR REPLACE INTO draft VALUES (?, ?, ?)", (page, fields, at))


def forget_draft(work: Database, page: str) -> None:
    """Remove what is kept for a page."""
    run(work, "DELETE FROM draft WHERE page = ?", (page,))


def forget_drafts_below(work: Database, page: str) -> None:
    """Remove what is kept for a page and for every page below it."""
    run(work, "DELETE FROM draft WHERE page = ? OR substr(page, 1, ?) = ?", (page, len(page) + 1, f"{page}/"))


def forget_drafts_before(work: Database, at: str) -> None:
    """Remove what was kept before a moment."""
    run(work, "DELETE FROM draft WHERE at < ?", (at,))
