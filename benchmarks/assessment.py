"""How long an assessment takes beside a bare loop doing the same multiplications.

Run: python benchmarks/assessment.py [--workers 1000] [--months 36]. Ends with status 1 over the goal.

The bare loop does for each worker and month what the assessment must: the smaller of wage and limit, its share at the
rate, rounded to a paisa, and the sum.
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from time import perf_counter

from casework.assessment import AssessmentCase, WorkerFound, assess
from casework.money import Money
from simplify_content.law_loader import load_law_pack

GOAL = 5
SCHEME = "kpessi"
"""A scheme without a known look-back, so that 36 months are reached."""
AS_OF = date(2026, 5, 20)


def main() -> int:
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--workers", type=int, default=1000)
    wanted.add_argument("--months", type=int, default=36)
    given = wanted.parse_args()
    figures = measure(given.workers, given.months)
    print(json.dumps(figures, indent=1))
    return 1 if figures["ratio"] > GOAL else 0


def measure(workers: int, months: int) -> dict[str, float]:
    """Return seconds of both and their ratio, the best of five runs each."""
    law = load_law_pack(SCHEME)
    case = _case(workers, months)
    result = assess(case, law)
    terms = _terms(case, months)
    assert len(result.lines) == workers * months, len(result.lines)
    assert result.contributions == _bare(terms)
    del result
    whole, bare, numbers = [], [], []
    for _ in range(5):
        gc.collect()
        began = perf_counter()
        assess(case, law)
        whole.append(perf_counter() - began)
        began = perf_counter()
        _bare(terms)
        bare.append(perf_counter() - began)
        began = perf_counter()
        _on_numbers(terms)
        numbers.append(perf_counter() - began)
    return {
        "lines": workers * months,
        "assessment_s": round(min(whole), 4),
        "bare_s": round(min(bare), 4),
        "bare_on_numbers_s": round(min(numbers), 4),
        "ratio": round(min(whole) / min(bare), 2),
        "ratio_to_numbers": round(min(whole) / min(numbers), 2),
    }


def _case(workers: int, months: int) -> AssessmentCase:
    last = date(2026, 3, 1)
    first = date(last.year + (last.month - months) // 12, (last.month - months) % 12 + 1, 1)
    return AssessmentCase(
        SCHEME,
        AS_OF,
        AS_OF,
        workers=tuple(
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
        ),
    )


def _terms(case: AssessmentCase, months: int) -> list[tuple[Money, list[tuple[Money, Decimal]]]]:
    """Return each worker's wage with limit and rate of each month, looked up beforehand."""
    law = load_law_pack(SCHEME)
    month, rows = case.workers[0].employed_from or AS_OF, []
    for _ in range(months):
        limit, rate = law.value("contribution.base_limit", month), law.value("contribution.rate_percent", month)
        if limit is None or limit.value is None or rate is None or rate.value is None:
            raise LookupError(f"the law of {month} is not known")
        rows.append((Money.rupees(limit.value), rate.value))
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return [(worker.monthly_wage or Money(0), rows) for worker in case.workers]


def _bare(terms: list[tuple[Money, list[tuple[Money, Decimal]]]]) -> Money:
    """Return the sum of the shares, in the exact money of the product."""
    owed = Money(0)
    for wage, rows in terms:
        for limit, rate in rows:
            owed += min(wage, limit).share(rate)
    return owed


def _on_numbers(terms: list[tuple[Money, list[tuple[Money, Decimal]]]]) -> int:
    """Return the same sum on plain numbers, as far as they can be exact."""
    owed = 0
    for wage, rows in terms:
        for limit, rate in rows:
            exact = Decimal(min(wage.paisa, limit.paisa)) * rate / 100
            owed += int(exact.to_integral_value(rounding=ROUND_HALF_UP))
    return owed


if __name__ == "__main__":
    sys.exit(main())
