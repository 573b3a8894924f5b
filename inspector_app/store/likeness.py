"""Employers of the register that resemble what somebody is about to enter as a new one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.process import extract
from sqlite_utils import Database

from inspector_app.store.driver import rows
from inspector_app.store.search_words import compact, words_of

SAME = 100
"""Likeness of an entry that has the same CNIC or telephone."""

LEAST = 78
"""From this likeness of names an entry is shown: a letter or two apart, or the same words in another order."""

_NAMES = {
    "name_en": ("name_en", "trade_name"),
    "name_ur": ("name_ur", "trade_name"),
    "trade_name": ("trade_name", "name_en"),
}
"""Which names of the register each typed one is compared with."""

_NUMBERS = ("owner_cnic", "phone")
_SHORTEST_NUMBER = 7


@dataclass(frozen=True)
class Likeness:
    """One entry: how like it is, 0 to 100, and the number that is the same ("" for none)."""

    employer_id: str
    score: int
    same: str


def likest(register: Database, typed: Mapping[str, str], *, limit: int) -> list[Likeness]:
    """Return the entries that may be the same employer, likest first; may be empty.

    Names are compared as the search reads them: one form of each letter, no signs, any order of words.
    """
    columns = ("name_en", "name_ur", "trade_name", *_NUMBERS)
    held = rows(register, f"SELECT id, {', '.join(columns)} FROM employer ORDER BY n")  # noqa: S608 - own names
    best: dict[int, tuple[int, str]] = {}
    for place, score, same in [*_by_number(held, typed), *_by_name(held, typed, limit)]:
        if score > best.get(place, (0, ""))[0]:
            best[place] = (score, same)
    found = [Likeness(held[place]["id"], score, same) for place, (score, same) in best.items()]
    return sorted(found, key=lambda one: (-one.score, one.employer_id))[:limit]


def _by_number(held: list[dict[str, str]], typed: Mapping[str, str]) -> Iterator[tuple[int, int, str]]:
    for field in _NUMBERS:
        wanted = compact(typed.get(field, ""))
        if len(wanted) < _SHORTEST_NUMBER:
            continue
        for place, one in enumerate(held):
            if one[field] and compact(one[field]) == wanted:
                yield place, SAME, field


def _by_name(held: list[dict[str, str]], typed: Mapping[str, str], limit: int) -> Iterator[tuple[int, int, str]]:
    """Yield entries whose names are like a typed one, whatever the order of the words or the blanks between them."""
    read = {field: [words_of(one[field] or "") for one in held] for field in ("name_en", "name_ur", "trade_name")}
    joined = {field: [name.replace(" ", "") for name in names] for field, names in read.items()}
    for field, others in _NAMES.items():
        if not (wanted := words_of(typed.get(field, ""))):
            continue
        for other in others:
            in_any_order = extract(wanted, read[other], scorer=fuzz.token_sort_ratio, score_cutoff=LEAST, limit=limit)
            in_one = extract(wanted.replace(" ", ""), joined[other], scorer=fuzz.ratio, score_cutoff=LEAST, limit=limit)
            yield from ((place, round(score), "") for _, score, place in [*in_any_order, *in_one])
