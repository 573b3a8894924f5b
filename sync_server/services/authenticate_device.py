"""Finds the laptop behind a bearer token."""

from __future__ import annotations

from sqlalchemy.orm import Session

from sync_protocol.errors import Code, ProtocolError
from sync_server.queries.database import reading
from sync_server.queries.invitations import device_of_token
from sync_server.services.enrol_device import token_hash


def authenticate_device(session: Session, token: str) -> str:
    """Return the id of the laptop that holds a token; leaves the session outside any transaction.

    Raises:
        ProtocolError: nobody holds it, or the laptop was withdrawn.
    """
    reading(session)
    try:
        device = device_of_token(session, token_hash(token)) if token else None
        if device is None:
            raise ProtocolError(Code.TOKEN, "this token is not known")
        if device.revoked_at is not None:
            raise ProtocolError(Code.REVOKED, "this laptop was withdrawn")
        return device.id
    finally:
        session.rollback()
