"""Seals a part of an operation for the centre: who made it cannot read it again, nor whoever takes the laptop.

Says nothing of what is sealed, nor of who may read it at the centre. A sealed box is libsodium's: a key made for it
alone and the reader's X25519 key.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import zstandard
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.signing import SigningKey, VerifyKey

from casework.signatures import key_id
from sync_protocol.entities import OperationKind
from sync_protocol.errors import Code, ProtocolError

SEALED = "sealed"
"""Field of a `set` that holds the box; what is in the box are further fields of the same `set`."""

SEALABLE = frozenset({OperationKind.INSPECTION_CLOSE, OperationKind.FINDING_RECORD, OperationKind.EVIDENCE_ADD})
"""Kinds whose `set` may have a sealed part."""

MAX_PLAIN_BYTES = 4 * 1024 * 1024
"""Most bytes that a box is opened to; the content of an operation is smaller."""


@dataclass(frozen=True)
class BoxKey:
    """A public X25519 key, Base64 of its 32 raw bytes, and its short name."""

    public_key: str

    @property
    def key_id(self) -> str:
        """The name by which a box says whom it is for."""
        return key_id(self.public_key)


class UnknownBoxKey(ProtocolError):
    """The box is for a reader whose key is not here; `facts["key_id"]` names it."""

    def __init__(self, wanted: str) -> None:
        super().__init__(Code.KEY, f"sealed for the key {wanted}, which is not here", key_id=wanted)


class BrokenSeal(ProtocolError):
    """The box was changed, or does not hold what it should."""

    def __init__(self) -> None:
        super().__init__(Code.VALIDATION, "the sealed part cannot be opened")


def new_box_key() -> str:
    """Return a fresh private X25519 key, Base64 of its 32 raw bytes."""
    return base64.b64encode(bytes(PrivateKey.generate())).decode("ascii")


def box_key_of(private_key: str) -> BoxKey:
    """Return the public half of a private X25519 key."""
    return BoxKey(_text(bytes(PrivateKey(base64.b64decode(private_key)).public_key)))


def box_key_of_signer(public_key: str) -> BoxKey:
    """Return the X25519 form of a public Ed25519 key: whoever signs with it can open what is sealed for this."""
    return BoxKey(_text(bytes(VerifyKey(base64.b64decode(public_key)).to_curve25519_public_key())))


def private_box_key_of_signer(private_key: str) -> str:
    """Return the X25519 form of a private Ed25519 key."""
    return _text(bytes(SigningKey(base64.b64decode(private_key)).to_curve25519_private_key()))


def seal(content: Mapping[str, Any], key: BoxKey) -> dict[str, str]:
    """Return the sealed form of a part of a `set`: whom it is for, and the box."""
    plain = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    return {"key_id": key.key_id, "box": _text(seal_bytes(zstandard.ZstdCompressor().compress(plain), key))}


def seal_bytes(plain: bytes, key: BoxKey) -> bytes:
    """Return the sealed form of a file."""
    return SealedBox(PublicKey(base64.b64decode(key.public_key))).encrypt(plain)


def open_bytes(sealed: bytes, wanted: str, *, private_keys: Mapping[str, str]) -> bytes:
    """Return what was sealed.

    Args:
        sealed: the box.
        wanted: name of the key it is for.
        private_keys: private X25519 keys by name.

    Raises:
        UnknownBoxKey: the key is not among them.
        BrokenSeal: the box was changed.
    """
    if wanted not in private_keys:
        raise UnknownBoxKey(wanted)
    try:
        return SealedBox(PrivateKey(base64.b64decode(private_keys[wanted]))).decrypt(sealed)
    except (CryptoError, ValueError, TypeError):
        raise BrokenSeal from None


def with_opened(kind: OperationKind, set_: Mapping[str, Any], *, private_keys: Mapping[str, str]) -> Mapping[str, Any]:
    """Return the `set` of an operation with what its sealed part holds; one without a sealed part as it is.

    Raises:
        UnknownBoxKey: it is sealed for a key that is not among `private_keys`.
        BrokenSeal: it cannot be opened, or says again what stands outside.
    """
    if SEALED not in set_ or kind not in SEALABLE:
        return set_
    outside = {name: value for name, value in set_.items() if name != SEALED}
    inside = _opened(set_[SEALED], private_keys)
    if not inside.keys().isdisjoint(outside) or SEALED in inside:
        raise BrokenSeal
    return {**outside, **inside}


def _opened(sealed: Any, private_keys: Mapping[str, str]) -> Mapping[str, Any]:
    if not isinstance(sealed, Mapping) or set(sealed) != {"key_id", "box"}:
        raise BrokenSeal
    try:
        box = base64.b64decode(sealed["box"], validate=True)
    except (TypeError, ValueError, binascii.Error):
        raise BrokenSeal from None
    packed = open_bytes(box, str(sealed["key_id"]), private_keys=private_keys)
    try:
        if not 0 <= zstandard.frame_content_size(packed) <= MAX_PLAIN_BYTES:
            raise BrokenSeal
        inside = json.loads(zstandard.ZstdDecompressor().decompress(packed))
    except (zstandard.ZstdError, ValueError, RecursionError):
        raise BrokenSeal from None
    if not isinstance(inside, dict):
        raise BrokenSeal
    return inside


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")
