"""Adds and removes repetitions of a repeat section, such as one more worker."""

from __future__ import annotations

import re
from datetime import datetime

from checklists.form_state import FormState
from inspector_app.catalogue import say
from inspector_app.errors import InvalidAnswer, NotFound
from inspector_app.services.inspection_form import checklist_of, redraw_findings, require_open
from inspector_app.store import work
from inspector_app.store.driver import writing
from inspector_app.store.opened import Opened
from inspector_app.tools import local_day, moment

MOST = 800
"""Most repetitions of one repeat section."""

_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")


def add_repetition(opened: Opened, inspection_id: str, repeat: str, key: str, *, at: datetime) -> FormState:
    """Add a repetition at the end; adding the same key twice changes nothing.

    Raises:
        NotFound, InspectionClosed, InvalidAnswer (no such repeat, one that an answer counts, bad key, or too many).
    """
    with writing(opened.work):
        inspection = require_open(opened, inspection_id)
        node = checklist_of(opened, inspection).form.repeats.get(repeat)
        if node is None or node.count is not None or not _KEY.fullmatch(key):
            raise InvalidAnswer(say("core.repeat_unknown"))
        if len(work.answers(opened.work, inspection_id).repeats.get(repeat, ())) >= MOST:
            raise InvalidAnswer(say("core.repeat_full", most=MOST))
        work.add_repetition(opened.work, inspection_id, repeat, key, moment(at))
        return redraw_findings(opened, inspection, on=local_day(at))


def remove_repetition(opened: Opened, inspection_id: str, repeat: str, key: str, *, at: datetime) -> FormState:
    """Remove a repetition with its answers and findings; evidence tied to it stays with the inspection.

    Raises:
        NotFound: no such inspection or repetition.
        InspectionClosed: it is closed.
    """
    with writing(opened.work):
        inspection = require_open(opened, inspection_id)
        if not work.remove_repetition(opened.work, inspection_id, repeat, key):
            raise NotFound(say("core.no_repetition"))
        return redraw_findings(opened, inspection, on=local_day(at))
