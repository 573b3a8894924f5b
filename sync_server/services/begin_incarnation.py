"""Gives a laptop whose history was split a new incarnation, in which it goes on; what it sent before stays as it is.

A lost reply is asked for again with the same nonce and is the same. Each time a history splits stands as one alarm.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from casework.signatures import is_signed_by
from sync_protocol.chain import GENESIS
from sync_protocol.errors import ChainError, Code, ProtocolError
from sync_protocol.receipts import issue_receipt
from sync_server.models import Device, DeviceChain
from sync_server.queries.alarms import raise_alarm, unanswered_fork
from sync_server.queries.keys import signing_key
from sync_server.queries.ledger import chain_begun_with, chain_of, lock_device
from sync_server.services.reply import RECEIPT
from sync_server.tools import Tools, moment_text


def begin_incarnation(session: Session, device_id: str, request: Mapping[str, Any], *, tools: Tools) -> dict[str, Any]:
    """Take an `IncarnationRequest` and return the `IncarnationReply`.

    Args:
        session: one transaction, committed here.
        device_id: the laptop that the bearer token names.
        request: as loaded by `IncarnationRequestSchema`.
        tools: clock, and ids of alarms.

    Raises:
        ProtocolError: the request is another device's, or the device was withdrawn.
        ChainError: the request is not signed by this device.
    """
    if request["device_id"] != device_id:
        raise ProtocolError(Code.TOKEN, "the token is another device's")
    device = lock_device(session, device_id)
    if device.revoked_at is not None:
        raise ProtocolError(Code.REVOKED, "the device was withdrawn")
    signed = {name: value for name, value in request.items() if name != "signature"}
    if not is_signed_by(device.public_key, signed, request["signature"]):
        raise ChainError("the request is not signed by this device", seq=request["seq"])
    chain = chain_begun_with(session, device_id, request["nonce"])
    if chain is None:
        chain = _begin(session, device, request, tools=tools)
    reply = _reply(session, chain, tools=tools)
    session.commit()
    return reply


def _begin(session: Session, device: Device, request: Mapping[str, Any], *, tools: Tools) -> DeviceChain:
    """Begin the chain after every one that the centre or the laptop knows of: a restored centre may know fewer."""
    device.incarnation = max(device.incarnation, request["incarnation"]) + 1
    chain = DeviceChain(
        device_id=device.id,
        incarnation=device.incarnation,
        next_seq=1,
        chain_head=GENESIS,
        begun_at=tools.now(),
        nonce=request["nonce"],
        cause=request["cause"],
    )
    session.add(chain)
    _alarm(session, chain, request, tools=tools)
    session.flush()
    return chain


def _alarm(session: Session, chain: DeviceChain, request: Mapping[str, Any], *, tools: Tools) -> None:
    """Note the new incarnation on the alarm that its push has raised, or raise one."""
    before = chain_of(session, chain.device_id, request["incarnation"])
    facts = {
        "incarnation": request["incarnation"],
        "new_incarnation": chain.incarnation,
        "seq": request["seq"],
        "centre_seq": before.next_seq - 1 if before else 0,
    }
    raised = None
    if request["cause"] == "fork":
        raised = unanswered_fork(session, chain.device_id, request["incarnation"])
    if raised is not None:
        raised.facts = {**facts, **raised.facts, "new_incarnation": chain.incarnation}
        return
    event = f"{request['incarnation']}:{request['nonce']}"
    raise_alarm(session, chain.device_id, request["cause"], event=event, facts=facts, tools=tools)


def _reply(session: Session, chain: DeviceChain, *, tools: Tools) -> dict[str, Any]:
    receipt = issue_receipt(
        signing_key(session, RECEIPT).private_key,
        device_id=chain.device_id,
        incarnation=chain.incarnation,
        seq=chain.next_seq - 1,
        head=chain.chain_head,
        server_time=moment_text(tools.now()),
    )
    return {"incarnation": chain.incarnation, "receipt": receipt}
