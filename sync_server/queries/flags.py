"""Reads flags within a reader's scope."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from simplify_content.text import Text
from sync_server.models import Employer, FlagRecord, User
from sync_server.queries.names import employer_name
from sync_server.queries.scoped import scope_filter

PAGE = 50
_GRAVEST_FIRST = case({"grave": 0, "serious": 1, "minor": 2}, value=FlagRecord.severity, else_=3)


@dataclass(frozen=True)
class FlagLine:
    """One flag in a list."""

    id: str
    employer_id: str
    employer: Text
    registration_no: str
    district: str
    inspection_id: str
    rule: str
    severity: str
    text: Text
    provisions: tuple[str, ...]
    amount_paisa: int | None
    raised_on: object


@dataclass(frozen=True)
class FlagPage:
    """One page of flags; `total` counts all that match."""

    lines: tuple[FlagLine, ...]
    total: int


def standing_flags(session: Session, employer_id: str) -> tuple[FlagRecord, ...]:
    """Return an employer's flags that are not cleared, gravest first."""
    query = select(FlagRecord).where(FlagRecord.employer_id == employer_id, FlagRecord.cleared_at.is_(None))
    return tuple(session.scalars(query.order_by(_GRAVEST_FIRST, FlagRecord.raised_at, FlagRecord.id)))


def flag_page(session: Session, user: User, *, district: str = "", employer_id: str = "", number: int = 1) -> FlagPage:
    """Return one page of standing flags in the user's scope: gravest first, then the largest amount."""
    query = (
        select(FlagRecord, Employer)
        .join(Employer, Employer.id == FlagRecord.employer_id)
        .where(scope_filter(user, FlagRecord.scope_id), FlagRecord.cleared_at.is_(None))
    )
    if district:
        query = query.where(FlagRecord.scope_id == f"district:{district}")
    if employer_id:
        query = query.where(FlagRecord.employer_id == employer_id)
    total = session.scalar(select(func.count()).select_from(query.with_only_columns(FlagRecord.id).subquery())) or 0
    ordered = query.order_by(_GRAVEST_FIRST, FlagRecord.amount_paisa.desc().nulls_last(), FlagRecord.id)
    rows = session.execute(ordered.limit(PAGE).offset((number - 1) * PAGE))
    return FlagPage(tuple(_line(flag, employer) for flag, employer in rows), total)


def _line(flag: FlagRecord, employer: Employer) -> FlagLine:
    return FlagLine(
        id=flag.id,
        employer_id=flag.employer_id,
        employer=employer_name(employer),
        registration_no=employer.registration_no,
        district=employer.district,
        inspection_id=flag.inspection_id,
        rule=flag.rule,
        severity=flag.severity,
        text=Text(en=flag.text_en, ur=flag.text_ur),
        provisions=tuple(flag.provisions),
        amount_paisa=flag.amount_paisa,
        raised_on=flag.raised_at,
    )
