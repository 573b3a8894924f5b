"""Reads inspections within a reader's scope; what a role may see of one is decided here too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from simplify_content.text import Text
from sync_server.errors import NotFound
from sync_server.models import Amendment, Employer, Inspection, InspectionVersion, Review, Role, User
from sync_server.queries.findings import findings_of
from sync_server.queries.names import employer_name, person_name
from sync_server.queries.scoped import may_see, scope_filter
from sync_server.queries.synced_rows import chunks

PAGE = 50
"""Lines on one page of a list."""


@dataclass(frozen=True)
class InspectionLine:
    """One inspection in a list."""

    id: str
    employer_id: str
    employer: Text
    registration_no: str
    scope_id: str
    inspector: Text
    started_at: str
    received_at: datetime | None
    state: str
    findings: int


@dataclass(frozen=True)
class Page:
    """One page of inspections; `total` counts all that match."""

    lines: tuple[InspectionLine, ...]
    total: int


def find_inspection(session: Session, user: User, inspection_id: str) -> Inspection:
    """Return an inspection that the user may read.

    Raises:
        NotFound: there is none, or it is outside the user's scope or role; which of these is not said.
    """
    inspection = session.get(Inspection, inspection_id)
    if inspection is None or not may_see(user, inspection.scope_id) or not _role_sees(user, inspection):
        raise NotFound()
    return inspection


def lock_inspections(session: Session, ids: Sequence[str]) -> dict[str, Inspection]:
    """Return inspections by id and keep others from changing them until the transaction ends."""
    found: dict[str, Inspection] = {}
    query = select(Inspection).order_by(Inspection.id).with_for_update()
    for chunk in chunks(ids):
        named = query.where(Inspection.id.in_(chunk)).execution_options(populate_existing=True)
        found.update((inspection.id, inspection) for inspection in session.scalars(named))
    return found


def _role_sees(user: User, inspection: Inspection) -> bool:
    if user.role == Role.INSPECTOR:
        return inspection.inspector_id == user.id
    if user.role == Role.ENFORCEMENT_OFFICER:
        return inspection.state == "approved"
    return user.role == Role.SUPERVISOR


def may_read_interviews(user: User) -> bool:
    """Return whether the user may read what workers said in confidence."""
    return user.role == Role.SUPERVISOR


def inspection_page(session: Session, user: User, *, state: str = "", number: int = 1) -> Page:
    """Return one page of the inspections that the user may read, those received longest ago first."""
    query = visible_inspections(user)
    if state:
        query = query.where(Inspection.state == state)
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    rows = session.scalars(
        query.order_by(Inspection.received_at, Inspection.id).limit(PAGE).offset((number - 1) * PAGE)
    ).all()
    return Page(tuple(_line(session, row) for row in rows), total)


def visible_inspections(user: User) -> Select[Inspection]:
    """Return the query of every closed inspection that the user may read."""
    query = select(Inspection).where(scope_filter(user, Inspection.scope_id), Inspection.state != "started")
    if user.role == Role.INSPECTOR:
        return query.where(Inspection.inspector_id == user.id)
    if user.role == Role.ENFORCEMENT_OFFICER:
        return query.where(Inspection.state == "approved")
    return query


def reviews_of(session: Session, inspection_id: str) -> tuple[Review, ...]:
    """Return the acts of supervisors on an inspection, oldest first."""
    query = select(Review).where(Review.inspection_id == inspection_id).order_by(Review.at, Review.id)
    return tuple(session.scalars(query))


def amendments_of(session: Session, inspection_id: str) -> tuple[Amendment, ...]:
    """Return the amendments of an inspection, oldest first by arrival."""
    query = select(Amendment).where(Amendment.inspection_id == inspection_id)
    return tuple(session.scalars(query.order_by(Amendment.received_at, Amendment.amended_at, Amendment.id)))


def versions_of(session: Session, inspection_id: str) -> tuple[InspectionVersion, ...]:
    """Return the earlier versions of an inspection, oldest first."""
    query = select(InspectionVersion).where(InspectionVersion.inspection_id == inspection_id)
    return tuple(session.scalars(query.order_by(InspectionVersion.number)))


def inspections_of_employer(session: Session, user: User, employer_id: str) -> tuple[InspectionLine, ...]:
    """Return the inspections of an employer that the user may read, newest first."""
    query = visible_inspections(user).where(Inspection.employer_id == employer_id)
    rows = session.scalars(query.order_by(Inspection.received_at.desc()))
    return tuple(_line(session, row) for row in rows)


def _line(session: Session, row: Inspection) -> InspectionLine:
    employer = session.get(Employer, row.employer_id)
    return InspectionLine(
        id=row.id,
        employer_id=row.employer_id,
        employer=employer_name(employer),
        registration_no=employer.registration_no if employer else "",
        scope_id=row.scope_id,
        inspector=person_name(session, row.inspector_id),
        started_at=row.started_at,
        received_at=row.received_at,
        state=row.state,
        findings=len(findings_of(session, row.id)),
    )
