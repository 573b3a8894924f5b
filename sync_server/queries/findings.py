"""Reads the findings of an inspection."""

from __future__ import annotations

from sqlalchemy import case, or_, select
from sqlalchemy.orm import Session

from sync_server.models import FindingRecord, Inspection

_GRAVEST_FIRST = case({"grave": 0, "serious": 1, "minor": 2}, value=FindingRecord.severity, else_=3)


CONFIDENTIAL = "worker_secret"
"""Privacy of a finding that rests on what workers said; it goes on through every later version."""


def findings_of(session: Session, inspection_id: str) -> tuple[FindingRecord, ...]:
    """Return the findings of an inspection as it stands now, gravest first."""
    inspection = session.get(Inspection, inspection_id)
    if inspection is None:
        return ()
    return findings_between(session, inspection_id, inspection.findings_from, inspection.record_version)


def findings_between(session: Session, inspection_id: str, first: int, last: int) -> tuple[FindingRecord, ...]:
    """Return the findings of some versions of an inspection, and the confidential ones before, gravest first."""
    stands = or_(FindingRecord.version >= first, FindingRecord.privacy == CONFIDENTIAL)
    query = select(FindingRecord).where(FindingRecord.inspection_id == inspection_id)
    query = query.where(FindingRecord.version <= last, stands)
    return tuple(session.scalars(query.order_by(_GRAVEST_FIRST, FindingRecord.id)))
