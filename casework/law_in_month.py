"""The rates and the base that hold in one month, with the names of the facts they are.

Chooses no side of a dispute: the caller names one, and the undisputed alternative is the unnamed one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from casework.assessed import Share
from casework.law_roles import MONEY_UNIT, rules_of
from casework.money import Money
from casework.wording import percent_text
from simplify_content.law_pack import LawError, LawPack
from simplify_content.scheme_rules import BaseKind, Rounding
from simplify_content.text import Text

EMPLOYER, WORKER = "employer", "worker"


@dataclass(frozen=True)
class MonthLaw:
    """What a month's contribution is worked out with. `facts` names the dated facts used."""

    rate: Decimal
    """Of all parties together."""
    limit: Money
    facts: tuple[str, ...]
    rates: tuple[tuple[str, Decimal], ...] = ()
    """By party."""
    kind: BaseKind = BaseKind.WAGE_UP_TO_LIMIT
    rounding: Rounding = Rounding.PAISA_HALF_UP

    @property
    def rate_text(self) -> Text:
        """The rate as papers print it."""
        return percent_text(self.rate)

    def base(self, wage: Money | None) -> Money:
        """Return the base of one worker; `wage` may be None only where the base does not look at wages."""
        found = self.limit if wage is None or self.kind is BaseKind.NOTIFIED_AMOUNT else min(wage, self.limit)
        return found.to_rupee() if self.rounding is Rounding.RUPEE_HALF_UP else found

    def shares(self, base: Money) -> tuple[Share, ...]:
        """Return what each party owes on a base, each rounded half up to a paisa."""
        return tuple(Share(party, rate, base.share(rate)) for party, rate in self.rates)


def month_law(month: date, law: LawPack, *, base: str = "") -> MonthLaw | str:
    """Return the law of a month by its first day, or the key of the sentence that says what is not known.

    Args:
        month: its first day.
        law: of the scheme.
        base: which side of a dispute about the base; empty for the side that the scheme's rules charge.

    Raises:
        LawError: the pack lacks a key altogether, or counts the limit in another unit.
    """
    rules = rules_of(law)
    begins = law_begins(law)
    if begins is not None and month < begins:
        return "not_assessed.before_law"
    rates, facts = [], []
    for party, key in ((EMPLOYER, rules.employer_rate), (WORKER, rules.worker_rate)):
        rate = law.value(key, month) if key else None
        if rate is not None and rate.value is not None:
            rates.append((party, rate.value))
            facts.append(rate.fact)
        elif key:
            return "not_assessed.no_rate"
    limit = money_on(rules.base.limit, month, law=law, alternative=base)
    if limit is None:
        return "not_assessed.no_base"
    side = rules.base.alternative(base)
    return MonthLaw(
        rate=sum((rate for _, rate in rates), Decimal(0)),
        limit=limit[0],
        facts=(*facts, limit[1]),
        rates=tuple(rates),
        kind=side.kind if side else rules.base.kind,
        rounding=rules.wage_rounding,
    )


def law_begins(law: LawPack) -> date | None:
    """Return the first day on which the pack knows a rate of contribution; None where it holds since ever, or never."""
    rows = [row for row in law.values.get(rules_of(law).employer_rate, ()) if row.value is not None]
    days = [row.from_on for row in rows if row.from_on is not None]
    return min(days) if days and len(days) == len(rows) else None


def money_on(key: str, day: date, *, law: LawPack, alternative: str = "") -> tuple[Money, str] | None:
    """Return an amount of the law on a day with the name of its fact, or None where it is not known.

    Raises:
        LawError: the pack lacks the key, or counts it in something else than rupees a month.
    """
    found = law.value(key, day, alternative=alternative)
    if found is None or found.value is None:
        return None
    if found.unit != MONEY_UNIT:
        raise LawError(f"law pack {law.scheme}: {key} is in {found.unit!r}; expected {MONEY_UNIT!r}")
    return Money.rupees(found.value), found.fact
