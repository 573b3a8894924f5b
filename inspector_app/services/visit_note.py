"""The visit note for records that were not produced, or a visit that was obstructed, as PDF."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from casework.documents.exit_sheet import findings_for_employer
from casework.documents.visit_note import RecordAsked, VisitNote, render_visit_note
from casework.finding import Finding
from checklists.form_state import ItemRef, ItemState
from inspector_app.catalogue import say
from inspector_app.errors import NotFound
from inspector_app.services.open_inspection import InspectionView, open_inspection
from inspector_app.services.paper_parts import PARTLY, bare_sheet, day_of_paper, records_asked_for
from inspector_app.store.opened import Opened
from simplify_content.law_loader import load_law_pack
from simplify_content.text import Lang, Text, same

OBSTRUCTED = frozenset({"RECORDS_NOT_PRODUCED", "ENTRY_OBSTRUCTED", "INFORMATION_REFUSED"})
"""Codes of the findings that a visit note is about."""


def visit_note(opened: Opened, inspection_id: str, lang: Lang, *, on: date) -> bytes:
    """Return the visit note of an inspection, of an open one as it stands.

    Raises:
        NotFound: no such inspection, or nothing to note: every record asked for was produced.
    """
    view = open_inspection(opened, inspection_id, on=on)
    if not is_to_be_noted(view):
        raise NotFound(say("papers.nothing_to_note"))
    sheet = replace(
        bare_sheet(opened, view, printed_on=day_of_paper(view, on=on)),
        findings=findings_for_employer(_noted(view), load_law_pack(opened.scheme)),
    )
    records = tuple(_record(item) for item in records_asked_for(view.form))
    return render_visit_note(VisitNote(sheet=sheet, records=records, met=_met(view)), lang)


def is_to_be_noted(view: InspectionView) -> bool:
    """Return whether there is something that a visit note would say."""
    return bool(_noted(view) or records_asked_for(view.form))


def _noted(view: InspectionView) -> tuple[Finding, ...]:
    return tuple(one for one in view.findings if one.is_for_employer and one.code in OBSTRUCTED)


def _record(item: ItemState) -> RecordAsked:
    return RecordAsked(item.label, partly=item.answer.value == PARTLY, reason=item.answer.reason)


def _met(view: InspectionView) -> tuple[Text, Text | None] | None:
    said = {item.ref: item for item in view.form.items if item.relevant and not item.answer.is_blank}
    name = said.get(ItemRef("representative_name"))
    if name is None or not name.answer.value:
        return None
    role = said.get(ItemRef("representative_role_other")) or said.get(ItemRef("representative_role"))
    return same(name.answer.value), (role.shown or same(role.answer.value)) if role else None
