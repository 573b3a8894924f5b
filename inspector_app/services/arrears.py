"""Arrears of an inspection, provisional, on the laptop."""

from __future__ import annotations

from datetime import date

from casework.assessment import Assessment
from inspector_app.store.opened import Opened


def arrears(opened: Opened, inspection_id: str, *, as_of: date) -> Assessment:
    """Return what the answers and the register's months make owed, by the rules of the scheme.

    Raises:
        NotFound: no such inspection.
    """
    raise NotImplementedError
