"""The declared workers of one synthetic employer: those at work now, and some who left.

Wages at entry are what an employer declares: never above the limit of coverage of that day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from casework.money import Money
from simplify_content.text import Text
from sync_server.register.synthetic.chance import Chance
from sync_server.register.synthetic.firms import Firm
from sync_server.register.synthetic.months import History
from sync_server.register.synthetic.names import cnic, person
from sync_server.register.synthetic.numbers import person_no
from sync_server.register.synthetic.pools import Pools
from sync_server.register.synthetic.recipe import LawByMonth, Recipe

_LONGEST_SERVICE_YEARS = 18


@dataclass(frozen=True)
class Worker:
    """A worker with coverage through one employer."""

    secured_no: str
    name: Text
    cnic: str
    sex: str
    from_on: date
    to_on: date | None
    wage_at_entry: Money


def workers_of(
    firm: Firm,
    history: History,
    *,
    first_serial: int,
    recipe: Recipe,
    pools: Pools,
    law: LawByMonth,
) -> Iterator[Worker]:
    """Yield the workers of a firm: as many at work as the last month declares.

    Args:
        firm: the employer.
        history: its months.
        first_serial: number of the first of these workers in the whole register.
        recipe: the register.
        pools: names.
        law: limits and wages by month.
    """
    chance = Chance(recipe.seed, f"workers/{firm.number}")
    now = history.months[-1].workers
    left = max(month.workers for month in history.months) - now + round(now * 0.08)
    for place in range(now + left):
        serial = first_serial + place
        who = person(chance, pools, women=firm.women)
        from_on, to_on = _service(chance, firm, recipe, has_left=place >= now)
        yield Worker(
            secured_no=person_no(pools.numbers[law.scheme], area=pools.cnic_area[firm.district], person=serial),
            name=who.name,
            cnic=cnic(chance, area=pools.cnic_area[firm.district], serial=serial, sex=who.sex),
            sex=who.sex,
            from_on=from_on,
            to_on=to_on,
            wage_at_entry=_entry_wage(chance, from_on, law),
        )


def _service(chance: Chance, firm: Firm, recipe: Recipe, *, has_left: bool) -> tuple[date, date | None]:
    last = recipe.last_month - timedelta(days=31)
    earliest = max(firm.registered_on, last - timedelta(days=_LONGEST_SERVICE_YEARS * 365))
    span = max((last - earliest).days, 1)
    from_on = last - timedelta(days=int(span * chance.between(0, 1) ** 1.6))
    if not has_left:
        return from_on, None
    to_on = from_on + timedelta(days=chance.whole(0, max((last - from_on).days, 0)))
    return from_on, to_on


def _entry_wage(chance: Chance, from_on: date, law: LawByMonth) -> Money:
    then = law(from_on.replace(day=1))
    wage = Money(round(then.minimum_wage.paisa * chance.between(1.0, 1.35) / 50_000) * 50_000)
    return min(wage, then.coverage_limit) if then.coverage_limit else wage
