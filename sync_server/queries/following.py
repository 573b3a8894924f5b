"""What the centre alone holds of an employer and what follows it into a merge: inspections, flags, cases.

What laptops hold a copy of hangs on the employer by `synced_rows.children_of`. Conflicts keep the employer that they
arose over; their decision is written to the survivor.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from sync_protocol.entities import OperationKind
from sync_server.models import Case, FlagRecord, Inspection, LedgerEntry

Follower = Inspection | FlagRecord | Case
_TABLES: dict[str, type[Inspection] | type[FlagRecord] | type[Case]] = {
    "inspection": Inspection,
    "flag": FlagRecord,
    "case": Case,
}


def followers_of(session: Session, employer_id: str) -> list[tuple[str, Follower]]:
    """Return what follows an employer, each with the name of its table."""
    found: list[tuple[str, Follower]] = []
    for name, model in _TABLES.items():
        rows: Iterable[Any] = session.scalars(select(model).where(model.employer_id == employer_id))
        found += [(name, row) for row in rows]
    return found


def follower(session: Session, table: str, row_id: str) -> Follower | None:
    """Return one record that followed an employer."""
    found: Any = session.get(_TABLES[table], row_id)
    return cast("Follower | None", found)


def landed_inspections(session: Session, survivor_id: str, absorbed_id: str) -> list[Inspection]:
    """Return the inspections of a survivor that were begun in the name of the employer that it absorbed."""
    query = (
        select(Inspection, LedgerEntry.body)
        .join(LedgerEntry, LedgerEntry.row_id == Inspection.id)
        .where(Inspection.employer_id == survivor_id, LedgerEntry.kind == OperationKind.INSPECTION_START)
    )
    return [row for row, body in session.execute(query) if body["set"].get("employer_id") == absorbed_id]


def hanging_on(session: Session, inspection_id: str) -> list[tuple[str, Follower]]:
    """Return the flags and cases that rest on an inspection."""
    flags = session.scalars(select(FlagRecord).where(FlagRecord.inspection_id == inspection_id))
    cases = session.scalars(select(Case).where(Case.inspection_id == inspection_id))
    return [*(("flag", row) for row in flags), *(("case", row) for row in cases)]


def landed_corrections(session: Session, absorbed_id: str, *, since: datetime) -> list[LedgerEntry]:
    """Return the corrections that named a merged employer and were written since its merge, in order of arrival."""
    query = select(LedgerEntry).where(
        LedgerEntry.row_id == absorbed_id,
        LedgerEntry.kind == OperationKind.EMPLOYER_CORRECT,
        LedgerEntry.outcome.in_(("applied", "merged")),
        LedgerEntry.received_at >= since,
    )
    return list(session.scalars(query.order_by(LedgerEntry.received_at, LedgerEntry.device_id, LedgerEntry.seq)))


def newest_inspection(session: Session, employer_id: str) -> Inspection | None:
    """Return the inspection of an employer that was received last."""
    query = select(Inspection).where(Inspection.employer_id == employer_id, Inspection.received_at.is_not(None))
    return session.scalars(query.order_by(Inspection.received_at.desc()).limit(1)).first()
