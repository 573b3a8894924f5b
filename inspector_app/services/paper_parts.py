"""What the papers of a visit take from an inspection: letterhead, references, records, the employer's word."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from casework.documents.sheet import ExitSheet, SheetSignature, SheetStatement
from casework.notice import Letterhead
from checklists.form_state import AnswerState, FormState, ItemRef, ItemState
from inspector_app.catalogue import say
from inspector_app.services.inspection_view import InspectionView
from inspector_app.services.names import address_of
from inspector_app.services.sheet_kept import with_kept_employer
from inspector_app.services.time_on_site import time_on_site
from inspector_app.store import work
from inspector_app.store.opened import Opened
from inspector_app.store.papers import papers
from inspector_app.tools import local_day
from simplify_content.law_loader import load_law_pack
from simplify_content.places import PlaceError, district
from simplify_content.text import Text, same

NOT_PRODUCED, PARTLY = "not_produced", "partly"
"""Choices of a question for a record that mean that it is still asked for."""
DUE_ITEM = "records_due_on"
IN_CONFIDENCE = "worker_secret"

_NOT_GIVEN = " —-"
"""An address of these signs alone was never entered at the centre."""


def bare_sheet(opened: Opened, view: InspectionView, *, printed_on: date) -> ExitSheet:
    """Return what stands on every paper of a visit: who, where, when, the employer's word and signature.

    A signature that has lapsed stands on none.
    """
    sheet = ExitSheet(
        letterhead=letterhead_of(opened, str(view.employer.get("district") or "")),
        inspection_ref=view.inspection.order_no or f"INS-{view.inspection.id[-12:].upper()}",
        visited_on=view.inspection.on,
        printed_on=printed_on,
        employer_name=view.employer_name,
        registration_no=str(view.employer.get("registration_no") or "-"),
        address=(address_of(view.employer) if view.employer else None) or same("-"),
        officer_name=Text(en=opened.person.name_en, ur=opened.person.name_ur or opened.person.name_en),
        officer_designation=say("core.sheet_designation"),
        records_due_on=_due_on(view),
        statement=_statement(view),
        signature=_signature(opened, view),
        time_on_site=time_on_site(opened, view.inspection.id).text if view.signature and not view.has_lapsed else None,
        demonstration=opened.demonstration,
        practice=opened.is_practice,
    )
    return with_kept_employer(sheet, view.inspection.sheet_kept)


def day_of_paper(view: InspectionView, *, on: date) -> date:
    """Return the day that a paper bears: once closed, the day of closing, on any later day the same."""
    return local_day(datetime.fromisoformat(view.inspection.closed_at)) if view.is_closed else on


def letterhead_of(opened: Opened, district_key: str) -> Letterhead:
    """Return the office's letterhead as the centre told it, or what is known without its word."""
    told = None if opened.is_practice else papers(opened.work)
    try:
        place = say("core.sheet_district", district=district(district_key).name)
    except PlaceError:
        place = say("core.sheet_office")
    if told is None:
        institution = load_law_pack(opened.scheme).institution
        return Letterhead(institution=institution, office=say("core.sheet_office"), address=place, phone="")
    has_address = told.letterhead.address.en.strip(_NOT_GIVEN)
    return told.letterhead if has_address else replace(told.letterhead, address=place)


def records_asked_for(form: FormState) -> tuple[ItemState, ...]:
    """Return the questions for records that were not, or not wholly, produced; none asked in confidence."""
    return tuple(
        item for item in form.items if item.relevant and item.privacy != IN_CONFIDENCE and _is_still_asked_for(item)
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
    if signed is None or view.has_lapsed:
        return None
    return SheetSignature(
        signer_name=signed.signer_name,
        signer_role=signed.signer_role,
        image=work.content(opened.work, signed.image_sha256) if signed.image_sha256 else None,
        refusal_reason=signed.refusal_reason,
        witness_name=signed.witness_name,
    )
