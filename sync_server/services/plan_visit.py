"""Plans a visit: which inspector goes to which employer, on whose order and for what, within what the law allows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.office import OFFICE
from casework.visit_limits import Notice, Selection, VisitLimit, VisitPlan, bars, visit_limits
from simplify_content.text import Text
from sync_server.errors import NotAllowed, NotFound, Refusal
from sync_server.local_time import local_day
from sync_server.models import Employer, Role, User
from sync_server.queries.aliases import MERGED, survivors_of
from sync_server.queries.employers import employer_row, months_of
from sync_server.queries.gateway import writing
from sync_server.queries.scoped import district_scope, may_see
from sync_server.queries.settings import centre_facts
from sync_server.queries.visits import CANCELLED, PLANNED, find_visit, inspected_days, planned_days
from sync_server.refusals import Barred, said
from sync_server.services.law_in_force import law_in_force
from sync_server.tools import Tools

MOST_DAYS = 92
"""Longest window of an order; a longer one is a slip of the pen."""

MOST_DAYS_AHEAD = 2 * 365
"""Farthest day that a visit is planned for; a later one is a slip of the pen."""

MOST_MINUTES = 24 * 60


@dataclass(frozen=True)
class VisitOrder:
    """The authorisation of one visit; its window is from `planned_on` to `valid_until`, None for no end."""

    planned_on: date
    purpose: Text
    order_no: str
    authorised_by: str
    valid_until: date | None = None
    most_minutes: int | None = None
    officers: str = ""
    selected_by: Selection | None = None
    notice: Notice | None = None
    ground: str = ""
    """In writing why the visit is made although a limit is reached."""

    def __post_init__(self) -> None:
        if self.valid_until is not None and not 0 <= (self.valid_until - self.planned_on).days <= MOST_DAYS:
            raise Refusal(said("refused.visit_window", most=MOST_DAYS))
        if self.most_minutes is not None and not 0 < self.most_minutes <= MOST_MINUTES:
            raise Refusal(said("refused.visit_minutes", most=MOST_MINUTES))


def plan_visit(session: Session, sign_in: str, registration_no: str, *, order: VisitOrder, tools: Tools) -> str:
    """Record a visit planned by the office's own command and return its id.

    Args:
        session: one transaction, committed here.
        sign_in: of the inspector.
        registration_no: of the employer.
        order: when, what for, on whose order.
        tools: clock and ids.

    Raises:
        NotFound: no such inspector, or no such employer in the inspector's districts.
        Refusal: several employers carry the number, or the day is too far ahead.
        Barred: see `plan_visit_to`.
    """
    return _plan(session, _employer(session, registration_no), sign_in, order=order, by="", tools=tools)


def plan_visit_to(
    session: Session, user: User, employer: Employer, *, sign_in: str, order: VisitOrder, tools: Tools
) -> str:
    """Record a planned visit and return its id; the inspector's laptop has it after its next sync.

    Args:
        session: one transaction, committed here.
        user: the supervisor.
        employer: one that the supervisor may see.
        sign_in: of the inspector.
        order: when, what for, on whose order.
        tools: clock and ids.

    Raises:
        NotAllowed: the person is no supervisor.
        NotFound: no such inspector of the employer's district, or an entry that was merged into another.
        Refusal: the day is too far ahead.
        Barred: a limit of the law stands in the way; `missing` holds its words.
    """
    if user.role != Role.SUPERVISOR:
        raise NotAllowed(said("refused.role"))
    if employer.status == MERGED:
        raise NotFound()
    return _plan(session, employer, sign_in, order=order, by=user.id, tools=tools)


def _plan(session: Session, employer: Employer, sign_in: str, *, order: VisitOrder, by: str, tools: Tools) -> str:
    inspector = session.scalar(select(User).where(User.sign_in == sign_in, User.role == Role.INSPECTOR))
    if inspector is None or not may_see(inspector, district_scope(employer.district)):
        raise NotFound()
    if order.planned_on > local_day(tools.now()) + timedelta(days=MOST_DAYS_AHEAD):
        raise Refusal(said("refused.visit_far", most=MOST_DAYS_AHEAD, found=order.planned_on.isoformat()))
    if in_the_way := bars(limits_of_visit(session, employer, order), ground=order.ground):
        raise Barred(said("refused.visit_limit"), missing=tuple(limit.text for limit in in_the_way))
    visit_id = tools.new_id()
    with writing(session, now=tools.now()) as gateway:
        values = {"employer_id": employer.id, "inspector_id": inspector.id, "status": PLANNED, **_values(order)}
        gateway.write("visit", visit_id, values, user_id=by)
    return visit_id


def cancel_visit(session: Session, user: User, visit_id: str, *, tools: Tools) -> None:
    """Take a planned visit back; laptops no longer offer it after their next sync.

    Raises:
        NotAllowed: the person is no supervisor.
        NotFound: no such visit in the person's districts.
        Barred: it was made or cancelled already.
    """
    if user.role != Role.SUPERVISOR:
        raise NotAllowed(said("refused.role"))
    visit, _ = find_visit(session, user, visit_id)
    if visit.status != PLANNED:
        raise Barred(said("refused.visit_settled"))
    with writing(session, now=tools.now()) as gateway:
        gateway.write("visit", visit_id, {"status": CANCELLED}, user_id=user.id)


def limits_of_visit(session: Session, employer: Employer, order: VisitOrder) -> tuple[VisitLimit, ...]:
    """Return the limits of the law that concern a visit as it is ordered; none bind an office that looks at itself."""
    if employer.status == OFFICE:
        return ()
    plan = VisitPlan(
        on=order.planned_on,
        employer=employer_row(employer),
        inspected_on=inspected_days(session, employer.id),
        planned_on=planned_days(session, employer.id),
        workers=[int(str(month["declared_workers"] or 0)) for month in months_of(session, employer.id)],
        selected_by=order.selected_by or "",
        notice=order.notice or "",
    )
    return visit_limits(plan, law_in_force(session, centre_facts(session).scheme))


def _employer(session: Session, registration_no: str) -> Employer:
    """Return the employer that carries a number, a merged one as its survivor."""
    named = session.scalars(select(Employer.id).where(Employer.registration_no == registration_no)).all()
    survivors = survivors_of(session, named)
    found = [session.get_one(Employer, one) for one in sorted({survivors.get(one, one) for one in named})]
    if len(found) > 1:
        raise Refusal(said("refused.visit_several", number=registration_no))
    if not found:
        raise NotFound()
    return found[0]


def _values(order: VisitOrder) -> dict[str, str | int | None]:
    return {
        "planned_on": order.planned_on.isoformat(),
        "purpose_en": order.purpose.en,
        "purpose_ur": order.purpose.ur,
        "order_no": order.order_no,
        "authorised_by": order.authorised_by,
        "valid_until": order.valid_until.isoformat() if order.valid_until else None,
        "most_minutes": order.most_minutes,
        "officers": order.officers,
        "selected_by": order.selected_by or "",
        "notice": order.notice or "",
        "ground": order.ground,
    }
