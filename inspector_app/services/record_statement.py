"""Records the employer's answer to the findings."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from inspector_app.catalogue import say
from inspector_app.errors import InvalidAnswer
from inspector_app.services.inspection_form import require_open
from inspector_app.services.inspection_parts import Statement, statement_of
from inspector_app.services.marks import refuse_unseen, statement_mark
from inspector_app.services.typed_text import typed
from inspector_app.store import work
from inspector_app.store.driver import writing
from inspector_app.store.opened import Opened
from inspector_app.tools import moment


def record_statement(
    opened: Opened,
    inspection_id: str,
    *,
    text: str,
    declined: bool,
    by_name: str,
    by_role: str,
    at: datetime,
    seen: str | None = None,
) -> Statement:
    """Keep the statement, or that it was asked for and declined; a later one replaces it until closing.

    `seen` is the mark of the statement that the page showed; None where no page was shown.

    Raises:
        NotFound, InspectionClosed.
        FormChanged: another window recorded one meanwhile.
        InvalidAnswer: neither a statement nor declined, or nobody named who gave or declined it.
    """
    text = "" if declined else typed(text, most=10_000)
    name, role = typed(by_name, most=200), typed(by_role, most=200)
    if not text and not declined:
        raise InvalidAnswer(say("core.statement_empty"))
    if not name:
        raise InvalidAnswer(say("core.statement_who"))
    statement = Statement(text, declined, name, role, moment(at))
    with writing(opened.work):
        require_open(opened, inspection_id)
        standing = statement_mark(statement_of(opened, inspection_id))
        refuse_unseen(standing, seen, wanted=statement_mark(statement))
        work.replace(opened.work, "statement", {"inspection_id": inspection_id, **asdict(statement)})
    return statement
