"""What holds of increase, payments and changed law, whatever the case and in every scheme."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.assess_increase import months_or_parts
from casework.assessment import (
    Assessment,
    AssessmentCase,
    AssessmentLine,
    DeclaredMonth,
    Judged,
    Payment,
    WorkerFound,
    assess,
)
from casework.money import Money, total
from simplify_content.law_loader import LAW_FOLDER, available_schemes, load_law_pack, read_law_pack
from simplify_content.law_pack import LawError, LawPack
from simplify_content.scheme_rules import load_scheme_rules
from simplify_content.text import same

DAY = date(2026, 5, 20)
quickly = settings(max_examples=60, deadline=None)

amounts = st.integers(0, 6_000_000).map(Money)
days = st.integers(0, 3500).map(lambda back: DAY - timedelta(days=back))
months = days.map(lambda day: day.replace(day=1))
declared_months = st.builds(
    DeclaredMonth,
    month=months,
    workers=st.integers(0, 50),
    wages=amounts,
    due=amounts,
    paid=amounts,
    paid_on=st.none() | days,
)
workers = st.builds(
    WorkerFound,
    ref=st.uuids().map(str),
    name=st.just("Aslam"),
    cnic=st.just(""),
    monthly_wage=st.none() | amounts,
    wage_at_entry=st.none() | amounts,
    employed_from=days,
    employed_to=st.none() | days,
    record=st.just("wage register"),
)
judged = st.builds(
    Judged,
    ref=st.just("judged"),
    first=months,
    last=months,
    workers=st.integers(0, 9),
    monthly_wage=amounts,
    basis=st.just(same("Head-count.")),
)
cases = st.builds(
    AssessmentCase,
    scheme=st.sampled_from(available_schemes()),
    as_of=st.just(DAY),
    inspected_on=st.just(DAY),
    declared=st.lists(declared_months, max_size=4).map(tuple),
    workers=st.lists(workers, max_size=2).map(tuple),
    judged=st.lists(judged, max_size=1).map(tuple),
    payments=st.lists(st.builds(Payment, on=days, amount=amounts), max_size=3).map(tuple),
)


def _assess(case: AssessmentCase) -> Assessment:
    return assess(case, load_law_pack(case.scheme))


@quickly
@given(cases)
def test_lines_add_up_in_every_scheme(case: AssessmentCase) -> None:
    result = _assess(case)

    assert result.contributions == total([line.arrears for line in result.lines])
    assert total(list(result.by_month().values())) == result.contributions
    assert total(list(result.by_subject().values())) == result.contributions
    if result.increase is not None:
        assert result.increase == total([line.increase or Money(0) for line in result.lines])
    for line in result.lines:
        assert line.arrears == line.due - line.paid
        assert line.arrears.paisa >= 0
        assert not line.shares or total([share.due for share in line.shares]) == line.due


@quickly
@given(cases)
def test_the_increase_is_never_over_half_of_the_amount_due(case: AssessmentCase) -> None:
    for line in _assess(case).lines:
        assert line.increase is None or 0 <= line.increase.paisa * 2 <= line.due.paisa


@quickly
@given(cases, st.integers(0, 3), amounts)
def test_paying_more_for_a_month_never_raises_contributions(case: AssessmentCase, which: int, more: Money) -> None:
    if not case.declared:
        return
    which %= len(case.declared)
    richer = tuple(
        replace(month, paid=month.paid + more) if place == which else month for place, month in enumerate(case.declared)
    )

    assert _assess(replace(case, declared=richer)).contributions <= _assess(case).contributions


@quickly
@given(cases, days, amounts)
def test_another_payment_never_raises_what_is_owed(case: AssessmentCase, on: date, amount: Money) -> None:
    before = _assess(case)
    after = _assess(replace(case, payments=(*case.payments, Payment(on, amount))))

    assert after.contributions <= before.contributions
    assert after.total <= before.total


@quickly
@given(cases)
def test_what_is_paid_is_set_off_or_told(case: AssessmentCase) -> None:
    result = _assess(case)
    without = _assess(replace(case, payments=()))
    told = [entry for entry in result.not_assessed if entry.kind in ("payment_left_over", "payment_after_the_day")]

    assert without.contributions - result.contributions <= total([payment.amount for payment in case.payments])
    if not told:
        assert without.contributions - result.contributions == total([payment.amount for payment in case.payments])


@pytest.mark.parametrize(
    ("last_day", "stopped_on", "count"),
    [
        (date(2026, 8, 15), date(2026, 8, 15), 0),
        (date(2026, 8, 15), date(2026, 8, 16), 1),
        (date(2026, 8, 15), date(2026, 9, 15), 1),
        (date(2026, 8, 15), date(2026, 9, 16), 2),
        (date(2026, 8, 15), date(2027, 8, 15), 12),
        (date(2026, 1, 31), date(2026, 2, 28), 1),
        (date(2026, 1, 31), date(2026, 3, 1), 2),
        (date(2028, 1, 31), date(2028, 2, 29), 1),
    ],
)
def test_a_part_of_a_month_counts_as_a_month(last_day: date, stopped_on: date, count: int) -> None:
    assert months_or_parts(last_day, stopped_on) == count


def test_a_base_that_the_law_does_not_have_is_refused_by_name() -> None:
    with pytest.raises(LawError, match="no base 'fixed_3000'; expected one of minimum_wage"):
        assess(AssessmentCase("pessi", DAY, DAY, base="fixed_3000"), load_law_pack("pessi"))


def _worker(since: date) -> WorkerFound:
    wage = Money.rupees(60000)
    return WorkerFound("w", "Aslam", "", wage, Money.rupees(20000), since, None, "wage register")


MINIMUM_WAGE = "minimum_wage.unskilled"
NEW_WAGE = 48_000
"""An example, not the law; high enough that it counts in every scheme."""

FROM = date(2026, 7, 1)


def _changed_copy(folder: Path, scheme: str, *keys: str) -> Path:
    """Copy the law and let values of one pack be `NEW_WAGE` from `FROM` on, as docs/law-packs.md says it is done."""
    shutil.copytree(LAW_FOLDER, folder / "law")
    files = sorted((folder / "law" / scheme / "values").glob("*.yaml"))
    for key in keys:
        for file in files:
            content = yaml.safe_load(file.read_text(encoding="utf-8"))
            if key in content["values"]:
                content["values"][key]["rows"] = [*_until_the_day_before(content["values"][key]["rows"]), NEW_ROW]
                file.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    changed = [
        file
        for file in LAW_FOLDER.rglob("*.*")
        if file.read_bytes() != (folder / "law" / file.relative_to(LAW_FOLDER)).read_bytes()
    ]
    assert changed
    assert {(file.suffix, file.relative_to(LAW_FOLDER).parts[0]) for file in changed} == {(".yaml", scheme)}
    return folder / "law" / scheme


NEW_ROW = {
    "value": NEW_WAGE,
    "from": FROM,
    "to": None,
    "reference": "An example",
    "source": "not_found",
    "confidence": "low",
    "legal_status": "unverified",
}


def _until_the_day_before(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield the rows, none of the undisputed ones reaching `FROM`."""
    for row in rows:
        if "alternative" in row or (row["to"] is not None and row["to"] < FROM):
            yield row
        elif row["from"] is None or row["from"] < FROM:
            yield row | {"to": FROM - timedelta(days=1)}


@pytest.mark.parametrize("scheme", available_schemes())
def test_a_new_minimum_wage_added_as_data_changes_later_months_and_no_earlier_one(scheme: str, tmp_path: Path) -> None:
    """Kept to data: no Python is touched, and of the law only rows of the one pack.

    Where the limits follow the minimum wage their rows are added with it. In Punjab and Islamabad they are limits of
    their own; there the same is shown of them.
    """
    rules, shipped = load_scheme_rules(scheme), load_law_pack(scheme)
    keys = [key for key in (MINIMUM_WAGE, rules.base.limit, rules.coverage_limit) if key]
    changed = read_law_pack(_changed_copy(tmp_path, scheme, *keys))
    as_of = date(2026, 11, 20)
    case = AssessmentCase(scheme, as_of, as_of, workers=(_worker(date(2025, 1, 1)),))

    before, after = assess(case, shipped), assess(case, changed)

    def split(result: Assessment) -> tuple[list[AssessmentLine], list[AssessmentLine]]:
        lines = result.lines
        return [line for line in lines if line.month < FROM], [line for line in lines if line.month >= FROM]

    (earlier_before, later_before), (earlier, later) = split(before), split(after)
    assert earlier == earlier_before
    assert [line.month.month for line in later][:3] == [7, 8, 9]
    assert {line.base for line in later} == {Money.rupees(NEW_WAGE)}
    assert later != later_before


@pytest.mark.parametrize("scheme", available_schemes())
def test_wages_are_measured_by_a_new_minimum_wage_from_its_first_day_on(scheme: str, tmp_path: Path) -> None:
    shipped, changed = load_law_pack(scheme), read_law_pack(_changed_copy(tmp_path, scheme, MINIMUM_WAGE))

    def on(law: LawPack, day: date) -> Decimal | None:
        value = law.value(MINIMUM_WAGE, day)
        return value.value if value else None

    days = [FROM - timedelta(days=back) for back in range(1, 4000, 31)]
    assert [on(changed, day) for day in days] == [on(shipped, day) for day in days]
    assert on(changed, FROM) == NEW_WAGE
    assert on(shipped, FROM) is None


def test_an_amount_is_rounded_to_a_rupee_with_fifty_paisa_up() -> None:
    assert [Money(paisa).to_rupee() for paisa in (149, 150, -149, -150)] == [
        Money(100),
        Money(200),
        Money(-100),
        Money(-200),
    ]
