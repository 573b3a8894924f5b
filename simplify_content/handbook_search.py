"""Finds sections and words of the handbook, in both languages at once and in spite of misspelling (pure, offline).

A word of the glossary brings all its names to each section that uses one of them: who types شراکت finds what is
written کنٹری بیوشن or "contribution".
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from simplify_content.handbook_figures import PLACEHOLDER
from simplify_content.handbook_types import Handbook, Section, Term
from simplify_content.handbook_words import words_of
from simplify_content.text import Text

LONGEST_QUERY: Final = 200
_MOST_WORDS: Final = 8
_SHORTEST_BEGINNING: Final = 3
_SHORTEST_MISSPELT: Final = 4
_LONG_WORD: Final = 8
_MOST_LIKE: Final = 20

_IN_WORD, _IN_TITLE, _IN_NAMES, _IN_HEADING, _IN_BODY = 7.0, 6.0, 4.0, 2.0, 1.0
_AGAIN: Final = 0.1
"""What each further occurrence in the body adds."""
_SINGULAR, _BEGINNING, _MISSPELT_ONCE, _MISSPELT_TWICE = 0.95, 0.8, 0.7, 0.45

_NOISE = frozenset(
    words_of(
        "a an and are as at be by for from how in is it its not of on or that the their they this to was what when "
        "where which who with"
    )
    + words_of("کا کے کی کو سے میں پر اور یا ہے ہیں ہو جو کہ نے تک بھی یہ وہ اس ان کیا کون لیے گا گی گے تو نہ نہیں")
)


class FoundKind(StrEnum):
    """What a search found."""

    SECTION = "section"
    TERM = "term"


@dataclass(frozen=True)
class Found:
    """One section or word of the glossary.

    `words` are the folded words of it that met the query, by themselves or as another name of what was asked for.
    """

    kind: FoundKind
    key: str
    score: float
    words: frozenset[str]


@dataclass(frozen=True)
class _Entry:
    kind: FoundKind
    key: str
    place: int
    weights: Mapping[str, float]


@dataclass(frozen=True)
class _Names:
    """All ways of saying a word of the glossary, as runs of folded words."""

    runs: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, term: Term) -> _Names:
        return cls(tuple(words_of(name) for name in (term.name.en, term.name.ur, *term.aliases)))

    @property
    def words(self) -> frozenset[str]:
        """Their words, and each run of several written as one."""
        single = {word for run in self.runs for word in run if word not in _NOISE}
        return frozenset(single | {"".join(run) for run in self.runs})

    def stand_in(self, padded: str) -> bool:
        """Return whether one of them stands in a text of folded words, each between two blanks."""
        return any(f" {' '.join(run)} " in padded for run in self.runs)

    def are_met_by(self, words: Collection[str]) -> bool:
        """Return whether one of them is among the words, in whole."""
        return any(all(word in words for word in run) or "".join(run) in words for run in self.runs)


@dataclass(frozen=True)
class Index:
    """What a search looks into. Made once of a handbook; holds nothing of any reader."""

    entries: tuple[_Entry, ...]
    holding: Mapping[str, tuple[int, ...]]
    """The entries that hold a word."""
    names: tuple[_Names, ...]

    def rarity(self, word: str) -> float:
        """Return how much a word tells: more, the fewer entries hold it."""
        return math.log(1 + len(self.entries) / len(self.holding[word]))


def index_of(handbook: Handbook, further: Mapping[str, Iterable[Text]] | None = None) -> Index:
    """Return the index of a handbook; `further` texts of a section, by its key, count as its body."""
    further = further or {}
    names = [_Names.of(term) for term in handbook.terms]
    entries = [
        _Entry(
            FoundKind.SECTION,
            section.key,
            place,
            _section_weights(section, names, further=further.get(section.key, ())),
        )
        for place, section in enumerate(handbook.sections)
    ]
    for term in handbook.terms:
        entries.append(_Entry(FoundKind.TERM, term.key, len(entries), _term_weights(term)))
    holding: dict[str, list[int]] = defaultdict(list)
    for entry in entries:
        for word in entry.weights:
            holding[word].append(entry.place)
    return Index(tuple(entries), {word: tuple(places) for word, places in holding.items()}, tuple(names))


def search(index: Index, query: str, *, limit: int = 20) -> tuple[Found, ...]:
    """Return what meets a query, best first, equal ones in reading order.

    Args:
        index: of the handbook.
        query: words in English or Urdu, the two may be mixed; one or two letters of a longer word may be wrong,
            missing, doubled or swapped. Words beyond the eighth and signs beyond the 200th are not looked at.
        limit: at most so many.

    Returns:
        Entries that meet every word that occurs at all, spelt right or nearly; empty where no word occurs.
    """
    met = [words for typed in _typed(query) if (words := _near(index, typed))]
    if not met:
        return ()
    common = set.intersection(*({place for word in words for place in index.holding[word]} for words in met))
    places = common or {place for words in met for word in words for place in index.holding[word]}
    found = [_found(index, index.entries[place], met) for place in places]
    found.sort(key=lambda pair: (-pair[0].score, pair[1]))
    return tuple(one for one, _ in found[:limit])


def _typed(query: str) -> tuple[str, ...]:
    words = tuple(dict.fromkeys(words_of(query[:LONGEST_QUERY])))
    return tuple(word for word in words if word not in _NOISE)[:_MOST_WORDS] or words[:_MOST_WORDS]


def _near(index: Index, typed: str) -> dict[str, float]:
    """Words of the index that a typed word may mean, with how surely; misspellings only where nothing fits."""
    near = {typed: 1.0} if typed in index.holding else {}
    if len(typed) > _SHORTEST_BEGINNING and typed.endswith("s") and typed[:-1] in index.holding:
        near[typed[:-1]] = _SINGULAR
    if len(typed) >= _SHORTEST_BEGINNING:
        near |= {word: _BEGINNING for word in index.holding if word not in near and word.startswith(typed)}
    if near or len(typed) < _SHORTEST_MISSPELT or typed.isdigit():
        return near
    wrong = 2 if len(typed) >= _LONG_WORD else 1
    like = process.extract(typed, index.holding.keys(), scorer=OSA.distance, score_cutoff=wrong, limit=_MOST_LIKE)
    return {word: _MISSPELT_ONCE if distance <= 1 else _MISSPELT_TWICE for word, distance, _ in like if len(word) > 2}


def _found(index: Index, entry: _Entry, met: Iterable[Mapping[str, float]]) -> tuple[Found, int]:
    score, words = 0.0, set()
    for near in met:
        here = {word: sure * entry.weights[word] for word, sure in near.items() if word in entry.weights}
        if here:
            best = max(here, key=lambda word: (here[word], word))
            score += here[best] * index.rarity(best)
            words |= set(here)
    for name in index.names:
        if name.are_met_by(words):
            words |= {word for run in name.runs if all(word in entry.weights for word in run) for word in run}
    return Found(entry.kind, entry.key, round(score, 6), frozenset(words)), entry.place


def _section_weights(section: Section, names: Iterable[_Names], *, further: Iterable[Text]) -> dict[str, float]:
    headings = [half for block in section.body if block.heading for half in (block.heading.en, block.heading.ur)]
    lines = [
        PLACEHOLDER.sub(" ", half) for block in section.body for line in block.lines for half in (line.en, line.ur)
    ]
    lines += [half for text in further for half in (text.en, text.ur)]
    titles = (section.title.en, section.title.ur)
    weights: dict[str, float] = {}
    for line in lines:
        for word in words_of(line):
            weights[word] = weights[word] + _AGAIN if word in weights else _IN_BODY
    weights = {word: min(weight, 2 * _IN_BODY) for word, weight in weights.items()}
    _raise(weights, (word for half in titles for word in words_of(half)), _IN_BODY)
    title = f" {' '.join(words_of(' . '.join(titles)))} "
    whole = title + " ".join(word for line in (*headings, *lines) for word in words_of(line)) + " "
    for name in names:
        if name.stand_in(whole):
            _raise(weights, name.words, _IN_NAMES if name.stand_in(title) else _IN_BODY)
    _raise(weights, (word for heading in headings for word in words_of(heading)), _IN_HEADING)
    _raise(weights, (word for more in section.words for word in words_of(more)), _IN_NAMES)
    _raise(weights, (word for key in section.provisions for word in words_of(key.partition(".s")[2])), _IN_NAMES)
    _raise(weights, (word for half in titles for word in words_of(half) if len(word) > 1), _IN_TITLE)
    return weights


def _term_weights(term: Term) -> dict[str, float]:
    weights: dict[str, float] = {}
    _raise(weights, (word for half in (term.meaning.en, term.meaning.ur) for word in words_of(half)), _IN_BODY)
    _raise(weights, _Names.of(term).words, _IN_WORD)
    return weights


def _raise(weights: dict[str, float], words: Iterable[str], weight: float) -> None:
    for word in words:
        weights[word] = max(weights.get(word, 0.0), weight)
