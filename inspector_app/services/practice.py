"""The practice room: a made-up employer, the same questions and arithmetic, and a score."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from inspector_app.services.lines import InspectionLine
from inspector_app.store.opened import Opened


@dataclass(frozen=True)
class PracticeDesk:
    """What lies on the trainee's desk. `scenario` is `casework.practice.scenarios.Scenario`."""

    scenario: Any
    employer_id: str
    inspections: tuple[InspectionLine, ...]
    """Attempts, newest first."""


def practice_desk(opened: Opened, *, scenario: str = "textile_unit") -> PracticeDesk:
    """Return the desk; a scenario not yet in the practice register is put there.

    Raises:
        RoomRefused: in the field room.
    """
    raise NotImplementedError


def open_practice(opened: Opened, *, at: datetime, new_id: Callable[[], str], scenario: str = "textile_unit") -> str:
    """Return the id of a new attempt at a scenario (an attempt that is still open is returned instead).

    Raises:
        RoomRefused: in the field room.
    """
    raise NotImplementedError


def practice_score(opened: Opened, inspection_id: str, *, as_of: date) -> Any:
    """Return the score (`casework.practice.score.Score`) of an attempt, open or closed.

    Raises:
        NotFound, RoomRefused.
    """
    raise NotImplementedError
