"""Changes a password, and lets an inspector who forgot his in again with what the institution's recovery key opened."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from inspector_app.catalogue import say
from inspector_app.errors import Refusal, StoreError
from inspector_app.store.opened import Room
from inspector_app.store.rooms import open_room
from inspector_app.store.vault import change_password, set_password
from sync_protocol.wrapped_key import BrokenWrapping, WrongSecret, unwrap_key


class NotRecovered(Refusal):
    """What was brought does not open this seat."""

    status = 403


def change_own_password(seat: Path, password: str, new_password: str) -> None:
    """Lock a seat with a new password; the old one opens nothing any more.

    Raises:
        WrongPassword: the present password is another.
        PasswordTooShort: the new one is too easy to guess.
    """
    change_password(seat, password, new_password)


def recover(seat: Path, answer: Mapping[str, Any], code: str, new_password: str) -> None:
    """Lock a seat with a new password by the answer of the institution and its code.

    The key must open the seat's own files before anything is written.

    Raises:
        NotRecovered: another code, or an answer for another seat.
        PasswordTooShort: the new password is too easy to guess.
        StoreError: the seat's files cannot be used.
    """
    try:
        key = unwrap_key(answer, normal_code(code))
    except WrongSecret:
        raise NotRecovered(say("core.wrong_code")) from None
    except BrokenWrapping:
        raise NotRecovered(say("core.not_recovery")) from None
    try:
        open_room(seat, key, Room.FIELD).close()
    except StoreError as problem:
        raise NotRecovered(say("core.not_recovery")) from problem
    set_password(seat, key, new_password)


def normal_code(code: str) -> str:
    """Return a code as it is used: capitals and digits only, so that a person may type it in any way."""
    return "".join(letter for letter in code.upper() if letter.isalnum())
