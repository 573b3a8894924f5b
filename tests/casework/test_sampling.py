from __future__ import annotations

import hashlib
from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.money import Money
from casework.sampling import ListedWorker, Reason, Sample, SamplingPlan, Step, next_step, take_sample
from casework.sampling_draw import SamplingError, draw, draw_rank
from casework.sampling_months import MonthReason, pick_months

AS_OF = date(2026, 11, 22)
SEED = "INSP-2026-0042"

workers = st.builds(
    ListedWorker,
    key=st.text("0123456789-", min_size=1, max_size=6),
    monthly_wage=st.none() | st.integers(0, 9_000_000).map(Money),
    is_contractor_staff=st.booleans(),
    named_at_interview=st.booleans(),
    hired_on=st.none() | st.dates(date(2026, 6, 1), AS_OF),
    changed=st.booleans(),
)
lists = st.lists(workers, max_size=40, unique_by=lambda worker: worker.key)
quickly = settings(deadline=None)


def plain(count: int) -> list[ListedWorker]:
    return [ListedWorker(f"{line:03d}", Money(4_000_000 + line)) for line in range(count)]


def test_a_rank_is_what_any_language_computes() -> None:
    assert draw_rank("a", "1") == hashlib.sha256(b"a\n1").hexdigest()
    assert draw_rank(SEED, "35202-1234567-1") == "05a41672370978b6274e898033cd5f53e6d1fe20472873d0387ec661de58b3d0"
    assert draw(["1", "2", "3", "4", "5"], 3, seed="a") == ("3", "5", "2")


def test_the_same_seed_draws_the_same_whatever_the_order_of_the_list() -> None:
    listed = plain(100)
    mixed = Random(7).sample(listed, len(listed))

    assert take_sample(listed, seed=SEED, as_of=AS_OF) == take_sample(mixed, seed=SEED, as_of=AS_OF)
    assert take_sample(listed, seed=SEED, as_of=AS_OF).keys != take_sample(listed, seed="other", as_of=AS_OF).keys


@quickly
@given(lists)
def test_the_certainty_set_is_always_in_the_sample(listed: list[ListedWorker]) -> None:
    sample = take_sample(listed, seed=SEED, as_of=AS_OF)
    paid = [worker.monthly_wage for worker in listed if worker.monthly_wage is not None]
    by_key = {worker.key: worker for worker in listed}

    for worker in listed:
        recent = worker.hired_on is not None and worker.hired_on >= date(2026, 9, 23)
        if worker.is_contractor_staff or worker.changed or worker.named_at_interview or recent:
            assert worker.key in sample.keys
    for reason, edge in ((Reason.HIGHEST_PAID, max), (Reason.LOWEST_PAID, min)):
        held = [by_key[entry.key] for entry in sample.selected if reason in entry.reasons]
        assert [worker.monthly_wage for worker in held] == ([edge(paid)] if paid else [])


@quickly
@given(lists)
def test_the_counts_of_a_sample_agree_with_its_entries(listed: list[ListedWorker]) -> None:
    sample = take_sample(listed, seed=SEED, as_of=AS_OF)

    assert list(sample.keys) == sorted(set(sample.keys))
    assert all(entry.reasons for entry in sample.selected)
    assert sample.counts == {reason: sum(reason in entry.reasons for entry in sample.selected) for reason in Reason}
    assert sample.size_of_draw <= sample.counts[Reason.DRAWN] <= sample.size_of_draw + sample.named_at_interview
    assert sample.population == len(listed) >= len(sample.selected)


@quickly
@given(lists)
def test_nobody_named_at_an_interview_can_be_read_from_a_sample(listed: list[ListedWorker]) -> None:
    sample = take_sample(listed, seed=SEED, as_of=AS_OF)

    assert not any("interview" in reason for entry in sample.selected for reason in entry.reasons)
    assert "{" not in "".join(text.en + text.ur for text in sample.explanation())


def test_a_worker_hired_on_the_sixtieth_day_before_counts_as_recently_hired() -> None:
    day_60, day_61 = date(2026, 9, 23), date(2026, 9, 22)
    listed = [ListedWorker("in", hired_on=day_60), ListedWorker("out", hired_on=day_61)]

    sample = take_sample(listed, seed=SEED, as_of=AS_OF)

    assert {entry.key: entry.reasons for entry in sample.selected} == {
        "in": (Reason.RECENTLY_HIRED,),
        "out": (Reason.DRAWN,),
    }


def test_the_draw_from_the_rest_has_the_size_of_the_table() -> None:
    sample = take_sample(plain(102), seed=SEED, as_of=AS_OF)

    assert (sample.size_of_draw, len(sample.selected)) == (25, 27)
    assert take_sample(plain(102), seed=SEED, as_of=AS_OF, plan=SamplingPlan(irregular_percent=5)).size_of_draw == 45


def test_a_tie_for_the_highest_wage_takes_one_worker_and_not_all() -> None:
    listed = [ListedWorker(str(line), Money(4_000_000)) for line in range(60)]
    sample = take_sample(listed, seed=SEED, as_of=AS_OF)

    assert (sample.counts[Reason.HIGHEST_PAID], sample.counts[Reason.LOWEST_PAID]) == (1, 1)


def test_a_sample_explains_itself_in_both_languages_with_the_same_figures() -> None:
    listed = [*plain(50), ListedWorker("c1", is_contractor_staff=True), ListedWorker("n1", named_at_interview=True)]
    lines = take_sample(listed, seed=SEED, as_of=AS_OF).explanation()

    assert lines[0].en == "29 of 52 workers on the list are to be checked."
    assert any(line.en == "Workers named at interviews: 1. Who they are is not told." for line in lines)
    assert all(SEED in text for text in (lines[-1].en, lines[-1].ur))
    for line in lines:
        assert sorted(c for c in line.en if c.isdigit()) == sorted(c for c in line.ur if c.isdigit())


@pytest.mark.parametrize("keys", [["1", "1"], ["1", "2", "1"]])
def test_a_key_that_stands_twice_is_refused_by_name(keys: list[str]) -> None:
    with pytest.raises(SamplingError, match="twice in the list: 1"):
        draw(keys, 1, seed=SEED)


def test_a_blank_seed_and_a_negative_draw_are_refused() -> None:
    with pytest.raises(SamplingError, match="blank"):
        take_sample(plain(3), seed=" ", as_of=AS_OF)
    with pytest.raises(SamplingError, match="-1"):
        draw(["1"], -1, seed=SEED)


def test_an_empty_list_gives_an_empty_sample() -> None:
    sample = take_sample([], seed=SEED, as_of=AS_OF)

    assert (sample.selected, sample.size_of_draw, sample.is_everybody) == ((), 0, True)
    assert len(sample.explanation()) == 3


def _months(first_year: int, count: int) -> list[date]:
    return [date(first_year + place // 12, place % 12 + 1, 1) for place in range(count)]


def test_the_months_are_the_latest_the_year_before_the_named_and_the_drawn() -> None:
    picked = pick_months(_months(2025, 22), seed=SEED, drawn=3, named=[date(2026, 3, 15), date(2030, 1, 1)])

    by_reason = {reason: [entry.month for entry in picked if entry.reason is reason] for reason in MonthReason}
    assert by_reason[MonthReason.LATEST] == [date(2026, 10, 1)]
    assert by_reason[MonthReason.YEAR_BEFORE] == [date(2025, 10, 1)]
    assert by_reason[MonthReason.NAMED] == [date(2026, 3, 1)]
    assert len(by_reason[MonthReason.DRAWN]) == 3
    assert [entry.month for entry in picked] == sorted(entry.month for entry in picked)
    assert picked[-1].text.en == "October 2026: the latest month"
    assert picked == pick_months(reversed(_months(2025, 22)), seed=SEED, named=[date(2026, 3, 1)])


@quickly
@given(st.integers(0, 30), st.integers(2, 4))
def test_months_are_picked_once_and_only_from_the_list(count: int, drawn: int) -> None:
    months = _months(2024, count)
    picked = [entry.month for entry in pick_months(months, seed=SEED, drawn=drawn)]

    assert len(set(picked)) == len(picked) <= 2 + drawn
    assert set(picked) <= set(months)
    assert len(picked) == min(count, 1 + drawn + (count > 12))


@pytest.mark.parametrize("drawn", [1, 5])
def test_fewer_than_two_or_more_than_four_drawn_months_are_refused(drawn: int) -> None:
    with pytest.raises(SamplingError, match="expected 2 to 4"):
        pick_months([AS_OF], seed=SEED, drawn=drawn)


def _sampled() -> Sample:
    return take_sample(plain(100), seed=SEED, as_of=AS_OF)


def test_one_irregular_worker_calls_for_checking_everybody_even_outside_the_sample() -> None:
    sample = _sampled()

    assert next_step(sample, checked=sample.keys, irregular=[sample.keys[0]]).step is Step.CHECK_EVERYBODY
    assert next_step(sample, checked=[], irregular=["somebody else"]).step is Step.CHECK_EVERYBODY


def test_a_sample_is_finished_before_anything_is_said_of_it() -> None:
    sample = _sampled()
    found = next_step(sample, checked=sample.keys[3:], irregular=[])

    assert (found.step, found.text.en) == (
        Step.FINISH_THE_SAMPLE,
        "No irregular worker was found so far. Still to be checked: 3.",
    )


def test_a_clean_sample_ends_the_check_and_says_what_it_does_not_prove() -> None:
    sample = _sampled()
    found = next_step(sample, checked=sample.keys, irregular=[])
    everybody = take_sample(plain(2), seed=SEED, as_of=AS_OF)

    assert found.step is Step.STOP
    assert "10 in 100" in found.text.en
    assert "95 times in 100" in found.text.en
    assert next_step(everybody, checked=everybody.keys, irregular=[]).text.en.startswith("Everybody on the list")
