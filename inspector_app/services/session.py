"""Who is signed in on this laptop and in which room; the key lives in this process's memory and nowhere else.

One person, one room at a time: signing in to the practice room leaves the field room.
"""

from __future__ import annotations

from dataclasses import dataclass

from inspector_app.config import Config
from inspector_app.store.opened import Opened, Person, Room
from inspector_app.tools import Tools


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
        raise NotImplementedError

    @property
    def is_enrolled(self) -> bool:
        """Whether this laptop has a vault."""
        raise NotImplementedError

    @property
    def is_locked(self) -> bool:
        """Whether nobody is signed in."""
        raise NotImplementedError

    @property
    def room(self) -> Room | None:
        """The room one is in, or None while locked."""
        raise NotImplementedError

    @property
    def who(self) -> SignedIn | None:
        """Who is signed in, or None while locked."""
        raise NotImplementedError

    def sign_in(self, password: str, room: Room = Room.FIELD) -> SignedIn:
        """Unlock the vault and enter a room.

        Raises:
            NotEnrolled, WrongPassword, TooManyAttempts, StoreError.
        """
        raise NotImplementedError

    def sign_out(self) -> None:
        """Forget the key."""
        raise NotImplementedError

    def open(self) -> Opened:
        """Return both databases of the present room on connections of their own; the caller closes them.

        Raises:
            NotSignedIn, StoreError.
        """
        raise NotImplementedError
