"""The exit sheet of an inspection as a value, before any layout."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from casework.documents.sheet import ExitSheet, findings_for_employer
from casework.owed_by_month import owed_by_month
from inspector_app.services.arrears import arrears
from inspector_app.services.inspection_view import InspectionView
from inspector_app.services.paper_parts import bare_sheet, records_asked_for
from inspector_app.services.sheet_kept import with_kept_owed
from inspector_app.store.opened import Opened
from simplify_content.law_loader import load_law_pack


def sheet_of(opened: Opened, view: InspectionView, *, printed_on: date) -> ExitSheet:
    """Return what the exit sheet of an inspection prints; its figures are those of the day of the inspection.

    Once closed, what it takes from the register is what it took then, whatever was paid or corrected since.
    """
    whole = replace(
        bare_sheet(opened, view, printed_on=printed_on),
        findings=findings_for_employer(view.findings, load_law_pack(opened.scheme)),
        records_requested=tuple(item.label for item in records_asked_for(view.form)),
    )
    if view.inspection.sheet_kept:
        return with_kept_owed(whole, view.inspection.sheet_kept)
    assessment = arrears(opened, view.inspection.id, as_of=view.inspection.on)
    if assessment is None:
        return replace(whole, arrears_by_month=None)
    return replace(
        whole,
        arrears_by_month=owed_by_month(assessment),
        increase_note=assessment.increase_note,
        total=assessment.total,
    )
