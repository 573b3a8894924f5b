"""The increase for late payment: by the scheme's rule, on what was paid late and on what is still open, under its cap.

The contribution itself is `assess_declared`, `assess_workers` and `assess_judged`.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from casework.assessed import AssessmentLine, Late, PaidPart
from casework.footing import Footing
from casework.law_roles import Role
from casework.money import Money
from casework.wording import LaterText, joined, percent_text, sentence
from simplify_content.scheme_rules import IncreaseKind, IncreaseRules
from simplify_content.text import Text


@dataclass(frozen=True)
class Growth:
    """By how much an amount of one month grows until one day. `spans` counts days or months, as the rule does."""

    percent: Decimal
    is_flat: bool
    spans: int
    rate: Decimal
    cap: Decimal | None
    facts: tuple[str, ...]

    @property
    def charged(self) -> Decimal:
        """The percentage under the cap."""
        return self.percent if self.cap is None else min(self.percent, self.cap)


class IncreaseRule:
    """The increase of one assessment; each month and stop date is worked out once."""

    def __init__(self, footing: Footing) -> None:
        self._footing = footing
        self._rules = footing.rules.increase
        self._growths: dict[tuple[date, date], Growth | None] = {}
        self._lates: dict[tuple[date, int, tuple[PaidPart, ...]], Late | None] = {}

    def applied(self, lines: Iterable[AssessmentLine]) -> list[AssessmentLine]:
        """Return the lines with their increase; as they are where the scheme's rule is not known."""
        if self._rules.kind is IncreaseKind.UNKNOWN:
            return list(lines)
        return [AssessmentLine(line.month, line.charge, self._late(line)) for line in lines]

    def growth(self, month: date, stopped_on: date) -> Growth | None:
        """Return by how much a month's contribution grows until a day; None where a fact of the rule is not known."""
        key = month, stopped_on
        if key not in self._growths:
            self._growths[key] = self._grown(month, stopped_on)
        return self._growths[key]

    def _late(self, line: AssessmentLine) -> Late | None:
        """Return a line's increase; lines of one month that owe the same and were paid alike share it."""
        key = line.month, line.charge.due.paisa, line.charge.paid_parts
        if key not in self._lates:
            self._lates[key] = self._worked_out(line)
        return self._lates[key]

    def _worked_out(self, line: AssessmentLine) -> Late | None:
        grown = [(amount, stop, self.growth(line.month, stop)) for amount, stop in self._portions(line)]
        known = [(amount, stop, growth) for amount, stop, growth in grown if growth is not None]
        if len(known) < len(grown):
            return None
        increase = _increase([(amount, growth) for amount, _, growth in known])
        late = [(amount, stop, growth) for amount, stop, growth in known if growth.spans > 0 and amount]
        if not late:
            return Late(increase, sentence("increase.none"))
        facts = dict.fromkeys(name for _, _, growth in late for name in growth.facts)
        told = LaterText(lambda about: self._told(about, increase), late)
        return Late(increase, told, self._footing.named(Role.INCREASE), tuple(facts))

    def _portions(self, line: AssessmentLine) -> list[tuple[Money, date]]:
        """Return the amounts of a line with the day on which each stopped growing; none that was paid in time."""
        as_of, open_to = self._footing.period.as_of, line.due
        portions = []
        for part in line.paid_parts:
            amount = min(part.amount, open_to)
            open_to -= amount
            if part.on is not None and amount:
                portions.append((amount, min(part.on, as_of)))
        return [*portions, (open_to, as_of)] if open_to else portions

    def _grown(self, month: date, stopped_on: date) -> Growth | None:
        last_day, law, rules = self._footing.last_day(month), self._footing.law, self._rules
        first_late = last_day + timedelta(days=1)
        rate = law.value(rules.rate, first_late)
        if rate is None or rate.value is None:
            return None
        cap = law.value(rules.cap, first_late)
        top, facts = (cap.value, (rate.fact, cap.fact)) if cap is not None else (None, (rate.fact,))
        if rules.kind is IncreaseKind.PER_MONTH_OR_PART:
            spans = months_or_parts(last_day, stopped_on)
            return Growth(rate.value * spans, False, spans, rate.value, top, facts)
        days = max((stopped_on - last_day).days, 0)
        until, flat = law.value(rules.days_until_flat, first_late), law.value(rules.flat, first_late)
        if until is None or until.value is None or flat is None or flat.value is None:
            return None
        facts = (*facts, until.fact, flat.fact)
        if days > until.value:
            return Growth(flat.value, True, days, rate.value, top, facts)
        return Growth(rate.value * days, False, days, rate.value, top, facts)

    def _told(self, late: list[tuple[Money, date, Growth]], increase: Money) -> Text:
        return joined(
            *(_portion_told(amount, stop, growth, rules=self._rules) for amount, stop, growth in late),
            sentence("increase.total", increase=increase, cite=self._footing.cite(Role.INCREASE)),
        )


def months_or_parts(last_day: date, stopped_on: date) -> int:
    """Return how many months, a part counting as one, lie between the last day to pay and a later day.

    A month is over on the day that bears the number of the last day to pay, or on the month's last day where
    it has none.
    """
    if stopped_on <= last_day:
        return 0
    count = (stopped_on.year - last_day.year) * 12 + stopped_on.month - last_day.month
    days_in_month = monthrange(stopped_on.year, stopped_on.month)[1]
    return count + (stopped_on.day > min(last_day.day, days_in_month))


def _increase(portions: list[tuple[Money, Growth]]) -> Money:
    """Return the sum of the portions' increases, rounded once, half up to a paisa, and never above the cap."""
    exact = sum((Decimal(amount.paisa) * growth.charged for amount, growth in portions), Decimal(0)) / 100
    rounded = int(exact.to_integral_value(rounding=ROUND_HALF_UP))
    if all(growth.cap is not None for _, growth in portions):
        top = sum((amount.paisa * (growth.cap or 0) for amount, growth in portions), Decimal(0)) / 100
        rounded = min(rounded, int(top))
    return Money(rounded)


def _portion_told(amount: Money, stop: date, growth: Growth, *, rules: IncreaseRules) -> Text:
    key = "increase.flat" if growth.is_flat else f"increase.{rules.kind}"
    told = sentence(
        key,
        amount=amount,
        stop=stop,
        spans=growth.spans,
        rate=percent_text(growth.rate),
        percent=percent_text(growth.percent),
    )
    if growth.cap is None or growth.percent <= growth.cap:
        return told
    return joined(told, sentence("increase.capped", cap=percent_text(growth.cap)))
