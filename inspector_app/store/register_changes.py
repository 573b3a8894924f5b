"""Writes to the register copy: a whole snapshot, a page of changes, a lost scope."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from sqlite_utils import Database

from inspector_app.store.driver import row, run
from inspector_app.store.search import index_employers, unindex_employer
from sync_protocol.entities import EMPLOYER, ENTITIES, Entity

_BATCH = 5000

OWN_REV = 0
"""Revision of an employer that this laptop entered and the centre has not sent back yet; the centre's begin at 1."""


def insert_rows(register: Database, entity: Entity, scope: str, records: Iterable[Sequence[Any]]) -> int:
    """Insert rows of a fresh register: (id, rev, fields in the entity's order); return how many. No search index."""
    columns = ("scope", "id", "rev", *entity.field_names)
    sql = f"INSERT INTO {entity.name} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608 - own names
    remaining, count = iter(records), 0
    while batch := [(scope, *record) for record in islice(remaining, _BATCH)]:
        register.conn.executemany(sql, batch)
        count += len(batch)
    return count


def put_row(
    register: Database, entity: Entity, scope: str, *, row_id: str, rev: int, values: Mapping[str, Any]
) -> None:
    """Write a record as it stands now, whatever stood there; the search follows."""
    names = ("rev", "scope", *entity.field_names)
    given = (rev, scope, *(values[name] for name in entity.field_names))
    sets = ", ".join(f"{name} = ?" for name in names)
    if not run(register, f"UPDATE {entity.name} SET {sets} WHERE id = ?", (*given, row_id)):  # noqa: S608 - own names
        insert_rows(register, entity, scope, [(row_id, rev, *given[2:])])
    if entity.name == "employer":
        standing = row(register, "SELECT * FROM employer WHERE id = ?", (row_id,))
        index_employers(register, [standing] if standing else [])


def drop_row(register: Database, entity: Entity, scope: str, row_id: str) -> None:
    """Remove a record that left a scope, unless another scope brought it back meanwhile."""
    standing = row(register, f"SELECT n FROM {entity.name} WHERE id = ? AND scope = ?", (row_id, scope))  # noqa: S608 - own names
    if standing is None:
        return
    if entity.name == "employer":
        unindex_employer(register, standing["n"])
    run(register, f"DELETE FROM {entity.name} WHERE n = ?", (standing["n"],))  # noqa: S608 - own names


def drop_scope(register: Database, scope: str) -> None:
    """Remove everything of a scope that this device no longer holds."""
    run(register, "DELETE FROM employer_search WHERE rowid IN (SELECT n FROM employer WHERE scope = ?)", (scope,))
    for name in ENTITIES:
        run(register, f"DELETE FROM {name} WHERE scope = ?", (scope,))  # noqa: S608 - own names
    run(register, "DELETE FROM cursor WHERE scope = ?", (scope,))


def set_cursor(register: Database, scope: str, *, epoch: str, v: int) -> None:
    """Write down how far the feed of a scope has been taken."""
    run(register, "INSERT OR REPLACE INTO cursor (scope, epoch, v) VALUES (?, ?, ?)", (scope, epoch, v))


def keep_own_employers(register: Database, older: Database, scope: str) -> None:
    """Copy the employers that this laptop entered in a scope and that the new register of the scope lacks."""
    columns = ", ".join(("id", "rev", *EMPLOYER.field_names))
    sql = f"SELECT {columns} FROM employer WHERE scope = ? AND rev = ?"  # noqa: S608 - own names
    for own in older.conn.execute(sql, (scope, OWN_REV)).fetchall():
        if row(register, "SELECT n FROM employer WHERE id = ?", (own[0],)) is None:
            insert_rows(register, EMPLOYER, scope, [own])


def copy_other_scopes(register: Database, older: Database, scope: str) -> None:
    """Copy what another register holds of all other scopes."""
    held_scopes = [found[0] for found in older.conn.execute("SELECT scope FROM cursor WHERE scope <> ?", (scope,))]
    for entity in ENTITIES.values():
        columns = ", ".join(("id", "rev", *entity.field_names))
        sql = f"SELECT {columns} FROM {entity.name} WHERE scope = ?"  # noqa: S608 - own names
        for held in held_scopes:
            insert_rows(register, entity, held, older.conn.execute(sql, (held,)))
    for held, epoch, v in older.conn.execute("SELECT scope, epoch, v FROM cursor WHERE scope <> ?", (scope,)):
        set_cursor(register, held, epoch=epoch, v=v)
