"""Reads evidence records; their bytes are kept beside the database."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.case_from_inspection import evidence_index
from sync_server.models import EvidenceRecord, Inspection


def evidence_of(session: Session, inspection_id: str) -> tuple[EvidenceRecord, ...]:
    """Return the evidence of an inspection in the order it was captured."""
    query = select(EvidenceRecord).where(EvidenceRecord.inspection_id == inspection_id)
    return tuple(session.scalars(query.order_by(EvidenceRecord.captured_at, EvidenceRecord.id)))


def evidence_by_item(session: Session, inspection_id: str) -> dict[str, tuple[str, ...]]:
    """Return evidence ids by checklist item, and by `item/key` inside a repeat."""
    return evidence_index((row.id, row.item, row.key) for row in evidence_of(session, inspection_id))


def evidence_held(session: Session, inspection_id: str) -> frozenset[str]:
    """Return the ids of the evidence whose bytes are at the centre."""
    return frozenset(row.id for row in evidence_of(session, inspection_id) if row.held_at)


def held_since(session: Session, sha256: str) -> datetime | None:
    """Return since when the centre holds the bytes of this SHA-256, or None."""
    query = select(EvidenceRecord.held_at).where(EvidenceRecord.sha256 == sha256, EvidenceRecord.held_at.is_not(None))
    return session.scalars(query.limit(1)).first()


def evidence_wanted(session: Session, device_id: str, *, limit: int = 200) -> list[str]:
    """Return the SHA-256 of files that a laptop's inspections name and the centre does not hold, sorted."""
    query = select(EvidenceRecord.sha256).join(Inspection, Inspection.id == EvidenceRecord.inspection_id)
    wanted = query.where(Inspection.device_id == device_id, EvidenceRecord.held_at.is_(None)).distinct()
    return list(session.scalars(wanted.order_by(EvidenceRecord.sha256).limit(limit)))


def is_wanted_from(session: Session, device_id: str, sha256: str) -> bool:
    """Return whether an inspection of this laptop names a file of this SHA-256."""
    query = select(EvidenceRecord.id).join(Inspection, Inspection.id == EvidenceRecord.inspection_id)
    named = query.where(Inspection.device_id == device_id, EvidenceRecord.sha256 == sha256)
    return session.scalars(named.limit(1)).first() is not None


def records_of_file(session: Session, sha256: str) -> list[EvidenceRecord]:
    """Return every evidence record that names a file and is not marked as held yet."""
    query = select(EvidenceRecord).where(EvidenceRecord.sha256 == sha256, EvidenceRecord.held_at.is_(None))
    return list(session.scalars(query))
