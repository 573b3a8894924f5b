"""Reads the law officers' confirmations."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from sync_server.models import LawConfirmation


def confirmations_of(session: Session, scheme: str) -> tuple[LawConfirmation, ...]:
    """Return the confirmations of a scheme, oldest first; of one fact the last counts."""
    query = select(LawConfirmation).where(LawConfirmation.scheme == scheme)
    return tuple(session.scalars(query.order_by(LawConfirmation.at, LawConfirmation.id)))
