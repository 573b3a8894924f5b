"""How long the laptop takes to keep one answer and tell the page: 120 items, a repeat of 50 rows, encrypted files.

The same answers are also taken with the kept form thrown away each time, as if every answer evaluated the whole form.
Run: python benchmarks/laptop_answer.py. Ends with status 1 over the goal.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from benchmark_run import folder, told
from checklist_answer import _answers, _asked, _sheets
from uuid_utils.compat import uuid7

from checklists.compile import compile_definition
from checklists.definition import definition_from
from checklists.form_state import Answer
from inspector_app.config import Config
from inspector_app.services import inspection_form
from inspector_app.services.record_answer import record_answer
from inspector_app.services.session import Session
from inspector_app.store import work
from inspector_app.store.driver import writing
from inspector_app.store.evaluated_forms import EvaluatedForms
from inspector_app.store.opened import Opened, Person, Room
from inspector_app.store.register_changes import put_row
from inspector_app.store.rooms import make_room, set_desk
from inspector_app.store.seats import free_seat
from inspector_app.store.vault import create_vault
from inspector_app.tools import Tools
from sync_protocol.entities import ENTITIES

GOAL = 0.5
"""Of the time with the form thrown away; what is left is reading, comparing, and a write that is synced to disk."""

PASSWORD, EMPLOYER, INSPECTION = "benchmark-password", str(uuid7()), str(uuid7())
ROWS = tuple(f"row{number}" for number in range(50))


def main() -> int:
    with folder() as place:
        session = _laptop(place / "laptop")
        with session.open() as opened:
            figures = _measure(opened)
    return told(figures, *([f"ratio at most {GOAL}"] if figures["ratio"] > GOAL else []))


def _measure(opened: Opened) -> dict[str, Any]:
    checklist = compile_definition(definition_from(_sheets(), name="benchmark"))
    inspection_form.load_checklist = lambda *_, **__: checklist  # type: ignore[assignment]
    answers = _answers(checklist, ROWS)
    with writing(opened.work):
        begun = {"id": INSPECTION, "employer_id": EMPLOYER, "establishment_id": "", "visit_id": ""}
        begun |= {"checklist": "benchmark", "checklist_version": "1", "authorisation": "{}", "started_at": "-"}
        work.insert(opened.work, "inspection", begun)
        for key in ROWS:
            work.add_repetition(opened.work, INSPECTION, "people", key, "-")
        for ref, answer in answers.by_ref.items():
            work.put_answer(opened.work, INSPECTION, ref, answer, "-")
    kept, whole = _times(opened), _times(opened, forgetting=EvaluatedForms)
    return {
        "places": len(answers.by_ref),
        "kept_median_ms": round(median(kept) * 1000, 2),
        "kept_worst_ms": round(max(kept) * 1000, 2),
        "whole_median_ms": round(median(whole) * 1000, 2),
        "ratio": round(median(kept) / median(whole), 3),
        "goal": GOAL,
    }


def _times(opened: Opened, *, forgetting: type[EvaluatedForms] | None = None) -> list[float]:
    """Return the time of each answer to each item asked, three times with other values; the first is not counted."""
    times = []
    for value in ("3", "4", "3", "5"):
        for ref in _asked(ROWS):
            if forgetting is not None:
                opened.forms.__dict__.update(forgetting().__dict__)
            started = perf_counter()
            record_answer(opened, INSPECTION, ref, Answer(value), at=datetime(2026, 11, 22, 9, tzinfo=UTC))
            times.append(perf_counter() - started)
    return times[1:]


def _laptop(home: Path) -> Session:
    seat = free_seat(home)
    seat.mkdir(parents=True)
    key = create_vault(seat, PASSWORD)

    def fill(register: Any, work_file: Any) -> None:
        values = dict.fromkeys(ENTITIES["employer"].field_names) | {"name_en": "Mill", "name_ur": "مل"}
        put_row(register, ENTITIES["employer"], "district:lahore", row_id=EMPLOYER, rev=1, values=values)
        person = Person("p", "Inspector", "معائنہ کار", "inspector")
        set_desk(work_file, person, scheme="pessi", institution="pessi", demonstration=True)

    make_room(seat, key, Room.FIELD, fill=fill)
    config = Config(home=home, port=8790, centre_url="http://127.0.0.1:9", sync_every_s=0, timeout_s=1.0)
    session = Session(config, Tools(now=lambda: datetime.now(UTC), new_id=lambda: str(uuid7())))
    session.sign_in(PASSWORD)
    return session


if __name__ == "__main__":
    sys.exit(main())
