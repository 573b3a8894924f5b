"""Closes an inspection: from then on it is not changed, and it waits in the queue."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from inspector_app.store.opened import Opened
from simplify_content.text import Text


def reasons_not_to_close(opened: Opened, inspection_id: str, *, on: date) -> tuple[Text, ...]:
    """Return everything that still stands in the way, in the order a person would clear it."""
    raise NotImplementedError


def close_inspection(opened: Opened, inspection_id: str, *, at: datetime, new_id: Callable[[], str]) -> None:
    """Close an inspection and queue its evidence, findings and closing, chained, in one transaction.

    Closing a closed inspection changes nothing.

    Raises:
        NotFound: no such inspection.
        NotReadyToClose: with all reasons.
    """
    raise NotImplementedError
