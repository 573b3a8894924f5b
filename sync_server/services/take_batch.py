"""Takes one sub-batch of a push: its ledger rows, effects and feed counters in one transaction."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from sync_protocol.entities import OperationKind
from sync_protocol.errors import Code, ProtocolError
from sync_protocol.schemas import ID
from sync_server.models import Device, DeviceChain, FindingRecord, User
from sync_server.queries.alarms import raise_alarm
from sync_server.queries.gateway import writing
from sync_server.queries.inspections import lock_inspections
from sync_server.queries.ledger import (
    chain_of,
    enter_ledger,
    entries_of_op_ids,
    entry_before,
    lock_device,
    stored_hashes,
)
from sync_server.queries.synced_rows import lock_rows
from sync_server.services.apply_operation import apply_together
from sync_server.services.arrival import Arrival, Batch
from sync_server.services.clock_flags import alarms_of_run, flags_of_run
from sync_server.services.contact import note_contact
from sync_server.services.settle_batch import settle_batch
from sync_server.services.verdicts import Known, Verdict
from sync_server.tools import Tools

Operation = Mapping[str, Any]

_ID: re.Pattern[Any] = ID.regex


def take_batch(
    session: Session, device_id: str, operations: Sequence[Operation], *, request: Mapping[str, Any], tools: Tools
) -> None:
    """Give verdicts to one sub-batch of a checked run.

    Args:
        session: outside any transaction.
        device_id: the laptop.
        operations: a part of the run, in order.
        request: the `SyncRequest` that brought it.
        tools: clock and ids.

    Raises:
        ProtocolError: numbers are missing, the history is another one, or the device was withdrawn.
    """
    with writing(session, now=tools.now()) as gateway:
        device = lock_device(session, device_id)
        if device.revoked_at is not None:
            raise ProtocolError(Code.REVOKED, "the device was withdrawn")
        chain = chain_of(session, device_id, request["incarnation"])
        assert chain is not None
        note_contact(device, request, tools=tools)
        new = _new_operations(session, chain, operations, _hash_before(operations[0], request["push"]))
        if new:
            batch = Batch(session=session, gateway=gateway, tools=tools)
            _enter(batch, device, chain, new)
            settle_batch(batch)


def _enter(batch: Batch, device: Device, chain: DeviceChain, operations: Sequence[Operation]) -> None:
    """Apply operations and enter them into the ledger with their verdicts."""
    session = batch.session
    user = session.get_one(User, device.user_id)
    _fetch_ahead(batch, operations)
    stored = entries_of_op_ids(session, [operation["op_id"] for operation in operations])
    known = {op_id: Known.of(entry) for op_id, entry in stored.items()}
    arrivals = [Arrival(batch, device, user, operation, chain.incarnation) for operation in operations]
    verdicts = apply_together(arrivals, known)
    at, last = batch.tools.now(), entry_before(session, chain)
    flags = flags_of_run(operations, last, received=at)
    for kind, event, facts in alarms_of_run(operations, flags, received=at):
        raise_alarm(session, device.id, kind, event=event, facts=facts, tools=batch.tools)
    numbers = itertools.count(device.next_verdict)
    entries = [
        {**_entry(arrival, verdict, number=number), "received_at": at, "clock_flags": " ".join(own)}
        for number, arrival, verdict, own in zip(numbers, arrivals, verdicts, flags, strict=False)
    ]
    enter_ledger(session, entries)
    chain.next_seq = operations[-1]["seq"] + 1
    chain.chain_head = operations[-1]["hash"]
    device.next_verdict += len(operations)


def _fetch_ahead(batch: Batch, operations: Sequence[Operation]) -> None:
    """Read in few statements what the operations are going to ask for one by one.

    Inspections, then employers, are locked in the order of their ids: two laptops that work on the same ones wait for
    each other and never in a circle.
    """
    parents = _ids(operation["set"].get("inspection_id") for operation in operations)
    batch.locked |= lock_inspections(batch.session, parents)
    named = [_employer_of(operation) for operation in operations]
    lock_rows(batch.session, "employer", _ids([*named, *(one.employer_id for one in batch.locked.values())]))
    findings = [operation["row_id"] for operation in operations if operation["kind"] == OperationKind.FINDING_RECORD]
    batch.rows.look_up(FindingRecord, findings)


def _employer_of(operation: Operation) -> object:
    is_correction = operation["kind"] == OperationKind.EMPLOYER_CORRECT
    return operation["row_id"] if is_correction else operation["set"].get("employer_id")


def _ids(values: Iterable[object]) -> list[str]:
    """Return those of the values that may be ids, each once, sorted."""
    return sorted({value for value in values if isinstance(value, str) and _ID.match(value)})


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
    stored = stored_hashes(session, chain, first, last) if first < chain.next_seq else {}
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
        "body": operation,
        "outcome": verdict.outcome,
        "code": verdict.code,
        "reason_en": verdict.reason.en[:1000] if verdict.reason else "",
        "reason_ur": verdict.reason.ur[:1000] if verdict.reason else "",
        "waits_for": verdict.waits_for,
        "conflict_ids": list(verdict.conflict_ids),
        "verdict_no": number,
    }
