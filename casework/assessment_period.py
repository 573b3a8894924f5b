"""Which months an assessment may reach: wholly within the inspection's look-back, and past their time to pay.

What is owed for a month is not decided here.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from casework import law_keys
from simplify_content.law_pack import LawError, LawPack


@dataclass(frozen=True)
class Period:
    """The reach of one assessment: months that begin on or after `start` and before `open_from`.

    `open_from` is the first month that need not be paid yet on `as_of`; it is never later than the month of `as_of`.
    """

    start: date
    as_of: date
    open_from: date
    fact: str
    """Name of the dated fact that the look-back rests on."""

    def is_too_old(self, month: date) -> bool:
        """Return whether a month begins before the look-back."""
        return month < self.start

    def is_over(self, month: date) -> bool:
        """Return whether a month has ended."""
        return next_month(month) <= self.as_of

    def is_overdue(self, month: date) -> bool:
        """Return whether the time to pay a month has passed."""
        return month < self.open_from

    def months(self, first: date, last: date | None) -> Iterator[date]:
        """Yield the months within reach from the month of `first` to that of `last` (None: no end), oldest first."""
        month = max(month_of(first), month_of(self.start))
        while self.is_overdue(month) and (last is None or month <= last):
            if not self.is_too_old(month):
                yield month
            month = next_month(month)

    def months_open(self, first: date, last: date | None) -> Iterator[date]:
        """Yield the months that are over but may still be paid in time, from `first` to `last`, oldest first."""
        month = max(month_of(first), self.open_from)
        while self.is_over(month) and (last is None or month <= last):
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
        LawError: the pack does not know how far an inspection looks back, or nothing of the time to pay.

    Source: Provincial Employees' Social Security Ordinance 1965, s.22(5).
    """
    years = law.value(law_keys.LOOK_BACK_YEARS, inspected_on)
    if years is None or years.value is None:
        raise LawError(f"law pack {law.scheme}: {law_keys.LOOK_BACK_YEARS} is not known on {inspected_on}")
    return Period(_years_before(inspected_on, int(years.value)), as_of, _open_from(as_of, law), years.fact)


def last_day_to_pay(month: date, law: LawPack) -> date:
    """Return the last day on which a month's contribution is paid in time; it is overdue from the day after.

    Where the law's day is not known, so many whole months are left for paying as the pack grants in its place.

    Raises:
        LawError: the pack knows neither.
    """
    day = law.value(law_keys.PAYMENT_DAY, month)
    if day is not None and day.value is not None:
        following = next_month(month)
        return following.replace(day=min(int(day.value), monthrange(following.year, following.month)[1]))
    granted = law.value(law_keys.MONTHS_TO_PAY, month)
    if granted is None or granted.value is None:
        known = f"{law_keys.PAYMENT_DAY} or {law_keys.MONTHS_TO_PAY}"
        raise LawError(f"law pack {law.scheme}: expected {known} to be known on {month}")
    after = next_month(month)
    for _ in range(int(granted.value)):
        after = next_month(after)
    return after - timedelta(days=1)


def is_overdue(month: date, on: date, *, law: LawPack) -> bool:
    """Return whether the time to pay a month has passed on a day.

    Raises:
        LawError: the pack knows nothing of the time to pay.
    """
    return last_day_to_pay(month, law) < on


def _open_from(on: date, law: LawPack) -> date:
    month = month_of(on)
    while not is_overdue(previous_month(month), on, law=law):
        month = previous_month(month)
    return month


def month_of(day: date) -> date:
    """Return the first day of the month of a day."""
    return day.replace(day=1)


def next_month(month: date) -> date:
    """Return the first day of the month after."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def previous_month(month: date) -> date:
    """Return the first day of the month before."""
    return month_of(month - timedelta(days=1))


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February in a year that has none
        return day.replace(year=day.year - years, day=28)
