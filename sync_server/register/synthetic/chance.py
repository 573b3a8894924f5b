"""Repeatable chance: the same seed and place give the same draws on every machine.

Built on `random()` alone, whose sequence Python promises to keep.
"""

from __future__ import annotations

import math
import random
from bisect import bisect
from collections.abc import Sequence
from itertools import accumulate
from typing import Generic, TypeVar

T = TypeVar("T")


class Weighted(Generic[T]):
    """Things with weights."""

    def __init__(self, things: Sequence[T], weights: Sequence[float]) -> None:
        self.things = tuple(things)
        self.bounds = tuple(accumulate(weights))


class Chance:
    """Draws for one part of the register, such as one employer; independent of how many others there are."""

    def __init__(self, seed: int, place: str) -> None:
        self._random = random.Random(f"{seed}/{place}").random  # noqa: S311 - likeness, not secrecy

    def happens(self, probability: float) -> bool:
        """Return whether something of this probability happens."""
        return self._random() < probability

    def whole(self, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`, both included."""
        return low + int(self._random() * (high - low + 1))

    def between(self, low: float, high: float) -> float:
        """Return a number from `low` up to `high`."""
        return low + self._random() * (high - low)

    def one_of(self, things: Sequence[T]) -> T:
        """Return one of the things, each as likely."""
        return things[int(self._random() * len(things))]

    def weighted(self, pool: Weighted[T]) -> T:
        """Return one of the things, as likely as it weighs."""
        return pool.things[bisect(pool.bounds, self._random() * pool.bounds[-1], hi=len(pool.things) - 1)]

    def lognormal(self, median: float, sigma: float) -> float:
        """Return a size around `median`, skewed to the right as sizes of firms are."""
        radius = math.sqrt(-2.0 * math.log(1.0 - self._random()))
        return median * math.exp(sigma * radius * math.cos(math.tau * self._random()))

    def pareto(self, alpha: float) -> float:
        """Return a factor of one or more with a heavy tail; the smaller `alpha`, the heavier."""
        return float((1.0 - self._random()) ** (-1.0 / alpha))
