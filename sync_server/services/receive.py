"""Takes what a laptop sends and answers with verdicts, receipt and news: the centre's half of one sync.

The run of operations is checked as a whole before anything is written; then each sub-batch is one transaction of
ledger rows, effects and feed counters, so that after a crash at any point the laptop sends again and nothing doubles.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from casework.signatures import is_signed_by
from sync_protocol.chain import head_claim, verify_run
from sync_protocol.errors import ChainError, Code, ProtocolError, SchemaError
from sync_protocol.versions import PROTOCOL_VERSION
from sync_server.models import Device, DeviceChain, User
from sync_server.queries.alarms import raise_alarm
from sync_server.queries.database import reading
from sync_server.queries.gateway import writing
from sync_server.queries.ledger import chain_of, enter_ledger, entries_of_op_ids, lock_device, stored_hashes
from sync_server.services.apply_operation import apply_operation
from sync_server.services.arrival import Arrival, Batch
from sync_server.services.reply import compose_reply
from sync_server.services.settle_batch import settle_batch
from sync_server.services.verdicts import Known, Verdict
from sync_server.tools import Tools

SUB_BATCH = 200
"""Most operations in one transaction: short enough that other laptops' counters do not wait."""

Operation = Mapping[str, Any]

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
    _check_identity(session, device_id, request)
    try:
        _take_all(session, device_id, request, tools=tools)
    except ProtocolError as problem:
        if problem.code in _ALARMING:
            _raise_alarm(session, device_id, request, problem=problem, tools=tools)
        raise
    reading(session)
    try:
        return compose_reply(session, device_id, request, tools=tools)
    finally:
        session.rollback()


def _take_all(session: Session, device_id: str, request: Mapping[str, Any], *, tools: Tools) -> None:
    """Give every operation of the request its verdict."""
    operations: Sequence[Operation] = request["push"]["operations"] if request["push"] else ()
    if operations:
        _check_run(session, device_id, request)
    _note_contact(session, device_id, request, tools=tools)
    for start in range(0, len(operations), SUB_BATCH):
        _take(session, device_id, operations[start : start + SUB_BATCH], request=request, tools=tools)


def _raise_alarm(
    session: Session, device_id: str, request: Mapping[str, Any], *, problem: ProtocolError, tools: Tools
) -> None:
    """Tell people of a push whose history does not hold, once: while the ledger stands where it is, it is one event."""
    session.rollback()
    lock_device(session, device_id)
    chain = chain_of(session, device_id, request["incarnation"])
    assert chain is not None
    first = request["push"]["operations"][0]
    facts = {"incarnation": chain.incarnation, "centre_seq": chain.next_seq - 1, **problem.facts}
    place = f"{chain.incarnation}:{problem.facts.get('seq', first['seq'])}"
    event = f"{place}:{problem.facts.get('hash', '')}" if problem.code is Code.FORK else place
    raise_alarm(session, device_id, _ALARMING[problem.code], event=event, facts=facts, tools=tools)
    session.commit()


def _check_identity(session: Session, device_id: str, request: Mapping[str, Any]) -> None:
    if request["protocol"] > PROTOCOL_VERSION:
        raise ProtocolError(Code.PROTOCOL, "a newer version of the protocol", protocol=PROTOCOL_VERSION)
    if request["device_id"] != device_id:
        raise ProtocolError(Code.TOKEN, "the token is another device's")
    reading(session)
    chain = chain_of(session, device_id, request["incarnation"])
    session.rollback()
    if chain is None:
        raise ProtocolError(Code.FORK, "no such incarnation of this device", incarnation=request["incarnation"])


def _check_run(session: Session, device_id: str, request: Mapping[str, Any]) -> None:
    """Check every link of the chain and the signature over its head.

    Raises:
        ChainError: a link or the signature does not hold.
        SchemaError: a value has no canonical form (NaN, a number beyond 2^53, half a surrogate pair).
    """
    push = request["push"]
    try:
        head = verify_run(push["previous_hash"], push["operations"])
        last = push["operations"][-1]["seq"]
        claim = head_claim(device_id, request["incarnation"], last, head)
    except (ValueError, RecursionError) as problem:
        raise SchemaError(
            f"an operation has no canonical form: {problem}", fields={"push": ["not canonical"]}
        ) from None
    reading(session)
    public_key = session.get_one(Device, device_id).public_key
    session.rollback()
    if not is_signed_by(public_key, claim, push["signature"]):
        raise ChainError("the head is not signed by this device", seq=last)


def _note_contact(session: Session, device_id: str, request: Mapping[str, Any], *, tools: Tools) -> None:
    device = lock_device(session, device_id)
    device.last_sync_at = tools.now()
    device.unsent = request["unsent"]
    session.commit()


def _take(
    session: Session,
    device_id: str,
    operations: Sequence[Operation],
    *,
    request: Mapping[str, Any],
    tools: Tools,
) -> None:
    """Give verdicts to one sub-batch in one transaction."""
    with writing(session, now=tools.now()) as gateway:
        device = lock_device(session, device_id)
        chain = chain_of(session, device_id, request["incarnation"])
        assert chain is not None
        if device.revoked_at is not None:
            raise ProtocolError(Code.REVOKED, "the device was withdrawn")
        previous = _hash_before(operations[0], request["push"])
        new = _new_operations(session, chain, operations, previous)
        batch = Batch(session=session, gateway=gateway, tools=tools)
        user = session.get_one(User, device.user_id)
        stored = entries_of_op_ids(session, [operation["op_id"] for operation in new])
        known = {op_id: Known.of(entry) for op_id, entry in stored.items()}
        entries: list[dict[str, Any]] = []
        for operation in new:
            arrival = Arrival(batch=batch, device=device, user=user, operation=operation, incarnation=chain.incarnation)
            before = known.get(operation["op_id"])
            verdict = before.verdict_on(operation) if before else apply_operation(arrival)
            known.setdefault(operation["op_id"], Known(operation, verdict))
            entries.append(_entry(arrival, verdict, number=device.next_verdict + len(entries)))
        enter_ledger(session, entries)
        _move_on(device, chain, new)
        settle_batch(batch)


def _hash_before(first: Operation, push: Mapping[str, Any]) -> str:
    """Return the chain hash that stands before an operation of the push."""
    place = first["seq"] - push["operations"][0]["seq"]
    return str(push["operations"][place - 1]["hash"] if place else push["previous_hash"])


def _new_operations(
    session: Session, chain: DeviceChain, operations: Sequence[Operation], previous: str
) -> Sequence[Operation]:
    """Return the operations that are not in the ledger yet.

    Raises:
        ProtocolError: a number is missing before them (`expected` says which), or the ledger has another
            operation under one of their numbers.
    """
    first, last = operations[0]["seq"], operations[-1]["seq"]
    if first > chain.next_seq:
        raise ProtocolError(Code.SEQUENCE_GAP, "earlier operations are missing", expected=chain.next_seq)
    stored = stored_hashes(session, chain, first, last)
    for operation in operations:
        if stored.get(operation["seq"], operation["hash"]) != operation["hash"]:
            raise _fork(operation["seq"], operation["hash"])
    new = [operation for operation in operations if operation["seq"] >= chain.next_seq]
    if new and new[0] is operations[0] and previous != chain.chain_head:
        raise _fork(first - 1, previous)
    return new


def _fork(seq: int, hash_: str) -> ProtocolError:
    return ProtocolError(Code.FORK, "the ledger has another operation here", seq=seq, hash=hash_)


def _entry(arrival: Arrival, verdict: Verdict, *, number: int) -> dict[str, Any]:
    """Return the ledger row of an operation with its verdict, the device's verdict `number`."""
    device, operation = arrival.device, arrival.operation
    return {
        "device_id": device.id,
        "incarnation": arrival.incarnation,
        "seq": operation["seq"],
        "op_id": operation["op_id"],
        "hash": operation["hash"],
        "kind": operation["kind"],
        "row_id": operation["row_id"],
        "body": dict(operation),
        "outcome": verdict.outcome,
        "code": verdict.code,
        "reason_en": verdict.reason.en[:1000] if verdict.reason else "",
        "reason_ur": verdict.reason.ur[:1000] if verdict.reason else "",
        "waits_for": verdict.waits_for,
        "conflict_ids": list(verdict.conflict_ids),
        "verdict_no": number,
        "received_at": arrival.batch.tools.now(),
    }


def _move_on(device: Device, chain: DeviceChain, entered: Sequence[Operation]) -> None:
    """Move the chain to the last operation entered."""
    if entered:
        chain.next_seq = entered[-1]["seq"] + 1
        chain.chain_head = entered[-1]["hash"]
        device.next_verdict += len(entered)
