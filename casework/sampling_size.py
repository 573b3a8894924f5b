"""How many entries of a list have to be looked at so that an irregular one is likely to be among them.

Exact whole-number arithmetic; who is looked at is `sampling`.
"""

from __future__ import annotations

from fractions import Fraction
from math import comb

CHANCE_PERCENT = 95


def irregular_among(population: int, percent: int) -> int:
    """Return how many entries a share stands for: rounded down, at least one where there is any entry.

    Rounded down, because a smaller number asks for a larger sample.
    """
    return max(1, population * percent // 100) if population else 0


def chance_to_miss(population: int, irregular: int, *, drawn: int) -> Fraction:
    """Return the chance that a draw without replacement holds none of the irregular entries.

    Source: hypergeometric distribution, probability of zero successes.
    """
    return Fraction(comb(population - irregular, drawn), comb(population, drawn))


def discovery_size(population: int, irregular_percent: int, *, chance_percent: int = CHANCE_PERCENT) -> int:
    """Return the smallest draw that shows at least one irregular entry with the chance asked for.

    Args:
        population: number of entries; 0 gives 0.
        irregular_percent: share of irregular entries that should be noticed, 1 to 100.
        chance_percent: chance to see at least one, 1 to 100; 100 may need nearly all.

    Raises:
        ValueError: a number is out of range.
    """
    if population < 0 or not 1 <= irregular_percent <= 100 or not 1 <= chance_percent <= 100:
        raise ValueError(
            f"population {population}, irregular {irregular_percent}%, chance {chance_percent}%: "
            "expected 0 or more, 1 to 100, 1 to 100"
        )
    irregular = irregular_among(population, irregular_percent)
    allowed = Fraction(100 - chance_percent, 100)
    low, high = (1, population) if population else (0, 0)
    while low < high:
        middle = (low + high) // 2
        if chance_to_miss(population, irregular, drawn=middle) <= allowed:
            high = middle
        else:
            low = middle + 1
    return low
