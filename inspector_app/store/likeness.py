"""Employers of the register that resemble what somebody is about to enter as a new one.

The index gives those that share a number or a word of the name, by letters or sound; how alike two entries are is
said by `casework.likeness`, on the laptop as at the centre.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from sqlite_utils import Database

from casework.flags import PROVISIONAL
from casework.likeness import Entry, bare_number, likeness
from casework.sound import TRADES, heard, plain_words
from inspector_app.store.search import Row, matching_employers
from inspector_app.store.search_words import plain, widened_expression
from inspector_app.store.spelling import beginning_with, sounding_like, spelled_nearly

SAME = 100
"""Likeness of an entry that has the same CNIC or telephone."""

SHOWN_FROM = 40
"""From this likeness an entry is shown; lower than at the centre: little is known of a firm seen in the street."""

_COMPARED = (
    "name_en", "name_ur", "trade_name", "registration_no", "ntn", "owner_name", "owner_cnic", "phone",
    "address_en", "address_ur", "district", "sector", "status",
)  # fmt: skip
_NAMES = ("name_en", "name_ur", "trade_name")
_NUMBERS = ("owner_cnic", "phone")
_OWN_WORDS = 4
_STEM = 5
"""Letters that "Mughalpura" and "Mughal Pura" have in common at their beginning."""

_LONG = 8
_MOST_OF_PAIR = 300
_MOST_OF_WORD = 200


@dataclass(frozen=True)
class Likeness:
    """One entry: how like it is, 0 to 100, and the number that is the same ("" for none)."""

    employer_id: str
    score: int
    same: str


def likest(register: Database, typed: Mapping[str, str], *, limit: int) -> list[Likeness]:
    """Return the entries that may be the same employer, likest first; may be empty."""
    wanted = Entry("", {name: typed.get(name) or "" for name in _COMPARED} | {"status": PROVISIONAL})
    held = {row["n"]: row for expression, most in _expressions(register, wanted)
            for row in matching_employers(register, expression, limit=most)}  # fmt: skip
    found = [one for row in held.values() if (one := _compared(wanted, row)).score >= SHOWN_FROM]
    return sorted(found, key=lambda one: (-one.score, one.employer_id))[:limit]


def _compared(wanted: Entry, row: Row) -> Likeness:
    same = next((name for name in _NUMBERS if _share(wanted, row, name)), "")
    return Likeness(row["id"], SAME if same else likeness(wanted, Entry(row["id"], row)).score, same)


def _share(wanted: Entry, row: Row, name: str) -> bool:
    return name in wanted.numbers and bare_number(name, row[name]) == wanted.numbers[name]


def _expressions(register: Database, wanted: Entry) -> Iterator[tuple[str, int]]:
    """Yield what to ask the index for, and how many at most: numbers, two words of a name together, one alone."""
    for name in _NUMBERS:
        if number := bare_number(name, wanted.values[name]).lower():
            yield f'numbers : ("{number}"* OR "0{number}"*)', _MOST_OF_WORD
    for name in dict.fromkeys(wanted.values[name] for name in _NAMES):
        words = {word: found for word in _telling_words(name) if (found := _spellings(register, word))}
        for pair in combinations(words, 2):
            yield widened_expression({word: words[word] for word in pair}), _MOST_OF_PAIR
        for word, others in words.items():
            yield widened_expression({word: others}), _MOST_OF_WORD


def _telling_words(name: str) -> list[str]:
    """Return the words of a name that tell it from others, longest first; its trade's where it has no others."""
    words = list(dict.fromkeys(plain(word) for word in plain_words(name)))
    own = [word for word in words if heard(word) not in TRADES] or words
    return sorted(own, key=len, reverse=True)[:_OWN_WORDS]


def _spellings(register: Database, word: str) -> list[str]:
    """Return words of the register that may be this one: begun, sounding alike, written with a slip, or apart."""
    begun = beginning_with(register, word)
    apart = beginning_with(register, word[:_STEM]) if len(word) >= _LONG else []
    return [*begun, *(sounding_like(register, word) or ([] if begun else spelled_nearly(register, word))), *apart]
