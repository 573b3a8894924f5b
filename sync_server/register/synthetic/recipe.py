"""What synthetic register is wanted, and the law by which its contributions are computed.

The law comes from the law pack; no rate stands here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from casework.money import Money
from simplify_content.law_pack import LawPack

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
    base_limit: Money
    minimum_wage: Money
    coverage_limit: Money

    def contribution(self, wage: Money) -> Money:
        """Return the contribution of one worker: the rate of the wage, of nothing above the limit."""
        return min(wage, self.base_limit).share(self.rate_percent)


class LawByMonth:
    """The law of each month, looked up once; a value still unknown is the last one known."""

    def __init__(self, law: LawPack) -> None:
        self._law = law
        self._known: dict[date, MonthLaw] = {}

    def __call__(self, month: date) -> MonthLaw:
        """Return the law of a month."""
        if month not in self._known:
            self._known[month] = MonthLaw(
                rate_percent=self._last("contribution.rate_percent", month),
                base_limit=Money.rupees(self._last("contribution.base_limit", month)),
                minimum_wage=Money.rupees(self._last("minimum_wage.unskilled", month)),
                coverage_limit=Money.rupees(self._last("coverage.wage_limit", month)),
            )
        return self._known[month]

    def _last(self, key: str, month: date) -> Decimal:
        known = [v for v in self._law.values[key] if not v.alternative and v.value is not None]
        begun = [v for v in known if v.from_on is None or v.from_on <= month]
        chosen = (
            max(begun, key=lambda v: v.from_on or date.min)
            if begun
            else min(known, key=lambda v: v.from_on or date.min)
        )
        assert chosen.value is not None
        return chosen.value
