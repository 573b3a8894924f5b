"""Records the employer's answer to the findings."""

from __future__ import annotations

from datetime import datetime

from inspector_app.services.open_inspection import Statement
from inspector_app.store.opened import Opened


def record_statement(
    opened: Opened,
    inspection_id: str,
    *,
    text: str,
    declined: bool,
    by_name: str,
    by_role: str,
    at: datetime,
) -> Statement:
    """Keep the statement, or that it was asked for and declined; a later one replaces it until closing.

    Raises:
        NotFound, InspectionClosed.
        InvalidAnswer: neither a statement nor declined, or nobody named who gave or declined it.
    """
    raise NotImplementedError
