"""The two databases of one room, opened for one piece of work; what stands in them is the other files' business."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from types import TracebackType

from sqlite_utils import Database

from inspector_app.store.evaluated_forms import EvaluatedForms
from inspector_app.store.register_files import connect_register, next_register
from inspector_app.tools import ClockReading


class Room(StrEnum):
    """Where one works: on real employers, or on a made-up one that can never reach the queue."""

    FIELD = "field"
    PRACTICE = "practice"


@dataclass(frozen=True)
class Person:
    """Who works on this laptop."""

    id: str
    name_en: str
    name_ur: str
    role: str


@dataclass(frozen=True)
class Opened:
    """Both databases of a room, unlocked. Used by one thread; closed after use (it is a context manager).

    In the practice room `work` has no outbox, no device and no receipt tables at all.
    """

    register: Database
    work: Database
    room: Room
    person: Person
    scheme: str
    institution: str
    demonstration: bool
    folder: Path
    register_key: bytes = field(repr=False)
    work_key: bytes = field(repr=False, default=b"")
    forms: EvaluatedForms = field(default_factory=EvaluatedForms, repr=False, compare=False)
    reading: Callable[[], ClockReading | None] = field(default=lambda: None, repr=False, compare=False)
    """The clock that nobody can set, for what is recorded here."""

    @property
    def is_practice(self) -> bool:
        """Whether this is the practice room."""
        return self.room is Room.PRACTICE

    def with_new_register(self, fill: Callable[[Database], None]) -> Opened:
        """Build the next register by `fill`, put it in the old one's place and return the same room opened on it."""
        with next_register(self.folder, self.register_key) as register:
            fill(register)
        return replace(self, register=connect_register(self.folder, self.register_key))

    def close(self) -> None:
        """Close both files."""
        self.register.conn.close()
        self.work.conn.close()

    def __enter__(self) -> Opened:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
