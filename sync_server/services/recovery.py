"""The institution's recovery key: made once, its private half kept off the centre; opens the escrow of a laptop.

The private half is in a file, wrapped by a passphrase; nothing here stores it. What an opened escrow gives is wrapped
again, by a code that is told to the inspector apart from the file.
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from casework.signatures import key_id
from simplify_content.text import Text
from sync_protocol.escrow import BrokenEscrow, OtherRecoveryKey, opened_escrow
from sync_protocol.sealing import box_key_of, new_box_key
from sync_protocol.wrapped_key import NONCE_BYTES, SALT_BYTES, BrokenWrapping, WrongSecret, unwrap_key, wrap_key
from sync_server.errors import Refusal
from sync_server.models import CentreKey, Device, User
from sync_server.queries.keys import RECOVERY
from sync_server.refusals import said
from sync_server.tools import Tools

KIND = "muaina recovery key"
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Without those that are taken for one another."""
CODE_LETTERS, GROUP = 20, 5
SHORTEST_PASSPHRASE = 16


@dataclass(frozen=True)
class Recovered:
    """What an opened escrow gives."""

    answer: dict[str, Any]
    """To be taken to the laptop as a file."""
    code: str
    """To be told to the inspector apart from the file."""
    device_name: str
    person: Text
    is_withdrawn: bool


def make_recovery_key(session: Session, passphrase: str, *, tools: Tools) -> dict[str, Any]:
    """Make a recovery key, keep its public half, and return the private one as the content of a file.

    Laptops learn of it at enrolment or their next sync. An earlier key goes on opening the escrows that are for it.

    Raises:
        Refusal: the passphrase is too short.
    """
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise Refusal(said("recovery.short", shortest=str(SHORTEST_PASSPHRASE)))
    private_key = new_box_key()
    public_key = box_key_of(private_key).public_key
    session.add(
        CentreKey(id=key_id(public_key), purpose=RECOVERY, private_key="", public_key=public_key, made_at=tools.now())
    )
    session.commit()
    wrapped = _wrapped(base64.b64decode(private_key), passphrase)
    return {"kind": KIND, "public_key": public_key, "key": wrapped}


def open_escrow(session: Session, escrow: Mapping[str, Any], file: Mapping[str, Any], passphrase: str) -> Recovered:
    """Open a laptop's escrow with the private recovery key.

    Raises:
        Refusal: the passphrase is wrong, the key is another, a file is none of ours, or the laptop is not known here.
    """
    if file.get("kind") != KIND:
        raise Refusal(said("recovery.broken"))
    try:
        private_key = base64.b64encode(unwrap_key(file["key"], passphrase)).decode("ascii")
        found = opened_escrow(escrow, private_key)
    except WrongSecret:
        raise Refusal(said("recovery.passphrase")) from None
    except OtherRecoveryKey as other:
        raise Refusal(said("recovery.other_key", name=str(other))) from None
    except (BrokenWrapping, BrokenEscrow, KeyError, TypeError, AttributeError):
        raise Refusal(said("recovery.broken")) from None
    device = session.get(Device, found.device_id)
    if device is None:
        raise Refusal(said("recovery.unknown_laptop"))
    user = session.get_one(User, device.user_id)
    letters = "".join(secrets.choice(LETTERS) for _ in range(CODE_LETTERS))
    code = "-".join(letters[start : start + GROUP] for start in range(0, CODE_LETTERS, GROUP))
    person = Text(user.name_en, user.name_ur)
    return Recovered(_wrapped(found.key, letters), code, device.name, person, device.revoked_at is not None)


def _wrapped(key: bytes, secret: str) -> dict[str, Any]:
    return wrap_key(key, secret, salt=secrets.token_bytes(SALT_BYTES), nonce=secrets.token_bytes(NONCE_BYTES))
