"""Random cases come out as the independent working of `oracle` does.

2,400 cases by default; MUAINA_ORACLE_CASES=100000 for the long run, which prints how far it is.
"""

from __future__ import annotations

import ast
import os
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from time import monotonic

import pytest

from casework.assessment import (
    Amnesty,
    Assessment,
    AssessmentCase,
    Covered,
    DeclaredMonth,
    Judged,
    Payment,
    WagePer,
    Waived,
    WorkerFound,
    assess,
)
from casework.identity import Sex
from casework.money import Money
from simplify_content.law_loader import load_law_pack
from simplify_content.text import same
from tests.casework import oracle, oracle_cases
from tests.casework.oracle import Facts, Found, Owed, Said
from tests.casework.oracle_law import BASES, LIMITS, in_force

CASES = int(os.environ.get("MUAINA_ORACLE_CASES", "2400"))
EACH = -(-CASES // len(oracle_cases.SCHEMES))
TOLD_EVERY = 1000

Line = tuple[str, date, int, int, int | None]


@pytest.mark.timeout(0)
@pytest.mark.parametrize("scheme", oracle_cases.SCHEMES)
def test_random_cases_come_out_as_the_second_working(scheme: str) -> None:
    random = Random(f"assessments of {scheme}")
    law = load_law_pack(scheme)
    began = monotonic()
    for number in range(1, EACH + 1):
        facts = oracle_cases.drawn(random, scheme)
        until = random.choice([None, oracle.plus_months(facts.day.replace(day=1), -random.randrange(30))])
        expected = oracle.owed(facts)
        result = assess(_case(facts, until), law)
        assert _found(result) == sorted(_line(one) for one in expected), (number, facts)
        assert result.contributions.paisa == sum(one.arrears for one in expected), (number, facts)
        for outcome, waives in zip(result.amnesties, Waived, strict=False):
            left = oracle.after_amnesty(expected, until=until, all_of_it=waives is Waived.ALL)
            late = None if outcome.increase is None else outcome.increase.paisa
            assert (outcome.waived.paisa, outcome.contributions.paisa, late) == left, (number, facts)
        if number % TOLD_EVERY == 0 or number == EACH:
            print(f"{scheme}: {number} of {EACH} cases, 0 differences, {monotonic() - began:.0f} s", flush=True)


@pytest.mark.parametrize("scheme", oracle_cases.SCHEMES)
def test_the_random_cases_reach_every_edge_of_the_law(scheme: str) -> None:
    random = Random(f"assessments of {scheme}")
    met = Counter(edge for _ in range(1500) for edge in _edges(oracle_cases.drawn(random, scheme)))

    wanted = {"declared in part", "paid on the last day", "paid a day late", "payment of no month", "judged"}
    wanted |= {"day after the last day to pay", "last day to pay", "register holds a month", "one person twice"}
    if scheme != "eobi":
        wanted |= {"wage at the base", "entry at the limit", "entry a paisa over the limit", "half a paisa"}
        wanted |= {"entered on the day of a new limit", "entered the day before a new limit"}
    if scheme in ("pessi", "iessi"):
        wanted |= {"first month of the look-back", "month before the look-back"}
    if scheme in ("iessi", "eobi"):
        wanted |= {"increase at its cap", "increase below its cap"}
    if scheme == "eobi":
        wanted |= {"age reached within the months", "age reached on the first of a month", "sex not known"}
    if scheme == "iessi":
        wanted |= {"90 days late", "91 days late"}
    if scheme in ("pessi", "sessi", "eobi"):
        wanted |= {"other side of the dispute"}
    if scheme != "iessi":
        wanted |= {"rate or base changes between two months"}
    assert {edge for edge in wanted if met[edge] < 3} == set()


def test_the_second_working_stands_on_its_own() -> None:
    for name in ("oracle", "oracle_law", "oracle_cases"):
        tree = ast.parse(Path(__file__).with_name(f"{name}.py").read_text(encoding="utf-8"))
        modules = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        modules |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        ours = {"tests.casework.oracle", "tests.casework.oracle_law"}
        assert modules - ours <= {"__future__", "calendar", "dataclasses", "datetime", "fractions", "random"}


def _edges(facts: Facts) -> set[str]:
    """Return which edges of the law a case touches."""
    lines = oracle.owed(facts)
    first = facts.day.replace(day=1)
    last_days = {oracle.last_day_to_pay(facts.scheme, oracle.plus_months(first, -back)) for back in range(4)}
    persons = [found.person for found in facts.found if found.person]
    met = {
        "day after the last day to pay": any((facts.day - last).days == 1 for last in last_days),
        "last day to pay": facts.day in last_days,
        "one person twice": len(set(persons)) < len(persons),
        "judged": any(line.ref == "judged" for line in lines),
        "payment of no month": any(on <= facts.day for on, _, _ in facts.payments) and bool(lines),
        "other side of the dispute": bool(facts.base) and bool(lines),
        "first month of the look-back": any(line.month == oracle.two_years_before(facts.day) for line in lines),
        "increase at its cap": any(line.due and line.increase == line.due // 2 for line in lines),
        "increase below its cap": any(0 < (line.increase or 0) < line.due // 2 for line in lines),
    }
    edges = {edge for edge, is_met in met.items() if is_met}
    for said in facts.said:
        edges |= _declared_edges(facts, said)
    for found in facts.found:
        edges |= _worker_edges(facts, found, [line for line in lines if line.ref == found.ref])
    return edges


def _declared_edges(facts: Facts, said: Said) -> set[str]:
    late = (said.paid_on - oracle.last_day_to_pay(facts.scheme, said.month)).days if said.paid_on and said.paid else -1
    met = {
        "declared in part": 0 < said.paid < said.due,
        "paid on the last day": late == 0,
        "paid a day late": late == 1,
        "90 days late": late == 90,
        "91 days late": late == 91,
    }
    return {edge for edge, is_met in met.items() if is_met}


def _worker_edges(facts: Facts, found: Found, lines: list[Owed]) -> set[str]:
    months = {line.month for line in lines}
    starts = {start for start, _ in LIMITS.get(facts.scheme, [])}
    entered = found.entered or date.min
    limit = in_force(LIMITS.get(facts.scheme, []), entered)
    met = {
        "entered on the day of a new limit": entered in starts,
        "entered the day before a new limit": any((start - entered).days == 1 for start in starts),
        "entry at the limit": limit is not None and found.entry_wage == limit * 100 and bool(lines),
        "entry a paisa over the limit": limit is not None and found.entry_wage == limit * 100 + 1,
        "wage at the base": bool(lines) and any(found.wage == (base or -1) * 100 for _, base in BASES[facts.scheme]),
        "half a paisa": bool(lines) and (found.wage or 0) * 6 % 100 == 50,
        "rate or base changes between two months": len({line.due for line in lines}) > 1,
        "month before the look-back": entered < oracle.two_years_before(facts.day) and bool(lines),
        "age reached within the months": found.born is not None
        and len(lines) < len(oracle.owed(replace(facts, found=[replace(found, born=None)]))) > 0 < len(lines),
        "age reached on the first of a month": found.born is not None and found.born.day == 1 and bool(lines),
        "sex not known": found.born is not None and not found.sex and bool(lines),
        "register holds a month": any(person == found.person for person, _, _ in facts.held)
        and bool(months)
        and len(months) < (max(months) - min(months)).days // 30,
    }
    return {edge for edge, is_met in met.items() if is_met}


def _case(facts: Facts, until: date | None) -> AssessmentCase:
    return AssessmentCase(
        facts.scheme,
        facts.day,
        facts.day,
        declared=tuple(
            DeclaredMonth(
                said.month, said.workers, Money(said.due * 16), Money(said.due), Money(said.paid), said.paid_on
            )
            for said in facts.said
        ),
        workers=tuple(
            WorkerFound(
                found.ref,
                found.ref,
                found.person,
                None if found.wage is None else Money(found.wage),
                None if found.entry_wage is None else Money(found.entry_wage),
                found.entered,
                found.left,
                "wage register",
                wage_per=WagePer.DAY if found.by_day else WagePer.MONTH,
                born_on=found.born,
                sex=Sex(found.sex) if found.sex else None,
            )
            for found in facts.found
        ),
        covered=tuple(Covered(person, first, last) for person, first, last in facts.held),
        payments=tuple(Payment(on, Money(amount), challan) for on, challan, amount in facts.payments),
        judged=tuple(
            Judged(guess.ref, guess.first, guess.last, guess.workers, Money(guess.wage), same("head count"))
            for guess in facts.guesses
        ),
        amnesties=tuple(Amnesty(f"of {waives}", waives, until, None, "press notice") for waives in Waived),
        base=facts.base,
    )


def _line(owed: Owed) -> Line:
    return owed.ref, owed.month, owed.due, owed.arrears, owed.increase


def _found(assessment: Assessment) -> list[Line]:
    return sorted(
        (
            line.ref.partition(":")[0],
            line.month,
            line.due.paisa,
            line.arrears.paisa,
            None if line.increase is None else line.increase.paisa,
        )
        for line in assessment.lines
    )
