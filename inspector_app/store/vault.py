"""The vault: the key of the databases, random, wrapped by the person's password; knows nothing of the databases.

The password never encrypts data itself, so it can change without rewriting a file.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
from pathlib import Path
from typing import Any

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from inspector_app.catalogue import say
from inspector_app.errors import NotEnrolled, Refusal, StoreUnreadable, WrongPassword

FILE = "vault.json"
KEY_BYTES = 32
MEMORY_KIB = 64 * 1024
TIME_COST = 3
LANES = 4
"""Argon2id, second recommended option of RFC 9106, section 4."""
SHORTEST_PASSWORD = 8


class PasswordTooShort(Refusal):
    """A new password that is too easy to guess."""

    status = 422


def create_vault(folder: Path, password: str) -> bytes:
    """Write a new vault and return the key that it holds.

    Raises:
        PasswordTooShort: fewer than 8 characters.
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
        nonce, wrapped = (base64.b64decode(vault[name]) for name in ("nonce", "wrapped"))
        wrapping = _stretched(password, vault)
    except (KeyError, ValueError, TypeError):
        raise StoreUnreadable(say("core.store_unreadable", file=FILE)) from None
    try:
        return AESGCM(wrapping).decrypt(nonce, wrapped, _bound(vault))
    except InvalidTag:
        raise WrongPassword(say("core.wrong_password")) from None


def change_password(folder: Path, password: str, new_password: str) -> None:
    """Wrap the same key by a new password.

    Raises:
        WrongPassword, PasswordTooShort, StoreUnreadable, NotEnrolled.
    """
    key = unlock_vault(folder, password)
    _write(folder / FILE, _wrapped(key, new_password))


def has_vault(folder: Path) -> bool:
    """Return whether there is a vault."""
    return (folder / FILE).exists()


def file_key(key: bytes, name: str) -> bytes:
    """Return the key of one database file, so that no two files share one.

    Source: RFC 5869 (HKDF).
    """
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=f"muaina/{name}".encode()).derive(key)


def _wrapped(key: bytes, password: str) -> dict[str, Any]:
    if len(password) < SHORTEST_PASSWORD:
        raise PasswordTooShort(say("core.password_too_short", shortest=SHORTEST_PASSWORD))
    nonce = secrets.token_bytes(12)
    vault: dict[str, Any] = {
        "version": 1,
        "kdf": "argon2id",
        "memory_kib": MEMORY_KIB,
        "time_cost": TIME_COST,
        "lanes": LANES,
        "salt": base64.b64encode(secrets.token_bytes(16)).decode("ascii"),
        "cipher": "aes-256-gcm",
        "nonce": base64.b64encode(nonce).decode("ascii"),
    }
    wrapped = AESGCM(_stretched(password, vault)).encrypt(nonce, key, _bound(vault))
    return {**vault, "wrapped": base64.b64encode(wrapped).decode("ascii")}


def _stretched(password: str, vault: dict[str, Any]) -> bytes:
    return hash_secret_raw(
        password.encode("utf-8"),
        base64.b64decode(vault["salt"]),
        time_cost=_within(vault["time_cost"], 1, 64),
        memory_cost=_within(vault["memory_kib"], 8 * 1024, 4 * 1024 * 1024),
        parallelism=_within(vault["lanes"], 1, 64),
        hash_len=KEY_BYTES,
        type=Type.ID,
    )


def _within(number: Any, least: int, most: int) -> int:
    if not isinstance(number, int) or not least <= number <= most:
        raise ValueError(f"expected a number from {least} to {most}, found {number!r}")
    return number


def _bound(vault: dict[str, Any]) -> bytes:
    """The parameters are bound to the wrapped key, so that nobody can weaken them unseen."""
    named = {name: value for name, value in vault.items() if name != "wrapped"}
    return json.dumps(named, sort_keys=True).encode("utf-8")


def _read(path: Path) -> dict[str, Any]:
    try:
        vault = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise NotEnrolled(say("core.not_enrolled")) from None
    except (OSError, ValueError):
        raise StoreUnreadable(say("core.store_unreadable", file=FILE)) from None
    if not isinstance(vault, dict):
        raise StoreUnreadable(say("core.store_unreadable", file=FILE))
    return vault


def _write(path: Path, vault: dict[str, Any]) -> None:
    part = path.with_suffix(".part")
    with part.open("w", encoding="utf-8") as file:
        part.chmod(0o600)
        json.dump(vault, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
