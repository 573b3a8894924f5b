"""How long an assessment takes beside a bare loop doing the same multiplications.

Run: python benchmarks/assessment.py [--workers 1000] [--months 36]. Ends with status 1 over the goal.

Each bare loop does for each worker and month what the assessment must: the base, each party's share of it at the rate
rounded to a paisa, the increase on their sum where the scheme's is known, and keeps the figures of the month; limits,
rates and percentages are looked up beforehand. One loop counts in the product's exact money, the other on whole
numbers and decimals without any type of its own. Both must come to the figures of the assessment, line by line. The
three run in turn, with the collection of garbage as it is everywhere; seconds are those of the processor.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from statistics import median
from time import process_time
from typing import NamedTuple

from casework.assess_increase import IncreaseRule
from casework.assessment import Assessment, AssessmentCase, WorkerFound, assess
from casework.footing import Footing
from casework.money import ZERO, Money
from simplify_content.law_loader import load_law_pack
from simplify_content.law_pack import LawPack
from simplify_content.scheme_rules import BaseKind

GOAL = 5
"""Beside the loop on whole numbers, which is the faster of the two."""
ROUNDS = 9
SCHEMES = {"kpessi": date(2026, 5, 20), "eobi": date(2026, 5, 10)}
"""Schemes without a known look-back, so that 36 months are reached, each with the day: one without a known increase,
one with two parties and an increase on each month."""


class Terms(NamedTuple):
    """What a month's figures are worked out with, looked up beforehand."""

    month: date
    limit: Money
    is_notified: bool
    rates: tuple[Decimal, ...]
    percent: Decimal | None
    """What the contribution grows by, under the cap; None where it is not known."""


Figures = list[tuple[str, date, int, int | None]]
"""Reference, month, contribution and increase, in paisa."""


def main() -> int:
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--workers", type=int, default=1000)
    wanted.add_argument("--months", type=int, default=36)
    given = wanted.parse_args()
    figures = {scheme: measure(scheme, given.workers, months=given.months) for scheme in SCHEMES}
    print(json.dumps(figures, indent=1))
    return 1 if max(found["ratio_to_numbers"] for found in figures.values()) > GOAL else 0


def measure(scheme: str, workers: int, *, months: int) -> dict[str, float]:
    """Return the median seconds of all three and the medians of the rounds' ratios."""
    law = load_law_pack(scheme)
    case = _case(scheme, workers, months=months)
    terms = _terms(case, law, months=months)
    _check(assess(case, law), case, terms=terms)
    rounds = []
    for _ in range(ROUNDS):
        rounds.append(
            (
                _seconds(lambda: assess(case, law)),
                _seconds(lambda: in_money(case, terms)),
                _seconds(lambda: on_numbers(case, terms)),
            )
        )
    return {
        "lines": workers * months,
        "assessment_s": round(median(whole for whole, _, _ in rounds), 4),
        "bare_s": round(median(bare for _, bare, _ in rounds), 4),
        "bare_on_numbers_s": round(median(numbers for _, _, numbers in rounds), 4),
        "ratio": round(median(whole / bare for whole, bare, _ in rounds), 2),
        "ratio_to_numbers": round(median(whole / numbers for whole, _, numbers in rounds), 2),
        "ratio_to_numbers_worst_round": round(max(whole / numbers for whole, _, numbers in rounds), 2),
    }


def in_money(case: AssessmentCase, terms: list[Terms]) -> tuple[list[tuple[str, date, Money, Money | None]], Money]:
    """Return the figures of each worker and month and the sum of contributions, in the exact money of the product."""
    rows = []
    owed = ZERO
    for worker in case.workers:
        wage = worker.monthly_wage or ZERO
        for month, limit, is_notified, rates, percent in terms:
            base = limit if is_notified else min(wage, limit)
            due = ZERO
            for rate in rates:
                due += base.share(rate)
            rows.append((worker.ref, month, due, None if percent is None else due.share(percent)))
            owed += due
    return rows, owed


def on_numbers(case: AssessmentCase, terms: list[Terms]) -> tuple[Figures, int]:
    """Return the same figures on plain numbers, as far as they can be exact."""
    plain = [(month, limit.paisa, is_notified, rates, percent) for month, limit, is_notified, rates, percent in terms]
    rows: Figures = []
    owed = 0
    for worker in case.workers:
        wage = (worker.monthly_wage or ZERO).paisa
        for month, limit, is_notified, rates, percent in plain:
            base = limit if is_notified or limit < wage else wage
            due = 0
            for rate in rates:
                due += int((base * rate / 100).to_integral_value(ROUND_HALF_UP))
            increase = None if percent is None else int((due * percent / 100).to_integral_value(ROUND_HALF_UP))
            rows.append((worker.ref, month, due, increase))
            owed += due
    return rows, owed


def _seconds(work: Callable[[], object]) -> float:
    began = process_time()
    done = work()
    spent = process_time() - began
    del done
    return spent


def _check(result: Assessment, case: AssessmentCase, *, terms: list[Terms]) -> None:
    """Refuse to compare what does not come to the same figures."""
    money, owed = in_money(case, terms)
    numbers, plain_owed = on_numbers(case, terms)
    found = sorted(
        (line.ref, line.month, line.due.paisa, None if line.increase is None else line.increase.paisa)
        for line in result.lines
    )
    bare = [(ref, month, due.paisa, None if late is None else late.paisa) for ref, month, due, late in money]
    if not sorted(bare) == sorted(numbers) == found or not owed.paisa == plain_owed == result.contributions.paisa:
        raise AssertionError(f"{case.scheme}: the bare loops and the assessment come to different figures")


def _case(scheme: str, workers: int, *, months: int) -> AssessmentCase:
    as_of = SCHEMES[scheme]
    last = date(2026, 3, 1)
    first = date(last.year + (last.month - months) // 12, (last.month - months) % 12 + 1, 1)
    found = tuple(
        WorkerFound(
            ref=f"w{number}",
            name=f"Worker {number}",
            cnic=f"17301{number:07d}1",
            monthly_wage=Money.rupees(24000 + number * 17),
            wage_at_entry=Money.rupees(20000),
            employed_from=first,
            employed_to=None,
            record=f"wage register, line {number}",
        )
        for number in range(workers)
    )
    return AssessmentCase(scheme, as_of, as_of, workers=found)


def _terms(case: AssessmentCase, law: LawPack, *, months: int) -> list[Terms]:
    footing = Footing(case, law)
    increase = IncreaseRule(footing)
    month, terms = case.workers[0].employed_from or case.as_of, []
    for _ in range(months):
        rules = footing.month_law(month)
        assert not isinstance(rules, str), f"{case.scheme}: the law of {month} is not known"
        growth = increase.growth(month, case.as_of) if footing.rules.increase.rate else None
        terms.append(
            Terms(
                month,
                rules.limit,
                rules.kind is BaseKind.NOTIFIED_AMOUNT,
                tuple(rate for _, rate in rules.rates),
                None if growth is None else growth.charged,
            )
        )
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return terms


if __name__ == "__main__":
    sys.exit(main())
