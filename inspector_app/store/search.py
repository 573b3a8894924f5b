"""The search index of the register: fill it, keep it right, ask it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any

from sqlite_utils import Database

from inspector_app.store.driver import rows
from inspector_app.store.search_words import (
    NAME_FIELDS,
    NUMBER_FIELDS,
    PLACE_FIELDS,
    index_names,
    index_numbers,
    index_places,
    match_expression,
    named_expression,
    number_typed,
    typed_words,
    widened_expression,
    words_of,
)
from inspector_app.store.spelling import add_spellings, beginning_with, other_spellings, spelled_nearly

Row = dict[str, Any]


class Closeness(StrEnum):
    """How what was typed and what was found agree, closest first."""

    AS_TYPED = "as_typed"
    SOUNDS_ALIKE = "sounds_alike"
    SPELLED_NEARLY = "spelled_nearly"


def rebuild_search(register: Database) -> None:
    """Fill the index anew from all employers."""
    connection, pieces = register.conn, set[str]()

    def gathered(index: Callable[..., str]) -> Callable[..., str]:
        def indexed(*fields: str | None) -> str:
            text = index(*fields)
            pieces.update(text.split())
            return text

        return indexed

    connection.create_function("muaina_names", len(NAME_FIELDS), gathered(index_names))
    connection.create_function("muaina_numbers", len(NUMBER_FIELDS), index_numbers)
    connection.create_function("muaina_places", len(PLACE_FIELDS), gathered(index_places))
    connection.execute("INSERT INTO employer_search (employer_search) VALUES ('delete-all')")
    connection.execute(_INSERT_ALL)
    connection.execute("DELETE FROM spelling")
    add_spellings(register, words_of(" ".join(pieces)).split())


def index_employers(register: Database, employers: Iterable[Mapping[str, Any]]) -> None:
    """Put employers (rows with `n`) into the index in place of what stood there."""
    for employer in employers:
        unindex_employer(register, employer["n"])
        entry = _entry(employer)
        register.conn.execute(_INSERT, entry)
        add_spellings(register, words_of(f"{entry[1]} {entry[3]}").split())


def unindex_employer(register: Database, n: int) -> None:
    """Take an employer out of the index."""
    register.conn.execute("DELETE FROM employer_search WHERE rowid = ?", (n,))


def find_employers(register: Database, query: str, *, limit: int) -> list[tuple[Closeness, Row]]:
    """Return employers that a query finds, closest first: whole words of the name, beginnings, addresses, sounds.

    Each of these is asked for only while there is room for more hits, slips of the hand only where nothing was found.
    No question ranks all that match it, so none takes longer where many do.
    """
    found: dict[int, tuple[Closeness, Row]] = {}
    for closeness, expression in _expressions(register, query, found):
        for employer in matching_employers(register, expression, limit=limit):
            found.setdefault(employer["n"], (closeness, employer))
        if len(found) >= limit:
            break
    return list(found.values())[:limit]


def matching_employers(register: Database, expression: str, *, limit: int) -> list[Row]:
    """Return employers that an FTS5 query matches, the earliest of the register."""
    return rows(register, _FIND, (expression, limit))


def _expressions(register: Database, query: str, found: Mapping[int, object]) -> Iterator[tuple[Closeness, str]]:
    as_typed = match_expression(query)
    if not as_typed:
        return
    if number_typed(query):
        yield Closeness.AS_TYPED, as_typed
        return
    typed = typed_words(query)
    yield Closeness.AS_TYPED, named_expression({word: [word] for word in typed})
    words = _others(typed, lambda word: beginning_with(register, word))
    if all(words.values()) and any(others != [word] for word, others in words.items()):
        yield Closeness.AS_TYPED, named_expression(words)
    yield Closeness.AS_TYPED, as_typed
    alike = _others(typed, lambda word: other_spellings(register, word))
    if alike != words and all(alike.values()):
        yield Closeness.SOUNDS_ALIKE, widened_expression(alike)
    if found:
        return
    nearly = _others(typed, lambda word: alike[word] if words[word] else alike[word] + spelled_nearly(register, word))
    if nearly != alike and all(nearly.values()):
        yield Closeness.SPELLED_NEARLY, widened_expression(nearly)


def _others(words: Iterable[str], other: Callable[[str], list[str]]) -> dict[str, list[str]]:
    return {word: other(word) for word in words}


def _entry(employer: Mapping[str, Any]) -> tuple[Any, ...]:
    fields = ([employer[field] for field in fields] for fields in (NAME_FIELDS, NUMBER_FIELDS, PLACE_FIELDS))
    names, numbers, places = fields
    return (employer["n"], index_names(*names), index_numbers(*numbers), index_places(*places))


_INSERT = "INSERT INTO employer_search (rowid, names, numbers, places) VALUES (?, ?, ?, ?)"
_INSERT_ALL = (
    f"INSERT INTO employer_search (rowid, names, numbers, places) SELECT n, muaina_names({', '.join(NAME_FIELDS)}), "  # noqa: S608 - own names
    f"muaina_numbers({', '.join(NUMBER_FIELDS)}), muaina_places({', '.join(PLACE_FIELDS)}) FROM employer"
)
_FIND = """
SELECT employer.* FROM (SELECT rowid AS n FROM employer_search WHERE employer_search MATCH ? LIMIT ?) AS found
JOIN employer ON employer.n = found.n
"""
