"""Reads invitations, people by sign-in name, and devices by token."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from sync_server.models import Device, Invitation, User


def lock_invitation(session: Session, code_hash: str) -> Invitation | None:
    """Return the invitation of a code and keep a second request with the same code waiting, or None."""
    return session.get(Invitation, code_hash, with_for_update=True)


def find_user(session: Session, sign_in: str) -> User | None:
    """Return the person with a sign-in name, or None."""
    return session.scalar(select(User).where(User.sign_in == sign_in.strip().lower()))


def device_of_token(session: Session, token_hash: str) -> Device | None:
    """Return the device that holds a token, or None."""
    return session.scalars(select(Device).where(Device.token_hash == token_hash)).first()
