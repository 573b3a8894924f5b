"""The hash chain of a device's operations, and what a device signs for its head.

The chain makes a removed, altered or reordered operation visible; it does not decide what an operation does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from casework.signatures import canonical
from sync_protocol.errors import ChainError

GENESIS = "0" * 64
"""The hash before the first operation of an incarnation."""


def link(previous: str, operation: Mapping[str, Any]) -> str:
    """Return the chain hash of an operation: SHA-256 over the previous hash and the operation without `hash`."""
    body = {name: value for name, value in operation.items() if name != "hash"}
    return hashlib.sha256(previous.encode("ascii") + canonical(body)).hexdigest()


def verify_run(previous: str, operations: Sequence[Mapping[str, Any]]) -> str:
    """Return the head of a run of operations after checking each link.

    Raises:
        ChainError: an operation's hash does not follow from the one before it, or seq is not dense.
    """
    head = previous
    for position, operation in enumerate(operations):
        expected_seq = operations[0]["seq"] + position
        if operation["seq"] != expected_seq:
            raise ChainError(f"expected seq {expected_seq}, found {operation['seq']}", seq=operation["seq"])
        head = link(head, operation)
        if head != operation["hash"]:
            raise ChainError(
                f"operation {operation['seq']} does not follow from the one before it",
                seq=operation["seq"],
            )
    return head


def head_claim(device_id: str, incarnation: int, seq: int, head: str) -> dict[str, Any]:
    """Return what a device signs for the head of a push."""
    return {"device_id": device_id, "head": head, "incarnation": incarnation, "seq": seq}


def chained(previous: str, first_seq: int, bodies: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return operations with `seq` and `hash` added, following `previous`."""
    operations: list[dict[str, Any]] = []
    head = previous
    for offset, body in enumerate(bodies):
        operation = {**body, "seq": first_seq + offset}
        head = link(head, operation)
        operations.append({**operation, "hash": head})
    return operations
