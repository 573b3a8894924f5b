"""Reads the centre's signing keys."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from sync_server.models import CentreKey

NOTICE = "notice"

INTERVIEWS = "interviews"
"""Purpose of the X25519 key for which laptops seal what workers say in confidence."""


RECOVERY = "recovery"
"""Purpose of the X25519 key for which laptops seal a copy of their own key; the centre holds its public half only."""


def recovery_key(session: Session) -> str:
    """Return the institution's newest public recovery key; "" when it made none."""
    query = select(CentreKey.public_key).where(CentreKey.purpose == RECOVERY)
    return session.scalar(query.order_by(CentreKey.made_at.desc(), CentreKey.id).limit(1)) or ""


def signing_key(session: Session, purpose: str) -> CentreKey:
    """Return the newest key of a purpose.

    Raises:
        sqlalchemy.exc.NoResultFound: `muaina server init` made none.
    """
    query = select(CentreKey).where(CentreKey.purpose == purpose)
    return session.scalars(query.order_by(CentreKey.made_at.desc(), CentreKey.id).limit(1)).one()


def public_keys(session: Session, purpose: str) -> tuple[str, ...]:
    """Return every public key of a purpose, old ones included: papers signed with them stay valid."""
    return tuple(session.scalars(select(CentreKey.public_key).where(CentreKey.purpose == purpose)))


def key_pairs(session: Session, purpose: str) -> tuple[CentreKey, ...]:
    """Return every key of a purpose, old ones included."""
    return tuple(session.scalars(select(CentreKey).where(CentreKey.purpose == purpose)))
