"""An employer's file as the inspector reads it before a visit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.assessment_period import is_overdue
from casework.money import ZERO, Money, total
from inspector_app.catalogue import say
from inspector_app.errors import NotFound
from inspector_app.services.known_inspections import line_from_centre, line_of
from inspector_app.services.lines import InspectionLine, VisitLine
from inspector_app.services.names import address_of, name_of
from inspector_app.services.prepare_visit import is_ahead
from inspector_app.services.queue import QueueState, queue_state
from inspector_app.services.todays_visits import visit_line
from inspector_app.store import register, work
from inspector_app.store.corrections import corrections
from inspector_app.store.opened import Opened
from inspector_app.store.register_changes import LEFT
from simplify_content.law_loader import load_law_pack
from simplify_content.law_pack import LawPack
from simplify_content.places import PlaceError, district, sector
from simplify_content.text import Text, same
from sync_protocol.entities import EMPLOYER

Row = Mapping[str, Any]

TREND_MONTHS = 24
CORRECTABLE = tuple(field.name for field in EMPLOYER.fields if field.from_field)


@dataclass(frozen=True)
class MonthLine:
    """One contribution month; `unpaid` is due less paid once the time to pay has passed, never below zero."""

    month: str
    """YYYY-MM."""
    declared_workers: int
    wages: Money
    due: Money
    paid: Money
    unpaid: Money
    paid_on: str
    challan_no: str


@dataclass(frozen=True)
class PendingCorrection:
    """A correction proposed here that the register does not show yet; `state` is one of `queue.QueueState`."""

    field: str
    was: str
    value: str
    made_at: str
    state: QueueState
    reason: Text | None


@dataclass(frozen=True)
class EmployerFile:
    """Everything the register and this laptop know of one employer.

    `employer` is the register's row; `shown` the same row with pending corrections laid over it.
    """

    employer: Row
    shown: Row
    name: Text
    address: Text | None
    district: Text | None
    sector: Text | None
    establishments: tuple[Row, ...]
    certificates: tuple[Row, ...]
    months: tuple[MonthLine, ...]
    """Newest first."""
    unpaid_months: int
    unpaid_total: Money
    trend: tuple[tuple[str, int], ...]
    """(month, declared workers), oldest first, at most 24."""
    covered_workers: int
    inspections: tuple[InspectionLine, ...]
    visits: tuple[VisitLine, ...]
    """Those that the signed-in person is still to make, earliest first."""
    pending_corrections: tuple[PendingCorrection, ...]
    correctable: tuple[str, ...]
    """Names of the fields an inspector may propose to correct."""
    has_left: bool = False
    """Whether the employer is in none of this laptop's districts any more and is kept for work that is under way."""


def open_employer_file(opened: Opened, employer_id: str, *, on: date) -> EmployerFile:
    """Return an employer's file.

    Raises:
        NotFound: no such employer in this laptop's register.
    """
    employer = register.employer(opened.register, employer_id)
    if employer is None:
        raise NotFound(say("core.no_employer"))
    pending = () if opened.is_practice else pending_corrections(opened, employer_id)
    shown = with_pending(employer, pending)
    law = load_law_pack(opened.scheme)
    months = tuple(_month(one, law, on=on) for one in register.months(opened.register, employer_id))
    return EmployerFile(
        employer=employer,
        shown=shown,
        name=name_of(shown),
        address=address_of(shown),
        district=_district(str(employer["district"] or "")),
        sector=_sector(str(shown["sector"] or "")),
        establishments=tuple(register.establishments(opened.register, employer_id)),
        certificates=tuple(register.certificates(opened.register, employer_id)),
        months=months,
        unpaid_months=sum(1 for month in months if month.unpaid),
        unpaid_total=total([month.unpaid for month in months]),
        trend=tuple((month.month, month.declared_workers) for month in reversed(months[:TREND_MONTHS])),
        covered_workers=register.covered_workers(opened.register, employer_id, on.isoformat()),
        inspections=_inspections(opened, employer),
        visits=tuple(
            visit_line(opened, visit, employer, on=on)
            for visit in reversed(register.visits_of(opened.register, employer_id))
            if is_ahead(opened, visit)
        ),
        pending_corrections=pending,
        correctable=CORRECTABLE,
        has_left=employer["scope"] == LEFT,
    )


def pending_corrections(opened: Opened, employer_id: str) -> tuple[PendingCorrection, ...]:
    """Return the newest unsettled correction of each field of an employer."""
    newest: dict[str, PendingCorrection] = {}
    for one in corrections(opened.work, employer_id):
        state = queue_state(one)
        reason = Text(en=one["reason_en"], ur=one["reason_ur"]) if one["reason_en"] and one["reason_ur"] else None
        earlier = newest.pop(one["field"], None)
        was = earlier.was if earlier and earlier.state != QueueState.REJECTED else one["was"]
        newest[one["field"]] = PendingCorrection(one["field"], was, one["value"], one["made_at"], state, reason)
    return tuple(newest.values())


def with_pending(employer: Row, pending: tuple[PendingCorrection, ...]) -> Row:
    """Return the register's row with corrections laid over it that the centre has not refused."""
    standing = {one.field: one.value for one in pending if one.state != QueueState.REJECTED}
    return {**employer, **standing}


def _month(row: Row, law: LawPack, *, on: date) -> MonthLine:
    overdue = is_overdue(date.fromisoformat(f"{row['month']}-01"), on, law=law)
    due, paid = Money(row["due_paisa"] or 0), Money(row["paid_paisa"] or 0)
    return MonthLine(
        month=row["month"],
        declared_workers=row["declared_workers"] or 0,
        wages=Money(row["wages_paisa"] or 0),
        due=due,
        paid=paid,
        unpaid=max(due - paid, ZERO) if overdue else ZERO,
        paid_on=row["paid_on"] or "",
        challan_no=row["challan_no"] or "",
    )


def _inspections(opened: Opened, employer: Row) -> tuple[InspectionLine, ...]:
    made_here = work.inspections_of(opened.work, employer["id"])
    here = {one["id"] for one in made_here}
    elsewhere = [one for one in register.summaries(opened.register, employer["id"]) if one["id"] not in here]
    found = [line_of(opened, one, employer) for one in made_here]
    found += [line_from_centre(one, employer) for one in elsewhere]
    return tuple(sorted(found, key=lambda line: line.on, reverse=True))


def _district(key: str) -> Text | None:
    try:
        return district(key).name
    except PlaceError:
        return same(key) if key else None


def _sector(key: str) -> Text | None:
    try:
        return sector(key).name
    except PlaceError:
        return same(key) if key else None
