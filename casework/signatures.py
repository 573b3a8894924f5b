"""Canonical bytes, keys and signatures: the one place where something is signed or a signature is checked.

Knows nothing of what is signed; keys are handed in.
"""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from casework.json_bytes import json_bytes


def canonical(value: Any) -> bytes:
    """Return the one byte form of a JSON value.

    Raises:
        ValueError: it holds NaN, an infinity, or an integer of 2^53 or more.

    Source: RFC 8785 (JSON Canonicalization Scheme).
    """
    if _is_plain(value):
        try:
            return json_bytes(value, sort_names=True)
        except UnicodeEncodeError:  # half a surrogate pair: left to the library, which says so
            pass
    return bytes(rfc8785.dumps(value))


_LARGEST = 2**53 - 1


def _is_plain(value: Any) -> bool:
    """Return whether a writer of sorted names writes a value as RFC 8785 does: no fractions, names of ASCII."""
    kind = type(value)
    if kind is dict:
        for name, inner in value.items():
            if type(name) is not str or not name.isascii():
                return False
            if type(inner) is not str and not _is_plain(inner):
                return False
        return True
    if kind is list or kind is tuple:
        return all(type(inner) is str or _is_plain(inner) for inner in value)
    if kind is int:
        return bool(-_LARGEST <= value <= _LARGEST)
    return kind is str or kind is bool or value is None


def new_private_key() -> str:
    """Return a fresh Ed25519 private key, base64 of its 32 raw bytes."""
    raw = Ed25519PrivateKey.generate().private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    return base64.b64encode(raw).decode("ascii")


def public_key_of(private_key: str) -> str:
    """Return the public half of a private key, base64 of its 32 raw bytes."""
    public = _private(private_key).public_key()
    return base64.b64encode(public.public_bytes(Encoding.Raw, PublicFormat.Raw)).decode("ascii")


def key_id(public_key: str) -> str:
    """Return the short name of a public key: the first 16 hex digits of its SHA-256."""
    return hashlib.sha256(base64.b64decode(public_key)).hexdigest()[:16]


def sign(private_key: str, value: Any) -> str:
    """Return the Ed25519 signature over the canonical bytes of a value, base64."""
    return base64.b64encode(_private(private_key).sign(canonical(value))).decode("ascii")


def is_signed_by(public_key: str, value: Any, signature: str) -> bool:
    """Return whether the signature over the canonical bytes of a value is the key's; never raises on bad input."""
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key, validate=True))
        key.verify(base64.b64decode(signature, validate=True), canonical(value))
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True


def _private(private_key: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(base64.b64decode(private_key))
