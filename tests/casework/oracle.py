"""A second working of assessments, straight from the law text and the rates it gives; knows nothing of `casework`.

Takes plain numbers and days only; its figures of the law are `oracle_law`. Amounts are paisa, what is not whole yet is
a Fraction. Written in the order in which a person works a case by hand, with one list from top to bottom.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from tests.casework.oracle_law import BASES, DISPUTED, LIMITS, TWO_YEARS, in_force


@dataclass
class Found:
    """A worker found. `person` is the digits of the identity card, or empty; `sex` is "m", "f" or empty."""

    ref: str
    person: str
    wage: int | None
    entry_wage: int | None
    entered: date | None
    left: date | None
    by_day: bool = False
    born: date | None = None
    sex: str = ""


@dataclass
class Said:
    """A month as the employer declared and paid it."""

    month: date
    workers: int
    due: int
    paid: int
    paid_on: date | None


@dataclass
class Guess:
    """Months judged on evidence: how many workers there were in all, and at what wage."""

    ref: str
    first: date
    last: date
    workers: int
    wage: int


@dataclass
class Facts:
    """One case in plain numbers. `held` are person, first and last day of the register of coverage."""

    scheme: str
    day: date
    base: str = ""
    found: list[Found] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    guesses: list[Guess] = field(default_factory=list)
    held: list[tuple[str, date | None, date | None]] = field(default_factory=list)
    payments: list[tuple[date, str, int]] = field(default_factory=list)
    """Day, challan and amount of payments that name no month."""


@dataclass
class Owed:
    """What one month of one worker, declaration or judgement owes."""

    ref: str
    month: date
    due: int
    arrears: int
    parts: list[tuple[int, date | None]]
    """What was paid of it, and when."""
    increase: int | None = None


def owed(facts: Facts) -> list[Owed]:
    """Return what is owed, by month: declared months first, then workers, then what was judged."""
    lines = [*_declared(facts), *_workers(facts)]
    lines += _judged(facts, lines)
    lines.sort(key=lambda line: line.month)
    for on, _, amount in sorted(facts.payments):
        rest = amount if on <= facts.day else 0
        for line in lines:
            part = min(rest, line.arrears)
            if part:
                line.arrears -= part
                line.parts.append((part, on))
                rest -= part
    for line in lines:
        line.increase = increase(facts.scheme, line, facts.day)
    return lines


def after_amnesty(lines: list[Owed], *, until: date | None, all_of_it: bool) -> tuple[int, int, int | None]:
    """Return what an amnesty waives, and the contributions and the increase that it leaves."""
    waived, contributions, late = 0, 0, 0
    for line in lines:
        if until is None or line.month <= until:
            waived += (line.increase or 0) + (line.arrears if all_of_it else 0)
            contributions += 0 if all_of_it else line.arrears
        else:
            contributions += line.arrears
            late += line.increase or 0
    is_known = bool(lines) and all(line.increase is not None for line in lines)
    return waived, contributions, late if is_known else None


def _declared(facts: Facts) -> list[Owed]:
    lines = []
    for said in sorted(facts.said, key=lambda said: said.month):
        late = said.paid_on is not None and said.paid_on > last_day_to_pay(facts.scheme, said.month)
        is_grown = facts.scheme in ("iessi", "eobi") and late and said.paid >= said.due
        if not _within_reach(facts, said.month) or not said.due or (said.paid >= said.due and not is_grown):
            continue
        if contribution(facts, said.month, 0) is None:
            continue
        paid = min(said.paid, said.due)
        parts = [(paid, said.paid_on)] if paid else []
        lines.append(Owed("declared", said.month, said.due, said.due - paid, parts))
    return lines


def _workers(facts: Facts) -> list[Owed]:
    lines: list[Owed] = []
    persons: set[str] = set()
    for found in facts.found:
        if found.person in persons or found.entered is None or not _is_covered(facts.scheme, found):
            continue
        if found.left is not None and found.left < found.entered:
            continue
        if found.person:
            persons.add(found.person)
        month = found.entered.replace(day=1)
        while month <= facts.day:
            due = contribution(facts, month, found.wage or 0)
            gone = found.left is not None and month > found.left
            charged = _within_reach(facts, month) and not gone and not _is_held(facts, found, month)
            if charged and due is not None and not _is_past_age(facts.scheme, found, month):
                lines.append(Owed(found.ref, month, due, due, []))
            month = plus_months(month, 1)
    return lines


def _is_covered(scheme: str, found: Found) -> bool:
    if scheme == "eobi":
        return True
    if found.by_day or found.wage is None or found.entry_wage is None or found.entered is None:
        return False
    limit = in_force(LIMITS[scheme], found.entered)
    return limit is not None and found.entry_wage <= limit * 100


def _is_past_age(scheme: str, found: Found, month: date) -> bool:
    """Return whether a month begins at 60 or over, for women 55; where the sex is not known, if either may be so."""
    if scheme != "eobi" or found.born is None:
        return False
    years = 60 if found.sex == "m" else 55
    birthday = date(found.born.year + years, found.born.month, 1) + timedelta(days=found.born.day - 1)
    return month >= birthday


def _is_held(facts: Facts, found: Found, month: date) -> bool:
    end = plus_months(month, 1) - timedelta(days=1)
    return any(
        person == found.person and (first or date.min) <= end and (last or date.max) >= month
        for person, first, last in facts.held
        if person
    )


def _judged(facts: Facts, known: list[Owed]) -> list[Owed]:
    lines = []
    for guess in facts.guesses:
        month = guess.first
        while month <= min(guess.last, facts.day):
            named = sum(line.month == month and line.ref != "declared" for line in known)
            declared = sum(said.workers for said in facts.said if said.month == month)
            count = guess.workers - named - declared
            due = contribution(facts, month, guess.wage, count=count)
            if count > 0 and due is not None and _within_reach(facts, month):
                lines.append(Owed(guess.ref, month, due, due, []))
            month = plus_months(month, 1)
    return lines


def _within_reach(facts: Facts, month: date) -> bool:
    too_old = facts.scheme in TWO_YEARS and month < two_years_before(facts.day)
    return not too_old and last_day_to_pay(facts.scheme, month) < facts.day


def contribution(facts: Facts, month: date, wage: int, *, count: int = 1) -> int | None:
    """Return the contribution of some workers of one wage for a month, None where the base is not known."""
    whole = facts.base != "" or facts.scheme == "eobi"
    limit = in_force(DISPUTED[facts.scheme, facts.base] if facts.base else BASES[facts.scheme], month)
    if limit is None:
        return None
    base = (limit * 100 if whole else min(wage, limit * 100)) * count
    if facts.scheme == "eobi":
        return half_up(Fraction(base * 5, 100)) + half_up(Fraction(base, 100))
    return half_up(Fraction(base * 6, 100))


def increase(scheme: str, line: Owed, day: date) -> int | None:
    """Return the increase: IESSI 0.5% a day to day 90, then half; EOBI 2% a month or part; never over half."""
    if scheme not in ("iessi", "eobi"):
        return None
    last_day = last_day_to_pay(scheme, line.month)
    exact, top = Fraction(0), 0
    for amount, on in [*line.parts, (line.arrears, day)]:
        stop = min(on, day) if on is not None else last_day
        top += amount if on is not None else 0
        if scheme == "iessi":
            late = max((stop - last_day).days, 0)
            percent = Fraction(late, 2) if late <= 90 else Fraction(50)
        else:
            months = 0
            while months < 25 and stop > plus_months(last_day, months):  # 25 x 2% is the cap
                months += 1
            percent = Fraction(2 * months)
        exact += amount * min(percent, Fraction(50)) / 100
    return min(half_up(exact), top // 2)


def last_day_to_pay(scheme: str, month: date) -> date:
    """Return the 15th of the next month for EOBI and SESSI; otherwise the last day of the next month."""
    following = plus_months(month, 1)
    if scheme in ("eobi", "sessi"):
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


def half_up(exact: Fraction) -> int:
    """Return a whole number of paisa, half a paisa up."""
    return (exact * 2 + 1).numerator // (2 * (exact * 2 + 1).denominator)
