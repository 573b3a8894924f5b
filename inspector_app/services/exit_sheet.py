"""The exit sheet that the employer keeps, as PDF."""

from __future__ import annotations

from datetime import date

from casework.documents.exit_sheet import render_exit_sheet
from inspector_app.services.open_inspection import open_inspection
from inspector_app.services.paper_parts import day_of_paper
from inspector_app.services.sheet_of_visit import sheet_of
from inspector_app.store.opened import Opened
from simplify_content.text import Lang


def exit_sheet(opened: Opened, inspection_id: str, lang: Lang, *, on: date) -> bytes:
    """Return the exit sheet of an inspection; what a worker said in confidence is never on it.

    Once closed, it is the same sheet on any later day.

    Raises:
        NotFound: no such inspection.
    """
    view = open_inspection(opened, inspection_id, on=on)
    return render_exit_sheet(sheet_of(opened, view, printed_on=day_of_paper(view, on=on)), lang)
