"""Lines that several pages list: a planned visit, an inspection."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

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
    valid_until: date | None = None
    """Last day of the order's window; None where the order names none."""
    officers: str = ""
    notice: str = ""
    """"notified", "surprise" or ""."""
    is_expired: bool = False


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
    checklist: Text | None = None
    """Title of the checklist; None for an inspection of another laptop, of which only the summary is here."""
