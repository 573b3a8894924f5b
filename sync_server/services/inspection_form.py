"""The form of an inspection: its answers under its own checklist version, beside what the register knows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from casework.register_facts import surroundings_register
from casework.register_lists import surroundings_lists
from checklists.answers_json import answers_from_json
from checklists.engine import evaluate
from checklists.form_state import FormState, Surroundings
from sync_server.local_time import local_day, parsed
from sync_server.models import Employer, Inspection
from sync_server.queries.employers import certificates_of, coverage_of, employer_row, establishments_of, months_of
from sync_server.services.checklist_of import checklist_of
from sync_server.services.law_in_force import law_in_force, scheme_of

CONFIDENTIAL = "worker_secret"
"""Privacy of what only a supervisor may read."""


def inspected_on(inspection: Inspection) -> date:
    """Return the day of the visit: the local day on which the inspection was started.

    Raises:
        ValueError: the laptop sent no readable time; receiving refuses such an inspection.
    """
    moment = parsed(inspection.started_at)
    if moment is None:
        raise ValueError(f"inspection {inspection.id}: started_at is {inspection.started_at!r}")
    return local_day(moment)


def inspection_form(session: Session, inspection: Inspection, *, answers: Mapping[str, Any] | None = None) -> FormState:
    """Return the form of an inspection as of the day of the visit; with the answers of an earlier version if given."""
    checklist = checklist_of(inspection)
    employer, day = session.get_one(Employer, inspection.employer_id), inspected_on(inspection)
    register = surroundings_register(
        employer_row(employer),
        months_of(session, employer.id),
        certificates_of(session, employer.id),
        law=law_in_force(session, scheme_of(session, checklist)),
        on=day,
    )
    lists = surroundings_lists(
        checklist.form.file_lists,
        establishments=lambda: establishments_of(session, employer.id),
        certificates=lambda: certificates_of(session, employer.id),
        coverage=lambda: coverage_of(session, employer.id),
        on=day,
    )
    around = Surroundings(today=day, register=register, lists=lists)
    return evaluate(checklist, answers_from_json(answers or inspection.answers), around)


def confidential_items(form: FormState) -> frozenset[str]:
    """Return the names of the items whose answers only a supervisor may read."""
    return frozenset(state.ref.item for state in form.items if state.privacy == CONFIDENTIAL)
