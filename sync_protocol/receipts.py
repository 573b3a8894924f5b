"""Receipts: the centre's signed word that it holds a device's operations up to a number.

Only a receipt that verifies lets a laptop say "synced".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from casework.signatures import is_signed_by, key_id, public_key_of, sign
from sync_protocol.errors import ReceiptError

_CLAIMED = ("device_id", "incarnation", "seq", "head", "server_time")


def issue_receipt(
    private_key: str, *, device_id: str, incarnation: int, seq: int, head: str, server_time: str
) -> dict[str, Any]:
    """Return a signed receipt for everything of a device's incarnation through `seq`.

    Args:
        private_key: the centre's receipt key.
        device_id: the device.
        incarnation: its incarnation.
        seq: last operation held; 0 for none.
        head: chain hash at `seq`.
        server_time: aware UTC, ISO 8601.
    """
    claim = {
        "device_id": device_id,
        "incarnation": incarnation,
        "seq": seq,
        "head": head,
        "server_time": server_time,
    }
    return {
        **claim,
        "key_id": key_id(public_key_of(private_key)),
        "signature": sign(private_key, claim),
    }


def verify_receipt(
    public_key: str,
    receipt: Mapping[str, Any],
    *,
    device_id: str,
    incarnation: int,
    heads: Mapping[int, str],
) -> int:
    """Return the number through which the centre holds our operations.

    Args:
        public_key: the centre's key from enrolment.
        receipt: what came with the reply.
        device_id: ours.
        incarnation: ours.
        heads: our own chain hash by seq, at least for the seqs that the centre may name; 0 is the genesis.

    Raises:
        ReceiptError: not signed by that key, for another device, or over a chain that is not ours.
    """
    missing = [name for name in (*_CLAIMED, "signature") if name not in receipt]
    if missing:
        raise ReceiptError(f"the receipt lacks {', '.join(missing)}")
    claim = {name: receipt[name] for name in _CLAIMED}
    if not is_signed_by(public_key, claim, str(receipt["signature"])):
        raise ReceiptError("the receipt is not signed by the centre this laptop was enrolled with")
    if claim["device_id"] != device_id or claim["incarnation"] != incarnation:
        raise ReceiptError("the receipt is for another device")
    if heads.get(claim["seq"]) != claim["head"]:
        raise ReceiptError(f"the receipt names another history at number {claim['seq']}")
    return int(claim["seq"])
