"""Plans a visit: which inspector goes to which employer, on which day, on whose order and for what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from simplify_content.text import Text
from sync_server.errors import NotFound, Refusal
from sync_server.models import Employer, Role, User
from sync_server.queries.aliases import survivors_of
from sync_server.queries.gateway import writing
from sync_server.queries.scoped import district_scope, may_see
from sync_server.tools import Tools


@dataclass(frozen=True)
class VisitOrder:
    """The authorisation of one visit."""

    planned_on: date
    purpose: Text
    order_no: str
    authorised_by: str


def plan_visit(session: Session, sign_in: str, registration_no: str, *, order: VisitOrder, tools: Tools) -> str:
    """Record a planned visit and return its id; the inspector's laptop has it after its next sync.

    Args:
        session: one transaction, committed here.
        sign_in: of the inspector.
        registration_no: of the employer.
        order: when, what for, on whose order.
        tools: clock and ids.

    Raises:
        NotFound: no such inspector, or no such employer in the inspector's districts.
        Refusal: several employers carry the number.
    """
    inspector = session.scalar(select(User).where(User.sign_in == sign_in, User.role == Role.INSPECTOR))
    employers = _employers(session, registration_no)
    if len(employers) > 1:
        raise Refusal(_several(registration_no))
    if inspector is None or not employers or not may_see(inspector, district_scope(employers[0].district)):
        raise NotFound()
    visit_id = tools.new_id()
    with writing(session, now=tools.now()) as gateway:
        gateway.write(
            "visit",
            visit_id,
            {
                "employer_id": employers[0].id,
                "inspector_id": inspector.id,
                "planned_on": order.planned_on.isoformat(),
                "purpose_en": order.purpose.en,
                "purpose_ur": order.purpose.ur,
                "order_no": order.order_no,
                "authorised_by": order.authorised_by,
                "status": "planned",
            },
        )
    return visit_id


def _employers(session: Session, registration_no: str) -> list[Employer]:
    """Return the employers that carry a number, a merged one as its survivor."""
    named = session.scalars(select(Employer.id).where(Employer.registration_no == registration_no)).all()
    survivors = survivors_of(session, named)
    return [session.get_one(Employer, one) for one in sorted({survivors.get(one, one) for one in named})]


def _several(registration_no: str) -> Text:
    return Text(
        en="Several employers carry the registration number {number}; settle the duplicate first.",
        ur="رجسٹریشن نمبر {number} ایک سے زیادہ آجروں کے نام ہے؛ پہلے اس تکرار کو درست کریں۔",
    ).fill(number=registration_no)
