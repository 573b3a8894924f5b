"""The exit sheet that the employer keeps, as PDF."""

from __future__ import annotations

from datetime import date, datetime

from casework.documents.exit_sheet import (
    ExitSheet,
    SheetSignature,
    SheetStatement,
    findings_for_employer,
    render_exit_sheet,
)
from casework.money import ZERO
from casework.notice import Letterhead
from casework.owed_by_month import owed_by_month
from checklists.form_state import AnswerState, FormState, ItemRef, ItemState
from inspector_app.catalogue import say
from inspector_app.services.arrears import arrears
from inspector_app.services.names import address_of
from inspector_app.services.open_inspection import InspectionView, open_inspection
from inspector_app.store import work
from inspector_app.store.opened import Opened
from inspector_app.tools import local_day
from simplify_content.law_loader import load_law_pack
from simplify_content.places import PlaceError, district
from simplify_content.text import Lang, Text, same

NOT_PRODUCED, PARTLY = "not_produced", "partly"
"""Choices of a question for a record that mean that it is still asked for."""
DUE_ITEM = "records_due_on"
IN_CONFIDENCE = "worker_secret"


def exit_sheet(opened: Opened, inspection_id: str, lang: Lang, *, on: date) -> bytes:
    """Return the exit sheet of an inspection; what a worker said in confidence is never on it.

    Once closed, it is the same sheet on any later day.

    Raises:
        NotFound: no such inspection.
    """
    view = open_inspection(opened, inspection_id, on=on)
    day = local_day(datetime.fromisoformat(view.inspection.closed_at)) if view.is_closed else on
    return render_exit_sheet(_sheet(opened, view, printed_on=day), lang)


def _sheet(opened: Opened, view: InspectionView, *, printed_on: date) -> ExitSheet:
    law = load_law_pack(opened.scheme)
    assessment = arrears(opened, view.inspection.id, as_of=printed_on)
    return ExitSheet(
        letterhead=_letterhead(law.institution, str(view.employer.get("district") or "")),
        inspection_ref=view.inspection.order_no or f"INS-{view.inspection.id[-12:].upper()}",
        visited_on=view.inspection.on,
        printed_on=printed_on,
        employer_name=view.employer_name,
        registration_no=str(view.employer.get("registration_no") or "-"),
        address=(address_of(view.employer) if view.employer else None) or same("-"),
        officer_name=Text(en=opened.person.name_en, ur=opened.person.name_ur or opened.person.name_en),
        officer_designation=say("core.sheet_designation"),
        findings=findings_for_employer(view.findings, law),
        records_requested=_records_requested(view.form),
        records_due_on=_due_on(view),
        arrears_by_month=owed_by_month(assessment) if assessment else None,
        increase_note=assessment.increase_note if assessment else None,
        total=assessment.total if assessment else ZERO,
        statement=_statement(view),
        signature=_signature(opened, view),
        demonstration=opened.demonstration,
        practice=opened.is_practice,
    )


def _letterhead(institution: Text, district_key: str) -> Letterhead:
    try:
        place = say("core.sheet_district", district=district(district_key).name)
    except PlaceError:
        place = say("core.sheet_office")
    return Letterhead(institution=institution, office=say("core.sheet_office"), address=place, phone="")


def _records_requested(form: FormState) -> tuple[Text, ...]:
    return tuple(
        item.label
        for item in form.items
        if item.relevant and item.privacy != IN_CONFIDENCE and _is_still_asked_for(item)
    )


def _is_still_asked_for(item: ItemState) -> bool:
    """Return whether the question is for a record, and the record was not wholly there."""
    if item.answer.state is AnswerState.NOT_PRODUCED:
        return True
    asks_for_record = any(choice.name == NOT_PRODUCED for choice in item.choices)
    return asks_for_record and item.answer.value in (NOT_PRODUCED, PARTLY)


def _due_on(view: InspectionView) -> date | None:
    answer = view.answers.by_ref.get(ItemRef(DUE_ITEM))
    try:
        return date.fromisoformat(answer.value) if answer else None
    except ValueError:
        return None


def _statement(view: InspectionView) -> SheetStatement | None:
    said = view.statement
    return SheetStatement(said.text, said.declined, said.by_name, said.by_role) if said else None


def _signature(opened: Opened, view: InspectionView) -> SheetSignature | None:
    signed = view.signature
    if signed is None:
        return None
    return SheetSignature(
        signer_name=signed.signer_name,
        signer_role=signed.signer_role,
        image=work.content(opened.work, signed.image_sha256) if signed.image_sha256 else None,
        refusal_reason=signed.refusal_reason,
        witness_name=signed.witness_name,
    )
