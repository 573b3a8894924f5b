"""Enrols this laptop for an inspector: one-time code to keys, person and encrypted files; a lost reply is asked again.

Everything is made in a folder beside the seats and renamed into place at the end, so that there is either a whole
seat or none. The code's nonce and the device's private key wait there, encrypted, until the reply is in.
"""

from __future__ import annotations

import secrets
import shutil
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from casework.signatures import new_private_key, public_key_of
from inspector_app.catalogue import say
from inspector_app.config import Config
from inspector_app.errors import Refusal, WrongPassword
from inspector_app.store.device import Device, device, put_device
from inspector_app.store.driver import connect, writing
from inspector_app.store.opened import Person, Room
from inspector_app.store.rooms import WORK, make_room, set_desk
from inspector_app.store.seats import ENROLLING, free_seat, label_seat, seats
from inspector_app.store.standing import set_recovery_key
from inspector_app.store.vault import create_vault, file_key, has_vault, put_in_escrow, unlock_vault
from inspector_app.sync.errors import CentreProblem, StrangeReply
from inspector_app.sync.link import Link
from sync_protocol.errors import Code
from sync_protocol.versions import PROTOCOL_VERSION


class AlreadyEnrolled(Refusal):
    """Somebody has a seat on this laptop, and another one was not asked for."""

    status = 409


@dataclass(frozen=True)
class _Asked:
    """What was sent with the code: kept so that the same question can be asked again."""

    folder: Path
    key: bytes
    private_key: str
    nonce: str


@dataclass(frozen=True)
class Enrolled:
    """Who works on this laptop from now on, and on which seat."""

    person: Person
    seat: int


def require_no_seat(config: Config) -> None:
    """Raise AlreadyEnrolled when somebody has a seat on this laptop."""
    if seats(config.home):
        raise AlreadyEnrolled(say("core.already_enrolled"))


def enrol(config: Config, *, centre_url: str, code: str, password: str, device_name: str) -> Enrolled:
    """Enrol an inspector on a new seat; the register is fetched by the first sync.

    Raises:
        PasswordTooShort: fewer than 8 characters.
        SyncStopped: the centre was not reached or refused the code; nothing is lost, try again.
    """
    link = Link(centre_url, token="", timeout_s=config.timeout_s)
    asked = _resumed(config.home / ENROLLING, code, password) or _begin(config.home / ENROLLING, code, password)
    with closing(link):
        reply = _ask(
            link,
            {
                "code": code.strip(),
                "nonce": asked.nonce,
                "device_name": device_name[:120] or "laptop",
                "public_key": public_key_of(asked.private_key),
            },
        )
    person = Person(**reply["person"])
    work = connect(asked.folder / WORK, file_key(asked.key, f"{Room.FIELD}/work"))
    with writing(work):
        set_desk(
            work,
            person,
            scheme=reply["scheme"],
            institution=reply["institution"],
            demonstration=reply["demonstration"],
        )
        put_device(
            work,
            Device(
                device_id=reply["device_id"],
                incarnation=reply["incarnation"],
                token=reply["token"],
                private_key=asked.private_key,
                centre_url=centre_url.rstrip("/"),
                centre_public_key=reply["centre_public_key"],
                scopes=tuple(reply["scopes"]),
                beacon=reply["server_time"],
                verdicts_since=0,
                protocol=PROTOCOL_VERSION if reply["centre_box_key"] else 1,
                centre_box_key=reply["centre_box_key"],
            ),
        )
        set_recovery_key(work, reply["recovery_key"])
    work.conn.close()
    if reply["recovery_key"]:
        put_in_escrow(asked.folder, asked.key, device_id=reply["device_id"], recovery_key=reply["recovery_key"])
    label_seat(asked.folder, person)
    seat = free_seat(config.home)
    _put_in_place(asked.folder, seat)
    return Enrolled(person, int(seat.name))


def _ask(link: Link, message: dict[str, Any]) -> dict[str, Any]:
    """Enrol in today's protocol, or in the first one at a centre that knows no other."""
    try:
        return link.enrol({**message, "protocol": PROTOCOL_VERSION})
    except CentreProblem as problem:
        if problem.code is not Code.MALFORMED or "protocol" not in str(problem.facts.get("fields", "")):
            raise
    return link.enrol(message)


def _begin(enrolling: Path, code: str, password: str) -> _Asked:
    """Make the files of a new seat, with what is asked in them.

    Each attempt has a folder of its own: another inspector's may wait there for its reply.
    """
    part = enrolling / secrets.token_hex(8)
    part.mkdir(parents=True, mode=0o700)
    try:
        key = create_vault(part, password)
        asked = _Asked(part, key, new_private_key(), secrets.token_urlsafe(24))
        make_room(part, key, Room.FIELD, fill=lambda _, work: put_device(work, _awaiting(asked, code)))
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return asked


def _resumed(enrolling: Path, code: str, password: str) -> _Asked | None:
    """Return what was asked with this code before and never answered, or None."""
    waiting = sorted(enrolling.iterdir()) if enrolling.is_dir() else []
    return next((asked for part in waiting if (asked := _resume(part, code, password))), None)


def _resume(part: Path, code: str, password: str) -> _Asked | None:
    if not (part / WORK).exists() or not has_vault(part):
        return None
    try:
        key = unlock_vault(part, password)
    except WrongPassword:
        return None
    work = connect(part / WORK, file_key(key, f"{Room.FIELD}/work"))
    waiting = device(work)
    work.conn.close()
    if waiting.device_id != code.strip():
        return None
    return _Asked(part, key, waiting.private_key, waiting.token)


def _awaiting(asked: _Asked, code: str) -> Device:
    """The device before its reply: the code stands for its id and the nonce for its token."""
    return Device(code.strip(), 0, asked.nonce, asked.private_key, "", "", (), "", 0)


def _put_in_place(part: Path, seat: Path) -> None:
    try:
        seat.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part.rename(seat)
    except OSError as problem:
        raise StrangeReply(say("core.sync_no_room", reason=type(problem).__name__)) from problem
