"""Reads evidence records; their bytes are kept beside the database."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from sync_server.models import EvidenceRecord


def evidence_of(session: Session, inspection_id: str) -> tuple[EvidenceRecord, ...]:
    """Return the evidence of an inspection in the order it was captured."""
    query = select(EvidenceRecord).where(EvidenceRecord.inspection_id == inspection_id)
    return tuple(session.scalars(query.order_by(EvidenceRecord.captured_at, EvidenceRecord.id)))


def evidence_by_item(session: Session, inspection_id: str) -> dict[str, tuple[str, ...]]:
    """Return evidence ids by checklist item."""
    by_item: dict[str, tuple[str, ...]] = {}
    for row in evidence_of(session, inspection_id):
        by_item[row.item] = (*by_item.get(row.item, ()), row.id)
    return by_item


def evidence_held(session: Session, inspection_id: str) -> frozenset[str]:
    """Return the ids of the evidence whose bytes are at the centre."""
    return frozenset(row.id for row in evidence_of(session, inspection_id) if row.held_at)
