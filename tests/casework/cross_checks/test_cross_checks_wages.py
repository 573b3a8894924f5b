from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from visit_records import LAW, cnic, codes, law_of, record, row, worker

from casework.cross_checks_types import Certainty, CrossCheckError, RecordedWorker, RecordKind
from casework.cross_checks_wages import compare_wages
from casework.money import Money, total
from simplify_content.law_pack import Confidence, LawPack

K = RecordKind
JUNE_30, JULY_1 = date(2026, 6, 30), date(2026, 7, 1)
quickly = settings(deadline=None)


def test_wages_below_the_minimum_are_counted_and_summed() -> None:
    rupees = (39_999, 40_000, 40_001, 30_000)
    register = record(K.WAGE_REGISTER, *(worker(n, wage, whole_month=True) for n, wage in enumerate(rupees)))

    (found,) = compare_wages([register], law=LAW).differences

    assert (found.code, found.by, found.certainty) == ("WAGE_BELOW_MINIMUM", Money.rupees(10_001), Certainty.CERTAIN)
    assert (found.facts["workers"], found.facts["compared"]) == ("2", "4")
    assert found.provisions == ("PESSO65.s21",)
    assert "Rs. 40,000.00" in found.text.en
    assert "Rs. 10,000.00" in found.text.en


@pytest.mark.parametrize(
    ("rupees", "whole_month", "certainty"),
    [
        (30_000, True, "certain"),
        (30_000, None, "likely"),
        (30_000, False, None),
        (0, True, "certain"),
        (0, None, None),
        (None, True, None),
        (40_000, True, None),
    ],
)
def test_a_wage_for_part_of_a_month_is_not_below_the_minimum(
    rupees: int | None, whole_month: bool | None, certainty: str | None
) -> None:
    register = record(K.WAGE_REGISTER, worker(1, rupees, whole_month=whole_month))
    found = compare_wages([register], law=LAW).differences

    assert [difference.certainty for difference in found] == ([certainty] if certainty else [])


def test_an_unknown_minimum_wage_is_told_and_blames_nobody() -> None:
    result = compare_wages([record(K.WAGE_REGISTER, worker(1, 1))], law=law_of(row("minimum_wage.unskilled", None)))

    assert result.differences == ()
    assert [entry.check for entry in result.not_compared] == ["minimum_wage"]
    assert "October 2026" in result.not_compared[0].text.en


def test_an_unconfirmed_minimum_wage_leaves_it_likely() -> None:
    law = law_of(row("minimum_wage.unskilled", 40_000, sure=Confidence.MEDIUM))
    (found,) = compare_wages([record(K.WAGE_REGISTER, worker(1, 1, whole_month=True))], law=law).differences

    assert found.certainty is Certainty.LIKELY
    assert "not been confirmed" in found.why.en


@pytest.mark.parametrize(("month", "short"), [(date(2026, 6, 1), None), (JULY_1, 3_000), (date(2026, 7, 31), 3_000)])
def test_each_month_has_its_own_minimum_wage(month: date, short: int | None) -> None:
    law = law_of(
        row("minimum_wage.unskilled", 37_000, span=(None, JUNE_30)),
        row("minimum_wage.unskilled", 40_000, span=(JULY_1, None)),
    )
    register = record(K.WAGE_REGISTER, worker(1, 37_000, whole_month=True), period=month)
    found = compare_wages([register], law=law).differences

    assert [difference.by for difference in found] == ([Money.rupees(short)] if short else [])


def test_in_a_month_with_two_minimum_wages_the_lower_one_counts() -> None:
    law = law_of(
        row("minimum_wage.unskilled", 37_000, span=(None, date(2026, 10, 14))),
        row("minimum_wage.unskilled", 40_000, span=(date(2026, 10, 15), None)),
    )

    assert codes(compare_wages([record(K.WAGE_REGISTER, worker(1, 37_000, whole_month=True))], law=law)) == []
    assert codes(compare_wages([record(K.WAGE_REGISTER, worker(1, 36_999, whole_month=True))], law=law)) != []


@pytest.mark.parametrize(
    ("paid", "declared", "short"),
    [
        (45_000, 40_000, 5_000),
        (45_000, 45_000, None),
        (45_000, 48_000, None),
        (90_000, 50_000, None),
        (90_000, 49_999, 1),
        (50_001, 50_000, None),
        (45_000, None, None),
        (None, 40_000, None),
    ],
)
def test_wages_are_under_declared_up_to_the_limit_of_the_base(
    paid: int | None, declared: int | None, short: int | None
) -> None:
    seen = [record(K.WAGE_REGISTER, worker(1, paid)), record(K.SCHEDULE, worker(1, declared))]
    found = compare_wages(seen, law=LAW).differences

    assert [(entry.code, entry.by) for entry in found] == (
        [("WAGES_UNDER_DECLARED", Money.rupees(short))] if short else []
    )


def test_under_declared_wages_name_both_records_and_each_worker_by_cnic_in_the_facts() -> None:
    seen = [
        record(K.WAGE_REGISTER, worker(1, 45_000), worker(2, 46_000), worker(3, 40_000)),
        record(K.SCHEDULE, worker(1, 40_000), worker(2, 40_000), worker(4, 40_000)),
    ]
    (found,) = compare_wages(seen, law=LAW).differences

    assert found.facts["by_worker"] == f"{cnic(1)}=500000 {cnic(2)}=600000"
    assert (found.facts["workers"], found.facts["compared"]) == ("2", "2")
    assert (found.first, found.second) == (seen[0].name, seen[1].name)
    assert found.provisions == ("PESSO65.s20.1", "PESSO65.s21")


def test_where_the_base_is_disputed_the_lowest_side_counts_and_nothing_is_certain() -> None:
    law = law_of(
        row("contribution.base_limit", 37_000), row("contribution.base_limit", 3_000, alternative="fixed_3000")
    )

    def between(declared: int, law: LawPack) -> list[Certainty]:
        seen = [record(K.WAGE_REGISTER, worker(1, 45_000)), record(K.SCHEDULE, worker(1, declared))]
        return [found.certainty for found in compare_wages(seen, law=law).differences]

    assert between(3_000, law) == []
    assert between(2_999, law) == [Certainty.LIKELY]


def test_an_unknown_base_is_told_and_blames_nobody() -> None:
    seen = [record(K.WAGE_REGISTER, worker(1, 45_000)), record(K.SCHEDULE, worker(1, 1))]
    result = compare_wages(seen, law=law_of(row("contribution.base_limit", None), row("minimum_wage.unskilled", 1)))

    assert result.differences == ()
    assert [entry.check for entry in result.not_compared] == ["base_limit"]


@pytest.mark.parametrize(
    ("register", "bank", "code", "certainty"),
    [
        (45_000, 40_000, "BANK_PAYS_LESS", "hint"),
        (45_000, 46_000, "BANK_PAYS_MORE", "likely"),
        (45_000, 45_000, None, None),
    ],
)
def test_the_bank_is_compared_worker_by_worker(
    register: int, bank: int, code: str | None, certainty: str | None
) -> None:
    seen = [record(K.WAGE_REGISTER, worker(1, register)), record(K.BANK_LIST, worker(1, bank))]
    found = compare_wages(seen, law=LAW).differences

    assert [(entry.code, entry.certainty) for entry in found] == ([(code, certainty)] if code else [])
    assert all(entry.by == Money.rupees(abs(register - bank)) for entry in found)


def test_a_worker_who_stands_twice_is_not_compared() -> None:
    seen = [record(K.WAGE_REGISTER, worker(1, 45_000)), record(K.BANK_LIST, worker(1, 20_000), worker(1, 25_000))]

    assert codes(compare_wages(seen, law=LAW)) == []


@pytest.mark.parametrize(
    ("rupees", "count", "edge"),
    [(40_000, 5, "minimum_wage"), (50_000, 5, "wage_limit"), (40_000, 4, ""), (45_000, 9, "")],
)
def test_one_wage_for_all_at_an_edge_of_the_law_is_a_hint(rupees: int, count: int, edge: str) -> None:
    found = compare_wages([record(K.WAGE_REGISTER, *(worker(n, rupees) for n in range(count)))], law=LAW).differences

    assert [(entry.facts["edge"], entry.certainty) for entry in found] == ([(edge, Certainty.HINT)] if edge else [])


def test_a_bank_that_pays_everybody_the_minimum_wage_is_a_hint_as_well() -> None:
    bank = record(K.BANK_LIST, *(worker(n, 40_000) for n in range(5)))

    (found,) = compare_wages([bank], law=LAW).differences

    assert (found.code, found.first, found.certainty) == ("WAGES_ALL_ALIKE", bank.name, Certainty.HINT)


def test_wages_of_other_months_are_not_compared() -> None:
    schedule = record(K.SCHEDULE, worker(1, 1), period=date(2026, 9, 1))

    assert codes(compare_wages([record(K.WAGE_REGISTER, worker(1, 45_000)), schedule], law=LAW)) == []


def test_a_wage_below_zero_is_refused() -> None:
    with pytest.raises(CrossCheckError, match="line 7"):
        RecordedWorker(monthly_wage=Money(-1), line="line 7")


wages = st.dictionaries(st.integers(0, 12), st.none() | st.integers(0, 90_000), max_size=8)


@quickly
@given(wages, wages)
def test_sums_are_those_of_a_plain_loop(paid: dict[int, int | None], declared: dict[int, int | None]) -> None:
    if not paid or not declared:
        return
    seen = [
        record(K.WAGE_REGISTER, *(worker(n, wage, whole_month=True) for n, wage in paid.items())),
        record(K.SCHEDULE, *(worker(n, wage) for n, wage in declared.items())),
    ]
    found = {entry.code: entry.by for entry in compare_wages(seen, law=LAW).differences}

    below = [Money.rupees(40_000 - wage) for wage in paid.values() if wage is not None and wage < 40_000]
    short = [
        Money.rupees(min(wage, 50_000) - told)
        for n, wage in paid.items()
        if wage is not None and (told := declared.get(n)) is not None and told < min(wage, 50_000)
    ]
    assert found.get("WAGE_BELOW_MINIMUM", Money(0)) == total(below)
    assert found.get("WAGES_UNDER_DECLARED", Money(0)) == total(short)


@quickly
@given(wages, wages, st.integers(0, 12), st.integers(1, 90_000))
def test_declaring_more_never_widens_the_difference(
    paid: dict[int, int | None], declared: dict[int, int | None], which: int, more: int
) -> None:
    def short(told: dict[int, int | None]) -> Money:
        if not paid or not told:
            return Money(0)
        seen = [
            record(K.WAGE_REGISTER, *(worker(n, wage) for n, wage in paid.items())),
            record(K.SCHEDULE, *(worker(n, wage) for n, wage in told.items())),
        ]
        found = [entry.by for entry in compare_wages(seen, law=LAW).differences if entry.code == "WAGES_UNDER_DECLARED"]
        return total([by for by in found if isinstance(by, Money)])

    if (before := declared.get(which)) is not None:
        assert short({**declared, which: before + more}) <= short(declared)
