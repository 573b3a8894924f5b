"""What an inspector sees first: visits planned for a day, and inspections begun and not closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from inspector_app.store.opened import Opened
from simplify_content.text import Text


@dataclass(frozen=True)
class VisitLine:
    """One planned visit. `inspection_id` is "" until an inspection was begun for it."""

    visit_id: str
    employer_id: str
    employer_name: Text
    registration_no: str
    address: Text | None
    planned_on: date
    purpose: Text
    order_no: str
    authorised_by: str
    inspection_id: str
    inspection_state: str
    is_overdue: bool


@dataclass(frozen=True)
class InspectionLine:
    """One inspection of this laptop or known from the centre. `state`: see `open_inspection.InspectionView`."""

    inspection_id: str
    employer_id: str
    employer_name: Text
    registration_no: str
    on: date
    state: str
    is_here: bool
    """Whether its answers are on this laptop (it was made here)."""
    inspector_name: str
    findings_count: int
    remark: str


def todays_visits(opened: Opened, *, on: date) -> tuple[VisitLine, ...]:
    """Return planned visits of the signed-in person up to a day, overdue ones first, then by order number."""
    raise NotImplementedError


def inspections_here(opened: Opened, *, limit: int = 50) -> tuple[InspectionLine, ...]:
    """Return inspections made on this laptop: open ones first, then newest first."""
    raise NotImplementedError
