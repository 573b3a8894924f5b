"""Tries an operation that had no effect once more, after a supervisor has mended what stood against it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from sync_server.models import User
from sync_server.queries.gateway import writing
from sync_server.queries.ledger import lock_device
from sync_server.queries.refused_operations import find_refused
from sync_server.services.arrival import Batch
from sync_server.services.settle_batch import settle_batch, try_again
from sync_server.tools import Tools


def retry_operation(session: Session, user: User, device_id: str, *, incarnation: int, seq: int, tools: Tools) -> str:
    """Apply the operation as if it arrived now, release what waits for it, and return its verdict.

    Raises:
        NotFound: there is none for this person, or it has taken effect meanwhile.
    """
    with writing(session, now=tools.now()) as gateway:
        entry = find_refused(session, user, device_id, incarnation=incarnation, seq=seq)
        lock_device(session, device_id)
        session.refresh(entry)
        batch = Batch(session=session, gateway=gateway, tools=tools)
        if entry.outcome in ("held", "rejected"):
            try_again(batch, entry)
        settle_batch(batch)
        return entry.outcome
