from __future__ import annotations

import hashlib
import hmac
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from visit_records import LAW, cnic, codes, law_of, record, row, worker

from casework.cross_checks_people import cnic_hash, compare_names, find_declared_elsewhere, find_duplicates
from casework.cross_checks_types import Certainty, RecordKind
from casework.money import Money
from simplify_content.law_pack import Confidence

K = RecordKind
KEY = b"secret of the institution"
quickly = settings(deadline=None)
URDU_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


def test_workers_paid_and_not_declared_are_counted_by_cnic() -> None:
    register = record(K.WAGE_REGISTER, *(worker(n, 45_000) for n in range(6)))
    schedule = record(K.SCHEDULE, *(worker(n) for n in range(4)))

    (found,) = compare_names([register, schedule], law=LAW).differences

    assert (found.code, found.by, found.certainty) == ("NAMED_NOT_DECLARED", 2, Certainty.CERTAIN)
    assert found.facts["cnics"] == f"{cnic(4)} {cnic(5)}"
    assert found.provisions == ("PESSO65.s20.1", "PESSO65.s2.8.f")
    assert cnic(4) not in found.text.en
    assert "Worker 4" not in found.text.en


@pytest.mark.parametrize(
    ("there", "count"),
    [
        ("3520212345061", 1),
        ("35202 1234505 1".translate(URDU_DIGITS), 0),
        ("35202–1234505–1", 0),
    ],
)
def test_a_cnic_is_the_same_however_it_is_written(there: str, count: int) -> None:
    register = record(K.WAGE_REGISTER, worker(5, 45_000))
    schedule = record(K.SCHEDULE, worker(0, cnic=there))

    assert len(compare_names([register, schedule], law=LAW).differences) == count


def test_lines_without_a_usable_cnic_are_never_counted_as_missing() -> None:
    register = record(K.WAGE_REGISTER, *(worker(n, 45_000) for n in range(5)), worker(9, 45_000, cnic=""))
    schedule = record(K.SCHEDULE, worker(0), worker(1, cnic=""), worker(2, cnic="00000-0000000-0"))

    (found,) = compare_names([register, schedule], law=LAW).differences

    assert (found.by, found.certainty, found.facts["lines_without_cnic"]) == (2, Certainty.LIKELY, "2")
    assert "at least 2" in found.text.en


def test_as_many_unread_lines_as_missing_names_are_told_and_no_difference() -> None:
    register = record(K.WAGE_REGISTER, worker(1, 45_000))
    schedule = record(K.SCHEDULE, worker(2, cnic="illegible"))

    result = compare_names([register, schedule], law=LAW)

    assert result.differences == ()
    assert [entry.check for entry in result.not_compared] == ["names"]


@pytest.mark.parametrize(
    ("wage", "at_entry", "entered", "certainty"),
    [
        (50_000, None, None, "certain"),
        (50_001, None, None, None),
        (90_000, 50_000, date(2020, 1, 1), "certain"),
        (90_000, 50_001, date(2020, 1, 1), None),
        (90_000, 10_000, None, None),
        (50_000, 90_000, date(2020, 1, 1), "certain"),
        (None, None, None, "likely"),
    ],
)
def test_who_is_above_the_wage_limit_need_not_be_declared_unless_once_covered(
    wage: int | None, at_entry: int | None, entered: date | None, certainty: str | None
) -> None:
    entry = None if at_entry is None else Money.rupees(at_entry)
    register = record(K.WAGE_REGISTER, worker(1, wage, wage_at_entry=entry, employed_from=entered))
    found = compare_names([register, record(K.SCHEDULE, worker(2))], law=LAW).differences

    assert [difference.certainty for difference in found] == ([certainty] if certainty else [])


def test_an_unconfirmed_or_unknown_wage_limit_leaves_it_likely() -> None:
    seen = [record(K.WAGE_REGISTER, worker(1, 45_000)), record(K.SCHEDULE, worker(2))]
    weak = law_of(row("coverage.wage_limit", 50_000, sure=Confidence.LOW))
    unknown = law_of(row("coverage.wage_limit", None))

    for law, why in ((weak, "not been confirmed"), (unknown, "above the wage limit")):
        (found,) = compare_names(seen, law=law).differences
        assert found.certainty is Certainty.LIKELY
        assert why in found.why.en


def test_who_is_at_work_or_at_the_bank_and_not_in_the_wage_register_is_named() -> None:
    register = record(K.WAGE_REGISTER, worker(1, 45_000))
    bank = record(K.BANK_LIST, worker(1, 45_000), worker(2, 45_000))
    attendance = record(K.ATTENDANCE, worker(3), period=date(2026, 10, 30))

    found = compare_names([register, bank, attendance], law=LAW).differences

    assert [(difference.code, difference.by) for difference in found] == [("NAMED_NOT_IN_WAGE_REGISTER", 1)] * 2


def test_who_is_in_the_contractors_list_is_not_missing_from_the_whole() -> None:
    schedules = [record(K.SCHEDULE, worker(1)), record(K.SCHEDULE, worker(2))]

    assert codes(compare_names([record(K.WAGE_REGISTER, worker(1, 1), worker(2, 1)), *schedules], law=LAW)) == []


def test_a_record_without_lines_is_no_empty_list() -> None:
    seen = [record(K.WAGE_REGISTER, worker(1, 45_000)), record(K.SCHEDULE, total=1)]

    assert compare_names(seen, law=LAW).differences == ()


@quickly
@given(st.sets(st.integers(0, 30)), st.sets(st.integers(0, 30)), st.integers(0, 4))
def test_the_difference_is_the_set_difference_less_the_unread_lines(ours: set[int], theirs: set[int], n: int) -> None:
    unread = [worker(0, cnic="") for _ in range(n)]
    seen = [
        record(K.WAGE_REGISTER, *(worker(i, 45_000) for i in ours)),
        record(K.SCHEDULE, *map(worker, theirs), *unread),
    ]
    if not ours or not (theirs or unread):
        return
    result = compare_names(seen, law=LAW)

    expected = len(ours - theirs) - n
    assert [difference.by for difference in result.differences] == ([expected] if expected > 0 else [])


def test_one_cnic_on_several_lines_is_found_with_its_lines() -> None:
    register = record(
        K.WAGE_REGISTER,
        worker(1, 1, line="p. 1, l. 3"),
        worker(1, 1, line="p. 4, l. 9", cnic=cnic(1).replace("-", "")),
        worker(2, 1),
        worker(0, 1, cnic=""),
        worker(0, 1, cnic=""),
    )

    (found,) = find_duplicates([register], law=LAW).differences

    assert (found.code, found.by, found.certainty) == ("CNIC_TWICE", 1, Certainty.LIKELY)
    assert found.facts["lines"] == f"{cnic(1)}: p. 1, l. 3, p. 4, l. 9"
    assert "entered twice" in found.why.en


def test_one_cnic_under_two_names_is_told_as_such() -> None:
    register = record(K.WAGE_REGISTER, worker(1, 1, name="Ali"), worker(1, 1, name="Bilal"))

    (found,) = find_duplicates([register], law=LAW).differences

    assert "names on these lines differ" in found.why.en


def test_one_cnic_in_lists_of_two_contractors_for_one_month_is_found() -> None:
    lists = [record(K.WAGE_REGISTER, worker(1, 1)), record(K.WAGE_REGISTER, worker(1, 1))]

    assert codes(find_duplicates(lists, law=LAW)) == ["CNIC_TWICE"]
    assert codes(find_duplicates([lists[0], record(K.SCHEDULE, worker(1))], law=LAW)) == []


def test_a_keyed_hash_is_the_hmac_of_the_thirteen_digits() -> None:
    expected = hmac.new(KEY, b"3520212345011", hashlib.sha256).hexdigest()

    assert cnic_hash("35202-1234501-1", key=KEY) == cnic_hash("3520212345011", key=KEY) == expected
    assert cnic_hash(cnic(1), key=b"other") != expected


def test_a_worker_declared_by_another_employer_is_a_hint_hidden_from_the_employer() -> None:
    register = record(K.WAGE_REGISTER, worker(1, 1), worker(2, 1), worker(0, 1, cnic=""))
    hashes = {cnic_hash(cnic(2), key=KEY), cnic_hash(cnic(7), key=KEY)}

    (found,) = find_declared_elsewhere([register], hashes=hashes, key=KEY, law=LAW).differences

    assert (found.code, found.by, found.certainty) == ("DECLARED_ELSEWHERE", 1, Certainty.HINT)
    assert (found.privacy, found.severity, found.facts["cnics"]) == ("employer_hidden", "minor", cnic(2))
    assert find_declared_elsewhere([register], hashes=hashes, key=b"wrong", law=LAW).differences == ()
