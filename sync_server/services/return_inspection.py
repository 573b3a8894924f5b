"""A supervisor sends a received inspection back with a remark that the inspector reads on the laptop."""

from __future__ import annotations

from sqlalchemy.orm import Session

from sync_server.models import Review, User
from sync_server.queries.gateway import writing
from sync_server.services.review_inspection import REMARK_LIMIT, review_inspection
from sync_server.services.written_text import written
from sync_server.tools import Tools


def return_inspection(
    session: Session, user: User, inspection_id: str, *, remark: str, version: int, tools: Tools
) -> Review:
    """Return an inspection to its inspector and return the review.

    Args:
        session: one transaction, committed here.
        user: the supervisor.
        inspection_id: which inspection.
        remark: what is to be done; required.
        version: `Inspection.version` as the supervisor saw it.
        tools: clock and ids.

    Raises:
        NotFound: no such inspection in the supervisor's scope.
        Barred: it was reviewed already, or changed since the page was shown.
        Refusal: no remark, or one that is too long.
    """
    noted = written(remark, "remark", limit=REMARK_LIMIT)
    with writing(session, now=tools.now()) as gateway:
        review, _ = review_inspection(
            session, user, inspection_id, act="returned", remark=noted, version=version, gateway=gateway, tools=tools
        )
    return review
