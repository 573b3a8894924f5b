from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from visit_records import LAW, ON, cnic, law_of, row

from casework.cross_checks_owners import Branch, find_threshold_hiding
from casework.cross_checks_types import Certainty, CrossCheckError
from simplify_content.law_pack import Confidence


def branches(*workers: int | None, owner: str = cnic(1), is_registered: bool = False) -> list[Branch]:
    return [Branch(f"{owner}/{place}", owner, count, is_registered) for place, count in enumerate(workers)]


@pytest.mark.parametrize(
    ("workers", "by"),
    [
        ((4, 4), 4),
        ((4, 1), 1),
        ((4,), None),
        ((2, 2), None),
        ((5, 4), None),
        ((3, None, 2), 2),
        ((4, None), None),
        ((None, None), None),
        ((4, 0), None),
    ],
)
def test_branches_below_the_number_that_reach_it_together_are_a_hint(
    workers: tuple[int | None, ...], by: int | None
) -> None:
    found = find_threshold_hiding(branches(*workers), law=LAW, on=ON).differences

    assert [entry.by for entry in found] == ([by] if by else [])
    assert all((entry.code, entry.certainty) == ("THRESHOLD_SPLIT", Certainty.HINT) for entry in found)


def test_the_sentence_tells_the_figures_and_hides_them_from_the_employer() -> None:
    (found,) = find_threshold_hiding(branches(4, 3, None), law=LAW, on=ON).differences

    assert "3 unregistered branches; the largest has 4 workers and together they have at least 7" in found.text.en
    assert (found.privacy, found.provisions, found.facts["not_counted"]) == ("employer_hidden", ("PESSO65.s1.3",), "1")


def test_an_owner_is_one_owner_however_the_cnic_is_written() -> None:
    plain = branches(4, owner=cnic(1).replace("-", ""))

    assert len(find_threshold_hiding([*branches(4), *plain], law=LAW, on=ON).differences) == 1


def test_owners_apart_registered_branches_and_unreadable_numbers_are_not_added_up() -> None:
    seen = [
        *branches(4, owner=cnic(1)),
        *branches(4, owner=cnic(2)),
        *branches(4, 4, owner=""),
        *branches(4, 4, owner=cnic(3), is_registered=True),
    ]

    assert find_threshold_hiding(seen, law=LAW, on=ON).differences == ()


def test_one_branch_listed_twice_counts_once() -> None:
    assert find_threshold_hiding(branches(4) * 2, law=LAW, on=ON).differences == ()


def test_an_unknown_number_is_told_and_an_unconfirmed_one_is_named() -> None:
    unknown = find_threshold_hiding(branches(4, 4), law=law_of(row("coverage.threshold_persons", None)), on=ON)
    weak = law_of(row("coverage.threshold_persons", 5, sure=Confidence.LOW))

    assert (unknown.differences, [entry.check for entry in unknown.not_compared]) == ((), ["threshold"])
    assert (
        find_threshold_hiding(branches(4), law=law_of(row("coverage.threshold_persons", None)), on=ON).not_compared
        == ()
    )
    (found,) = find_threshold_hiding(branches(4, 4), law=weak, on=ON).differences
    assert "not been confirmed" in found.why.en


def test_a_count_below_zero_is_refused() -> None:
    with pytest.raises(CrossCheckError, match="below zero"):
        Branch("a", cnic(1), -1, is_registered=False)


@settings(deadline=None)
@given(st.lists(st.none() | st.integers(0, 6), max_size=6))
def test_an_owner_is_named_exactly_when_small_branches_reach_the_number_together(workers: list[int | None]) -> None:
    known = [count for count in workers if count is not None]
    expected = len(workers) > 1 and sum(known) >= 5 and all(count < 5 for count in known)

    assert bool(find_threshold_hiding(branches(*workers), law=LAW, on=ON).differences) is expected
