"""A seeded draw that anyone who has the list and the seed can repeat in any language.

The rank of an entry is the SHA-256 of the seed, a line feed and the entry's key (UTF-8), in hexadecimal; the draw takes
the lowest ranks. Who is put on the list, and how many are drawn, is decided by the caller.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable


class SamplingError(ValueError):
    """A list that cannot be sampled: two entries with one key, a seed that is blank, a number out of range."""


def draw_rank(seed: str, key: str) -> str:
    """Return the rank of a key under a seed: SHA-256 of seed, line feed and key in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(f"{seed}\n{key}".encode()).hexdigest()


def draw(keys: Iterable[str], count: int, *, seed: str) -> tuple[str, ...]:
    """Return the `count` keys of lowest rank, sorted by rank; all of them where there are fewer.

    Raises:
        SamplingError: the seed is blank, the count negative, or a key stands twice.
    """
    entries = list(keys)
    if not seed.strip():
        raise SamplingError("the seed of a draw is blank")
    if count < 0:
        raise SamplingError(f"a draw of {count} entries")
    if twice := sorted(key for key, times in Counter(entries).items() if times > 1):
        raise SamplingError(f"keys that stand twice in the list: {', '.join(twice)}")
    return tuple(sorted(entries, key=lambda key: (draw_rank(seed, key), key))[:count])
