"""An employer's file as the inspector reads it before a visit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from casework.money import Money
from inspector_app.services.todays_visits import InspectionLine, VisitLine
from inspector_app.store.opened import Opened
from simplify_content.text import Text

Row = Mapping[str, Any]


@dataclass(frozen=True)
class MonthLine:
    """One contribution month; `unpaid` is due less paid, never below zero."""

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
    """A correction proposed here that the register does not show yet. State: waiting, sent, received, held, rejected."""

    field: str
    was: str
    value: str
    made_at: str
    state: str
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
    district: Text
    sector: Text
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
    pending_corrections: tuple[PendingCorrection, ...]
    correctable: tuple[str, ...]
    """Names of the fields an inspector may propose to correct."""


def open_employer_file(opened: Opened, employer_id: str, *, on: date) -> EmployerFile:
    """Return an employer's file.

    Raises:
        NotFound: no such employer in this laptop's register.
    """
    raise NotImplementedError
