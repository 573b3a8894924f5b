"""The exit sheet that the employer keeps, as PDF."""

from __future__ import annotations

from datetime import date

from inspector_app.store.opened import Opened
from simplify_content.text import Lang


def exit_sheet(opened: Opened, inspection_id: str, lang: Lang, *, on: date) -> bytes:
    """Return the exit sheet of an inspection; what a worker said in confidence is never on it.

    Raises:
        NotFound: no such inspection.
    """
    raise NotImplementedError
