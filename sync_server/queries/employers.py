"""Reads employers within a reader's scope, and the register rows that hang on one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from sync_protocol.entities import ENTITIES
from sync_server.errors import NotFound
from sync_server.models import SYNCED, Certificate, ContributionMonth, Coverage, Employer, Establishment, User
from sync_server.models.base import Base
from sync_server.queries.scoped import may_see, scope_filter

_OfEmployer = type[ContributionMonth] | type[Certificate] | type[Coverage] | type[Establishment]

PAGE = 50
"""Lines on one page of a list."""


@dataclass(frozen=True)
class EmployerPage:
    """One page of employers; `total` counts all that match."""

    lines: tuple[Employer, ...]
    total: int


def scope_of(employer: Employer) -> str:
    """Return the scope that an employer belongs to."""
    return f"district:{employer.district}"


def find_employer(session: Session, user: User, employer_id: str) -> Employer:
    """Return an employer that the user may see.

    Raises:
        NotFound: there is none, or it is outside the user's scope.
    """
    employer = session.get(Employer, employer_id)
    if employer is None or not may_see(user, scope_of(employer)):
        raise NotFound()
    return employer


def employer_page(session: Session, user: User, *, words: str = "", number: int = 1) -> EmployerPage:
    """Return one page of employers by registration number; `words` narrows by name, number, NTN or CNIC."""
    query = select(Employer).where(scope_filter(user, "district:" + Employer.district))
    if words:
        query = query.where(_matches(words))
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    rows = session.scalars(query.order_by(Employer.registration_no).limit(PAGE).offset((number - 1) * PAGE))
    return EmployerPage(tuple(rows), total)


def _matches(words: str) -> Any:
    columns = (
        Employer.name_en,
        Employer.name_ur,
        Employer.trade_name,
        Employer.registration_no,
        Employer.ntn,
        Employer.owner_cnic,
    )
    return or_(*(column.icontains(words, autoescape=True) for column in columns))


def employer_row(employer: Employer) -> dict[str, object]:
    """Return an employer as a row of its entity, with its id."""
    return _row("employer", employer)


def months_of(session: Session, employer_id: str) -> list[Mapping[str, object]]:
    """Return an employer's contribution months as rows, oldest first."""
    return _rows(session, "contribution_month", employer_id, order_by="month")


def certificates_of(session: Session, employer_id: str) -> list[Mapping[str, object]]:
    """Return an employer's certificates as rows, oldest first."""
    return _rows(session, "certificate", employer_id, order_by="issued_on")


def coverage_of(session: Session, employer_id: str) -> list[Mapping[str, object]]:
    """Return the workers covered through an employer at any time as rows, by number and first day."""
    return _rows(session, "coverage", employer_id, order_by="secured_no")


def establishments_of(session: Session, employer_id: str) -> list[Mapping[str, object]]:
    """Return an employer's places as rows, by name."""
    return _rows(session, "establishment", employer_id, order_by="name_en")


def workers_covered(session: Session, employer_id: str) -> int:
    """Return how many workers the register holds as covered through an employer now."""
    query = select(func.count()).select_from(Coverage)
    return session.scalar(query.where(Coverage.employer_id == employer_id, Coverage.to_on.is_(None))) or 0


def _rows(session: Session, entity: str, employer_id: str, *, order_by: str) -> list[Mapping[str, object]]:
    model: _OfEmployer = SYNCED[entity]  # type: ignore[assignment]
    query = select(model).where(model.employer_id == employer_id).order_by(getattr(model, order_by), model.id)
    return [_row(entity, row) for row in session.scalars(query)]


def _row(entity: str, row: Base) -> dict[str, object]:
    names = ("id", *ENTITIES[entity].field_names)
    return {name: getattr(row, name) for name in names}
