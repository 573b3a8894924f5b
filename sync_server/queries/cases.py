"""Reads enforcement cases and their notices within a reader's scope."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from sync_server.errors import NotFound
from sync_server.models import Case, NoticeRecord, User
from sync_server.queries.scoped import may_see, scope_filter


def find_case(session: Session, user: User, case_id: str) -> Case:
    """Return a case of the user's scope.

    Raises:
        NotFound: there is none, or it is outside the user's scope.
    """
    case = session.get(Case, case_id)
    if case is None or not may_see(user, case.scope_id):
        raise NotFound()
    return case


def case_of_inspection(session: Session, inspection_id: str) -> Case | None:
    """Return the case that was opened from an inspection, if any."""
    return session.scalar(select(Case).where(Case.inspection_id == inspection_id))


def case_list(session: Session, user: User, *, state: str = "", limit: int = 200) -> tuple[Case, ...]:
    """Return the cases of the user's scope, newest first."""
    query = select(Case).where(scope_filter(user, Case.scope_id))
    if state:
        query = query.where(Case.state == state)
    return tuple(session.scalars(query.order_by(Case.opened_at.desc(), Case.id).limit(limit)))


def open_cases_of_scheme(session: Session, scheme: str, *, limit: int = 100) -> tuple[Case, ...]:
    """Return every open case of a scheme, oldest first; the law officer serves all districts."""
    query = select(Case).where(Case.scheme == scheme, Case.state == "open")
    return tuple(session.scalars(query.order_by(Case.opened_at, Case.id).limit(limit)))


def notices_of_case(session: Session, case_id: str) -> tuple[NoticeRecord, ...]:
    """Return the notices issued in a case, oldest first."""
    query = select(NoticeRecord).where(NoticeRecord.case_id == case_id)
    return tuple(session.scalars(query.order_by(NoticeRecord.issued_at, NoticeRecord.id)))


def find_notice(session: Session, user: User, notice_id: str) -> NoticeRecord:
    """Return a notice of a case in the user's scope.

    Raises:
        NotFound: there is none, or its case is outside the user's scope.
    """
    notice = session.get(NoticeRecord, notice_id)
    if notice is None:
        raise NotFound()
    find_case(session, user, notice.case_id)
    return notice


def notice_by_token(session: Session, token: str) -> NoticeRecord | None:
    """Return the notice that a verification address names, if any."""
    return session.scalar(select(NoticeRecord).where(NoticeRecord.verify_token == token))
