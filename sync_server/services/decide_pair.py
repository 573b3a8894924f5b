"""What every decision about a pair of employers begins with: who may decide, and that nobody decided before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from sqlalchemy import CursorResult, update
from sqlalchemy.orm import Session

from sync_server.errors import NotAllowed
from sync_server.models import DuplicatePair, Role, User
from sync_server.queries.names import person_name
from sync_server.queries.pairs import PairLine, find_pair
from sync_server.refusals import Barred, said
from sync_server.services.written_text import optional
from sync_server.tools import Tools

REASON_LIMIT = 1000


@dataclass(frozen=True)
class PairDecision:
    """Why, and with which version of the pair before the supervisor's eyes."""

    version: int
    reason: str = ""


def pair_for_decision(session: Session, user: User, pair_id: str) -> PairLine:
    """Return the pair that a supervisor is about to decide.

    Raises:
        NotAllowed: the user is not a supervisor.
        NotFound: no such pair in the supervisor's scope.
    """
    if user.role != Role.SUPERVISOR:
        raise NotAllowed(said("refused.role"))
    return find_pair(session, user, pair_id)


def take_pair(
    session: Session, pair: DuplicatePair, decision: PairDecision, *, by: User, step: tuple[str, str], tools: Tools
) -> None:
    """Lead a pair from one state to another in one conditional update: of two supervisors only the first succeeds.

    Raises:
        Barred: somebody decided first.
        Refusal: the reason is too long.
    """
    before, after = step
    taken = cast(
        "CursorResult[None]",
        session.execute(
            update(DuplicatePair)
            .where(
                DuplicatePair.id == pair.id,
                DuplicatePair.state == before,
                DuplicatePair.version == decision.version,
            )
            .values(
                state=after,
                version=decision.version + 1,
                decided_by=by.id,
                decided_at=tools.now(),
                reason=optional(decision.reason, "reason", limit=REASON_LIMIT),
            )
        ),
    )
    session.refresh(pair)
    if taken.rowcount != 1:
        raise Barred(said("refused.pair_decided", name=person_name(session, pair.decided_by)))


def keep_apart(session: Session, user: User, pair_id: str, *, decision: PairDecision, tools: Tools) -> DuplicatePair:
    """Decide that two employers are not the same, once and for ever, and return the pair.

    Raises:
        NotAllowed, NotFound, Barred, Refusal: see `pair_for_decision` and `take_pair`.
    """
    pair = pair_for_decision(session, user, pair_id).pair
    take_pair(session, pair, decision, by=user, step=("open", "apart"), tools=tools)
    session.commit()
    return pair
