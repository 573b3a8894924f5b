"""Adds an office of the institution to the register, so that its inspectors' laptops can inspect it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.office import OFFICE, OFFICE_CHECKLIST
from checklists.library import headings_for
from simplify_content.law_loader import load_law_pack
from simplify_content.places import districts
from simplify_content.text import Text, isolate
from sync_server.errors import Refusal
from sync_server.models import Employer
from sync_server.queries.gateway import writing
from sync_server.queries.settings import centre_facts
from sync_server.services.written_text import written
from sync_server.tools import Tools

_LONGEST_NAME = 200


@dataclass(frozen=True)
class NewOffice:
    """An office as it is called and where it stands."""

    district: str
    name_en: str
    name_ur: str


def add_office(session: Session, new: NewOffice, *, tools: Tools) -> str:
    """Store an office and return its id; laptops of its district have it after their next sync.

    Args:
        session: one transaction, committed here.
        new: the office.
        tools: clock and ids.

    Raises:
        Refusal: this institution's offices do not inspect themselves, the district is not one where the institution
            works, the district has an office of that name, or a text is empty or too long.
    """
    scheme = centre_facts(session).scheme
    values = {
        "institution": scheme,
        "registration_no": "",
        "district": new.district,
        "status": OFFICE,
        "name_en": written(new.name_en, "name_en", limit=_LONGEST_NAME),
        "name_ur": written(new.name_ur, "name_ur", limit=_LONGEST_NAME),
    }
    _refuse_unless_possible(session, scheme, values=values)
    office_id = tools.new_id()
    with writing(session, now=tools.now()) as gateway:
        gateway.write("employer", office_id, values)
    return office_id


def _refuse_unless_possible(session: Session, scheme: str, *, values: dict[str, str]) -> None:
    law = load_law_pack(scheme)
    if OFFICE_CHECKLIST not in {one.name for one in headings_for(scheme)}:
        raise Refusal(
            Text(
                en=f"{law.institution.en} has no checklist with which an office inspects itself.",
                ur=f"{law.institution.ur} کی ایسی کوئی چیک لسٹ نہیں جس سے دفتر اپنا معائنہ کرے۔",
            )
        )
    place = values["district"]
    if place not in {one.key for one in districts(law.jurisdiction)}:
        raise Refusal(
            Text(
                en=f"{place or 'Nothing'} is no district where {law.institution.en} works.",
                ur=f"{isolate(place)} {law.institution.ur} کے دائرۂ کار کا ضلع نہیں۔",
            )
        )
    same = select(Employer.id).where(
        Employer.status == OFFICE, Employer.district == place, Employer.name_en == values["name_en"]
    )
    if session.scalar(same.limit(1)):
        raise Refusal(
            Text(
                en=f"The district has an office {values['name_en']} already.",
                ur=f"اس ضلع میں {isolate(values['name_ur'])} نام کا دفتر پہلے سے موجود ہے۔",
            )
        )
