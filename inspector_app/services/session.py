"""Who is signed in on this laptop and in which room; the key lives in this process's memory and nowhere else.

One person, one room at a time: signing in to the practice room leaves the field room, and signing in on another seat
leaves the one before. A seat's key opens no other seat's files.
"""

from __future__ import annotations

import shutil
import threading
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from casework.practice.scenarios import load_scenario
from casework.signatures import key_id
from inspector_app.catalogue import say
from inspector_app.config import Config
from inspector_app.errors import NotEnrolled, NotSignedIn, SeatUnknown, StoreMissing, TooManyAttempts, WrongPassword
from inspector_app.services.practice import FIRST
from inspector_app.store.evaluated_forms import EvaluatedForms
from inspector_app.store.opened import Opened, Person, Room
from inspector_app.store.rooms import make_room, migrate_room, open_room, set_desk
from inspector_app.store.seats import Seat, label_seat, practice_folder, seats
from inspector_app.store.standing import standing
from inspector_app.store.vault import FILE as VAULT
from inspector_app.store.vault import escrow_is_for, has_vault, put_in_escrow, unlock_vault
from inspector_app.tools import Tools

FREE_ATTEMPTS = 5
PAUSE_S = 30

GRACE_S = 20.0
"""How much later than the page itself a timer locks: the page first keeps what is typed in it."""


@dataclass(frozen=True)
class SignedIn:
    """What a page may show of the present session."""

    person: Person
    room: Room
    scheme: str
    institution: str
    demonstration: bool
    seat: int
    folder: Path


@dataclass
class _Guesses:
    """The wrong passwords in a row at one seat."""

    wrong: int = 0
    not_before: datetime | None = None


class Session:
    """The one session of this process. Thread-safe."""

    def __init__(self, config: Config, tools: Tools) -> None:
        self._config = config
        self._tools = tools
        self._lock = threading.Lock()
        self._key: bytes | None = None
        self._who: SignedIn | None = None
        self._guesses: dict[int, _Guesses] = {}
        self._forms = EvaluatedForms()
        self._used_ms = 0
        self.locked_itself = False
        """Whether the last session ended because nobody used the laptop."""
        self.last_seat: int | None = None

    @property
    def seats(self) -> tuple[Seat, ...]:
        """The seats of this laptop, in the order of their numbers."""
        return seats(self._config.home)

    @property
    def is_enrolled(self) -> bool:
        """Whether anybody has a seat on this laptop."""
        return bool(self.seats)

    @property
    def is_locked(self) -> bool:
        """Whether nobody is signed in."""
        return self._who is None

    @property
    def room(self) -> Room | None:
        """The room one is in, or None while locked."""
        return self._who.room if self._who else None

    @property
    def who(self) -> SignedIn | None:
        """Who is signed in, or None while locked."""
        return self._who

    @property
    def seat_folder(self) -> Path:
        """The folder of the seat of who is signed in.

        Raises:
            NotSignedIn.
        """
        who = self._who
        if who is None:
            raise NotSignedIn(say("core.not_signed_in"))
        return self._seat(who.seat).folder

    def sign_in(self, password: str, room: Room = Room.FIELD, *, seat: int | None = None) -> SignedIn:
        """Unlock a seat's vault and enter a room.

        Args:
            password: of the person of that seat.
            room: the one to enter.
            seat: its number; may be left out where the laptop has one seat only.

        Raises:
            NotEnrolled, SeatUnknown, WrongPassword, TooManyAttempts, StoreError.
        """
        with self._lock:
            chosen = self._seat(seat)
            key = self._unlock(chosen, password)
            folder = _folder(chosen.folder, room)
            if room is Room.PRACTICE:
                _make_practice(chosen.folder, key)
            migrate_room(folder, key, room)
            with open_room(folder, key, room) as opened:
                _renew_escrow(opened, chosen.folder, key)
                who = SignedIn(
                    opened.person, room, opened.scheme, opened.institution, opened.demonstration, chosen.number, folder
                )
            label_seat(chosen.folder, who.person)
            self._key, self._who, self._forms = key, who, EvaluatedForms()
            self.locked_itself, self.last_seat = False, chosen.number
            self.touch()
            return who

    def sign_out(self) -> None:
        """Forget the key, and every form that was evaluated."""
        with self._lock:
            self._key = self._who = None
            self._forms = EvaluatedForms()

    def touch(self) -> None:
        """Take note that the laptop is being used."""
        self._used_ms = self._tools.reading().mono_ms

    def lock_when_idle(self, *, grace_s: float = 0.0) -> bool:
        """Sign out when the laptop was not used for as long as the setting says; return whether that was done.

        The clock is the one that nobody can set; it goes on while the laptop sleeps.
        """
        idle_s = (self._tools.reading().mono_ms - self._used_ms) / 1000
        if self.is_locked or idle_s < self._config.lock_after_min * 60 + grace_s:
            return False
        self.sign_out()
        self.locked_itself = True
        return True

    def open(self) -> Opened:
        """Return both databases of the present room on connections of their own; the caller closes them.

        Raises:
            NotSignedIn, StoreError.
        """
        with self._lock:
            key, who, forms = self._key, self._who, self._forms
        if key is None or who is None:
            raise NotSignedIn(say("core.not_signed_in"))
        opened = open_room(who.folder, key, who.room)
        return replace(opened, forms=forms, reading=self._tools.reading)

    def _seat(self, number: int | None) -> Seat:
        present = self.seats
        if not present:
            raise NotEnrolled(say("core.not_enrolled"))
        if number is None and len(present) == 1:
            return present[0]
        found = next((seat for seat in present if seat.number == number), None)
        if found is None:
            raise SeatUnknown(say("core.seat_unknown"))
        return found

    def _unlock(self, seat: Seat, password: str) -> bytes:
        if not has_vault(seat.folder):
            raise StoreMissing(say("core.store_missing", file=VAULT))
        guesses = self._guesses.setdefault(seat.number, _Guesses())
        self._refuse_guessing(guesses)
        try:
            key = unlock_vault(seat.folder, password)
        except WrongPassword:
            guesses.wrong += 1
            if guesses.wrong >= FREE_ATTEMPTS:
                guesses.not_before = self._tools.now() + timedelta(seconds=PAUSE_S)
            raise
        del self._guesses[seat.number]
        return key

    def _refuse_guessing(self, guesses: _Guesses) -> None:
        now = self._tools.now()
        if guesses.not_before is not None and now < guesses.not_before:
            left = int((guesses.not_before - now).total_seconds()) + 1
            raise TooManyAttempts(say("core.too_many_attempts", seconds=left))


def _renew_escrow(opened: Opened, seat: Path, key: bytes) -> None:
    """Seal the key to the institution's recovery key, unless the copy that stands is for that one."""
    if opened.is_practice:
        return
    known = standing(opened.work)
    if known.recovery_key and not escrow_is_for(seat, key_id(known.recovery_key)):
        put_in_escrow(seat, key, device_id=known.device_id, recovery_key=known.recovery_key)


def _folder(seat: Path, room: Room) -> Path:
    return practice_folder(seat) if room is Room.PRACTICE else seat


def _make_practice(seat: Path, key: bytes) -> None:
    """Make the practice files when they never were; a folder with a file missing is a loss and is said to be one.

    The room works by the law of its scenario, whatever the institution: the score is counted by that law too.
    """
    if practice_folder(seat).exists():
        return
    part = seat / "practice.part"
    shutil.rmtree(part, ignore_errors=True)

    with open_room(seat, key, Room.FIELD) as field:
        scheme = load_scenario(FIRST).scheme
        make_room(part, key, Room.PRACTICE, fill=lambda _, work: set_desk(
            work, field.person, scheme=scheme, institution=scheme, demonstration=field.demonstration
        ))  # fmt: skip
    part.rename(practice_folder(seat))
