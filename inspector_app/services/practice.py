"""The practice room: a made-up employer, the same questions and arithmetic, and a score.

A scenario is dated from the day of the attempt. Its employer stands in the practice register once for each such day,
under an id that follows from scenario and day, so that an old attempt keeps the papers it was made with.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime

from casework.practice.scenario import Scenario
from casework.practice.scenarios import available_scenarios, load_scenario
from casework.practice.score import Score, score_attempt
from casework.practice.steps import steps_of
from inspector_app.catalogue import say
from inspector_app.errors import NotFound, RoomRefused
from inspector_app.services.arrears import assess_answers
from inspector_app.services.inspection_form import form_of, require_inspection
from inspector_app.services.inspection_parts import signature_of, statement_of
from inspector_app.services.known_inspections import day_of, line_of
from inspector_app.services.lines import InspectionLine
from inspector_app.services.start_inspection import start_inspection
from inspector_app.store import register, work
from inspector_app.store.driver import writing
from inspector_app.store.opened import Opened
from inspector_app.store.register_changes import put_row
from inspector_app.tools import local_day
from sync_protocol.entities import ENTITIES

SCOPE = "practice"
FIRST = "textile_unit"
_NAMES = uuid.UUID("0193f000-0000-7000-8000-707261637469")
_MOST_ATTEMPTS = 200


@dataclass(frozen=True)
class PracticeDesk:
    """What lies on the trainee's desk; `employer_id` is the scenario's employer on that day."""

    scenario: Scenario
    employer_id: str
    inspections: tuple[InspectionLine, ...]
    """Attempts, newest first."""


def practice_desk(opened: Opened, *, scenario: str = FIRST, on: date | None = None) -> PracticeDesk:
    """Return the desk; a scenario not yet in the practice register is put there.

    Args:
        opened: the practice room.
        scenario: its name.
        on: today; without it the day of the open or newest attempt, or else the scenario's own day. While an
            attempt is open, the desk is of its day.

    Raises:
        RoomRefused: in the field room.
    """
    _refuse_field(opened)
    attempts = tuple(_attempts(opened, scenario))
    running = next((day for line, day in attempts if line.state == "open"), None)
    day = running or on or next((day for _, day in attempts), None) or load_scenario(scenario).on
    return PracticeDesk(
        scenario=load_scenario(scenario, on=day),
        employer_id=_lay_out(opened, scenario, day),
        inspections=tuple(line for line, _ in attempts),
    )


def open_practice(opened: Opened, *, at: datetime, new_id: Callable[[], str], scenario: str = FIRST) -> str:
    """Return the id of a new attempt at a scenario (an attempt that is still open is returned instead).

    Raises:
        RoomRefused: in the field room.
    """
    desk = practice_desk(opened, scenario=scenario, on=local_day(at))
    return start_inspection(
        opened, desk.employer_id, visit_id="", checklist=desk.scenario.checklist, at=at, new_id=new_id
    )


def practice_score(opened: Opened, inspection_id: str, *, as_of: date | None = None) -> Score:
    """Return the score of an attempt, open or closed.

    Args:
        opened: the practice room.
        inspection_id: the attempt.
        as_of: not needed; arrears are always assessed as of the day of the attempt, as the key's are.

    Raises:
        NotFound, RoomRefused.
    """
    _refuse_field(opened)
    inspection = require_inspection(opened, inspection_id)
    scenario = _scenario_of(inspection["employer_id"], day_of(inspection))
    answers = work.answers(opened.work, inspection_id)
    statement, signature = statement_of(opened, inspection_id), signature_of(opened, inspection_id)
    steps = steps_of(
        scenario,
        answers,
        statement=asdict(statement) if statement else {},
        signature=asdict(signature) if signature else {},
    )
    return score_attempt(
        scenario,
        observations=form_of(opened, inspection, answers, on=scenario.on).observations,
        assessment=assess_answers(opened, inspection, as_of=scenario.on),
        steps=steps,
    )


def _refuse_field(opened: Opened) -> None:
    if not opened.is_practice:
        raise RoomRefused(say("core.only_in_practice"))


def _attempts(opened: Opened, scenario: str) -> Iterator[tuple[InspectionLine, date]]:
    for inspection in work.inspections(opened.work, limit=_MOST_ATTEMPTS):
        day = day_of(inspection)
        if inspection["employer_id"] == _employer_id(scenario, day):
            employer = register.employer(opened.register, inspection["employer_id"])
            yield line_of(opened, inspection, employer), day


def _scenario_of(employer_id: str, day: date) -> Scenario:
    for name in available_scenarios():
        if _employer_id(name, day) == employer_id:
            return load_scenario(name, on=day)
    raise NotFound(say("core.no_inspection"))


def _employer_id(scenario: str, day: date) -> str:
    return str(uuid.uuid5(_NAMES, f"{scenario}@{day.isoformat()}"))


def _lay_out(opened: Opened, name: str, day: date) -> str:
    """Put the scenario's employer of a day into the practice register, once, and return its id."""
    employer_id = _employer_id(name, day)
    if register.employer(opened.register, employer_id) is not None:
        return employer_id
    scenario = load_scenario(name, on=day)
    with writing(opened.register):
        _put(opened, "employer", employer_id, scenario.employer)
        for entity, rows in (
            ("contribution_month", scenario.months),
            ("certificate", scenario.certificates),
            ("coverage", scenario.coverage),
        ):
            for number, row in enumerate(rows):
                row_id = str(uuid.uuid5(uuid.UUID(employer_id), f"{entity}/{number}"))
                _put(opened, entity, row_id, {**row, "employer_id": employer_id})
    return employer_id


def _put(opened: Opened, name: str, row_id: str, row: Mapping[str, object]) -> None:
    entity = ENTITIES[name]
    values = {field: row.get(field) for field in entity.field_names}
    put_row(opened.register, entity, SCOPE, row_id=row_id, rev=1, values=values)
