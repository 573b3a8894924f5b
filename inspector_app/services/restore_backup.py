"""Puts a backup of an inspector's work in place: on a new laptop, or beside what was damaged; overwrites nothing.

The register is not in a backup: it comes again with the next sync. The centre sees a laptop that was restored and goes
on with it in a history of its own, so nothing is lost or counted twice.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from inspector_app.catalogue import say
from inspector_app.errors import Refusal, WrongPassword
from inspector_app.store.backup_folder import NotABackup, read_facts, take_back
from inspector_app.store.driver import connect
from inspector_app.store.opened import Person, Room
from inspector_app.store.register_files import next_register
from inspector_app.store.rooms import WORK, person_of
from inspector_app.store.seats import Seat, free_seat, label_seat, seats
from inspector_app.store.vault import file_key, unlock_vault
from inspector_app.store.work_copies import check_copy

_PART = ".restoring"


class RestoreRefused(Refusal):
    """A backup that was not put in place; the laptop is as it was."""

    status = 409


class WhenThere(StrEnum):
    """What to do with a seat that the same person has here."""

    REFUSE = "refuse"
    SET_ASIDE = "set_aside"


@dataclass(frozen=True)
class Restored:
    """Whose work was put in place, on which seat, of which moment; `aside` is where the seat's former files are."""

    person: Person
    seat: int
    made_at: str
    aside: Path | None


def restore_backup(home: Path, backup: Path, password: str, *, at: datetime, when_there: WhenThere) -> Restored:
    """Check a backup and put it in place. Nobody may have the laptop's files open.

    Args:
        home: folder of the seats.
        backup: the folder that `back_up` returned, wherever it was copied to.
        password: the one that the inspector had when the backup was made.
        at: now; names the folder of files that are set aside.
        when_there: what to do with a seat that the same person has here already.

    Raises:
        RestoreRefused: it is no backup or not whole, or the person has a seat here.
        WrongPassword, StoreUnreadable.
    """
    try:
        facts = read_facts(backup)
    except NotABackup as problem:
        raise RestoreRefused(say("backup.not_whole", file=str(problem))) from None
    key = unlock_vault(backup, password)
    part = free_seat(home).with_suffix(_PART)
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True, mode=0o700)
    try:
        person = _fill(part, backup, key)
        there = _seat_of(home, person, password)
        if there and when_there is WhenThere.REFUSE:
            raise RestoreRefused(say("backup.seat_taken", number=there.number, option="--replace"))
        aside = _set_aside(there, at) if there else None
        seat = there.folder if there else free_seat(home)
        part.rename(seat)
    except OSError as problem:
        raise RestoreRefused(say("backup.failed", reason=problem.strerror or type(problem).__name__)) from None
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return Restored(person, int(seat.name), facts.made_at, aside)


def _fill(part: Path, backup: Path, key: bytes) -> Person:
    take_back(backup, part)
    work_key = file_key(key, f"{Room.FIELD}/work")
    check_copy(part / WORK, work_key)
    with next_register(part, file_key(key, f"{Room.FIELD}/register")):
        pass
    person = _person(part, work_key)
    label_seat(part, person)
    return person


def _person(folder: Path, work_key: bytes) -> Person:
    work = connect(folder / WORK, work_key)
    try:
        return person_of(work)
    finally:
        work.conn.close()


def _seat_of(home: Path, person: Person, password: str) -> Seat | None:
    """Return the seat that the same person has here; one that another password opens cannot be told to be theirs."""
    for seat in seats(home):
        try:
            key = unlock_vault(seat.folder, password)
            found = _person(seat.folder, file_key(key, f"{Room.FIELD}/work"))
        except WrongPassword:
            continue
        except Refusal:  # a damaged seat that this password opens is what a backup is for
            return seat
        if found.id == person.id:
            return seat
    return None


def _set_aside(seat: Seat, at: datetime) -> Path:
    aside = seat.folder.with_name(f"{seat.number}.replaced-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}")
    seat.folder.rename(aside)
    return aside
