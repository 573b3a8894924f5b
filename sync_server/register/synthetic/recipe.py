"""What synthetic register is wanted, and the law by which its contributions are computed.

The law comes from the law pack; no rate stands here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from casework.law_roles import rules_of
from casework.money import Money
from simplify_content.law_loader import available_schemes, load_law_pack
from simplify_content.law_pack import LawPack
from simplify_content.places import FEDERAL, districts
from simplify_content.scheme_rules import BaseKind

DETAILED = 5_000
"""Employers that get workers and months where nobody says how many."""

UNTIL = "2026-10"
"""Last contribution month where nobody says; fixed, so that one seed gives the same bytes on any day."""


@dataclass(frozen=True)
class Recipe:
    """Which register. Same recipe, same files, byte for byte."""

    employers: int
    seed: int
    months: int = 24
    detail: int | None = None
    districts: tuple[str, ...] = ()
    until: str = UNTIL

    def __post_init__(self) -> None:
        if self.employers < 1 or self.months < 1 or (self.detail or 0) < 0:
            raise ValueError("a register has at least one employer and one month, and no negative detail")

    @property
    def detailed(self) -> int:
        """How many employers, the first ones, get workers and contribution months."""
        wanted = DETAILED if self.detail is None else self.detail
        return min(wanted, self.employers)

    @property
    def last_month(self) -> date:
        """First day of the last contribution month."""
        year, month = self.until.split("-")
        return date(int(year), int(month), 1)

    @property
    def as_of(self) -> date:
        """The day up to which payments are known: the twentieth after the last month."""
        return (self.last_month + timedelta(days=32)).replace(day=20)

    def calendar(self) -> tuple[date, ...]:
        """Return the first day of each contribution month, oldest first."""
        last = self.last_month.year * 12 + self.last_month.month - 1
        return tuple(date(n // 12, n % 12 + 1, 1) for n in range(last - self.months + 1, last + 1))


@dataclass(frozen=True)
class MonthLaw:
    """What the law says of one month."""

    rate_percent: Decimal
    """Of employer and worker together."""
    base_kind: BaseKind
    base_limit: Money
    minimum_wage: Money
    coverage_limit: Money | None
    """None where no wage keeps a worker out."""

    def contribution(self, wage: Money) -> Money:
        """Return the contribution of one worker: the rate of the wage up to the limit, or of the notified amount."""
        is_notified = self.base_kind is BaseKind.NOTIFIED_AMOUNT
        return (self.base_limit if is_notified else min(wage, self.base_limit)).share(self.rate_percent)


class LawByMonth:
    """The law of each month in one province, looked up once; a value still unknown is the last one known."""

    def __init__(self, law: LawPack, *, wages: LawPack | None = None) -> None:
        """Keep the law of the institution and, where it has no minimum wage of its own, the pack that has one."""
        self._law, self._wages = law, wages or law
        self._known: dict[date, MonthLaw] = {}

    @property
    def scheme(self) -> str:
        """Whose law it is."""
        return self._law.scheme

    def __call__(self, month: date) -> MonthLaw:
        """Return the law of a month."""
        if month not in self._known:
            rules, law = rules_of(self._law), self._law
            rates = [_last(law, key, month) for key in (rules.employer_rate, rules.worker_rate) if key]
            limit = rules.coverage_limit
            self._known[month] = MonthLaw(
                rate_percent=sum(rates, Decimal(0)),
                base_kind=rules.base.kind,
                base_limit=Money.rupees(_last(law, rules.base.limit, month)),
                minimum_wage=Money.rupees(_last(self._wages, rules_of(self._wages).minimum_wage, month)),
                coverage_limit=Money.rupees(_last(law, limit, month)) if limit else None,
            )
        return self._known[month]


def laws_by_province(law: LawPack) -> dict[str, LawByMonth]:
    """Return the law of an institution in each province that it works in.

    A federal institution pays heed to the minimum wage of the province, which the pack of that province holds.
    """
    provinces = dict.fromkeys(place.province for place in districts(law.jurisdiction))
    if law.jurisdiction != FEDERAL:
        return {province: LawByMonth(law) for province in provinces}
    packs = {pack.jurisdiction: pack for pack in map(load_law_pack, available_schemes())}
    return {province: LawByMonth(law, wages=packs[province]) for province in provinces}


def _last(law: LawPack, key: str, month: date) -> Decimal:
    known = [v for v in law.values[key] if not v.alternative and v.value is not None]
    begun = [v for v in known if v.from_on is None or v.from_on <= month]
    newest = max(begun, key=lambda v: v.from_on or date.min, default=None)
    chosen = newest or min(known, key=lambda v: v.from_on or date.min)
    assert chosen.value is not None
    return chosen.value
