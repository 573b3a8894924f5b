"""Reads the findings of an inspection."""

from __future__ import annotations

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from sync_server.models import FindingRecord

_GRAVEST_FIRST = case({"grave": 0, "serious": 1, "minor": 2}, value=FindingRecord.severity, else_=3)


def findings_of(session: Session, inspection_id: str) -> tuple[FindingRecord, ...]:
    """Return the findings of an inspection, gravest first."""
    query = select(FindingRecord).where(FindingRecord.inspection_id == inspection_id)
    return tuple(session.scalars(query.order_by(_GRAVEST_FIRST, FindingRecord.id)))
