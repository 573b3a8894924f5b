"""Enrols a laptop with a one-time code; a lost reply is asked for again with the same nonce and is the same.

The token is not stored: it is derived from the centre's secret, the code and the nonce, and only its hash is kept.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from casework.signatures import public_key_of
from sync_protocol.chain import GENESIS
from sync_protocol.errors import Code, ProtocolError
from sync_server.models import Device, DeviceChain, Invitation, User
from sync_server.queries.invitations import lock_invitation
from sync_server.queries.keys import recovery_key, signing_key
from sync_server.queries.scoped import scopes_followed
from sync_server.queries.settings import centre_facts
from sync_server.services.box_keys import box_key
from sync_server.services.reply import RECEIPT, RECOVERY_SINCE
from sync_server.tools import Tools, moment_text


def enrol_device(session: Session, request: Mapping[str, Any], *, secret_key: str, tools: Tools) -> dict[str, Any]:
    """Take an `EnrolRequest` and return the `EnrolReply`.

    Args:
        session: one transaction, committed here.
        request: as loaded by `EnrolRequestSchema`.
        secret_key: the centre's secret.
        tools: clock and ids.

    Raises:
        ProtocolError: the code is unknown, expired, or used by another laptop; which of them is not said.
    """
    code = normal_code(request["code"])
    invitation = lock_invitation(session, code_hash(code))
    if invitation is None:
        raise ProtocolError(Code.TOKEN, "this code is not known")
    if invitation.nonce is None:
        _accept(session, invitation, request, secret_key=secret_key, tools=tools)
    device = session.get_one(Device, invitation.device_id)
    if invitation.nonce != request["nonce"] or device.public_key != request["public_key"]:
        raise ProtocolError(Code.TOKEN, "this code was used by another laptop")
    token = _token(secret_key, code, request["nonce"], device_id=device.id)
    reply = {**invitation.reply, "token": token}
    session.commit()
    return reply


def normal_code(code: str) -> str:
    """Return a code as it is hashed: capitals and digits only, so that a person may type it in any way."""
    return "".join(letter for letter in code.upper() if letter.isalnum())


def code_hash(code: str) -> str:
    """Return what is stored of a code."""
    return hashlib.sha256(code.encode()).hexdigest()


def token_hash(token: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _accept(
    session: Session, invitation: Invitation, request: Mapping[str, Any], *, secret_key: str, tools: Tools
) -> None:
    expires_at = invitation.expires_at
    if (expires_at if expires_at.tzinfo else expires_at.replace(tzinfo=UTC)) < tools.now():
        raise ProtocolError(Code.TOKEN, "this code has expired")
    user = session.get_one(User, invitation.user_id)
    device_id = tools.new_id()
    token = _token(secret_key, normal_code(request["code"]), request["nonce"], device_id=device_id)
    device = Device(
        id=device_id,
        user_id=user.id,
        name=request["device_name"],
        public_key=request["public_key"],
        token_hash=token_hash(token),
        incarnation=1,
        enrolled_at=tools.now(),
    )
    session.add(device)
    session.add(DeviceChain(device_id=device_id, incarnation=1, chain_head=GENESIS, begun_at=tools.now()))
    invitation.nonce = request["nonce"]
    invitation.device_id = device_id
    invitation.reply = _reply(session, device, user, now=tools.now(), protocol=request["protocol"])
    session.flush()


def _reply(session: Session, device: Device, user: User, *, now: datetime, protocol: int) -> dict[str, Any]:
    facts = centre_facts(session)
    return {
        "device_id": device.id,
        "incarnation": device.incarnation,
        "centre_public_key": public_key_of(signing_key(session, RECEIPT).private_key),
        "institution": facts.institution,
        "scheme": facts.scheme,
        "person": {"id": user.id, "name_en": user.name_en, "name_ur": user.name_ur, "role": user.role},
        "scopes": scopes_followed(session, user),
        "server_time": moment_text(now),
        "demonstration": facts.demonstration,
        **({"centre_box_key": box_key(session)} if protocol > 1 else {}),
        **({"recovery_key": recovery_key(session)} if protocol >= RECOVERY_SINCE else {}),
    }


def _token(secret_key: str, code: str, nonce: str, *, device_id: str) -> str:
    message = f"device-token:{code}:{nonce}:{device_id}".encode()
    return hmac.new(secret_key.encode(), message, hashlib.sha256).hexdigest()
