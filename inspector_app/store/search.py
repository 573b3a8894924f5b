"""The search index of the register: fill it, keep it right, ask it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlite_utils import Database

from inspector_app.store.driver import rows
from inspector_app.store.search_words import index_names, index_numbers, is_ranked, match_expression

_BATCH = 5000


def rebuild_search(register: Database) -> None:
    """Fill the index anew from all employers."""
    register.conn.execute("DELETE FROM employer_search")
    last = 0
    while batch := rows(register, "SELECT * FROM employer WHERE n > ? ORDER BY n LIMIT ?", (last, _BATCH)):
        register.conn.executemany(_INSERT, [_entry(employer) for employer in batch])
        last = batch[-1]["n"]
    register.conn.execute("INSERT INTO employer_search (employer_search) VALUES ('optimize')")


def index_employers(register: Database, employers: Iterable[Mapping[str, Any]]) -> None:
    """Put employers (rows with `n`) into the index in place of what stood there."""
    for employer in employers:
        unindex_employer(register, employer["n"])
        register.conn.execute(_INSERT, _entry(employer))


def unindex_employer(register: Database, n: int) -> None:
    """Take an employer out of the index."""
    register.conn.execute("DELETE FROM employer_search WHERE rowid = ?", (n,))


def find_employers(register: Database, query: str, *, limit: int) -> list[dict[str, Any]]:
    """Return employers that a query finds; ranked from three letters on."""
    expression = match_expression(query)
    if not expression:
        return []
    return rows(register, _RANKED if is_ranked(query) else _UNRANKED, (expression, limit))


def _entry(employer: Mapping[str, Any]) -> tuple[Any, ...]:
    return (employer["n"], index_names(employer), index_numbers(employer))


_INSERT = "INSERT INTO employer_search (rowid, names, numbers) VALUES (?, ?, ?)"
_RANKED = """
SELECT employer.* FROM
    (SELECT rowid AS n, rank FROM employer_search WHERE employer_search MATCH ? ORDER BY rank LIMIT ?) AS found
JOIN employer ON employer.n = found.n ORDER BY found.rank, employer.n
"""
_UNRANKED = """
SELECT employer.* FROM (SELECT rowid AS n FROM employer_search WHERE employer_search MATCH ? LIMIT ?) AS found
JOIN employer ON employer.n = found.n
"""
