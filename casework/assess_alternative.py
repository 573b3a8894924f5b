"""The same case on the other sides of a dispute about the base of contributions; stated, never charged.

The side that is charged is `assess_declared`, `assess_workers` and `assess_judged`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from casework.assess_judged import JUDGED
from casework.assessed import Alternative, AssessmentLine
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
    months = {heads.month for heads in everybody}
    laws = {month: month_law(month, footing.law, base=name) for month in months}
    known = {month: rules for month, rules in laws.items() if isinstance(rules, MonthLaw)}
    facts = {fact for rules in known.values() for fact in rules.facts}
    if not facts:
        return None
    dues: dict[_Heads, Money] = {}
    owed = Money(0)
    for heads in everybody:
        rules = known.get(heads.month)
        if rules is not None:
            alike = heads if rules.kind is BaseKind.WAGE_UP_TO_LIMIT else heads._replace(wages=None)
            if alike not in dues:
                dues[alike] = max(_due(alike, rules) - heads.paid, Money(0))
            owed += dues[alike]
    set_off = total([payment.amount for payment in footing.case.payments if payment.on <= footing.period.as_of])
    title = _title(side, set(laws) - set(known), footing=footing)
    status = _legal_status(facts, footing.rules.base.limit, law=footing.law)
    return Alternative(
        name or footing.rules.base.name, title, status, max(owed - set_off, Money(0)), tuple(sorted(facts))
    )


def _due(heads: _Heads, rules: MonthLaw) -> Money:
    base = rules.limit.times(heads.workers)
    if heads.wages is not None:
        base = min(heads.wages, base)
    return total([share.due for share in rules.shares(base)])


def _title(side: AlternativeBase | None, unknown: set[date], *, footing: Footing) -> Text:
    if side is None:
        return sentence("alternative.own_base", institution=footing.law.institution_short)
    return side.partly.fill(from_month=month_text(min(unknown))) if unknown else side.title


class _Heads(NamedTuple):
    """Workers of one month with their wages together and what was paid for that month."""

    month: date
    workers: int
    wages: Money | None
    paid: Money


def _heads(footing: Footing, lines: Sequence[AssessmentLine]) -> list[_Heads]:
    """Return everybody whom the assessment reaches; whom the employer declared by the declaration."""
    period = footing.period
    declared = [
        _Heads(month.month, month.workers, month.wages, month.paid)
        for month in footing.case.declared
        if period.is_overdue(month.month) and not period.is_too_old(month.month)
    ]
    others = (line for line in lines if line.kind in (UNDECLARED, JUDGED))
    return declared + [_Heads(line.month, line.workers, line.wages, Money(0)) for line in others]


def _legal_status(facts: set[str], key: str, *, law: LawPack) -> str:
    """Return the standing of the other base's own facts; they share one."""
    values = [value for value in law.values[key] if value.fact in facts]
    return ", ".join(sorted({value.provenance.legal_status.value for value in values}))
