"""Takes the bytes of a piece of evidence that a laptop's inspection names."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from sync_protocol.errors import Code, ProtocolError
from sync_server.queries.database import reading
from sync_server.queries.evidence import mark_file_held, sizes_named
from sync_server.services.durable_files import OtherBytes, TooLarge, write_aside
from sync_server.services.evidence_store import EvidencePlace
from sync_server.tools import Tools


def store_evidence(
    session: Session,
    device_id: str,
    sha256: str,
    *,
    pieces: Iterable[bytes],
    place: EvidencePlace,
    tools: Tools,
) -> None:
    """Keep the bytes and mark every record that names them as held; sending a held file again changes nothing.

    Args:
        session: outside any transaction.
        device_id: the laptop that sends.
        sha256: what the bytes must hash to.
        pieces: the bytes.
        place: where evidence is kept.
        tools: clock.

    Raises:
        ProtocolError: no inspection of this laptop names the file, it is too large, or the bytes are others.
    """
    reading(session)
    is_named = bool(sizes_named(session, device_id, sha256))
    session.rollback()
    if not is_named:
        raise ProtocolError(Code.NOT_FOUND, "no inspection of this laptop names this file")
    if not place.store.has(sha256):
        try:
            file = write_aside(place.parts, pieces, expected=sha256, limit=place.max_bytes)
        except TooLarge:
            raise ProtocolError(Code.TOO_BIG, "the file is too large", max_bytes=place.max_bytes) from None
        except OtherBytes:
            raise ProtocolError(Code.EVIDENCE_HASH, "the bytes are not those that the name promises") from None
        place.store.keep(file.path, sha256)
    mark_file_held(session, sha256, tools.now())
    session.commit()
