"""Uploads of evidence files that go on where they stopped; the offset is what is durable on the disk.

A file is named by its SHA-256 from the beginning, so that the same photo of two laptops is stored once, and nothing
is ever called held whose bytes were not hashed here. Source: tus.io, resumable upload protocol 1.0.0.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from sync_protocol.errors import Code, ProtocolError
from sync_server.models import Upload
from sync_server.queries.database import reading
from sync_server.queries.evidence import mark_file_held, sizes_named
from sync_server.queries.uploads import (
    expired_uploads,
    find_upload,
    known_uploads,
    put_expiry,
    remove_upload,
    uploads_of,
)
from sync_server.services.durable_files import TooLarge
from sync_server.services.evidence_store import EvidencePlace
from sync_server.services.upload_parts import (
    Checksum,
    append,
    held_alone,
    remove_part,
    sha256_of,
    size_on_disk,
    whole_piece,
)
from sync_server.tools import Tools

MOST_BESIDE = 3
"""Uploads of one file by one laptop; with another one the oldest ends, so that lost answers do not fill the disk."""

_NOT_MOVED_BY_EVERY_PIECE = timedelta(hours=1)


@dataclass(frozen=True)
class UploadState:
    """How far an upload is. `offset` equal to `size` means that the centre holds the file."""

    upload_id: str
    sha256: str
    size: int
    offset: int
    described: str
    """`Upload-Metadata` as the client wrote it."""
    expires_at: datetime


def begin_upload(
    session: Session, device_id: str, sha256: str, *, size: int, described: str, place: EvidencePlace, tools: Tools
) -> UploadState:
    """Begin an upload and return its state; a file that the centre holds already is at its end at once.

    Raises:
        ProtocolError: no inspection of this laptop names the file, or another size; it is too large.
    """
    reading(session)
    sizes = sizes_named(session, device_id, sha256)
    session.rollback()
    if not sizes:
        raise ProtocolError(Code.NOT_FOUND, "no inspection of this laptop names this file")
    if size > place.max_bytes:
        raise ProtocolError(Code.TOO_BIG, "the file is too large", max_bytes=place.max_bytes)
    if size not in sizes:
        raise ProtocolError(Code.MALFORMED, "the size is not the one of the record", at_most=sizes[-1])
    now = tools.now()
    upload = Upload(
        id=tools.new_id(),
        device_id=device_id,
        sha256=sha256,
        size_bytes=size,
        described=described,
        begun_at=now,
        expires_at=now + timedelta(seconds=place.keep_part_s),
    )
    session.add(upload)
    session.flush()
    session.expunge(upload)
    too_many = uploads_of(session, device_id, sha256)[:-MOST_BESIDE]
    for upload_id in too_many:
        remove_upload(session, upload_id)
    is_held = place.store.has(sha256)
    if is_held:
        mark_file_held(session, sha256, now)
    session.commit()
    for upload_id in too_many:
        remove_part(place.parts, upload_id)
    return _state(upload, size if is_held else 0)


def read_upload(session: Session, device_id: str, upload_id: str, *, place: EvidencePlace, tools: Tools) -> UploadState:
    """Return how far an upload is; finishes one whose bytes are all there and that a crash kept from its place.

    Raises:
        ProtocolError: this laptop has no such upload, or it has expired.
    """
    upload = _found(session, device_id, upload_id, tools=tools)
    with held_alone(place.parts, upload_id) as part:
        offset = _settled(session, upload, part, place=place, tools=tools)
    return _state(upload, _ended(upload, offset, place))


def append_to_upload(
    session: Session,
    device_id: str,
    upload_id: str,
    *,
    offset: int,
    pieces: Iterable[bytes],
    checksum: Checksum | None,
    place: EvidencePlace,
    tools: Tools,
) -> UploadState:
    """Add bytes at an offset and return how far the upload is now; what it says is durable.

    When the pieces break off, those that came are kept, unless they had to match a checksum.

    Raises:
        ProtocolError: no such upload; the offset is another one; the bytes are more than the file has; the piece does
            not match its checksum; or the file is whole and not the named one, and the upload begins anew.
    """
    upload = _found(session, device_id, upload_id, tools=tools)
    with held_alone(place.parts, upload_id) as part:
        standing = _settled(session, upload, part, place=place, tools=tools)
        if offset != standing:
            raise ProtocolError(Code.UPLOAD_OFFSET, "the upload is elsewhere", offset=standing)
        if standing < upload.size_bytes:
            standing = _grown(part, pieces, checksum, size=upload.size_bytes)
            if standing == upload.size_bytes:
                standing = _settled(session, upload, part, place=place, tools=tools)
                if not standing:
                    raise ProtocolError(Code.EVIDENCE_HASH, "the bytes are not those that the name promises")
    return _state(_kept_longer(session, upload, place, tools), _ended(upload, standing, place))


def end_upload(session: Session, device_id: str, upload_id: str, *, place: EvidencePlace, tools: Tools) -> None:
    """Forget an upload and remove what came of it; a file that is held stays held.

    Raises:
        ProtocolError: this laptop has no such upload, or it has expired.
    """
    upload = _found(session, device_id, upload_id, tools=tools)
    with held_alone(place.parts, upload.id):
        remove_upload(session, upload.id)
        session.commit()
    remove_part(place.parts, upload.id)


def remove_stale_uploads(session: Session, *, place: EvidencePlace, tools: Tools) -> int:
    """Forget the uploads that nobody went on with, remove parts that belong to none, and return how many went."""
    expired = expired_uploads(session, tools.now())
    for upload_id in expired:
        remove_upload(session, upload_id)
    known = known_uploads(session)
    session.commit()
    oldest = tools.now().timestamp() - place.keep_part_s
    for file in place.parts.iterdir() if place.parts.is_dir() else ():
        is_over = file.name.removesuffix(".lock") in expired
        if is_over or (file.name.removesuffix(".lock") not in known and file.stat().st_mtime < oldest):
            with suppress(PermissionError):  # Windows: a request has it open; the next sweep takes it
                file.unlink(missing_ok=True)
    return len(expired)


def _found(session: Session, device_id: str, upload_id: str, *, tools: Tools) -> Upload:
    """Return a laptop's upload as it stood; the session is left outside any transaction."""
    reading(session)
    upload = find_upload(session, upload_id, device_id=device_id)
    if upload is not None:
        session.expunge(upload)
    session.rollback()
    if upload is None or _aware(upload.expires_at) <= tools.now():
        raise ProtocolError(Code.NOT_FOUND, "there is no such upload")
    return upload


def _settled(session: Session, upload: Upload, part: Path, *, place: EvidencePlace, tools: Tools) -> int:
    """Return the durable offset; a whole part goes to its place, or is dropped when it is another file."""
    if not place.store.has(upload.sha256):
        offset = size_on_disk(part)
        if offset < upload.size_bytes:
            return offset
        if offset > upload.size_bytes or sha256_of(part) != upload.sha256:
            part.unlink()
            return 0
        place.store.keep(part, upload.sha256)
    mark_file_held(session, upload.sha256, tools.now())
    session.commit()
    return upload.size_bytes


def _grown(part: Path, pieces: Iterable[bytes], checksum: Checksum | None, *, size: int) -> int:
    try:
        if checksum is not None:
            left = size - size_on_disk(part)
            pieces = [whole_piece(pieces, checksum, limit=left)]
        return append(part, pieces, limit=size)
    except TooLarge:
        raise ProtocolError(Code.TOO_BIG, "more bytes than the file has", max_bytes=size) from None


def _kept_longer(session: Session, upload: Upload, place: EvidencePlace, tools: Tools) -> Upload:
    until = tools.now() + timedelta(seconds=place.keep_part_s)
    if until - _aware(upload.expires_at) > _NOT_MOVED_BY_EVERY_PIECE:
        put_expiry(session, upload.id, until)
        session.commit()
        upload.expires_at = until
    return upload


def _ended(upload: Upload, offset: int, place: EvidencePlace) -> int:
    """Sweep up behind an upload that is at its end; called without holding it."""
    if offset == upload.size_bytes:
        remove_part(place.parts, upload.id)
    return offset


def _state(upload: Upload, offset: int) -> UploadState:
    return UploadState(upload.id, upload.sha256, upload.size_bytes, offset, upload.described, _aware(upload.expires_at))


def _aware(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=UTC)
