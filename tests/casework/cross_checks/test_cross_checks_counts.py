from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from visit_records import LAW, MONTH, ON, codes, record, worker

from casework.cross_checks_counts import compare_counts
from casework.cross_checks_types import Certainty, CrossCheckError, Group, RecordKind, StaffRecord

K = RecordKind
quickly = settings(deadline=None)


@pytest.mark.parametrize(
    ("first", "second", "code", "certainty"),
    [
        ((K.HEAD_COUNT, 42), (K.ATTENDANCE, 35), "ATTENDANCE_DIFFERS", "certain"),
        ((K.HEAD_COUNT, 30), (K.ATTENDANCE, 35), "ATTENDANCE_DIFFERS", "hint"),
        ((K.HEAD_COUNT, 42), (K.WAGE_REGISTER, 35), "WAGE_REGISTER_DIFFERS", "likely"),
        ((K.HEAD_COUNT, 42), (K.SCHEDULE, 35), "WORKERS_UNDECLARED", "likely"),
        ((K.HEAD_COUNT, 42), (K.COVERED_LIST, 35), "WORKERS_UNDECLARED", "likely"),
        ((K.HEAD_COUNT, 30), (K.SCHEDULE, 35), "SCHEDULE_DIFFERS", "hint"),
        ((K.ATTENDANCE, 42), (K.WAGE_REGISTER, 35), "ATTENDANCE_DIFFERS", "likely"),
        ((K.ATTENDANCE, 42), (K.COVERED_LIST, 35), "ATTENDANCE_DIFFERS", "likely"),
        ((K.WAGE_REGISTER, 42), (K.SCHEDULE, 35), "WAGE_REGISTER_DIFFERS", "likely"),
        ((K.WAGE_REGISTER, 30), (K.SCHEDULE, 35), "WAGE_REGISTER_DIFFERS", "certain"),
        ((K.WAGE_REGISTER, 42), (K.BANK_LIST, 35), "BANK_LIST_DIFFERS", "hint"),
        ((K.WAGE_REGISTER, 30), (K.BANK_LIST, 35), "BANK_LIST_DIFFERS", "certain"),
        ((K.SCHEDULE, 42), (K.COVERED_LIST, 35), "SCHEDULE_DIFFERS", "likely"),
    ],
)
def test_two_records_with_other_numbers_differ_by_the_difference(
    first: tuple[K, int], second: tuple[K, int], code: str, certainty: str
) -> None:
    records = [record(kind, total=count) for kind, count in (first, second)]

    (found,) = compare_counts(records, law=LAW).differences

    assert (found.code, found.certainty, found.by) == (code, certainty, abs(first[1] - second[1]))
    assert found.facts[f"{first[0]}_workers"] == str(first[1])
    assert found.facts[f"{second[0]}_workers"] == str(second[1])
    assert {found.first, found.second} == {one.name for one in records}
    for lang in ("en", "ur"):
        assert str(first[1]) in found.text.in_(lang)
        assert str(found.by) in found.text.in_(lang)


def test_the_sentence_names_both_records_both_numbers_and_the_difference() -> None:
    records = [record(K.HEAD_COUNT, total=42), record(K.ATTENDANCE, total=35)]

    (found,) = compare_counts(records, law=LAW).differences

    assert found.text.en == (
        "By the head-count of 22 November 2026 there are 42 workers, "
        "by the attendance register of 22 November 2026 there are 35: a difference of 7."
    )
    assert found.why.en == "The two records contradict each other."
    assert found.provisions == ("PESSO65.s21",)


@pytest.mark.parametrize("count", [None, 35])
def test_an_equal_or_unknown_number_gives_no_difference(count: int | None) -> None:
    assert codes(compare_counts([record(K.HEAD_COUNT, total=35), record(K.SCHEDULE, total=count)], law=LAW)) == []


def test_workers_above_the_wage_limit_need_not_be_declared() -> None:
    schedule = record(K.SCHEDULE, total=35)

    assert codes(compare_counts([record(K.WAGE_REGISTER, total=40, above_limit=5), schedule], law=LAW)) == []
    (found,) = compare_counts([record(K.WAGE_REGISTER, total=42, above_limit=5), schedule], law=LAW).differences
    assert (found.by, found.certainty) == (2, Certainty.CERTAIN)


def test_contractors_workers_in_one_record_alone_leave_the_difference_likely() -> None:
    count = record(K.HEAD_COUNT, total=42, contractor_staff=7)

    (unknown,) = compare_counts([count, record(K.ATTENDANCE, total=35)], law=LAW).differences
    (told,) = compare_counts([count, record(K.ATTENDANCE, total=35, contractor_staff=0)], law=LAW).differences

    assert (unknown.certainty, told.certainty) == (Certainty.LIKELY, Certainty.CERTAIN)
    assert "contractors" in unknown.why.en


def test_sections_and_shifts_are_compared_where_both_records_name_them() -> None:
    count = record(K.HEAD_COUNT, groups={Group("Weaving", "Night"): 9, Group("Dyeing"): 4, Group(shift="Day"): 8})
    attendance = record(K.ATTENDANCE, groups={Group("Weaving", "Night"): 3, Group("Dyeing"): 4, Group("Packing"): 2})

    (found,) = compare_counts([count, attendance], law=LAW).differences

    assert (found.by, found.facts["section"], found.facts["shift"]) == (6, "Weaving", "Night")
    assert found.text.en.startswith("Section Weaving, shift Night: By the head-count")
    assert found.text.ur.startswith("شعبہ \u2066Weaving\u2069")


def test_months_are_compared_with_themselves_and_a_day_with_the_nearest_month() -> None:
    september = date(2026, 9, 1)
    wages = [record(K.WAGE_REGISTER, total=40), record(K.WAGE_REGISTER, total=30, period=september)]
    schedules = [record(K.SCHEDULE, total=30, period=september), record(K.SCHEDULE, total=40)]

    assert codes(compare_counts([*wages, *schedules], law=LAW)) == []
    (found,) = compare_counts([record(K.HEAD_COUNT, total=45), *wages], law=LAW).differences
    assert (found.by, found.facts["wage_register_period"]) == (5, "2026-10-01")
    assert codes(compare_counts([wages[0], schedules[0]], law=LAW)) == []


def test_a_head_count_is_not_compared_with_the_attendance_of_another_day() -> None:
    attendance = record(K.ATTENDANCE, total=35, period=date(2026, 11, 21))

    assert codes(compare_counts([record(K.HEAD_COUNT, total=42), attendance], law=LAW)) == []


def test_records_far_apart_in_time_only_hint() -> None:
    old = record(K.SCHEDULE, total=35, period=date(2026, 7, 1))

    (found,) = compare_counts([record(K.HEAD_COUNT, total=42), old], law=LAW).differences

    assert found.certainty is Certainty.HINT


def test_lists_of_employer_and_contractor_for_one_month_are_one_list() -> None:
    own, theirs = record(K.WAGE_REGISTER, total=30), record(K.WAGE_REGISTER, worker(1), worker(2))
    schedule = record(K.SCHEDULE, total=32)

    assert codes(compare_counts([own, theirs, schedule], law=LAW)) == []
    unknown = record(K.WAGE_REGISTER, groups={Group("Weaving"): 3})
    assert codes(compare_counts([own, unknown, schedule], law=LAW)) == []


@pytest.mark.parametrize(
    "figures", [{"total": -1}, {"total": 3, "above_limit": 4}, {"total": 3, "contractor_staff": 4}, {"above_limit": -1}]
)
def test_a_record_that_cannot_be_is_refused(figures: dict[str, int]) -> None:
    with pytest.raises(CrossCheckError):
        StaffRecord(K.HEAD_COUNT, ON, **figures)


records = st.builds(
    StaffRecord,
    kind=st.sampled_from(K),
    period=st.sampled_from([ON, MONTH, date(2026, 9, 1)]),
    total=st.none() | st.integers(0, 60),
    groups=st.dictionaries(st.sampled_from([Group("A"), Group("A", "1"), Group(shift="1")]), st.integers(0, 9)),
)


@quickly
@given(st.lists(records, max_size=6))
def test_every_difference_is_that_of_the_two_numbers_it_names(seen: list[StaffRecord]) -> None:
    for found in compare_counts(seen, law=LAW).differences:
        numbers = [int(value) for name, value in found.facts.items() if name.endswith("_workers")]
        assert len(numbers) == 2
        assert found.by == int(found.facts["difference"]) == abs(numbers[0] - numbers[1]) > 0
        assert "{" not in found.text.en + found.text.ur + found.why.en + found.why.ur


@quickly
@given(st.lists(records, max_size=6), st.randoms())
def test_the_order_of_the_records_changes_nothing(seen: list[StaffRecord], random: object) -> None:
    mixed = random.sample(seen, len(seen))  # type: ignore[attr-defined]
    found, again = compare_counts(seen, law=LAW), compare_counts(mixed, law=LAW)

    assert sorted(map(repr, found.differences)) == sorted(map(repr, again.differences))


@quickly
@given(st.lists(records, max_size=6), st.sampled_from(K))
def test_taking_a_record_away_never_adds_a_difference_of_the_others(seen: list[StaffRecord], kind: K) -> None:
    without = [entry for entry in seen if entry.kind is not kind]

    everything = {repr(found) for found in compare_counts(seen, law=LAW).differences}
    assert {repr(found) for found in compare_counts(without, law=LAW).differences} <= everything


@quickly
@given(st.lists(records, max_size=3))
def test_a_record_never_differs_from_itself_alone(seen: list[StaffRecord]) -> None:
    for entry in seen:
        assert codes(compare_counts([entry], law=LAW)) == []
