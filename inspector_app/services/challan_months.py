"""Challans and schedules that were shown, month by month, beside what the register holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from casework.books.book import BookKind
from casework.books.challans import MonthCompared, compare_challans
from casework.register_facts import declared_months
from inspector_app.services.book_readings import lines_of
from inspector_app.store import books, register
from inspector_app.store.opened import Opened


def challan_months(opened: Opened, inspection: Mapping[str, Any]) -> tuple[MonthCompared, ...]:
    """Return every month that a challan or the register names, newest first; empty where no challan was entered."""
    rows = books.books_of(opened.work, inspection["id"])
    lines = [line for one in rows if one["kind"] == BookKind.CHALLANS.value for line in lines_of(opened, one)]
    if not lines:
        return ()
    return compare_challans(lines, declared_months(register.months(opened.register, inspection["employer_id"])))
