"""Adds and removes repetitions of a repeat section, such as one more worker."""

from __future__ import annotations

from datetime import datetime

from checklists.form_state import FormState
from inspector_app.store.opened import Opened


def add_repetition(opened: Opened, inspection_id: str, repeat: str, key: str, *, at: datetime) -> FormState:
    """Add a repetition at the end; adding the same key twice changes nothing.

    Raises:
        NotFound, InspectionClosed, InvalidAnswer (no such repeat, bad key, or too many repetitions).
    """
    raise NotImplementedError


def remove_repetition(opened: Opened, inspection_id: str, repeat: str, key: str, *, at: datetime) -> FormState:
    """Remove a repetition with its answers and findings; evidence tied to it stays with the inspection.

    Raises:
        NotFound: no such inspection or repetition.
        InspectionClosed: it is closed.
    """
    raise NotImplementedError
