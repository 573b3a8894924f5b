"""Reads and writes of what finding duplicates needs: employers as they are compared, their keys, and pairs.

Pairs are raised here and decided in `services`; a pair once decided is never touched from here again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from sync_server.models import CentreSetting, DuplicatePair, Employer, EmployerKey, Member
from sync_server.queries.synced_rows import chunks

COMPARED = (
    "institution",
    "registration_no",
    "name_en",
    "name_ur",
    "trade_name",
    "ntn",
    "owner_name",
    "owner_cnic",
    "phone",
    "address_en",
    "address_ur",
    "district",
    "sector",
    "status",
)
"""Fields that are compared."""

_PROGRESS = "pairing"
_MOST_IN_ONE = 900

PairKey = tuple[str, str]
"""Ids of two employers, the smaller first."""


def pair_key(one: str, other: str) -> PairKey:
    """Return the two ids in order."""
    return (one, other) if one < other else (other, one)


def changed_employers(session: Session, scope_id: str, *, since: int, limit: int) -> list[tuple[int, str]]:
    """Return `(v, id)` of employers of a scope that changed after `since`, in order, at most `limit`."""
    query = select(Member.v, Member.row_id).where(
        Member.scope_id == scope_id, Member.v > since, Member.entity == "employer", Member.present
    )
    return [(int(v), row_id) for v, row_id in session.execute(query.order_by(Member.v).limit(limit))]


def compared_values(session: Session, employer_ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return the compared fields of employers by id; ids that are not there are left out."""
    columns = [getattr(Employer, name) for name in COMPARED]
    found: dict[str, dict[str, Any]] = {}
    for chunk in chunks(sorted(set(employer_ids))):
        for row in session.execute(select(Employer.id, *columns).where(Employer.id.in_(chunk))):
            found[row[0]] = dict(zip(COMPARED, row[1:], strict=True))
    return found


def employers_by_key(session: Session, keys: Iterable[int]) -> dict[int, list[str]]:
    """Return the employers that were noted with each key."""
    wanted, found = sorted(set(keys)), dict[int, list[str]]()
    for start in range(0, len(wanted), _MOST_IN_ONE):
        query = select(EmployerKey.key, EmployerKey.employer_id)
        for key, employer_id in session.execute(query.where(EmployerKey.key.in_(wanted[start : start + _MOST_IN_ONE]))):
            found.setdefault(int(key), []).append(employer_id)
    return found


def put_keys(session: Session, keys: Mapping[str, frozenset[int]]) -> None:
    """Note by which keys employers are found from now on."""
    for chunk in chunks(sorted(keys)):
        session.execute(delete(EmployerKey).where(EmployerKey.employer_id.in_(chunk)))
    rows = [{"key": key, "employer_id": employer_id} for employer_id, own in keys.items() for key in own]
    if rows:
        session.connection().execute(insert(EmployerKey.__table__), rows)  # type: ignore[arg-type]


def standing_pairs(session: Session, employer_ids: Iterable[str]) -> dict[PairKey, DuplicatePair]:
    """Return the pairs that name one of the employers, in whatever state."""
    found: dict[PairKey, DuplicatePair] = {}
    for chunk in chunks(sorted(set(employer_ids))):
        for column in (DuplicatePair.first_id, DuplicatePair.second_id):
            for pair in session.scalars(select(DuplicatePair).where(column.in_(chunk))):
                found[pair.first_id, pair.second_id] = pair
    return found


def put_pairs(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add pairs."""
    if rows:
        session.execute(insert(DuplicatePair), [dict(row) for row in rows])


def rescore(session: Session, pair_id: str, *, score: int, reasons: Sequence[str]) -> None:
    """Write what is known now of a pair that nobody has decided."""
    open_pair = update(DuplicatePair).where(DuplicatePair.id == pair_id, DuplicatePair.state == "open")
    session.execute(open_pair.values(score=score, reasons=list(reasons)))


def pairing_progress(session: Session) -> dict[str, list[Any]]:
    """Return, by scope, the epoch and the number up to which employers were compared."""
    row = session.get(CentreSetting, _PROGRESS, populate_existing=True)
    return dict(row.value) if row else {}


def save_pairing_progress(session: Session, progress: Mapping[str, Sequence[Any]]) -> None:
    """Write down how far employers were compared, in the caller's transaction."""
    session.merge(CentreSetting(name=_PROGRESS, value={scope: list(place) for scope, place in progress.items()}))
