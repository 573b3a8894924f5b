"""Which months of a worker found are in the register of coverage already, and what contribution is set off for them.

Which worker is covered by law is `coverage`; what is owed for the other months is `assess_workers`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby

from casework.assessed import Covered, NotAssessed, WorkerFound
from casework.assessment_period import next_month
from casework.coverage import left_out, subject_of
from casework.footing import Runs
from casework.law_in_month import MonthLaw
from casework.money import Money, total
from casework.wording import sentence, span_text


def covering(month: date, covered: Sequence[Covered]) -> Covered | None:
    """Return the entry of the register that holds a month, the first where there are several; None for none."""
    for span in covered:
        if (span.from_on is None or span.from_on < next_month(month)) and (span.to_on is None or span.to_on >= month):
            return span
    return None


def set_off(
    worker: WorkerFound, runs: Runs, *, covered: Sequence[Covered], monthly_wage: Money | None
) -> tuple[Runs, list[NotAssessed]]:
    """Return the runs without the months that the register holds, and one entry for each run of those.

    Args:
        worker: who was found.
        runs: the worker's months within reach.
        covered: the register's entries of this person.
        monthly_wage: found at the inspection; what is set off is worked out on it, as the contribution would be.
    """
    left: list[tuple[MonthLaw | str, tuple[date, ...]]] = []
    told: list[NotAssessed] = []
    for rules, run in runs:
        for span, group in groupby(run, key=lambda month: covering(month, covered)):
            months = tuple(group)
            if span is None:
                left.append((rules, months))
            else:
                told.append(_told(worker, months, rules=rules, span=span, wage=monthly_wage))
    return tuple(left), told


def _told(
    worker: WorkerFound, months: Sequence[date], *, rules: MonthLaw | str, span: Covered, wage: Money | None
) -> NotAssessed:
    said: dict[str, object] = {
        "name": subject_of(worker),
        "cnic": worker.cnic.strip(),
        "record": span.record or sentence("covered.register"),
        "months": span_text(months),
    }
    if isinstance(rules, str):
        return left_out(worker, sentence("not_assessed.already_covered", **said), month=months[0])
    base = rules.base(wage)
    each = total([share.due for share in rules.shares(base)])
    amount = each.times(len(months))
    reason = sentence(
        "not_assessed.set_off", count=len(months), each=each, amount=amount, rate=rules.rate_text, base=base, **said
    )
    return replace(left_out(worker, reason, month=months[0]), set_off=amount, facts=rules.facts)
