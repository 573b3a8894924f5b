"""Which months an assessment may reach: those wholly within the inspection's look-back and over on its day.

What is owed for a month is not decided here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from casework import law_keys
from simplify_content.law_pack import LawError, LawPack


@dataclass(frozen=True)
class Period:
    """The reach of one assessment. A month is in it when it begins on or after `start` and ends before `as_of`."""

    start: date
    as_of: date
    fact: str
    """Name of the dated fact that the look-back rests on."""

    def is_too_old(self, month: date) -> bool:
        """Return whether a month begins before the look-back."""
        return month < self.start

    def is_over(self, month: date) -> bool:
        """Return whether a month has ended."""
        return next_month(month) <= self.as_of

    def months(self, first: date, last: date | None) -> Iterator[date]:
        """Yield the months within reach from the month of `first` to that of `last` (None: no end), oldest first."""
        month = max(month_of(first), month_of(self.start))
        while self.is_over(month) and (last is None or month <= last):
            if not self.is_too_old(month):
                yield month
            month = next_month(month)


def period_of(inspected_on: date, as_of: date, *, law: LawPack) -> Period:
    """Return the reach of an assessment made for an inspection.

    A month that begins before the look-back and ends within it is left out: records older than the look-back
    would be needed for it.

    Args:
        inspected_on: day of the visit.
        as_of: day up to which the assessment is made.
        law: of the scheme.

    Raises:
        LawError: the pack does not know how far an inspection looks back.

    Source: Provincial Employees' Social Security Ordinance 1965, s.22(5).
    """
    years = law.value(law_keys.LOOK_BACK_YEARS, inspected_on)
    if years is None or years.value is None:
        raise LawError(f"law pack {law.scheme}: {law_keys.LOOK_BACK_YEARS} is not known on {inspected_on}")
    return Period(_years_before(inspected_on, int(years.value)), as_of, years.fact)


def month_of(day: date) -> date:
    """Return the first day of the month of a day."""
    return day.replace(day=1)


def next_month(month: date) -> date:
    """Return the first day of the month after."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February in a year that has none
        return day.replace(year=day.year - years, day=28)
