"""The cross-checks of an inspection as a table: each difference with how it stands, decided by the inspector."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from inspector_app.catalogue import say
from inspector_app.errors import InvalidAnswer, NotFound
from inspector_app.services.cross_findings import Compared, Standing, compared
from inspector_app.services.inspection_form import (
    form_of,
    put_drafts,
    redraw_findings,
    require_inspection,
    require_open,
)
from inspector_app.services.marks import decision_mark, refuse_unseen
from inspector_app.services.typed_text import typed
from inspector_app.store import books
from inspector_app.store.driver import writing
from inspector_app.store.opened import Opened
from inspector_app.tools import local_day, moment


class Decision(StrEnum):
    """What an inspector decides of a difference."""

    DRAFT = "drafted"
    SET_ASIDE = "set_aside"


def open_cross_check(opened: Opened, inspection_id: str, *, on: date) -> Compared:
    """Return what the cross-checks find; of an open inspection the drafts are brought up to it first.

    Raises:
        NotFound: no such inspection.
    """
    inspection = require_inspection(opened, inspection_id)
    answers = opened.forms.answers(opened.work, inspection_id)
    form = form_of(opened, inspection, answers, on=on)
    found = compared(opened, inspection, form)
    if not inspection["closed_at"]:
        bring_drafts_up(opened, inspection_id, on=on)
    return found


def bring_drafts_up(opened: Opened, inspection_id: str, *, on: date) -> None:
    """Bring the draft findings of an open inspection up to its books; without a book they stand already."""
    if not books.revisions(opened.work, inspection_id):
        return
    with writing(opened.work):
        inspection = require_inspection(opened, inspection_id)
        if not inspection["closed_at"]:
            redraw_findings(opened, inspection, on=on)


def decide_difference(
    opened: Opened,
    inspection_id: str,
    name: str,
    *,
    decision: Decision,
    reason: str,
    at: datetime,
    seen: str | None = None,
) -> None:
    """Keep what is made of a difference, and draft or withdraw its finding.

    `seen` is the mark of the decision that the page showed; None where no page was shown.

    Raises:
        NotFound: no such inspection or difference.
        InspectionClosed: it is closed.
        FormChanged: another window decided it meanwhile.
        InvalidAnswer: set aside without a reason.
    """
    said = typed(reason, most=1000)
    if decision is Decision.SET_ASIDE and not said:
        raise InvalidAnswer(say("books.reason_needed"))
    with writing(opened.work):
        inspection = require_open(opened, inspection_id)
        answers = opened.forms.answers(opened.work, inspection_id)
        form = form_of(opened, inspection, answers, on=local_day(at))
        if not any(one.name == name for one in compared(opened, inspection, form).differences):
            raise NotFound(say("books.difference_gone"))
        _refuse_unseen_decision(opened, inspection_id, name, seen=seen, wanted=decision_mark(decision.value, said))
        values = {"inspection_id": inspection_id, "difference": name, "state": decision.value}
        books.put_decision(opened.work, {**values, "reason": said, "decided_at": moment(at)})
        put_drafts(opened, inspection_id, form)


def _refuse_unseen_decision(opened: Opened, inspection_id: str, name: str, *, seen: str | None, wanted: str) -> None:
    made = books.decisions_of(opened.work, inspection_id).get(name)
    refuse_unseen(decision_mark(made["state"], made["reason"]) if made else "", seen, wanted=wanted)


def drafted_count(found: Compared) -> int:
    """Return how many differences are drafted as findings."""
    return sum(one.standing is Standing.DRAFTED for one in found.differences)
