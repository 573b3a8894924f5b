"""Takes the bytes of a piece of evidence that a laptop's inspection names."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sqlalchemy.orm import Session

from sync_protocol.errors import Code, ProtocolError
from sync_server.queries.database import reading
from sync_server.queries.evidence import is_wanted_from, records_of_file
from sync_server.services.durable_files import OtherBytes, TooLarge, file_place, store_bytes
from sync_server.tools import Tools


def store_evidence(
    session: Session,
    device_id: str,
    sha256: str,
    *,
    pieces: Iterable[bytes],
    folder: Path,
    limit: int,
    tools: Tools,
) -> None:
    """Keep the bytes and mark every record that names them as held; sending a held file again changes nothing.

    Args:
        session: outside any transaction.
        device_id: the laptop that sends.
        sha256: what the bytes must hash to.
        pieces: the bytes.
        folder: of all evidence files.
        limit: most bytes.
        tools: clock.

    Raises:
        ProtocolError: no inspection of this laptop names the file, it is too large, or the bytes are others.
    """
    reading(session)
    wanted = is_wanted_from(session, device_id, sha256)
    session.rollback()
    if not wanted:
        raise ProtocolError(Code.NOT_FOUND, "no inspection of this laptop names this file")
    if not evidence_file(folder, sha256).exists():
        try:
            store_bytes(folder, pieces, expected=sha256, limit=limit)
        except TooLarge:
            raise ProtocolError(Code.TOO_BIG, "the file is too large", max_bytes=limit) from None
        except OtherBytes:
            raise ProtocolError(Code.EVIDENCE_HASH, "the bytes are not those that the name promises") from None
    for record in records_of_file(session, sha256):
        record.held_at = tools.now()
    session.commit()


def evidence_file(folder: Path, sha256: str) -> Path:
    """Return where the bytes of a piece of evidence lie."""
    return file_place(folder, sha256)
