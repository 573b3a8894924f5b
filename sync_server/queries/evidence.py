"""Reads evidence records; their bytes are kept beside the database."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from casework.case_from_inspection import evidence_index
from sync_protocol.operations import THUMBNAIL_BYTES
from sync_server.models import EvidenceRecord, Inspection

FILES: tuple[tuple[InstrumentedAttribute[str], InstrumentedAttribute[datetime | None]], ...] = (
    (EvidenceRecord.thumbnail_sha256, EvidenceRecord.thumbnail_held_at),
    (EvidenceRecord.copy_sha256, EvidenceRecord.copy_held_at),
    (EvidenceRecord.sha256, EvidenceRecord.held_at),
)
"""The files that a record names and since when each is held, in the order in which they are asked for."""


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
    for file, held_at in FILES:
        query = select(held_at).where(file == sha256, held_at.is_not(None)).limit(1)
        if found := session.scalars(query).first():
            return found
    return None


def evidence_wanted(session: Session, device_id: str, *, limit: int = 200) -> list[str]:
    """Return the SHA-256 of files that a laptop's inspections name and the centre does not hold.

    Thumbnails come first, then smaller copies, then originals; inside each kind sorted.
    """
    wanted: dict[str, None] = {}
    for file, held_at in FILES:
        query = select(file).join(Inspection, Inspection.id == EvidenceRecord.inspection_id)
        lacking = query.where(Inspection.device_id == device_id, file != "", held_at.is_(None)).distinct()
        wanted |= dict.fromkeys(session.scalars(lacking.order_by(file).limit(limit)))
    return list(wanted)[:limit]


def sizes_named(session: Session, device_id: str, sha256: str) -> range:
    """Return the sizes that a file may have as the inspections of this laptop name it; empty when none does.

    A thumbnail's size is not said in its record: it is at most `THUMBNAIL_BYTES`.
    """
    exact = ((EvidenceRecord.sha256, EvidenceRecord.size_bytes), (EvidenceRecord.copy_sha256, EvidenceRecord.copy_size))
    for file, size in exact:
        if (found := session.scalars(_named(select(size), device_id, file == sha256)).first()) is not None:
            return range(found, found + 1)
    thumbnail = _named(select(EvidenceRecord.id), device_id, EvidenceRecord.thumbnail_sha256 == sha256)
    return range(1, THUMBNAIL_BYTES + 1) if session.scalars(thumbnail).first() else range(0)


def _named(query: Select[Any], device_id: str, names: ColumnElement[bool]) -> Select[Any]:
    joined = query.join(Inspection, Inspection.id == EvidenceRecord.inspection_id)
    return joined.where(Inspection.device_id == device_id, names).limit(1)


def held_files(session: Session) -> list[str]:
    """Return the SHA-256 of every file that is called held, sorted."""
    found = {sha256 for file, held_at in FILES for sha256 in session.scalars(select(file).where(held_at.is_not(None)))}
    return sorted(found - {""})


def unmark_file_held(session: Session, sha256: str) -> None:
    """Write down that the bytes of a file are not at the centre any more, so that laptops are asked for them."""
    for file, held_at in FILES:
        unmarked = update(EvidenceRecord).where(file == sha256).values({held_at: None})
        session.execute(unmarked, execution_options={"synchronize_session": False})


def mark_file_held(session: Session, sha256: str, at: datetime) -> None:
    """Write down, wherever a record names a file, that its bytes are at the centre."""
    for file, held_at in FILES:
        marked = update(EvidenceRecord).where(file == sha256, held_at.is_(None))
        session.execute(marked.values({held_at: at}), execution_options={"synchronize_session": False})
