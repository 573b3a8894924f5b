"""Amnesties of the law packs: stated beside where they reach a month of the case, and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from casework.assessment import AssessmentCase, DeclaredMonth, WorkerFound, assess
from casework.money import Money
from simplify_content import law_facts
from simplify_content.law_loader import load_law_pack
from simplify_content.law_pack import LawPack
from simplify_content.scheme_rules import load_scheme_rules


def _with_rates_since_ever(law: LawPack) -> LawPack:
    """Return the pack as if its rate and its base had always held; the sources tell neither before 2008."""
    rules = load_scheme_rules(law.scheme)
    keys = (rules.employer_rate, rules.worker_rate, rules.base.limit)
    rows = {key: tuple(replace(row, from_on=None) for row in law.values[key][:1]) for key in keys}
    rows[rules.base.limit] = tuple(
        replace(row, from_on=None, to_on=None, alternative="")
        for row in law.values[rules.base.limit]
        if row.value == 8000
    )
    return replace(law, values={**law.values, **rows})


def _worker(first: date, last: date) -> WorkerFound:
    return WorkerFound("a", "Aslam", "", Money.rupees(5000), Money.rupees(5000), first, last, "wage register")


@pytest.mark.parametrize(
    ("month", "reaches"), [(date(2002, 7, 1), True), (date(2002, 8, 1), True), (date(2002, 9, 1), False)]
)
def test_the_amnesty_of_2002_waives_all_that_was_past_dues_when_it_closed(month: date, reaches: bool) -> None:
    law = _with_rates_since_ever(load_law_pack("eobi"))
    worker = _worker(month, month.replace(day=28))
    result = assess(AssessmentCase("eobi", date(2003, 1, 1), date(2003, 1, 1), workers=(worker,)), law)

    assert result.total
    if not reaches:
        assert result.amnesties == ()
        return
    (beside,) = result.amnesties
    assert (beside.name, beside.total, beside.waived) == ("amnesty.2002", Money(0), result.total)
    assert "over on 1 January 2003" in beside.text.en
    assert "PR-01A" in beside.text.en
    assert "PR-01A" in beside.text.ur


def test_an_amnesty_leaves_the_assessment_itself_as_it_is() -> None:
    law = load_law_pack("pessi")
    months = tuple(
        DeclaredMonth(date(2021, month, 1), 5, Money.rupees(90000), Money.rupees(5400), Money(0)) for month in (2, 3)
    )
    case = AssessmentCase("pessi", date(2021, 12, 1), date(2021, 12, 1), declared=months)
    result = assess(case, law)
    facts = {key: fact for key, fact in law.facts.items() if not isinstance(fact, law_facts.Amnesty)}
    without = assess(case, replace(law, facts=facts))

    assert [beside.name for beside in result.amnesties] == ["amnesty.2021"]
    assert without.amnesties == ()
    assert result.total == without.total
    assert result.amnesties[0].increase is None
    assert "not known" in result.amnesties[0].text.en


@pytest.mark.parametrize("scheme", ["sessi", "kpessi", "bessi", "iessi"])
def test_a_scheme_without_an_amnesty_states_none(scheme: str) -> None:
    assert not load_law_pack(scheme).facts_of(law_facts.Amnesty)
