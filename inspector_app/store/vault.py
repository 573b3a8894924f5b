"""The vault: the key of the databases, random, wrapped by the person's password; knows nothing of the databases.

The password never encrypts data itself, so it can change without rewriting a file.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from inspector_app.catalogue import say
from inspector_app.errors import NotEnrolled, Refusal, StoreUnreadable, WrongPassword
from sync_protocol.escrow import sealed_escrow
from sync_protocol.wrapped_key import (
    KEY_BYTES,
    NONCE_BYTES,
    SALT_BYTES,
    BrokenWrapping,
    WrongSecret,
    unwrap_key,
    wrap_key,
)

FILE = "vault.json"
ESCROW = "escrow.json"
SHORTEST_PASSWORD = 12
LEAST_DIFFERENT = 5
OFTEN_USED = frozenset(
    {
        "password", "passwords", "qwertyuiop", "qwerty", "pakistan", "pakistanzindabad", "bismillah", "allahuakbar",
        "muhammad", "lahore", "karachi", "inspector", "inspection", "socialsecurity", "muaina", "administrator",
        "letmein", "welcome", "iloveyou", "changeme", "abcdefghijkl", "qwertyuiopas", "123456789012", "1234567890123",
    }
)  # fmt: skip
"""Passwords, or their letters without digits, that are tried first."""


class PasswordTooShort(Refusal):
    """A new password that is too easy to guess."""

    status = 422


class EscrowMissing(Refusal):
    """This seat's key was never sealed to a recovery key."""

    status = 409


def create_vault(folder: Path, password: str) -> bytes:
    """Write a new vault and return the key that it holds.

    Raises:
        PasswordTooShort: fewer than 12 characters, or one that is tried first.
        FileExistsError: there is a vault already.
    """
    if (folder / FILE).exists():
        raise FileExistsError(folder / FILE)
    key = secrets.token_bytes(KEY_BYTES)
    _write(folder / FILE, _wrapped(key, password))
    return key


def unlock_vault(folder: Path, password: str) -> bytes:
    """Return the key.

    Raises:
        NotEnrolled: there is no vault.
        StoreUnreadable: the vault is damaged.
        WrongPassword: the password does not open it.
    """
    vault = _read(folder / FILE)
    try:
        return unwrap_key(vault, password)
    except WrongSecret:
        raise WrongPassword(say("core.wrong_password")) from None
    except BrokenWrapping:
        raise StoreUnreadable(say("core.store_unreadable", file=FILE)) from None


def change_password(folder: Path, password: str, new_password: str) -> None:
    """Wrap the same key by a new password.

    Raises:
        WrongPassword, PasswordTooShort, StoreUnreadable, NotEnrolled.
    """
    set_password(folder, unlock_vault(folder, password), new_password)


def set_password(folder: Path, key: bytes, password: str) -> None:
    """Wrap a key that is known by a new password.

    Raises:
        PasswordTooShort.
    """
    _write(folder / FILE, _wrapped(key, password))


def put_in_escrow(folder: Path, key: bytes, *, device_id: str, recovery_key: str) -> None:
    """Keep a copy of the key that only the institution's private recovery key opens.

    An escrow that stands there is replaced by one for this key and device; an unusable recovery key leaves it.
    """
    try:
        escrow = sealed_escrow(key, device_id, recovery_key)
    except (ValueError, TypeError):
        return
    _write(folder / ESCROW, escrow)


def escrow_of(folder: Path) -> dict[str, Any]:
    """Return the escrow of a seat's key.

    Raises:
        EscrowMissing, StoreUnreadable.
    """
    if not (folder / ESCROW).exists():
        raise EscrowMissing(say("core.no_escrow"))
    return _read(folder / ESCROW)


def escrow_is_for(folder: Path, key_id: str) -> bool:
    """Return whether the escrow that stands there is for the recovery key of this name."""
    try:
        return bool(escrow_of(folder).get("key_id") == key_id)
    except Refusal:
        return False


def has_vault(folder: Path) -> bool:
    """Return whether there is a vault."""
    return (folder / FILE).exists()


def file_key(key: bytes, name: str) -> bytes:
    """Return the key of one database file, so that no two files share one.

    Source: RFC 5869 (HKDF).
    """
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=f"muaina/{name}".encode()).derive(key)


def _wrapped(key: bytes, password: str) -> dict[str, Any]:
    _require_strength(password)
    return wrap_key(key, password, salt=secrets.token_bytes(SALT_BYTES), nonce=secrets.token_bytes(NONCE_BYTES))


def _require_strength(password: str) -> None:
    """Refuse what is guessed first.

    Source: OWASP ASVS 5.0, 6.2.1 and 6.2.4.
    """
    plain = password.casefold().strip()
    if len(password) < SHORTEST_PASSWORD:
        raise PasswordTooShort(say("core.password_too_short", shortest=SHORTEST_PASSWORD))
    if len(set(plain)) < LEAST_DIFFERENT or {plain, plain.strip("0123456789!.@# ")} & OFTEN_USED:
        raise PasswordTooShort(say("core.password_too_common"))


def _read(path: Path) -> dict[str, Any]:
    try:
        vault = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise NotEnrolled(say("core.not_enrolled")) from None
    except (OSError, ValueError):
        raise StoreUnreadable(say("core.store_unreadable", file=path.name)) from None
    if not isinstance(vault, dict):
        raise StoreUnreadable(say("core.store_unreadable", file=path.name))
    return vault


def _write(path: Path, vault: Mapping[str, Any]) -> None:
    part = path.with_suffix(".part")
    with part.open("w", encoding="utf-8") as file:
        part.chmod(0o600)
        json.dump(dict(vault), file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
