"""The exit sheet that the employer keeps, as PDF."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from casework.documents.exit_sheet import ExitSheet, findings_for_employer, render_exit_sheet
from casework.owed_by_month import owed_by_month
from inspector_app.services.arrears import arrears
from inspector_app.services.open_inspection import InspectionView, open_inspection
from inspector_app.services.paper_parts import bare_sheet, day_of_paper, records_asked_for
from inspector_app.store.opened import Opened
from simplify_content.law_loader import load_law_pack
from simplify_content.text import Lang


def exit_sheet(opened: Opened, inspection_id: str, lang: Lang, *, on: date) -> bytes:
    """Return the exit sheet of an inspection; what a worker said in confidence is never on it.

    Once closed, it is the same sheet on any later day.

    Raises:
        NotFound: no such inspection.
    """
    view = open_inspection(opened, inspection_id, on=on)
    return render_exit_sheet(sheet_of(opened, view, printed_on=day_of_paper(view, on=on)), lang)


def sheet_of(opened: Opened, view: InspectionView, *, printed_on: date) -> ExitSheet:
    """Return what the exit sheet of an inspection prints."""
    bare = bare_sheet(opened, view, printed_on=printed_on)
    assessment = arrears(opened, view.inspection.id, as_of=printed_on)
    whole = replace(
        bare,
        findings=findings_for_employer(view.findings, load_law_pack(opened.scheme)),
        records_requested=tuple(item.label for item in records_asked_for(view.form)),
    )
    if assessment is None:
        return replace(whole, arrears_by_month=None)
    return replace(
        whole,
        arrears_by_month=owed_by_month(assessment),
        increase_note=assessment.increase_note,
        total=assessment.total,
    )
