"""The bytes of evidence as they were taken: a file that a laptop sealed is opened each time that it is read.

At rest it stays as it came, under the SHA-256 that the laptop's operation names.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from sync_protocol.errors import ProtocolError
from sync_protocol.sealing import open_bytes
from sync_server.models import EvidenceRecord
from sync_server.services.box_keys import box_keys
from sync_server.services.evidence_store import EvidenceStore, NotStored


def evidence_bytes(session: Session, row: EvidenceRecord, sha256: str, *, store: EvidenceStore) -> bytes:
    """Return a file of a piece of evidence: the original, or a copy that was drawn of it.

    Raises:
        NotStored: it is not at the centre, or is sealed for a key that is not.
    """
    kept = store.read(sha256)
    if not row.sealed_for or sha256 != row.sha256:
        return kept
    try:
        return open_bytes(kept, row.sealed_for, private_keys=box_keys(session))
    except ProtocolError as problem:
        raise NotStored(sha256) from problem
