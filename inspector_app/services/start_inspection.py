"""Begins an inspection."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from inspector_app.store.opened import Opened


def start_inspection(
    opened: Opened,
    employer_id: str,
    *,
    visit_id: str,
    checklist: str,
    at: datetime,
    new_id: Callable[[], str],
) -> str:
    """Return the id of a new inspection; one that is open for the same employer is returned instead of a second.

    Args:
        opened: either room.
        employer_id: who is inspected.
        visit_id: the planned visit, or "" for a visit without one.
        checklist: name of the checklist.
        at: now.
        new_id: maker of ids.

    Raises:
        NotFound: no such employer or visit.
    """
    raise NotImplementedError
