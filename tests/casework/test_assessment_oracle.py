"""Random cases come out as the independent working of `oracle` does.

2,000 cases by default; MUAINA_ORACLE_CASES=100000 for the long run.
"""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from casework.assessment import Assessment, AssessmentCase, DeclaredMonth, WorkerFound, assess
from casework.identity import Sex
from casework.money import Money
from simplify_content.law_loader import load_law_pack
from tests.casework import oracle

CASES = int(os.environ.get("MUAINA_ORACLE_CASES", "2000"))
SCHEMES = ("pessi", "iessi", "eobi")


@pytest.mark.timeout(0)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_random_cases_come_out_as_the_second_working(scheme: str) -> None:
    random = Random(f"assessments of {scheme}")
    law = load_law_pack(scheme)
    for number in range(CASES // len(SCHEMES) + 1):
        case = _case(random, scheme)
        assert _found(assess(case, law)) == _expected(case), (number, case)


def _case(random: Random, scheme: str) -> AssessmentCase:
    day = date(2019, 1, 1) + timedelta(days=random.randrange(2700))
    workers = tuple(_worker(random, f"w{number}", day=day) for number in range(random.randrange(3)))
    months = random.sample(range(1, 40), random.randrange(4))
    declared = tuple(_declared(random, oracle.plus_months(day.replace(day=1), -back), day=day) for back in months)
    return AssessmentCase(scheme, day, day, declared=declared, workers=workers)


def _worker(random: Random, ref: str, *, day: date) -> WorkerFound:
    entered = day - timedelta(days=random.choice([random.randrange(60), random.randrange(900), random.randrange(4000)]))
    left = None if random.random() < 0.5 else entered + timedelta(days=random.randrange(800))
    edges = [1000000, 1250000, 1500000, 1800000, 2200000, 2250000]
    near = [edge + step for edge in edges for step in (-1, 0, 1)]
    entry = random.choice([random.choice(near), random.randrange(500000, 2600000)])
    wage = random.choice([random.choice(near), random.randrange(500000, 5000000)])
    found = WorkerFound(ref, ref, "", Money(wage), Money(entry), entered, left, "wage register")
    if random.random() < 0.5:
        return found
    born = oracle.plus_months(day, -12 * random.choice([20, 55, 60]) + random.randrange(-30, 30))
    sex = random.choice([None, Sex.MALE, Sex.FEMALE])
    return replace(found, born_on=born - timedelta(days=random.randrange(31)), sex=sex)


def _declared(random: Random, month: date, *, day: date) -> DeclaredMonth:
    due = random.choice([random.randrange(1, 200), random.randrange(1, 3_000_000)])
    paid = random.choice([0, due, random.randrange(due + 1)])
    paid_on = None if random.random() < 0.2 else month + timedelta(days=random.randrange(31, 260))
    wages = Money(random.randrange(10_000_000))
    return DeclaredMonth(month, random.randrange(1, 9), wages, Money(due), Money(paid), paid_on)


def _found(assessment: Assessment) -> list[tuple[str, date, int, int | None]]:
    return sorted(
        (
            line.ref.partition(":")[0],
            line.month,
            line.arrears.paisa,
            None if line.increase is None else line.increase.paisa,
        )
        for line in assessment.lines
    )


def _expected(case: AssessmentCase) -> list[tuple[str, date, int, int | None]]:
    owed = []
    for worker in case.workers:
        assert worker.monthly_wage is not None
        assert worker.wage_at_entry is not None
        assert worker.employed_from is not None
        owed += oracle.owed_for_worker(
            case.scheme,
            case.as_of,
            worker.ref,
            worker.monthly_wage.paisa,
            worker.wage_at_entry.paisa,
            worker.employed_from,
            worker.employed_to,
            worker.born_on,
            worker.sex or "",
        )
    for month in case.declared:
        owed += oracle.owed_for_declared(
            case.scheme, case.as_of, month.month, month.due.paisa, month.paid.paisa, month.paid_on
        )
    return sorted((one.ref, one.month, one.arrears, one.increase) for one in owed)
