"""Which unconfirmed facts of the law stand between open cases and their notices."""

from __future__ import annotations

from sqlalchemy.orm import Session

from sync_server.models import Case
from sync_server.queries.cases import open_cases_of_scheme
from sync_server.services.case_file import case_file
from sync_server.tools import Tools


def facts_needed(session: Session, scheme: str, *, tools: Tools) -> dict[str, tuple[Case, ...]]:
    """Return, by name of an unconfirmed fact, the open cases that wait for it; the fact most waited for first."""
    waiting: dict[str, tuple[Case, ...]] = {}
    for case in open_cases_of_scheme(session, scheme):
        for fact in case_file(session, case, tools=tools).unconfirmed:
            waiting[fact] = (*waiting.get(fact, ()), case)
    return dict(sorted(waiting.items(), key=lambda entry: (-len(entry[1]), entry[0])))
