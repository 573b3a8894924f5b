"""Reads and writes the uploads that are under way; their bytes so far lie beside the evidence files."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from sync_server.models import Upload

_PLAIN = {"synchronize_session": False}


def find_upload(session: Session, upload_id: str, *, device_id: str) -> Upload | None:
    """Return a laptop's upload, or None; another laptop's is none."""
    found = session.get(Upload, upload_id)
    return found if found is not None and found.device_id == device_id else None


def put_expiry(session: Session, upload_id: str, at: datetime) -> None:
    """Write down until when an upload is kept."""
    session.execute(update(Upload).where(Upload.id == upload_id).values(expires_at=at), execution_options=_PLAIN)


def remove_upload(session: Session, upload_id: str) -> None:
    """Forget an upload."""
    session.execute(delete(Upload).where(Upload.id == upload_id), execution_options=_PLAIN)


def uploads_of(session: Session, device_id: str, sha256: str) -> list[str]:
    """Return the ids of a laptop's uploads of one file, the oldest first."""
    query = select(Upload.id).where(Upload.device_id == device_id, Upload.sha256 == sha256)
    return list(session.scalars(query.order_by(Upload.begun_at, Upload.id)))


def expired_uploads(session: Session, now: datetime) -> list[str]:
    """Return the ids of uploads that are kept no longer."""
    return list(session.scalars(select(Upload.id).where(Upload.expires_at <= now).order_by(Upload.id)))


def known_uploads(session: Session) -> frozenset[str]:
    """Return the ids of all uploads."""
    return frozenset(session.scalars(select(Upload.id)))
