"""Counts of what the centre holds, for `muaina server status`."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sync_server.models import (
    Case,
    Conflict,
    Device,
    Employer,
    FindingRecord,
    FlagRecord,
    Inspection,
    LedgerEntry,
    NoticeRecord,
)


@dataclass(frozen=True)
class Totals:
    """How much of each the centre holds. `merges_clean` are merged operations that raised no conflict."""

    employers: int
    devices: int
    inspections: int
    findings: int
    operations: dict[str, int]
    """Operations in the ledger by verdict."""
    merges_clean: int
    conflicts_open: int
    conflicts_settled: int
    flags_standing: int
    cases: int
    notices: int


def totals(session: Session) -> Totals:
    """Return the counts."""
    outcomes = session.execute(select(LedgerEntry.outcome, func.count()).group_by(LedgerEntry.outcome))
    merged = session.scalars(select(LedgerEntry.conflict_ids).where(LedgerEntry.outcome == "merged"))
    return Totals(
        employers=_count(session, select(func.count()).select_from(Employer)),
        devices=_count(session, select(func.count()).select_from(Device)),
        inspections=_count(session, select(func.count()).select_from(Inspection).where(Inspection.state != "started")),
        findings=_count(session, select(func.count()).select_from(FindingRecord)),
        operations=dict(outcomes.tuples().all()),
        merges_clean=sum(1 for conflict_ids in merged if not conflict_ids),
        conflicts_open=_count(session, select(func.count()).select_from(Conflict).where(Conflict.state == "open")),
        conflicts_settled=_count(session, select(func.count()).select_from(Conflict).where(Conflict.state != "open")),
        flags_standing=_count(
            session, select(func.count()).select_from(FlagRecord).where(FlagRecord.cleared_at.is_(None))
        ),
        cases=_count(session, select(func.count()).select_from(Case)),
        notices=_count(session, select(func.count()).select_from(NoticeRecord)),
    )


def _count(session: Session, query: object) -> int:
    return int(session.scalar(query) or 0)  # type: ignore[call-overload]
