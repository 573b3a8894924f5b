"""Which months an assessment may reach: wholly within the inspection's look-back, and past their time to pay.

What is owed for a month is not decided here.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from casework.law_roles import rules_of
from simplify_content.law_pack import LawError, LawPack

UNLIMITED = date.min
"""Start of a period whose look-back is not known or not limited."""


@dataclass(frozen=True)
class Period:
    """The reach of one assessment: months that begin on or after `start` and before `open_from`.

    `open_from` is the first month that need not be paid yet on `as_of`; it is never later than the month of `as_of`.
    """

    start: date
    as_of: date
    open_from: date
    fact: str
    """Name of the dated fact that the look-back rests on; empty where the scheme has none."""

    @property
    def is_limited(self) -> bool:
        """Whether it is known how far back the inspection looks."""
        return self.start > UNLIMITED

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
    would be needed for it. Where the scheme has no look-back, or the pack holds it as not known, the period is not
    limited; a look-back that is not known stays a fact that must be confirmed before anything is printed.

    Args:
        inspected_on: day of the visit.
        as_of: day up to which the assessment is made.
        law: of the scheme.

    Raises:
        LawError: the pack has no fact of the look-back that its rules name, or nothing of the time to pay.

    Source: Provincial Employees' Social Security Ordinance 1965, s.22(5).
    """
    key = rules_of(law).look_back
    if not key:
        return Period(UNLIMITED, as_of, _open_from(as_of, law), "")
    years = law.value(key, inspected_on)
    if years is not None and years.value is not None:
        return Period(_years_before(inspected_on, int(years.value)), as_of, _open_from(as_of, law), years.fact)
    unknown = [row for row in law.values[key] if row.holds_on(inspected_on)]
    if not unknown:
        raise LawError(f"law pack {law.scheme}: {key} is not known on {inspected_on}")
    return Period(UNLIMITED, as_of, _open_from(as_of, law), unknown[0].fact)


def last_day_to_pay(month: date, law: LawPack) -> date:
    """Return the last day on which a month's contribution is paid in time; it is overdue from the day after.

    Where the law's day is not known, so many whole months are left for paying as the pack grants in its place.

    Raises:
        LawError: the pack knows neither.
    """
    rules = rules_of(law)
    day = law.value(rules.payment_day, month) if rules.payment_day else None
    if day is not None and day.value is not None:
        following = next_month(month)
        return following.replace(day=min(int(day.value), monthrange(following.year, following.month)[1]))
    for key in rules.payment_months:
        granted = law.value(key, month)
        if granted is not None and granted.value is not None:
            return _months_after(month, int(granted.value))
    known = " or ".join(key for key in (rules.payment_day, *rules.payment_months) if key)
    raise LawError(f"law pack {law.scheme}: expected {known} to be known on {month}")


def _months_after(month: date, count: int) -> date:
    """Return the last day of the month that lies so many months after."""
    after = next_month(month)
    for _ in range(count):
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
