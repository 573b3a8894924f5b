"""How likely two entries of the register are one employer, from 0 to 100, and what speaks for it and against it.

Compares values handed in; reads and writes nothing. What the points are worth is one table, `POINTS`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from rapidfuzz import fuzz

from casework.flags import PROVISIONAL
from casework.sound import figures, heard_words, own_words, plain_words, sounds_of

RAISED_FROM = 60
"""From this likeness on two entries are shown to a supervisor."""

LEAST_NAME = 70
"""Names less alike than this are no pair, whatever else is the same: one owner may have several firms."""

POINTS: Mapping[str, int] = {
    "name_same": 45,
    "name_close": 38,
    "name_like": 28,
    "name_near": 15,
    "registration_no": 45,
    "ntn": 30,
    "owner_cnic": 30,
    "phone": 20,
    "address": 20,
    "owner_name": 15,
    "district": 10,
    "provisional": 10,
    "sector": 5,
    "other_registration_no": -15,
    "other_owner_cnic": -20,
    "other_figures": -45,
    "other_sector": -10,
    "other_district": -15,
}
"""What each reason is worth. Those that begin with `other_` speak against."""

_NAMES = ((95, "name_same"), (88, "name_close"), (80, "name_like"), (LEAST_NAME, "name_near"))
_LIKE_ADDRESS = 80
_LIKE_OWNER = 88
_OTHER_SCRIPT = 50
"""Names whose letters are less alike than this, but which sound alike, are taken to be in two scripts."""
_OWN_WORDS = 4
_NO_SIGNS = re.compile(r"[\W_]+")
_SHORTEST = {"registration_no": 3, "ntn": 7, "owner_cnic": 13, "phone": 9}


@dataclass(frozen=True)
class Likeness:
    """How alike two entries are; `reasons` are names of `POINTS`, strongest first."""

    score: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sound:
    """One name as it sounds: its words in order, and as they are compared, in alphabetical order and as one."""

    words: tuple[str, ...]
    in_order: str
    as_one: str
    own_in_order: str
    own_as_one: str

    @classmethod
    def of(cls, words: tuple[str, ...]) -> Sound:
        """Return the sound of a name's words."""
        own = own_words(words)
        return cls(words, " ".join(sorted(words)), "".join(words), " ".join(sorted(own)), "".join(own))


@dataclass(frozen=True)
class Entry:
    """One employer as it is compared."""

    id: str
    values: Mapping[str, Any]

    @cached_property
    def _names(self) -> tuple[list[str], ...]:
        names = (self.values["name_en"], self.values["name_ur"], self.values["trade_name"])
        return tuple(words for name in dict.fromkeys(names) if name and (words := plain_words(name)))

    @cached_property
    def sounds(self) -> tuple[Sound, ...]:
        """Its names as they sound, each once: English, Urdu, trade name; the empty ones left out."""
        return tuple(Sound.of(words) for words in dict.fromkeys(map(sounds_of, self._names)) if words)

    @cached_property
    def written(self) -> tuple[str, ...]:
        """Its names as they are written: small letters, words in alphabetical order."""
        return tuple(" ".join(sorted(words)) for words in self._names)

    @cached_property
    def numbers(self) -> Mapping[str, str]:
        """Its numbers without signs, a telephone without its country; those that are too short left out."""
        return {name: number for name in _SHORTEST if (number := bare_number(name, self.values[name]))}

    @cached_property
    def owner(self) -> str:
        """The owner's name as it sounds, words in alphabetical order."""
        return " ".join(sorted(heard_words(self.values["owner_name"] or "")))

    @cached_property
    def addresses(self) -> tuple[str, ...]:
        """Its addresses as they sound, words in alphabetical order; the empty ones left out."""
        found = (" ".join(sorted(heard_words(self.values[name] or ""))) for name in ("address_en", "address_ur"))
        return tuple(words for words in found if words)

    @cached_property
    def found_by(self) -> frozenset[str]:
        """By what it is found: entries that share none of these are never compared."""
        found = {f"{name}:{number}" for name, number in self.numbers.items()}
        place = self.values["district"]
        for sound in self.sounds:
            own = sorted(set(own_words(sound.words)), key=lambda word: (-len(word), word))[:_OWN_WORDS]
            found |= {f"{place}:{sound.own_as_one}", f"{place}/{sound.in_order}"}
            found |= {f"{place}:{min(a, b)} {max(a, b)}" for n, a in enumerate(own) for b in own[n + 1 :]}
        if " " in self.owner:
            found.add(f"{place}@{self.owner}")
        return frozenset(key[:80] for key in found)


def bare_number(name: str, value: str | None) -> str:
    """Return a number without signs, a telephone without its country; "" when it is too short to tell anything."""
    bare = _NO_SIGNS.sub("", value or "").upper()
    if name == "phone":
        bare = bare.removeprefix("0092").removeprefix("92").lstrip("0")
    return bare if len(bare) >= _SHORTEST[name] else ""


def likeness(one: Entry, other: Entry) -> Likeness:
    """Return how alike two entries are; 0 without a reason when their names are too different."""
    same_number = _same(one, other, "registration_no")
    name = name_likeness(one, other)
    if name < LEAST_NAME and not same_number:
        return Likeness(0, ())
    reasons = [*_of_name(name), *_of_numbers(one, other), *_of_person_and_place(one, other)]
    if _is_provisional(one, other) and not any(reason.startswith("other_") for reason in reasons):
        reasons.append("provisional")
    score = sum(POINTS[reason] for reason in reasons)
    ordered = sorted(reasons, key=lambda reason: -POINTS[reason])
    return Likeness(max(0, min(100, score)), tuple(ordered))


def name_likeness(one: Entry, other: Entry) -> int:
    """Return how alike the names are, 0 to 100: by sound, across the two scripts, and by letters within one."""
    sound = max((_by_sound(a, b) for a in one.sounds for b in other.sounds), default=0.0)
    if sound < LEAST_NAME:
        return round(sound)
    letters = max((fuzz.ratio(a, b) for a in one.written for b in other.written), default=0.0)
    return round(max(0.7 * sound + 0.3 * letters, sound - 5 if letters < _OTHER_SCRIPT else 0))


def _by_sound(one: Sound, other: Sound) -> float:
    if one.words == other.words:
        return 100.0
    apart = max(fuzz.ratio(one.own_in_order, other.own_in_order), fuzz.ratio(one.own_as_one, other.own_as_one))
    whole = max(fuzz.ratio(one.in_order, other.in_order), fuzz.ratio(one.as_one, other.as_one))
    return 0.25 * whole + 0.75 * apart


def _of_name(name: int) -> Iterator[str]:
    for least, reason in _NAMES:
        if name >= least:
            yield reason
            return


def _of_numbers(one: Entry, other: Entry) -> Iterator[str]:
    for name in ("registration_no", "ntn", "owner_cnic", "phone"):
        if _same(one, other, name):
            yield name
        elif name in ("registration_no", "owner_cnic") and name in one.numbers and name in other.numbers:
            yield f"other_{name}"
    units = {figures(name.words) for name in one.sounds}, {figures(name.words) for name in other.sounds}
    if not units[0] & units[1] and any(units[0]) | any(units[1]):
        yield "other_figures"


def _of_person_and_place(one: Entry, other: Entry) -> Iterator[str]:
    if not _same(one, other, "owner_cnic") and one.owner and fuzz.ratio(one.owner, other.owner) >= _LIKE_OWNER:
        yield "owner_name"
    if max((fuzz.ratio(a, b) for a in one.addresses for b in other.addresses), default=0.0) >= _LIKE_ADDRESS:
        yield "address"
    if one.values["district"] and other.values["district"]:
        yield "district" if one.values["district"] == other.values["district"] else "other_district"
    if one.values["sector"] and other.values["sector"]:
        yield "sector" if one.values["sector"] == other.values["sector"] else "other_sector"


def _same(one: Entry, other: Entry, name: str) -> bool:
    return name in one.numbers and one.numbers[name] == other.numbers.get(name)


def _is_provisional(one: Entry, other: Entry) -> bool:
    return PROVISIONAL in (one.values["status"], other.values["status"])
