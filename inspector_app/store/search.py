"""The search index of the register: fill it, keep it right, ask it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlite_utils import Database

from inspector_app.store.driver import rows
from inspector_app.store.search_words import (
    NAME_FIELDS,
    NUMBER_FIELDS,
    index_names,
    index_numbers,
    is_ranked,
    match_expression,
)


def rebuild_search(register: Database) -> None:
    """Fill the index anew from all employers, by one statement."""
    connection = register.conn
    connection.create_function("muaina_names", len(NAME_FIELDS), index_names)
    connection.create_function("muaina_numbers", len(NUMBER_FIELDS), index_numbers)
    connection.execute("INSERT INTO employer_search (employer_search) VALUES ('delete-all')")
    connection.execute(_INSERT_ALL)


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
    names, numbers = ([employer[field] for field in fields] for fields in (NAME_FIELDS, NUMBER_FIELDS))
    return (employer["n"], index_names(*names), index_numbers(*numbers))


_INSERT = "INSERT INTO employer_search (rowid, names, numbers) VALUES (?, ?, ?)"
_INSERT_ALL = (
    f"INSERT INTO employer_search (rowid, names, numbers) SELECT n, muaina_names({', '.join(NAME_FIELDS)}), "  # noqa: S608 - own names
    f"muaina_numbers({', '.join(NUMBER_FIELDS)}) FROM employer"
)
_RANKED = """
SELECT employer.* FROM
    (SELECT rowid AS n, rank FROM employer_search WHERE employer_search MATCH ? ORDER BY rank LIMIT ?) AS found
JOIN employer ON employer.n = found.n ORDER BY found.rank, employer.n
"""
_UNRANKED = """
SELECT employer.* FROM (SELECT rowid AS n FROM employer_search WHERE employer_search MATCH ? LIMIT ?) AS found
JOIN employer ON employer.n = found.n
"""
