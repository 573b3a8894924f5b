"""The rate and the wage limit that hold in one month, with the names of the facts they are.

Chooses no side of a dispute: the undisputed alternative is the unnamed one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from casework import law_keys
from casework.money import Money
from casework.wording import percent_text
from simplify_content.law_pack import LawError, LawPack
from simplify_content.text import Text


@dataclass(frozen=True)
class MonthLaw:
    """What a month's contribution is worked out with. `facts` names the dated facts used."""

    rate: Decimal
    limit: Money
    facts: tuple[str, ...]

    @property
    def rate_text(self) -> Text:
        """The rate as papers print it."""
        return percent_text(self.rate)


def month_law(month: date, law: LawPack) -> MonthLaw | str:
    """Return the law of a month by its first day, or the key of the sentence that says what is not known.

    Raises:
        LawError: the pack lacks a key altogether, or counts the limit in another unit.
    """
    rate = law.value(law_keys.RATE, month)
    if rate is None or rate.value is None:
        return "not_assessed.no_rate"
    limit = money_on(law_keys.BASE_LIMIT, month, law=law)
    if limit is None:
        return "not_assessed.no_base"
    return MonthLaw(rate.value, limit[0], (rate.fact, limit[1]))


def money_on(key: str, day: date, *, law: LawPack, alternative: str = "") -> tuple[Money, str] | None:
    """Return an amount of the law on a day with the name of its fact, or None where it is not known.

    Raises:
        LawError: the pack lacks the key, or counts it in something else than rupees a month.
    """
    found = law.value(key, day, alternative=alternative)
    if found is None or found.value is None:
        return None
    if found.unit != law_keys.MONEY_UNIT:
        raise LawError(f"law pack {law.scheme}: {key} is in {found.unit!r}; expected {law_keys.MONEY_UNIT!r}")
    return Money.rupees(found.value), found.fact
