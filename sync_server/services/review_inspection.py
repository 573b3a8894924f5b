"""What approving and returning share: the guard of the state machine, the appended review, the word to laptops."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Literal, cast

from sqlalchemy import CursorResult, update
from sqlalchemy.orm import Session

from sync_server.errors import NotAllowed
from sync_server.models import Inspection, Review, Role, User
from sync_server.queries.gateway import Gateway
from sync_server.queries.inspections import find_inspection
from sync_server.refusals import Barred, said
from sync_server.services.written_text import optional
from sync_server.texts import centre_texts
from sync_server.tools import Tools

REMARK_LIMIT = 2000


def review_inspection(
    session: Session,
    user: User,
    inspection_id: str,
    *,
    act: Literal["approved", "returned"],
    remark: str,
    version: int,
    gateway: Gateway,
    tools: Tools,
    remarks: Sequence[Mapping[str, str]] = (),
) -> tuple[Review, str]:
    """Move an inspection from received to `act`; return the appended review and the employer's id, uncommitted.

    `remarks` are on single answers, each with `item`, `key` and `text`, and travel to the inspector's laptop.

    Raises:
        NotFound: no such inspection in the user's scope.
        NotAllowed: the user is not a supervisor.
        Barred: it is not in state "received", or its version moved on.
        Refusal: the remark is too long.
    """
    if user.role != Role.SUPERVISOR:
        raise NotAllowed(said("refused.role"))
    inspection = find_inspection(session, user, inspection_id)
    noted = optional(remark, "remark", limit=REMARK_LIMIT)
    _take(session, inspection, act, version=version)
    review = Review(
        id=tools.new_id(),
        inspection_id=inspection.id,
        act=act,
        remark=noted,
        remarks=[dict(one) for one in remarks],
        version=inspection.record_version,
        user_id=user.id,
        at=tools.now(),
    )
    session.add(review)
    told = json.dumps(review.remarks, ensure_ascii=False) if review.remarks else ""
    said_of_it = {"state": act, "remark": noted, "remarks": told, "version": inspection.record_version}
    gateway.write("inspection_summary", inspection.id, said_of_it, by=None, user_id=user.id)
    return review, inspection.employer_id


def _take(session: Session, inspection: Inspection, act: str, *, version: int) -> None:
    """Change the state in one conditional update, so that of two supervisors only the first succeeds."""
    taken = cast(
        "CursorResult[None]",
        session.execute(
            update(Inspection)
            .where(Inspection.id == inspection.id, Inspection.state == "received", Inspection.version == version)
            .values(state=act, version=version + 1)
        ),
    )
    if taken.rowcount != 1:
        session.refresh(inspection)
        raise Barred(said("refused.not_received", state=centre_texts()[f"state.{inspection.state}"]))
