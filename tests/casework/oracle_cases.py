"""Random cases for the second working, drawn close to the edges of the law: limits, due days, caps, half paisas."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from tests.casework.oracle import Facts, Found, Guess, Said, last_day_to_pay, plus_months, two_years_before
from tests.casework.oracle_law import BASES, DISPUTED, LIMITS

SCHEMES = ("pessi", "iessi", "sessi", "kpessi", "bessi", "eobi")
_FIRST = {"pessi": 2011, "iessi": 2016, "sessi": 2017, "kpessi": 2012, "bessi": 2012, "eobi": 2013}
"""Before these years the packs do not know the last day to pay, or the cases would reach before July 2008."""
_PERSONS = ("", "", "", "3520212345671", "4210112345672")


def drawn(random: Random, scheme: str) -> Facts:
    """Return one case."""
    sides = ["", "", "", *(side for of, side in DISPUTED if of == scheme)]
    facts = Facts(scheme, _day(random, scheme), base=random.choice(sides))
    facts.found = [_found(random, f"w{number}", facts) for number in range(random.choice([0, 1, 1, 2]))]
    facts.said = [_said(random, facts, back) for back in random.sample(range(1, 40), random.choice([0, 1, 2, 3]))]
    if random.random() < 0.15:
        facts.guesses = [_guess(random, facts)]
    for person in {found.person for found in facts.found if found.person}:
        facts.held += [(person, *_span(random, facts.day)) for _ in range(random.choice([0, 1, 1, 2]))]
    for number in range(random.choice([0, 0, 0, 1, 2])):
        on = facts.day + timedelta(days=random.choice([0, 1, -random.randrange(400), -random.randrange(40)]))
        facts.payments.append((on, f"c{number}", random.choice([1, random.randrange(1, 3_000_000)])))
    return facts


def _day(random: Random, scheme: str) -> date:
    year = random.randrange(_FIRST[scheme], 2027)
    month = date(year, random.randrange(1, 13 if year < 2026 else 11), 1)
    edges = [last_day_to_pay(scheme, plus_months(month, -1)) + timedelta(days=step) for step in (0, 1)]
    leap = [date(2024, 2, 29)] if random.random() < 0.05 else []
    return random.choice([month + timedelta(days=random.randrange(28)), *edges, month, *leap])


def _entered(random: Random, facts: Facts) -> date:
    steps = [start for start, _ in LIMITS.get(facts.scheme, BASES[facts.scheme])]
    near = random.choice(steps) + timedelta(days=random.choice([-1, 0, 1]))
    first = two_years_before(facts.day) + timedelta(days=random.choice([-1, 0, 1, 31]))
    back = random.choice([random.randrange(60), random.randrange(900), random.randrange(2000)])
    entered = random.choice([near, first, facts.day - timedelta(days=back), facts.day - timedelta(days=back)])
    # what lies far back adds nothing but months alike
    return max(entered, date(2008, 7, 1), facts.day - timedelta(days=2400))


def _found(random: Random, ref: str, facts: Facts) -> Found:
    entered = _entered(random, facts)
    left = None if random.random() < 0.5 else entered + timedelta(days=random.choice([-1, 0, random.randrange(800)]))
    entry: int | None = random.choice([_edge(random, LIMITS, facts.scheme), random.randrange(500_000, 2_000_000)])
    wage: int | None = random.choice([_edge(random, BASES, facts.scheme), random.randrange(500_000, 5_000_000)])
    wage = None if random.random() < 0.02 else wage
    entry = None if random.random() < 0.02 else entry
    since = None if random.random() < 0.02 else entered
    found = Found(ref, random.choice(_PERSONS), wage, entry, since, left, by_day=random.random() < 0.03)
    if facts.scheme == "eobi" and random.random() < 0.5:
        month = plus_months(entered.replace(day=1), random.randrange(40))
        reached = month + timedelta(days=random.choice([-1, 0, 1, random.randrange(28)]))
        found.born = plus_months(reached, -12 * random.choice([55, 60]))
        found.sex = random.choice(["", "m", "f"])
    return found


def _edge(random: Random, table: dict[str, list[tuple[date, int | None]]], scheme: str) -> int:
    """Return a wage next to a limit, or one whose contribution ends in half a paisa."""
    limit = random.choice([amount for _, amount in table.get(scheme, BASES[scheme]) if amount])
    return limit * 100 + random.choice([-25, -1, 0, 1, 25])


def _said(random: Random, facts: Facts, back: int) -> Said:
    month = plus_months(facts.day.replace(day=1), -back)
    due = random.choice([0, random.randrange(1, 200), random.randrange(1, 3_000_000)])
    paid = random.choice([0, due, due, random.randrange(due + 1), due + random.randrange(200)])
    last_day = last_day_to_pay(facts.scheme, month)
    late = random.choice([0, 1, 30, 31, 89, 90, 91, random.randrange(-20, 900)])
    paid_on = None if random.random() < 0.2 else last_day + timedelta(days=late)
    return Said(month, random.randrange(1, 9), due, paid, paid_on)


def _guess(random: Random, facts: Facts) -> Guess:
    first = plus_months(facts.day.replace(day=1), -random.randrange(1, 40))
    last = plus_months(first, random.randrange(14))
    return Guess("judged", first, last, random.randrange(1, 20), _edge(random, BASES, facts.scheme))


def _span(random: Random, day: date) -> tuple[date | None, date | None]:
    first = day - timedelta(days=random.randrange(1200))
    last = first + timedelta(days=random.randrange(400))
    return (None if random.random() < 0.2 else first, None if random.random() < 0.2 else last)
