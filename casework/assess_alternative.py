"""The same case on the other sides of a dispute about the base of contributions; stated, never charged.

The side that is charged is `assess_declared`, `assess_workers` and `assess_judged`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from casework.assess_judged import JUDGED
from casework.assessed import Alternative, AssessmentLine, Charge
from casework.coverage import UNDECLARED
from casework.footing import Footing
from casework.law_in_month import MonthLaw, month_law
from casework.money import Money, total
from casework.wording import month_text, sentence
from simplify_content.law_pack import LawPack
from simplify_content.scheme_rules import AlternativeBase, BaseKind
from simplify_content.text import Text


def assess_alternatives(footing: Footing, lines: Sequence[AssessmentLine]) -> tuple[Alternative, ...]:
    """Return every other base that the rules name, with what the case would come to; none where no month has one.

    Where the other base is a notified amount, each worker counts with the whole of it, whatever the wages, as the
    institution charged it. Months whose base is not known are left out, and the title says from which month on.
    """
    others: list[AlternativeBase | None] = [
        side for side in footing.rules.base.alternatives if side.name != footing.case.base
    ]
    if footing.case.base:
        others.insert(0, None)
    found = (_alternative(side, footing, lines=lines) for side in others)
    return tuple(alternative for alternative in found if alternative is not None)


def _alternative(
    side: AlternativeBase | None, footing: Footing, *, lines: Sequence[AssessmentLine]
) -> Alternative | None:
    name = side.name if side else ""
    everybody = _heads(footing, lines)
    spans = {heads.months for heads in everybody}
    laws = {month: month_law(month, footing.law, base=name) for month in set().union(*spans)}
    known = {month: rules for month, rules in laws.items() if isinstance(rules, MonthLaw)}
    different = list(dict.fromkeys(known.values()))
    facts = {fact for rules in different for fact in rules.facts}
    if not facts:
        return None
    numbers = {month: different.index(rules) for month, rules in known.items()}
    counts = {months: Counter(numbers[month] for month in months if month in numbers) for months in spans}
    owed = Money(0)
    for heads in everybody:
        for number, count in counts[heads.months].items():
            owed += max(_due(heads, different[number]) - heads.paid, Money(0)).times(count)
    set_off = total([payment.amount for payment in footing.case.payments if payment.on <= footing.period.as_of])
    title = _title(side, set(laws) - set(known), footing=footing)
    status = _legal_status(facts, footing.rules.base.limit, law=footing.law)
    return Alternative(
        name or footing.rules.base.name, title, status, max(owed - set_off, Money(0)), tuple(sorted(facts))
    )


def _due(heads: _Heads, rules: MonthLaw) -> Money:
    base = rules.limit.times(heads.workers)
    if heads.wages is not None and rules.kind is BaseKind.WAGE_UP_TO_LIMIT:
        base = min(heads.wages, base)
    return total([share.due for share in rules.shares(base)])


def _title(side: AlternativeBase | None, unknown: set[date], *, footing: Footing) -> Text:
    if side is None:
        return sentence("alternative.own_base", institution=footing.law.institution_short)
    return side.partly.fill(from_month=month_text(min(unknown))) if unknown else side.title


@dataclass(frozen=True, slots=True)
class _Heads:
    """Workers of each of some months with their wages together and what was paid for each of those months."""

    months: tuple[date, ...]
    workers: int
    wages: Money | None
    paid: Money


def _heads(footing: Footing, lines: Sequence[AssessmentLine]) -> list[_Heads]:
    """Return everybody whom the assessment reaches; whom the employer declared by the declaration."""
    period = footing.period
    declared = [
        _Heads((month.month,), month.workers, month.wages, month.paid)
        for month in footing.case.declared
        if period.is_overdue(month.month) and not period.is_too_old(month.month)
    ]
    others: dict[int, tuple[Charge, list[date]]] = {}
    for line in lines:
        others.setdefault(id(line.charge), (line.charge, []))[1].append(line.month)
    return declared + [
        _Heads(tuple(months), charge.workers, charge.wages, Money(0))
        for charge, months in others.values()
        if charge.kind in (UNDECLARED, JUDGED)
    ]


def _legal_status(facts: set[str], key: str, *, law: LawPack) -> str:
    """Return the standing of the other base's own facts; they share one."""
    values = [value for value in law.values[key] if value.fact in facts]
    return ", ".join(sorted({value.provenance.legal_status.value for value in values}))
