"""A key wrapped by a secret that a person types: the form of a laptop's vault, and of what recovers one.

Makes no randomness: salt and nonce are passed in. The parameters are bound to the wrapped key, so that nobody can
weaken them unseen.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
SALT_BYTES = 16
NONCE_BYTES = 12
MEMORY_KIB = 64 * 1024
TIME_COST = 3
LANES = 4
"""Argon2id, second recommended option of RFC 9106, section 4."""

MOST_KIB = 1024 * 1024
"""Most memory that a file may ask for: a changed one must not bring the machine down."""


class WrongSecret(Exception):
    """The secret does not open it, or it was changed."""


class BrokenWrapping(Exception):
    """It is not of the agreed shape."""


def wrap_key(key: bytes, secret: str, *, salt: bytes, nonce: bytes) -> dict[str, Any]:
    """Return a key wrapped by a secret, as plain JSON values."""
    wrapping: dict[str, Any] = {
        "version": 1,
        "kdf": "argon2id",
        "memory_kib": MEMORY_KIB,
        "time_cost": TIME_COST,
        "lanes": LANES,
        "salt": _text(salt),
        "cipher": "aes-256-gcm",
        "nonce": _text(nonce),
    }
    sealed = AESGCM(_stretched(secret, wrapping)).encrypt(nonce, key, _bound(wrapping))
    return {**wrapping, "wrapped": _text(sealed)}


def unwrap_key(wrapping: Mapping[str, Any], secret: str) -> bytes:
    """Return the key.

    Raises:
        BrokenWrapping: it is not of the agreed shape, or asks for more than a machine should give.
        WrongSecret: the secret does not open it.
    """
    try:
        nonce, sealed = (base64.b64decode(wrapping[name]) for name in ("nonce", "wrapped"))
        stretched = _stretched(secret, wrapping)
        return AESGCM(stretched).decrypt(nonce, sealed, _bound(wrapping))
    except InvalidTag:
        raise WrongSecret from None
    except (KeyError, ValueError, TypeError):
        raise BrokenWrapping from None


def _stretched(secret: str, wrapping: Mapping[str, Any]) -> bytes:
    return hash_secret_raw(
        secret.encode("utf-8"),
        base64.b64decode(wrapping["salt"]),
        time_cost=_within(wrapping["time_cost"], 1, 64),
        memory_cost=_within(wrapping["memory_kib"], 8 * 1024, MOST_KIB),
        parallelism=_within(wrapping["lanes"], 1, 64),
        hash_len=KEY_BYTES,
        type=Type.ID,
    )


def _within(number: Any, least: int, most: int) -> int:
    if not isinstance(number, int) or not least <= number <= most:
        raise ValueError(f"expected a number from {least} to {most}, found {number!r}")
    return number


def _bound(wrapping: Mapping[str, Any]) -> bytes:
    named = {name: value for name, value in wrapping.items() if name != "wrapped"}
    return json.dumps(named, sort_keys=True).encode("utf-8")


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")
