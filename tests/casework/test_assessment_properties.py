"""What holds of every assessment, whatever the case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from casework.assessment import Assessment, AssessmentCase, DeclaredMonth, WorkerFound, assess
from casework.money import Money, total
from simplify_content.law_loader import load_law_pack
from simplify_content.law_pack import Confirmation

LAW = load_law_pack("pessi")
INSPECTED_ON = date(2026, 11, 22)

amounts = st.integers(0, 10_000_000).map(Money)
months = st.integers(0, 40).map(lambda back: date(2026 - (back + 1) // 12, 12 - (back + 1) % 12, 1))
days = st.integers(0, 4000).map(lambda back: date(2026, 12, 31) - timedelta(days=back))
declared_months = st.builds(
    DeclaredMonth, month=months, workers=st.integers(0, 500), wages=amounts, due=amounts, paid=amounts
)
workers = st.builds(
    WorkerFound,
    ref=st.uuids().map(str),
    name=st.text(max_size=12),
    cnic=st.sampled_from(["", "35202-1234567-1", "35202-7654321-3"]),
    monthly_wage=st.none() | amounts,
    wage_at_entry=st.none() | amounts,
    employed_from=st.none() | days,
    employed_to=st.none() | days,
    record=st.text(max_size=12),
)
cases = st.builds(
    AssessmentCase,
    scheme=st.just("pessi"),
    as_of=st.just(INSPECTED_ON),
    inspected_on=st.just(INSPECTED_ON),
    declared=st.lists(declared_months, max_size=8).map(tuple),
    workers=st.lists(workers, max_size=4).map(tuple),
)
quickly = settings(max_examples=80, deadline=None)


def _assess(case: AssessmentCase) -> Assessment:
    return assess(case, LAW)


@quickly
@given(cases)
def test_the_lines_add_up_to_the_total(case: AssessmentCase) -> None:
    result = _assess(case)

    assert result.contributions == total([line.arrears for line in result.lines])
    assert total(list(result.by_month().values())) == result.total
    assert all(line.arrears == line.due - line.paid and line.arrears.paisa >= 0 for line in result.lines)


@quickly
@given(cases)
def test_the_same_case_gives_the_same_result(case: AssessmentCase) -> None:
    assert _assess(case) == _assess(case)


@quickly
@given(cases, st.integers(0, 7), amounts)
def test_paying_more_never_raises_what_is_owed(case: AssessmentCase, which: int, more: Money) -> None:
    if not case.declared:
        return
    which %= len(case.declared)
    richer = tuple(
        replace(month, paid=month.paid + more) if place == which else month for place, month in enumerate(case.declared)
    )

    assert _assess(replace(case, declared=richer)).total <= _assess(case).total


@quickly
@given(cases)
def test_no_line_lies_outside_the_look_back_or_in_a_month_that_may_still_be_paid(case: AssessmentCase) -> None:
    for line in _assess(case).lines:
        assert date(2024, 12, 1) <= line.month <= date(2026, 9, 1)


@quickly
@given(cases)
def test_every_worker_is_charged_or_told_why_not(case: AssessmentCase) -> None:
    result = _assess(case)
    told = {line.ref for line in result.lines} | {entry.ref for entry in result.not_assessed}

    assert {worker.ref for worker in case.workers} <= told


@quickly
@given(cases)
def test_an_undeclared_workers_line_can_be_checked_by_hand(case: AssessmentCase) -> None:
    for line in _assess(case).lines:
        if line.kind == "undeclared_worker":
            assert line.base.share(line.rate_percent) == line.due
            assert line.base <= Money.rupees(22000)


@quickly
@given(cases)
def test_confirming_what_is_unconfirmed_leaves_nothing_unconfirmed_and_changes_no_amount(case: AssessmentCase) -> None:
    before = _assess(case)
    confirmed = LAW.confirmed_with(
        Confirmation(fact, "law officer", INSPECTED_ON, "gazette") for fact in before.unconfirmed
    )
    after = assess(case, confirmed)

    assert after.unconfirmed == ()
    assert after.lines == before.lines
