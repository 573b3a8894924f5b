"""A supervisor approves a received inspection: the review is appended, laptops learn of it, flags are raised anew."""

from __future__ import annotations

from sqlalchemy.orm import Session

from sync_server.models import Review, User
from sync_server.queries.gateway import writing
from sync_server.services.flag_employer import flag_employer
from sync_server.services.review_inspection import review_inspection
from sync_server.tools import Tools


def approve_inspection(
    session: Session, user: User, inspection_id: str, *, remark: str, version: int, tools: Tools
) -> Review:
    """Approve an inspection and return the review.

    Args:
        session: one transaction, committed here.
        user: the supervisor.
        inspection_id: which inspection.
        remark: may be empty.
        version: `Inspection.version` as the supervisor saw it.
        tools: clock and ids.

    Raises:
        NotFound: no such inspection in the supervisor's scope.
        Barred: it was reviewed already, or changed since the page was shown.
        Refusal: the remark is too long.
    """
    with writing(session, now=tools.now()) as gateway:
        review, employer_id = review_inspection(
            session, user, inspection_id, act="approved", remark=remark, version=version, gateway=gateway, tools=tools
        )
        flag_employer(session, employer_id, inspection_id=inspection_id, tools=tools)
    return review
