"""Takes what a laptop sends and answers with verdicts, receipt and news: the centre's half of one sync.

The run of operations is checked as a whole before anything is written; then each sub-batch is one transaction
(`take_batch`), so that after a crash at any point the laptop sends again and nothing doubles.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from casework.signatures import is_signed_by
from sync_protocol.chain import head_claim, verify_run
from sync_protocol.errors import ChainError, Code, ProtocolError, SchemaError
from sync_protocol.versions import PROTOCOL_VERSION
from sync_server.models import Device
from sync_server.queries.alarms import raise_alarm
from sync_server.queries.database import reading
from sync_server.queries.ledger import chain_of, lock_device
from sync_server.services.contact import is_worth_noting, note_contact
from sync_server.services.reply import compose_reply
from sync_server.services.take_batch import take_batch
from sync_server.tools import Tools

SUB_BATCH = 500
"""Most operations in one transaction: some 30 ms, in which other laptops' counters wait."""

_ALARMING = {Code.FORK: "fork", Code.CHAIN: "chain"}
"""Refusals of a push that a person must hear of, with the kind of alarm."""


def receive(session: Session, device_id: str, request: Mapping[str, Any], *, tools: Tools) -> dict[str, Any]:
    """Take a `SyncRequest` and return the `SyncReply`.

    Args:
        session: outside any transaction; several are begun and committed here.
        device_id: the laptop that the bearer token names.
        request: as loaded by `SyncRequestSchema`.
        tools: clock and ids.

    Raises:
        ProtocolError: the request as a whole cannot be taken; see `sync_protocol.errors.Code`.
    """
    device = _known_device(session, device_id, request)
    if request["push"]:
        try:
            _take_push(session, device, request, tools=tools)
        except ProtocolError as problem:
            if problem.code in _ALARMING:
                _raise_alarm(session, device_id, request, problem=problem, tools=tools)
            raise
    elif is_worth_noting(device, request, tools=tools):
        note_contact(lock_device(session, device_id), request, tools=tools)
        session.commit()
    reading(session)
    try:
        return compose_reply(session, device_id, request, tools=tools)
    finally:
        session.rollback()


def _known_device(session: Session, device_id: str, request: Mapping[str, Any]) -> Device:
    """Return the device as it stands, outside the session; its incarnation is one that the centre gave out."""
    if request["protocol"] > PROTOCOL_VERSION:
        raise ProtocolError(Code.PROTOCOL, "a newer version of the protocol", protocol=PROTOCOL_VERSION)
    if request["device_id"] != device_id:
        raise ProtocolError(Code.TOKEN, "the token is another device's")
    reading(session)
    device = session.get_one(Device, device_id)
    chain = chain_of(session, device_id, request["incarnation"])
    session.expunge(device)
    session.rollback()
    if chain is None:
        raise ProtocolError(Code.FORK, "no such incarnation of this device", incarnation=request["incarnation"])
    return device


def _take_push(session: Session, device: Device, request: Mapping[str, Any], *, tools: Tools) -> None:
    """Check the run as a whole, then give every operation its verdict."""
    _check_run(device, request)
    operations = request["push"]["operations"]
    for start in range(0, len(operations), SUB_BATCH):
        take_batch(session, device.id, operations[start : start + SUB_BATCH], request=request, tools=tools)


def _check_run(device: Device, request: Mapping[str, Any]) -> None:
    """Check every link of the chain and the signature over its head.

    Raises:
        ChainError: a link or the signature does not hold.
        SchemaError: a value has no canonical form (NaN, a number beyond 2^53, half a surrogate pair).
    """
    push = request["push"]
    try:
        head = verify_run(push["previous_hash"], push["operations"])
        last = push["operations"][-1]["seq"]
        claim = head_claim(device.id, request["incarnation"], last, head)
    except (ValueError, RecursionError) as problem:
        raise SchemaError(
            f"an operation has no canonical form: {problem}", fields={"push": ["not canonical"]}
        ) from None
    if not is_signed_by(device.public_key, claim, push["signature"]):
        raise ChainError("the head is not signed by this device", seq=last)


def _raise_alarm(
    session: Session, device_id: str, request: Mapping[str, Any], *, problem: ProtocolError, tools: Tools
) -> None:
    """Tell people of a push whose history does not hold, once: while the ledger stands where it is, it is one event."""
    session.rollback()
    note_contact(lock_device(session, device_id), request, tools=tools)
    chain = chain_of(session, device_id, request["incarnation"])
    assert chain is not None
    first = request["push"]["operations"][0]
    facts = {"incarnation": chain.incarnation, "centre_seq": chain.next_seq - 1, **problem.facts}
    place = f"{chain.incarnation}:{problem.facts.get('seq', first['seq'])}"
    event = f"{place}:{problem.facts.get('hash', '')}" if problem.code is Code.FORK else place
    raise_alarm(session, device_id, _ALARMING[problem.code], event=event, facts=facts, tools=tools)
    session.commit()
