"""What an exit sheet took from the register when its inspection was closed: kept, so that it stays as it was signed."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import date

from casework.documents.sheet import ExitSheet
from casework.money import Money
from casework.owed_by_month import OwedMonth
from simplify_content.text import Text


def kept_of(sheet: ExitSheet) -> str:
    """Return as JSON who the employer is on a sheet, and what is owed by it."""
    months = sheet.arrears_by_month
    kept = {
        "registration_no": sheet.registration_no,
        "employer_name": asdict(sheet.employer_name),
        "address": asdict(sheet.address),
        "months": None if months is None else [_as_list(month) for month in months],
        "increase_note": asdict(sheet.increase_note) if sheet.increase_note else None,
        "total": sheet.total.paisa,
    }
    return json.dumps(kept, ensure_ascii=False)


def with_kept_employer(sheet: ExitSheet, kept: str) -> ExitSheet:
    """Return a sheet with the employer as kept; as it is where nothing was."""
    if not kept:
        return sheet
    said = json.loads(kept)
    name, address = Text(**said["employer_name"]), Text(**said["address"])
    return replace(sheet, registration_no=said["registration_no"], employer_name=name, address=address)


def with_kept_owed(sheet: ExitSheet, kept: str) -> ExitSheet:
    """Return a sheet with what is owed as kept."""
    said = json.loads(kept)
    months = said["months"]
    return replace(
        sheet,
        arrears_by_month=None if months is None else tuple(_month(month) for month in months),
        increase_note=Text(**said["increase_note"]) if said["increase_note"] else None,
        total=Money(said["total"]),
    )


_Month = tuple[str, int, int | None]
"""First day, contribution and increase in paisa."""


def _as_list(month: OwedMonth) -> _Month:
    return month.month.isoformat(), month.contribution.paisa, None if month.increase is None else month.increase.paisa


def _month(kept: _Month) -> OwedMonth:
    day, contribution, increase = kept
    return OwedMonth(Money(contribution), None if increase is None else Money(increase), date.fromisoformat(day))
