"""Other spellings of a word that somebody typed, among the words that the register holds.

Knows words only; which employers have them is the business of `search`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract
from sqlite_utils import Database

from casework.sound import heard

SHORTEST = 3
"""Words with fewer letters are taken as they were typed."""

_SHORTEST_SOUND = 2
_MOST = 16
_LONG = 7
"""From so many letters on, two slips are forgiven."""

_MOST_BEGUN = 24
_MOST_SEEN = 400
_LIKE = 50
"""Words of one script that sound alike but share fewer letters than this, of 100, are no spellings of one another."""

_OTHER_SCRIPT = 75
"""Where a word of the other script stands among those of the same one, which are ordered by their likeness."""

_BEYOND = "~"
"""Sorts after every sound."""


def add_spellings(register: Database, words: Iterable[str]) -> None:
    """Write down words of the search index, but numbers; those that stand there stay."""
    wanted = [(word, sound_of(word)) for word in set(words) if len(word) > 1 and not word[0].isdigit()]
    register.conn.executemany("INSERT OR IGNORE INTO spelling VALUES (?, ?)", sorted(wanted))


def sound_of(word: str) -> str:
    """Return how a word of the index sounds; "" when nothing of it is heard."""
    return heard(word) if word else ""


def other_spellings(register: Database, word: str) -> list[str]:
    """Return the register's words that a typed one may stand for: itself or its beginnings, and what sounds so."""
    if _words(register, "word = ?", (word,)):
        return [word, *_sounding_the_same(register, word)]
    return [*beginning_with(register, word), *sounding_like(register, word)]


def sounding_like(register: Database, word: str) -> list[str]:
    """Return the register's words that sound like this one or, after those, begin like it; likest first."""
    sound = sound_of(word)
    if not _is_heard(word, sound):
        return []
    begun = _words(register, "sound > ? AND sound < ?", (sound, sound + _BEYOND))
    begun = [other for other in begun if len(sound) > _SHORTEST_SOUND or _script(other) == _script(word)]
    return [*_sounding_the_same(register, word), *_likest(word, begun, cut=len(word))][:_MOST]


def _sounding_the_same(register: Database, word: str) -> list[str]:
    sound = sound_of(word)
    return _likest(word, _words(register, "sound = ?", (sound,)))[:_MOST] if _is_heard(word, sound) else []


def _is_heard(word: str, sound: str) -> bool:
    return len(word) >= SHORTEST and not word[0].isdigit() and len(sound) >= _SHORTEST_SOUND


def spelled_nearly(register: Database, word: str) -> list[str]:
    """Return the register's words that a slip of the hand turns this one into, or their beginning; nearest first.

    The first letter is taken to be right, or to be the second one: other words are too many to look through.
    """
    if len(word) <= SHORTEST or word[0].isdigit():
        return []
    slips = 1 if len(word) < _LONG else 2
    for letter in word[:2]:
        if found := _nearest(word, _words(register, *_range(letter), most=-1), slips=slips):
            return found
    return []


def _nearest(word: str, known: list[str], *, slips: int) -> list[str]:
    whole = extract(word, known, scorer=OSA.distance, score_cutoff=slips, limit=_MOST)
    if whole:
        return [other for other, _, _ in whole]
    begun = [other[: len(word)] for other in known]
    nearest = extract(word, begun, scorer=OSA.distance, score_cutoff=1, limit=_MOST)
    return [known[place] for _, _, place in nearest]


def beginning_with(register: Database, word: str) -> list[str]:
    """Return the register's words that begin with this one, shortest first; a number stands for itself alone."""
    if word[0].isdigit():
        return [word]
    found = _words(register, *_range(word))
    return sorted(found, key=lambda other: (len(other), other))[:_MOST_BEGUN]


def _words(register: Database, where: str, parameters: Sequence[object], *, most: int = _MOST_SEEN) -> list[str]:
    sql = f"SELECT word FROM spelling WHERE {where} LIMIT {most}"  # noqa: S608 - own conditions
    return [found[0] for found in register.conn.execute(sql, parameters)]


def _range(beginning: str) -> tuple[str, tuple[str, str]]:
    return "word >= ? AND word < ?", (beginning, beginning + "\U0010ffff")


def _likest(word: str, others: Iterable[str], *, cut: int | None = None) -> list[str]:
    """Order words of the same sound by their letters; what begins with the typed one is found without this."""
    scored = []
    for other in others:
        if other == word or (cut and other.startswith(word)):
            continue
        same = _script(other) == _script(word)
        likeness = fuzz.ratio(word, other[:cut]) if same else _OTHER_SCRIPT
        if likeness >= _LIKE:
            scored.append((-likeness, other))
    return [other for _, other in sorted(scored)]


def _script(word: str) -> bool:
    return word[0].isascii()
