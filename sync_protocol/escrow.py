"""The escrow of a laptop's key: sealed to the institution's recovery key, which no centre holds the private half of.

With the laptop's escrow and the private recovery key an office makes an *answer*: the same key wrapped by a code that
is told to the person apart from the file. Neither file alone opens anything.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sync_protocol.errors import ProtocolError
from sync_protocol.sealing import BoxKey, box_key_of, open_bytes, seal_bytes
from sync_protocol.wrapped_key import KEY_BYTES

KIND = "muaina escrow"


@dataclass(frozen=True)
class Escrow:
    """What was in an escrow."""

    key: bytes
    device_id: str


class BrokenEscrow(Exception):
    """The file is no escrow, or was changed."""


class OtherRecoveryKey(Exception):
    """The escrow is for another recovery key; its name is the argument."""


def sealed_escrow(key: bytes, device_id: str, recovery_key: str) -> dict[str, str]:
    """Return the escrow of a key as plain JSON values.

    Args:
        key: of the laptop's files.
        device_id: of the laptop, so that an office sees whose it is.
        recovery_key: the institution's public X25519 key, Base64.
    """
    box_key = BoxKey(recovery_key)
    inside = {"key": base64.b64encode(key).decode("ascii"), "device_id": device_id}
    box = seal_bytes(json.dumps(inside).encode(), box_key)
    return {"kind": KIND, "key_id": box_key.key_id, "box": base64.b64encode(box).decode("ascii")}


def opened_escrow(escrow: Mapping[str, Any], private_key: str) -> Escrow:
    """Return what is in an escrow.

    Raises:
        BrokenEscrow: it is none, or was changed.
        OtherRecoveryKey: it is for another key.
    """
    wanted = str(escrow.get("key_id"))
    own = box_key_of(private_key).key_id
    if escrow.get("kind") != KIND:
        raise BrokenEscrow
    if wanted != own:
        raise OtherRecoveryKey(wanted)
    try:
        inside = json.loads(open_bytes(base64.b64decode(escrow["box"]), own, private_keys={own: private_key}))
        found = Escrow(base64.b64decode(inside["key"]), str(inside["device_id"]))
    except (ProtocolError, KeyError, ValueError, TypeError):
        raise BrokenEscrow from None
    if len(found.key) != KEY_BYTES:
        raise BrokenEscrow
    return found
