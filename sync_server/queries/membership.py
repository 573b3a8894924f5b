"""Whether a laptop may write about an employer: the employer is in its scopes, or was when it last looked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from sync_server.models import Member
from sync_server.queries.scoped import EVERYWHERE, district_scope
from sync_server.queries.synced_rows import SyncedRow

GRACE = timedelta(days=30)
"""How long work on an employer that moved to another district is still taken: a laptop may be that long offline."""


def may_write_about(session: Session, employer: SyncedRow, scopes: Sequence[str], *, now: datetime) -> bool:
    """Return whether a person with these scopes may send work about an employer."""
    if EVERYWHERE in scopes or district_scope(employer.values["district"]) in scopes:
        return True
    moved = employer.stamps.get("district")
    if moved is None or now - datetime.fromisoformat(moved[5]) > GRACE:
        return False
    query = select(Member.row_id).where(
        Member.scope_id.in_(list(scopes)), Member.entity == "employer", Member.row_id == employer.row_id
    )
    return session.scalars(query.limit(1)).first() is not None
