"""Reads planned visits within a reader's scope, and what is known of an employer for planning one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from simplify_content.text import Text
from sync_server.errors import NotFound
from sync_server.local_time import local_day, parsed
from sync_server.models import Employer, Inspection, Role, User, Visit
from sync_server.queries.names import employer_name, person_name
from sync_server.queries.scoped import district_scope, may_see, scope_filter

PAGE = 50
"""Lines on one page of the list."""

PLANNED, DONE, CANCELLED = "planned", "done", "cancelled"
STATUSES = (PLANNED, DONE, CANCELLED)


@dataclass(frozen=True)
class VisitLine:
    """One visit in a list."""

    visit: Visit
    employer: Text
    registration_no: str
    district: str
    inspector: Text


@dataclass(frozen=True)
class VisitPage:
    """One page of visits; `total` counts all that match."""

    lines: tuple[VisitLine, ...]
    total: int


def visit_page(session: Session, user: User, *, status: str, number: int = 1) -> VisitPage:
    """Return one page of the visits of a status, those planned earliest first, the others latest first."""
    query = select(Visit, Employer).join(Employer, Employer.id == Visit.employer_id)
    query = query.where(Visit.status == status, scope_filter(user, "district:" + Employer.district))
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    day = Visit.planned_on.asc() if status == PLANNED else Visit.planned_on.desc()
    rows = session.execute(query.order_by(day, Visit.order_no, Visit.id).limit(PAGE).offset((number - 1) * PAGE)).all()
    return VisitPage(tuple(_line(session, visit, employer) for visit, employer in rows), total)


def find_visit(session: Session, user: User, visit_id: str) -> tuple[Visit, Employer]:
    """Return a visit and its employer.

    Raises:
        NotFound: there is none, or it is outside the user's scope.
    """
    visit = session.get(Visit, visit_id)
    employer = session.get(Employer, visit.employer_id) if visit else None
    if visit is None or employer is None or not may_see(user, district_scope(employer.district)):
        raise NotFound()
    return visit, employer


def inspectors_for(session: Session, district: str) -> tuple[User, ...]:
    """Return the active inspectors who may visit employers of a district, by sign-in name."""
    query = select(User).where(User.role == Role.INSPECTOR, User.active).order_by(User.sign_in)
    return tuple(user for user in session.scalars(query) if may_see(user, district_scope(district)))


def inspected_days(session: Session, employer_id: str) -> tuple[date, ...]:
    """Return the days on which an employer was inspected; an inspection that is open counts."""
    started = session.scalars(select(Inspection.started_at).where(Inspection.employer_id == employer_id))
    return tuple(sorted(local_day(at) for one in started if (at := parsed(one))))


def planned_days(session: Session, employer_id: str, *, but: str = "") -> tuple[date, ...]:
    """Return the days of an employer's planned visits, one of them left out."""
    query = select(Visit.planned_on).where(Visit.employer_id == employer_id, Visit.status == PLANNED, Visit.id != but)
    return tuple(sorted(date.fromisoformat(one) for one in session.scalars(query)))


def _line(session: Session, visit: Visit, employer: Employer) -> VisitLine:
    inspector = person_name(session, visit.inspector_id)
    return VisitLine(visit, employer_name(employer), employer.registration_no, employer.district, inspector)
