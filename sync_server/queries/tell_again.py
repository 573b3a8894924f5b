"""Gives a verdict that a laptop has already read a new number, so that the laptop reads it again."""

from __future__ import annotations

from sqlalchemy.orm import Session

from simplify_content.text import Text
from sync_server.models import LedgerEntry
from sync_server.queries.ledger import lock_device


def say_again(session: Session, entry: LedgerEntry, reason: Text | None) -> None:
    """Say a verdict, as it stands in the entry, once more, with this reason."""
    device = lock_device(session, entry.device_id)
    entry.reason_en = reason.en[:1000] if reason else ""
    entry.reason_ur = reason.ur[:1000] if reason else ""
    entry.verdict_no = device.next_verdict
    device.next_verdict += 1
    session.flush()
