"""The form of one inspection under its answers, and the findings that its observations become."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from casework.finding import Finding
from casework.register_facts import surroundings_register
from casework.register_lists import surroundings_lists
from checklists.form import Checklist
from checklists.form_state import Answers, FormState, Observation, Surroundings
from checklists.library import load_checklist
from inspector_app.catalogue import say
from inspector_app.errors import InspectionClosed, NotFound
from inspector_app.services.cross_findings import cross_findings
from inspector_app.services.kept_items import with_kept_items
from inspector_app.store import register, work
from inspector_app.store.opened import Opened
from inspector_app.tools import local_day
from simplify_content.law_loader import load_law_pack

Row = Mapping[str, Any]


def require_inspection(opened: Opened, inspection_id: str) -> Row:
    """Return an inspection of this laptop.

    Raises:
        NotFound: there is none of that id.
    """
    inspection = work.inspection(opened.work, inspection_id)
    if inspection is None:
        raise NotFound(say("core.no_inspection"))
    return inspection


def require_open(opened: Opened, inspection_id: str) -> Row:
    """Return an inspection that may still be changed.

    Raises:
        NotFound: there is none of that id.
        InspectionClosed: it is closed.
    """
    inspection = require_inspection(opened, inspection_id)
    if inspection["closed_at"]:
        raise InspectionClosed(say("core.inspection_closed"))
    return inspection


def checklist_of(opened: Opened, inspection: Row) -> Checklist:
    """Return the version of the checklist that the inspection was begun with, citing the scheme of this laptop."""
    return load_checklist(inspection["checklist"], inspection["checklist_version"], scheme=opened.scheme)


def form_of(opened: Opened, inspection: Row, answers: Answers, *, on: date) -> FormState:
    """Return the form under the answers; a closed inspection's as it was on the day it was closed."""
    form = opened.forms.state(
        inspection["id"],
        checklist_of(opened, inspection),
        answers=answers,
        surroundings=surroundings_of(opened, inspection, on=on),
    )
    return with_kept_items(form, inspection["kept_items"])


def surroundings_of(opened: Opened, inspection: Row, *, on: date) -> Surroundings:
    """Return the day, and the register's facts and lists, that the questions may ask for."""
    if inspection["closed_at"]:
        closed_on = local_day(datetime.fromisoformat(inspection["closed_at"]))
        lists = json.loads(inspection["register_lists"])
        return Surroundings(
            closed_on,
            json.loads(inspection["register_facts"]),
            lists={name: tuple(rows) for name, rows in lists.items()},
        )
    return Surroundings(
        on,
        register_facts(opened, inspection["employer_id"], on=on),
        lists=register_lists(opened, inspection, on=on),
    )


def register_facts(opened: Opened, employer_id: str, *, on: date) -> dict[str, str]:
    """Return what the register says of an employer, as questions read it; empty when it left the register."""
    employer = register.employer(opened.register, employer_id)
    if employer is None:
        return {}
    return surroundings_register(
        employer,
        register.months(opened.register, employer_id),
        register.certificates(opened.register, employer_id),
        law=load_law_pack(opened.scheme),
        on=on,
    )


def register_lists(opened: Opened, inspection: Row, *, on: date) -> dict[str, tuple[Mapping[str, str], ...]]:
    """Return the lists of the register that the inspection's questions let choose from."""
    employer_id = inspection["employer_id"]
    return surroundings_lists(
        checklist_of(opened, inspection).form.file_lists,
        establishments=lambda: register.establishments(opened.register, employer_id),
        certificates=lambda: register.certificates(opened.register, employer_id),
        coverage=lambda: register.coverage(opened.register, employer_id),
        on=on,
    )


def draft_findings(form: FormState, inspection_id: str) -> tuple[Finding, ...]:
    """Return the findings that the observations of a form become, in the order of the form."""
    return tuple(_finding(observation, inspection_id) for observation in form.observations)


def _finding(observation: Observation, inspection_id: str) -> Finding:
    return Finding(
        finding_id=finding_id(inspection_id, observation),
        inspection_id=inspection_id,
        code=observation.code,
        item=observation.ref.item,
        key=observation.ref.key,
        text=observation.text,
        provisions=observation.provisions,
        severity=observation.severity,
        remedy_days=observation.remedy_days,
        privacy=observation.privacy,
        facts=observation.facts,
    )


def finding_id(inspection_id: str, observation: Observation) -> str:
    """Return the permanent id of a finding: the same observation of an inspection always has the same one.

    Source: RFC 9562, section 5.5 (name-based UUID).
    """
    name = f"{observation.code}/{observation.ref.item}/{observation.ref.key}"
    return str(uuid.uuid5(uuid.UUID(inspection_id), name))


def redraw_findings(opened: Opened, inspection: Row, *, on: date) -> FormState:
    """Evaluate the form anew and put the findings that follow in place of the drafts, in the caller's transaction."""
    form = form_of(opened, inspection, opened.forms.answers(opened.work, inspection["id"]), on=on)
    put_drafts(opened, inspection["id"], form)
    return form


def put_drafts(opened: Opened, inspection_id: str, form: FormState) -> None:
    """Put the findings that follow from form and books in place of the drafts, in the caller's transaction."""
    drafts = (*draft_findings(form, inspection_id), *cross_findings(opened, inspection_id, form))
    work.put_findings(opened.work, inspection_id, drafts)
