"""How far the feed of each scope has been taken, and whether the copy was compared with the centre's since."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlite_utils import Database

from inspector_app.store.driver import rows, run
from sync_protocol.versions import SCHEMA_VERSION


@dataclass(frozen=True)
class ScopeState:
    """Where one scope stands. Every field but `v` outlives the page that brought it."""

    scope: str
    epoch: str
    v: int
    complete: int
    """Number at which every record was here; lags behind `v` between two pages of one feed."""
    schema: int
    """Schema whose fields are all there; below ours, newer fields are still to be fetched."""
    checked_at: str
    """When the copy was last compared with the centre's; "" when it never was."""
    offered: str
    """The centre's digest at `v`; "" when it offered none."""
    suspects: frozenset[int]
    """Buckets in which a record is known to be wrong or missing."""


def set_cursor(register: Database, scope: str, *, epoch: str, v: int, schema: int = SCHEMA_VERSION) -> None:
    """Write down where a scope that was fetched as a whole stands."""
    sql = "INSERT OR REPLACE INTO cursor (scope, epoch, v, complete, schema) VALUES (?, ?, ?, ?, ?)"
    run(register, sql, (scope, epoch, v, v, schema))


def move_cursor(register: Database, scope: str, *, v: int, offered: str, schema: int) -> None:
    """Write down how far a page of a schema has taken the feed, and the digest that came with it.

    After a page of an older schema than the others the fields that it does not know are lacking, and are fetched.
    """
    sql = "UPDATE cursor SET v = ?, offered = ?, schema = min(schema, ?) WHERE scope = ?"
    run(register, sql, (v, offered, schema, scope))


def mark_complete(register: Database, scope: str) -> None:
    """Write down that every record of a scope is here, as of its cursor."""
    run(register, "UPDATE cursor SET complete = v WHERE scope = ?", (scope,))


def mark_checked(register: Database, scope: str, *, at: str) -> None:
    """Write down that the copy was compared with the centre's; the next comparison is not before an hour."""
    run(register, "UPDATE cursor SET checked_at = ?, offered = '' WHERE scope = ?", (at, scope))


def add_suspects(register: Database, scope: str, buckets: Iterable[int]) -> None:
    """Write down which buckets are not the centre's, beside those that are known not to be."""
    for state in scope_states(register):
        if state.scope == scope:
            _set_suspects(register, scope, state.suspects | frozenset(buckets))


def clear_suspects(register: Database, scope: str, buckets: Iterable[int]) -> None:
    """Write down that buckets were replaced."""
    for state in scope_states(register):
        if state.scope == scope:
            _set_suspects(register, scope, state.suspects - frozenset(buckets))


def set_schema(register: Database, scope: str, schema: int) -> None:
    """Write down that the fields of a schema are all there."""
    run(register, "UPDATE cursor SET schema = ? WHERE scope = ?", (schema, scope))


def scope_states(register: Database) -> list[ScopeState]:
    """Return where each scope stands, in order."""
    sql = "SELECT scope, epoch, v, complete, schema, checked_at, offered, suspects FROM cursor ORDER BY scope"
    return [
        ScopeState(**{**found, "suspects": frozenset(map(int, found["suspects"].split()))})
        for found in rows(register, sql)
    ]


def _set_suspects(register: Database, scope: str, buckets: Iterable[int]) -> None:
    text = " ".join(map(str, sorted(set(buckets))))
    run(register, "UPDATE cursor SET suspects = ? WHERE scope = ?", (text, scope))
