"""A second working of assessments, straight from the law text and the rates it gives; knows nothing of `casework`.

Every number below was read from the sources of the law, not from the law packs. Amounts are Fractions of a rupee until
the last step. Only what the random cases of `test_assessment_oracle` use is worked here.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

PUNJAB_LIMITS = [
    (date(2008, 7, 1), 10000),
    (date(2012, 10, 24), 12500),
    (date(2013, 1, 30), 15000),
    (date(2014, 8, 12), 18000),
    (date(2017, 6, 15), 22000),
]
EOBI_WAGES = [
    (date(2012, 7, 1), 8000),
    (date(2013, 7, 1), 10000),
    (date(2014, 7, 1), 12000),
    (date(2015, 7, 1), 13000),
    (date(2021, 7, 1), 20000),
    (date(2022, 7, 1), 25000),
    (date(2023, 7, 1), 32000),
    (date(2024, 7, 1), 37000),
]


@dataclass(frozen=True)
class Owed:
    """What one month of one worker, or one declared month, owes, in paisa."""

    ref: str
    month: date
    arrears: int
    increase: int | None


def owed_for_worker(
    scheme: str,
    day: date,
    ref: str,
    wage: int,
    entry_wage: int,
    entered: date,
    left: date | None,
    born: date | None = None,
    sex: str = "",
) -> list[Owed]:
    """Return what is owed for a worker found on a day, nothing paid; wages in paisa."""
    if scheme == "pessi":
        limit = in_force(PUNJAB_LIMITS, entered)
        if limit is None or entry_wage > limit * 100:
            return []
    if scheme == "iessi" and (entered < date(2013, 1, 1) or entry_wage > 2250000):
        return []
    owed = []
    year, month = entered.year, entered.month
    while date(year, month, 1) <= day:
        first = date(year, month, 1)
        month, year = (1, year + 1) if month == 12 else (month + 1, year)
        if left is not None and first > left:
            continue
        if scheme != "eobi" and first < two_years_before(day):
            continue
        last_day = last_day_to_pay(scheme, first)
        if last_day >= day:
            continue
        if scheme == "eobi" and born is not None and years_old(born, first) >= (60 if sex == "m" else 55):
            continue
        due = contribution(scheme, first, wage)
        if due is not None:
            owed.append(Owed(ref, first, due, increase(scheme, last_day, day, [(due, day)])))
    return owed


def owed_for_declared(scheme: str, day: date, month: date, due: int, paid: int, paid_on: date | None) -> list[Owed]:
    """Return what a declared month owes on a day; amounts in paisa, `paid` at most `due`."""
    last_day = last_day_to_pay(scheme, month)
    if last_day >= day or (scheme != "eobi" and month < two_years_before(day)):
        return []
    parts = [(due - paid, day)]
    if paid and paid_on is not None:
        parts.append((paid, min(paid_on, day)))
    late = increase(scheme, last_day, day, parts)
    if due == paid and (not paid_on or paid_on <= last_day or scheme == "pessi" or not due):
        return []
    return [Owed("declared", month, due - paid, late)]


def contribution(scheme: str, month: date, wage: int) -> int | None:
    """Return the contribution of a worker's month in paisa, None where the base is not known."""
    if scheme == "eobi":
        base = in_force(EOBI_WAGES, month) if month >= date(2008, 7, 1) else None
        return None if base is None else base * 5 + base * 1
    limit = 22500 if scheme == "iessi" else in_force(PUNJAB_LIMITS, month)
    return None if limit is None else half_up(Fraction(min(wage, limit * 100) * 6, 100))


def increase(scheme: str, last_day: date, day: date, parts: list[tuple[int, date]]) -> int | None:
    """Return the increase in paisa: IESSI 0.5% a day to day 90, then half; EOBI 2% a month or part; cap of half."""
    if scheme == "pessi":
        return None
    exact, top = Fraction(0), Fraction(0)
    for amount, stop in parts:
        if scheme == "iessi":
            late = max((stop - last_day).days, 0)
            percent = Fraction(late, 2) if late <= 90 else Fraction(50)
        else:
            months = 0
            while months < 25 and stop > plus_months(last_day, months):  # 25 x 2% is the cap
                months += 1
            percent = Fraction(2 * months)
        exact += Fraction(amount) * min(percent, Fraction(50)) / 100
        top += Fraction(amount, 2)
    return min(half_up(exact), top.numerator // top.denominator)


def last_day_to_pay(scheme: str, month: date) -> date:
    """Return EOBI's 15th of the next month; otherwise the last day of the next month."""
    following = plus_months(month, 1)
    if scheme == "eobi":
        return following.replace(day=15)
    return plus_months(following, 1) - timedelta(days=1)


def plus_months(day: date, count: int) -> date:
    """Return the same day so many months on, or the month's last day where it has no such day."""
    months = day.year * 12 + day.month - 1 + count
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def two_years_before(day: date) -> date:
    """Return the day two years before; 28 February for 29 February."""
    if (day.month, day.day) == (2, 29):
        return date(day.year - 2, 2, 28)
    return date(day.year - 2, day.month, day.day)


def in_force(rows: list[tuple[date, int]], day: date) -> int | None:
    """Return the last amount whose first day has come."""
    found = [amount for start, amount in rows if start <= day]
    return found[-1] if found else None


def years_old(born: date, day: date) -> int:
    """Return the completed years of age on a day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def half_up(exact: Fraction) -> int:
    """Return a whole number of paisa, half a paisa up."""
    return (exact * 2 + 1).numerator // (2 * (exact * 2 + 1).denominator)
