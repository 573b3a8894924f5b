"""The same case on the other sides of a dispute about the base of contributions; stated, never charged.

The side that is charged is `assess_declared` and `assess_workers`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from casework import law_keys
from casework.assess_workers import UNDECLARED
from casework.assessed import Alternative, AssessmentCase, AssessmentLine
from casework.assessment_period import Period
from casework.law_in_month import money_on
from casework.money import Money, total
from casework.wording import month_text, sentence
from simplify_content.law_pack import LawPack


def assess_alternatives(
    case: AssessmentCase, period: Period, *, lines: Sequence[AssessmentLine], law: LawPack
) -> tuple[Alternative, ...]:
    """Return every other base that the law pack holds, with what the case would come to; none where no month has one.

    On the other base each worker counts with the whole base, whatever the wages, as the institution charged it.
    Months whose base is not known are left out, and the title says from which month on.
    """
    names = sorted({value.alternative for value in law.values.get(law_keys.BASE_LIMIT, ())} - {""})
    found = (_alternative(name, case, period=period, lines=lines, law=law) for name in names)
    return tuple(alternative for alternative in found if alternative is not None)


def _alternative(
    name: str, case: AssessmentCase, *, period: Period, lines: Sequence[AssessmentLine], law: LawPack
) -> Alternative | None:
    amounts: list[Money] = []
    facts: set[str] = set()
    unknown: set[date] = set()
    for month, workers, paid in _worker_months(case, period, lines=lines):
        base = money_on(law_keys.BASE_LIMIT, month, law=law, alternative=name)
        rate = law.value(law_keys.RATE, month)
        if base is None or rate is None or rate.value is None:
            unknown.add(month)
            continue
        facts |= {base[1], rate.fact}
        amounts.append(max(base[0].times(workers).share(rate.value) - paid, Money(0)))
    if not facts:
        return None
    title = sentence(f"alternative.{name}")
    if unknown:
        title = sentence(f"alternative.{name}_partly", from_month=month_text(min(unknown)))
    return Alternative(name, title, _legal_status(facts, law), total(amounts), tuple(sorted(facts)))


def _worker_months(
    case: AssessmentCase, period: Period, *, lines: Sequence[AssessmentLine]
) -> list[tuple[date, int, Money]]:
    declared = [
        (month.month, month.workers, month.paid)
        for month in case.declared
        if period.is_overdue(month.month) and not period.is_too_old(month.month)
    ]
    return declared + [(line.month, 1, Money(0)) for line in lines if line.kind == UNDECLARED]


def _legal_status(facts: set[str], law: LawPack) -> str:
    """Return the standing of the other base's own facts; they share one."""
    values = [value for value in law.values[law_keys.BASE_LIMIT] if value.fact in facts]
    return ", ".join(sorted({value.provenance.legal_status.value for value in values}))
