"""Reads pairs of likely duplicates within a reader's scope: of both employers, for a decision moves work of both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from sync_server.errors import NotFound
from sync_server.models import DuplicatePair, Employer, EmployerAlias, User
from sync_server.queries.aliases import MERGED
from sync_server.queries.scoped import district_scope, may_see, scope_filter

PAGE = 50
STATES = ("open", "merged", "apart")

_First, _Second = aliased(Employer), aliased(Employer)


@dataclass(frozen=True)
class PairLine:
    """A pair with both employers as they stand."""

    pair: DuplicatePair
    first: Employer
    second: Employer


@dataclass(frozen=True)
class PairPage:
    """One page of pairs; `total` counts all of the state."""

    lines: tuple[PairLine, ...]
    total: int


def find_pair(session: Session, user: User, pair_id: str) -> PairLine:
    """Return a pair of which the user may see both employers.

    Raises:
        NotFound: there is none, or one of the employers is outside the user's scope.
    """
    pair = session.get(DuplicatePair, pair_id)
    first = session.get(Employer, pair.first_id) if pair else None
    second = session.get(Employer, pair.second_id) if pair else None
    if pair is None or first is None or second is None:
        raise NotFound()
    if not all(may_see(user, district_scope(one.district)) for one in (first, second)):
        raise NotFound()
    return PairLine(pair, first, second)


def pair_page(session: Session, user: User, *, state: str = "open", number: int = 1) -> PairPage:
    """Return one page of pairs in a state, the likeliest first."""
    query = _seen_by(user, state)
    total = session.scalar(select(func.count()).select_from(query.with_only_columns(DuplicatePair.id).subquery())) or 0
    ordered = query.order_by(DuplicatePair.score.desc(), DuplicatePair.raised_at, DuplicatePair.id)
    rows = session.execute(ordered.limit(PAGE).offset((number - 1) * PAGE))
    return PairPage(tuple(PairLine(*row) for row in rows), total)


def open_pairs(session: Session, user: User) -> tuple[int, Any]:
    """Return how many pairs wait for the user, and since when the oldest does."""
    query = _seen_by(user, "open").with_only_columns(func.count(), func.min(DuplicatePair.raised_at))
    count, oldest = session.execute(query).one()
    return int(count), oldest


def pairs_of(session: Session, employer_id: str, *, state: str) -> tuple[DuplicatePair, ...]:
    """Return the pairs in a state that name an employer."""
    named = (DuplicatePair.first_id == employer_id) | (DuplicatePair.second_id == employer_id)
    return tuple(session.scalars(select(DuplicatePair).where(named, DuplicatePair.state == state)))


def alias_of_pair(session: Session, pair_id: str) -> EmployerAlias | None:
    """Return the merge that stands on a pair's decision."""
    query = select(EmployerAlias).where(EmployerAlias.pair_id == pair_id, EmployerAlias.undone_by == "")
    return session.scalars(query).first()


def _seen_by(user: User, state: str) -> Select[Any]:
    """Return the pairs of a state that the user may see; open ones of a merged employer wait with its survivor."""
    query: Any = (
        select(DuplicatePair, _First, _Second)
        .join(_First, _First.id == DuplicatePair.first_id)
        .join(_Second, _Second.id == DuplicatePair.second_id)
        .where(
            DuplicatePair.state == state,
            scope_filter(user, "district:" + _First.district),
            scope_filter(user, "district:" + _Second.district),
        )
    )
    if state == "open":
        query = query.where(_First.status != MERGED, _Second.status != MERGED)
    return cast("Select[Any]", query)
