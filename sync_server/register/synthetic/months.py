"""The contribution months of one synthetic employer, with its irregularities planted in them.

Contributions are the law's rate of declared wages up to the law's limit, worker by worker.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from casework.money import ZERO, Money
from sync_server.register.synthetic.chance import Chance
from sync_server.register.synthetic.firms import Firm, Irregularity
from sync_server.register.synthetic.recipe import LawByMonth, Recipe

_LATE_DAYS = (45, 150)
_LATE_KNOWN_AFTER = 6
"""Months after which even the latest payment has come; a younger month would look unpaid."""


@dataclass(frozen=True)
class Month:
    """What an employer declared and paid for one month."""

    month: date
    workers: int
    wages: Money
    due: Money
    paid: Money
    paid_on: date | None
    challan_no: str


@dataclass
class History:
    """The months of an employer, oldest first, and what was planted in them."""

    months: list[Month] = field(default_factory=list)
    planted: dict[Irregularity, dict[str, Any]] = field(default_factory=dict)


def contribution_history(firm: Firm, recipe: Recipe, law: LawByMonth) -> History:
    """Return the months of a firm."""
    chance = Chance(recipe.seed, f"months/{firm.number}")
    calendar = recipe.calendar()
    history = History()
    heads = _head_counts(chance, firm, calendar, history)
    wages = _wages(chance, firm, calendar, law, history)
    payer = _Payer(chance, firm, recipe, history)
    for place, month in enumerate(calendar):
        due = law(month).contribution(wages[place]).times(heads[place])
        history.months.append(payer.pay(month, heads[place], wages[place], due))
    payer.conclude()
    return history


def _head_counts(chance: Chance, firm: Firm, calendar: Sequence[date], history: History) -> list[int]:
    if Irregularity.FLAT_WORKFORCE in firm.irregularities:
        history.planted[Irregularity.FLAT_WORKFORCE] = {"workers": firm.declared, "months": _spelled(calendar)}
        return [firm.declared] * len(calendar)
    heads = [firm.declared]
    for _ in calendar[1:]:
        drift = round(heads[-1] * chance.between(-0.05, 0.05) + chance.between(-0.6, 0.6))
        heads.append(max(1, heads[-1] - drift))
    heads.reverse()
    heads[-1] = firm.declared
    if Irregularity.SUDDEN_DROP in firm.irregularities and firm.declared >= 3 and len(calendar) >= 6:
        place = chance.whole(2, len(calendar) - 3)
        before = [max(head, round(head * chance.between(1.8, 3.0))) for head in heads[:place]]
        planted = {"month": _spell(calendar[place]), "from": before[-1], "to": heads[place]}
        history.planted[Irregularity.SUDDEN_DROP] = planted
        heads[:place] = before
    return heads


def _wages(chance: Chance, firm: Firm, calendar: Sequence[date], law: LawByMonth, history: History) -> list[Money]:
    """Return what each worker is declared to earn in each month."""
    for kind, frozen in (
        (Irregularity.WAGES_FROZEN_AT_MINIMUM, law(calendar[0]).minimum_wage),
        (Irregularity.WAGES_FROZEN_AT_CEILING, law(calendar[0]).base_limit),
    ):
        if kind in firm.irregularities:
            history.planted[kind] = {"wage_paisa": frozen.paisa, "months": _spelled(calendar)}
            return [frozen] * len(calendar)
    skill = chance.between(1.0, 1.5)
    return [_round_rupees(law(month).minimum_wage, skill * chance.between(0.99, 1.02)) for month in calendar]


def _round_rupees(minimum: Money, factor: float) -> Money:
    return max(minimum, Money(round(minimum.paisa * factor / 10_000) * 10_000))


class _Payer:
    """Pays each month as the firm is wont to, and remembers what it failed to pay."""

    def __init__(self, chance: Chance, firm: Firm, recipe: Recipe, history: History) -> None:
        self._chance, self._firm, self._history = chance, firm, history
        calendar = recipe.calendar()
        self._unpaid = self._run_of(Irregularity.UNPAID_MONTHS, calendar, longest=9)
        self._short = self._run_of(Irregularity.SHORT_PAYMENT, calendar, longest=12) - self._unpaid
        self._late = self._run_of(Irregularity.LATE_PAYMENT, calendar[:-_LATE_KNOWN_AFTER], longest=10) - self._unpaid
        self._share = chance.whole(40, 85)
        self._seen: dict[Irregularity, list[tuple[date, Money]]] = {}

    def pay(self, month: date, workers: int, wage: Money, due: Money) -> Month:
        paid, paid_on = self._payment(month, due)
        challan = f"{self._firm.registration_no.replace('-', '')[-8:]}-{month:%y%m}" if paid else ""
        return Month(month, workers, wage.times(workers), due, paid, paid_on, challan)

    def conclude(self) -> None:
        """Write down what was planted."""
        for kind, lines in self._seen.items():
            arrears = sum(missing.paisa for _, missing in lines)
            planted: dict[str, Any] = {"months": _spelled([month for month, _ in lines])}
            self._history.planted[kind] = planted | ({"arrears_paisa": arrears} if arrears else {})

    def _payment(self, month: date, due: Money) -> tuple[Money, date | None]:
        usual_on = (month + timedelta(days=32)).replace(day=self._chance.whole(3, 15))
        late_on = usual_on + timedelta(days=self._chance.whole(*_LATE_DAYS))
        if month in self._unpaid:
            self._note(Irregularity.UNPAID_MONTHS, month, due)
            return ZERO, None
        paid_on = late_on if month in self._late else usual_on
        if month in self._late:
            self._note(Irregularity.LATE_PAYMENT, month, ZERO)
        if month not in self._short:
            return due, paid_on
        paid = Money(due.paisa * self._share // 100)
        self._note(Irregularity.SHORT_PAYMENT, month, due - paid)
        return (paid, paid_on) if paid else (ZERO, None)

    def _note(self, kind: Irregularity, month: date, missing: Money) -> None:
        self._seen.setdefault(kind, []).append((month, missing))

    def _run_of(self, kind: Irregularity, calendar: Sequence[date], *, longest: int) -> set[date]:
        """Return a run of months, often reaching up to the last one."""
        if kind not in self._firm.irregularities or not calendar:
            return set()
        length = min(self._chance.whole(2, longest), len(calendar))
        latest = len(calendar) - length
        start = latest if self._chance.happens(0.5) else self._chance.whole(0, latest)
        return set(calendar[start : start + length])


def _spell(month: date) -> str:
    return month.strftime("%Y-%m")


def _spelled(months: Sequence[date]) -> list[str]:
    return [_spell(month) for month in months]
