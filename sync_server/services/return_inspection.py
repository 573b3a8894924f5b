"""A supervisor sends a received inspection back with a remark that the inspector reads on the laptop."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from sync_server.errors import Refusal
from sync_server.models import Review, User
from sync_server.queries.gateway import writing
from sync_server.queries.inspections import find_inspection
from sync_server.refusals import said
from sync_server.services.inspection_form import CONFIDENTIAL, inspection_form
from sync_server.services.review_inspection import REMARK_LIMIT, review_inspection
from sync_server.services.written_text import written
from sync_server.tools import Tools

ANSWER_LIMIT = 500
"""Longest remark on one answer."""

Place = tuple[str, str]
"""Item and key of an answer."""


def return_inspection(
    session: Session,
    user: User,
    inspection_id: str,
    *,
    remark: str,
    version: int,
    tools: Tools,
    remarks: Mapping[Place, str] | None = None,
) -> Review:
    """Return an inspection to its inspector and return the review.

    Args:
        session: one transaction, committed here.
        user: the supervisor.
        inspection_id: which inspection.
        remark: what is to be done; required unless single answers have remarks.
        version: `Inspection.version` as the supervisor saw it.
        tools: clock and ids.
        remarks: what is to be done about single answers, by item and key; empty ones are left out.

    Raises:
        NotFound: no such inspection in the supervisor's scope.
        Barred: it was reviewed already, or changed since the page was shown.
        Refusal: no remark, one that is too long, or one on an answer that is not there or was given in confidence.
    """
    on_answers = _on_answers(session, user, inspection_id, remarks or {})
    noted = written(remark, "remark", limit=REMARK_LIMIT) if not on_answers else remark
    with writing(session, now=tools.now()) as gateway:
        review, _ = review_inspection(
            session,
            user,
            inspection_id,
            act="returned",
            remark=noted,
            version=version,
            gateway=gateway,
            tools=tools,
            remarks=on_answers,
        )
    return review


def _on_answers(session: Session, user: User, inspection_id: str, remarks: Mapping[Place, str]) -> list[dict[str, str]]:
    """Return the remarks that say something, in the order of the form."""
    said_of = {place: written(text, "remark", limit=ANSWER_LIMIT) for place, text in remarks.items() if text.strip()}
    if not said_of:
        return []
    form = inspection_form(session, find_inspection(session, user, inspection_id))
    open_places = [state.ref for state in form.items if state.relevant and state.privacy != CONFIDENTIAL]
    if said_of.keys() - {(ref.item, ref.key) for ref in open_places}:
        raise Refusal(said("refused.remark_place"))
    return [
        {"item": ref.item, "key": ref.key, "text": said_of[ref.item, ref.key]}
        for ref in open_places
        if (ref.item, ref.key) in said_of
    ]
