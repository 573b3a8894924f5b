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
from inspector_app.store.driver import row

SHORTEST = 3
"""Words with fewer letters are taken as they were typed."""

_SHORTEST_SOUND = 2
_MOST = 16
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


def sounding_like(register: Database, word: str) -> list[str]:
    """Return the register's words that sound like this one or, after those, begin like it; likest first."""
    sound = sound_of(word)
    if len(word) < SHORTEST or word.isdigit() or len(sound) < _SHORTEST_SOUND:
        return []
    same = _words(register, "sound = ?", (sound,))
    begun = _words(register, "sound > ? AND sound < ?", (sound, sound + _BEYOND))
    begun = [other for other in begun if len(sound) > _SHORTEST_SOUND or _script(other) == _script(word)]
    return [*_likest(word, same), *_likest(word, begun, cut=len(word))][:_MOST]


def spelled_nearly(register: Database, word: str) -> list[str]:
    """Return the register's words that a slip of the hand turns this one into, or their beginning; nearest first."""
    if len(word) <= SHORTEST or word.isdigit():
        return []
    slips = 1 if len(word) < 7 else 2
    known = _words(register, "length(word) >= ?", (len(word) - slips,), most=-1)
    whole = extract(word, known, scorer=OSA.distance, score_cutoff=slips, limit=_MOST)
    if whole:
        return [other for other, _, _ in whole]
    begun = [other[: len(word)] for other in known]
    nearest = extract(word, begun, scorer=OSA.distance, score_cutoff=1, limit=_MOST)
    return [known[place] for _, _, place in nearest]


def is_known(register: Database, word: str) -> bool:
    """Return whether a word of the register begins so."""
    sql = "SELECT 1 FROM spelling WHERE word >= ? AND word < ? LIMIT 1"
    return row(register, sql, (word, word + "\U0010ffff")) is not None


def _words(register: Database, where: str, parameters: Sequence[object], *, most: int = _MOST_SEEN) -> list[str]:
    sql = f"SELECT word FROM spelling WHERE {where} LIMIT {most}"  # noqa: S608 - own conditions
    return [found[0] for found in register.conn.execute(sql, parameters)]


def _likest(word: str, others: Iterable[str], *, cut: int | None = None) -> list[str]:
    """Order words of the same sound by their letters; those that begin with the typed one are found without this."""
    scored = []
    for other in others:
        if other.startswith(word):
            continue
        same = _script(other) == _script(word)
        likeness = fuzz.ratio(word, other[:cut]) if same else _OTHER_SCRIPT
        if likeness >= _LIKE:
            scored.append((-likeness, other))
    return [other for _, other in sorted(scored)]


def _script(word: str) -> bool:
    return word[0].isascii()
