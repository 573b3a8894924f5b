"""Who is signed in on this laptop and in which room; the key lives in this process's memory and nowhere else.

One person, one room at a time: signing in to the practice room leaves the field room.
"""

from __future__ import annotations

import shutil
import threading
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from casework.practice.scenarios import load_scenario
from inspector_app.catalogue import say
from inspector_app.config import Config
from inspector_app.errors import NotSignedIn, TooManyAttempts, WrongPassword
from inspector_app.services.practice import FIRST
from inspector_app.store.evaluated_forms import EvaluatedForms
from inspector_app.store.opened import Opened, Person, Room
from inspector_app.store.rooms import make_room, migrate_room, open_room, set_desk
from inspector_app.store.vault import has_vault, unlock_vault
from inspector_app.tools import Tools

FREE_ATTEMPTS = 5
PAUSE_S = 30


@dataclass(frozen=True)
class SignedIn:
    """What a page may show of the present session."""

    person: Person
    room: Room
    scheme: str
    institution: str
    demonstration: bool


class Session:
    """The one session of this process. Thread-safe."""

    def __init__(self, config: Config, tools: Tools) -> None:
        self._config = config
        self._tools = tools
        self._lock = threading.Lock()
        self._key: bytes | None = None
        self._who: SignedIn | None = None
        self._wrong = 0
        self._not_before: datetime | None = None
        self._forms = EvaluatedForms()

    @property
    def is_enrolled(self) -> bool:
        """Whether this laptop has a vault."""
        return has_vault(self._config.home)

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

    def sign_in(self, password: str, room: Room = Room.FIELD) -> SignedIn:
        """Unlock the vault and enter a room.

        Raises:
            NotEnrolled, WrongPassword, TooManyAttempts, StoreError.
        """
        with self._lock:
            self._refuse_guessing()
            key = self._unlock(password)
            if room is Room.PRACTICE:
                _make_practice(self._config, key)
            folder = _folder(self._config, room)
            migrate_room(folder, key, room)
            with open_room(folder, key, room) as opened:
                who = SignedIn(opened.person, room, opened.scheme, opened.institution, opened.demonstration)
            self._key, self._who, self._forms = key, who, EvaluatedForms()
            return who

    def sign_out(self) -> None:
        """Forget the key, and every form that was evaluated."""
        with self._lock:
            self._key = self._who = None
            self._forms = EvaluatedForms()

    def open(self) -> Opened:
        """Return both databases of the present room on connections of their own; the caller closes them.

        Raises:
            NotSignedIn, StoreError.
        """
        with self._lock:
            key, who, forms = self._key, self._who, self._forms
        if key is None or who is None:
            raise NotSignedIn(say("core.not_signed_in"))
        opened = open_room(_folder(self._config, who.room), key, who.room)
        return replace(opened, forms=forms, reading=self._tools.reading)

    def _unlock(self, password: str) -> bytes:
        try:
            key = unlock_vault(self._config.home, password)
        except WrongPassword:
            self._wrong += 1
            if self._wrong >= FREE_ATTEMPTS:
                self._not_before = self._tools.now() + timedelta(seconds=PAUSE_S)
            raise
        self._wrong, self._not_before = 0, None
        return key

    def _refuse_guessing(self) -> None:
        now = self._tools.now()
        if self._not_before is not None and now < self._not_before:
            left = int((self._not_before - now).total_seconds()) + 1
            raise TooManyAttempts(say("core.too_many_attempts", seconds=left))


def _folder(config: Config, room: Room) -> Path:
    return config.practice_home if room is Room.PRACTICE else config.home


def _make_practice(config: Config, key: bytes) -> None:
    """Make the practice files when they never were; a folder with a file missing is a loss and is said to be one.

    The room works by the law of its scenario, whatever the institution: the score is counted by that law too.
    """
    if config.practice_home.exists():
        return
    part = config.home / "practice.part"
    shutil.rmtree(part, ignore_errors=True)

    with open_room(config.home, key, Room.FIELD) as field:
        scheme = load_scenario(FIRST).scheme
        make_room(part, key, Room.PRACTICE, fill=lambda _, work: set_desk(
            work, field.person, scheme=scheme, institution=scheme, demonstration=field.demonstration
        ))  # fmt: skip
    part.rename(config.practice_home)
