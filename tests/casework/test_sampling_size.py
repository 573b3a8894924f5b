from __future__ import annotations

from fractions import Fraction
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.sampling_size import chance_to_miss, discovery_size, irregular_among

SIZES = {
    20: (10, 16, 19, 19),
    50: (12, 22, 39, 48),
    100: (13, 25, 45, 78),
    200: (13, 27, 51, 105),
    500: (14, 28, 56, 129),
    1000: (14, 29, 57, 138),
}
"""Published table: workers, then draws for 20, 10, 5 and 2 per cent irregular at a chance of 95 per cent."""

populations, percents = st.integers(1, 400), st.integers(1, 100)


@pytest.mark.parametrize("population", SIZES)
def test_the_sizes_are_those_of_the_published_table(population: int) -> None:
    assert tuple(discovery_size(population, percent) for percent in (20, 10, 5, 2)) == SIZES[population]


def _missed_one_by_one(population: int, irregular: int, drawn: int) -> Fraction:
    return prod((Fraction(population - irregular - n, population - n) for n in range(drawn)), start=Fraction(1))


@given(populations, percents)
def test_the_size_is_the_smallest_that_reaches_the_chance(population: int, percent: int) -> None:
    size, irregular = discovery_size(population, percent), irregular_among(population, percent)

    assert _missed_one_by_one(population, irregular, size) <= Fraction(5, 100)
    assert size == 1 or _missed_one_by_one(population, irregular, size - 1) > Fraction(5, 100)


@given(populations, percents, st.integers(0, 400))
def test_the_chance_to_miss_is_that_of_drawing_one_by_one(population: int, percent: int, drawn: int) -> None:
    irregular = irregular_among(population, percent)
    if drawn <= population:
        missed = max(_missed_one_by_one(population, irregular, drawn), Fraction(0))
        assert chance_to_miss(population, irregular, drawn=drawn) == missed


@given(populations, st.integers(1, 99))
def test_rarer_irregularities_and_a_higher_chance_never_ask_for_less(population: int, percent: int) -> None:
    assert discovery_size(population, percent) >= discovery_size(population, percent + 1)
    assert discovery_size(population, percent, chance_percent=99) >= discovery_size(population, percent)


@pytest.mark.parametrize(("population", "size"), [(0, 0), (1, 1), (2, 2), (10, 10)])
def test_a_handful_of_workers_is_looked_at_whole(population: int, size: int) -> None:
    assert discovery_size(population, 10) == size


@pytest.mark.parametrize("numbers", [(-1, 10, 95), (10, 0, 95), (10, 101, 95), (10, 10, 0), (10, 10, 101)])
def test_numbers_out_of_range_are_refused(numbers: tuple[int, int, int]) -> None:
    population, percent, chance = numbers
    with pytest.raises(ValueError, match="expected"):
        discovery_size(population, percent, chance_percent=chance)
