"""Which employer stands for which: what arrives for an employer that was merged belongs to its survivor.

`land_on` is the one lookup that everything which takes work in uses.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from sync_server.models import EmployerAlias
from sync_server.queries.synced_rows import chunks, hold_scopes

MERGED = "merged"
"""Status of an employer that is another one; its record stays, so that what names it is still understood."""


def land_on(session: Session, employer_id: str) -> str:
    """Return the employer to which work that names `employer_id` belongs, itself where it was never merged.

    The named employer is kept from being merged until the transaction ends, so that nothing is written to a record
    that is being taken over at that moment.
    """
    hold_scopes(session, [employer_id])
    return survivors_of(session, [employer_id]).get(employer_id, employer_id)


def survivors_of(session: Session, employer_ids: Iterable[str]) -> dict[str, str]:
    """Return the survivor of each merged employer, at the end of its chain; others are left out."""
    survivors = {one: one for one in employer_ids}
    open_ends = set(survivors)
    while open_ends:
        step = _next(session, open_ends)
        survivors = {one: step.get(end, end) for one, end in survivors.items()}
        open_ends = set(step.values())
    return {one: end for one, end in survivors.items() if one != end}


def standing_alias(session: Session, absorbed_id: str) -> EmployerAlias | None:
    """Return the merge by which an employer became another one, if it stands."""
    query = select(EmployerAlias).where(EmployerAlias.absorbed_id == absorbed_id, EmployerAlias.undone_by == "")
    return session.scalars(query).first()


def aliases_of(session: Session, survivor_id: str) -> tuple[EmployerAlias, ...]:
    """Return the merges that stand with an employer as survivor, oldest first."""
    query = select(EmployerAlias).where(EmployerAlias.survivor_id == survivor_id, EmployerAlias.undone_by == "")
    return tuple(session.scalars(query.order_by(EmployerAlias.merged_at, EmployerAlias.id)))


def _next(session: Session, employer_ids: set[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for chunk in chunks(sorted(employer_ids)):
        query = select(EmployerAlias.absorbed_id, EmployerAlias.survivor_id)
        query = query.where(EmployerAlias.absorbed_id.in_(chunk), EmployerAlias.undone_by == "")
        found.update((absorbed, survivor) for absorbed, survivor in session.execute(query))
    return found
