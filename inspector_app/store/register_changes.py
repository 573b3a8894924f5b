"""Writes to the register copy: rows of a snapshot, a page of changes, a lost scope.

A record stands once, whatever number of scopes hold it: its row names one of them, `further_scope` the others. A
record that left every scope stays under `LEFT` while work about its employer is not acknowledged.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from sqlite_utils import Database

from inspector_app.store.driver import row, rows, run
from inspector_app.store.search import index_employers, unindex_employer
from sync_protocol.entities import ENTITIES, Entity

_BATCH = 5000

LEFT = ""
"""Stands for the scope of records that are in none any more and are kept while work about them waits."""

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


def copy_records(register: Database, snapshot: sqlite3.Connection, entity: Entity, *, scope: str) -> int:
    """Insert every record of an entity from a snapshot into a fresh register, driver to driver; return how many."""
    columns = ", ".join(("id", "rev", *entity.field_names))
    marks = ", ".join("?" * (len(entity.field_names) + 2))
    sql = f"INSERT INTO {entity.name} (scope, {columns}) VALUES ({_literal(scope)}, {marks})"  # noqa: S608 - own names
    found = snapshot.execute(f"SELECT {columns} FROM {entity.name}")  # noqa: S608 - own names
    return int(register.conn.executemany(sql, found).rowcount)


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def put_row(
    register: Database, entity: Entity, scope: str, *, row_id: str, rev: int, values: Mapping[str, Any]
) -> None:
    """Write a record as it stands now, whatever stood there, as one of this scope; the search follows."""
    standing = row(register, f"SELECT n, scope FROM {entity.name} WHERE id = ?", (row_id,))  # noqa: S608 - own names
    if standing is None:
        insert_rows(register, entity, scope, [(row_id, rev, *(values.get(name) for name in entity.field_names))])
    else:
        if standing["scope"] not in (scope, LEFT):
            _add_scope(register, entity, row_id, standing["scope"])
        _remove_scope(register, entity, row_id, scope)
        _update(register, entity, row_id, {"rev": rev, "scope": scope, **values})
    _index(register, entity, row_id)


def patch_row(
    register: Database, entity: Entity, scope: str, *, row_id: str, rev: int, values: Mapping[str, Any]
) -> bool:
    """Write the fields changed up to a revision of a record of this scope; return whether it was there."""
    if not fill_fields(register, entity, scope, row_id=row_id, values={"rev": rev, **values}):
        return False
    _index(register, entity, row_id)
    return True


def fill_fields(register: Database, entity: Entity, scope: str, *, row_id: str, values: Mapping[str, Any]) -> bool:
    """Write some fields of a record of this scope, at the revision it has; return whether it was there."""
    if scope not in _scopes(register, entity, row_id):
        return False
    _update(register, entity, row_id, values)
    return True


def drop_row(register: Database, entity: Entity, scope: str, row_id: str, *, kept: Collection[str] = ()) -> None:
    """Take a record out of a scope; remove it when no other scope holds it and its employer is not to be kept."""
    held_by = _scopes(register, entity, row_id)
    if scope not in held_by:
        return
    others = [other for other in held_by if other != scope]
    if others:
        _update(register, entity, row_id, {"scope": others[0]})
        _remove_scope(register, entity, row_id, others[0])
        _remove_scope(register, entity, row_id, scope)
        return
    standing = row(register, f"SELECT * FROM {entity.name} WHERE id = ?", (row_id,))  # noqa: S608 - own names
    assert standing is not None
    if standing[entity.scope_by or "id"] in kept:
        _update(register, entity, row_id, {"scope": LEFT})
        return
    if entity.name == "employer":
        unindex_employer(register, standing["n"])
    run(register, f"DELETE FROM {entity.name} WHERE n = ?", (standing["n"],))  # noqa: S608 - own names


def drop_scope(register: Database, scope: str, *, kept: Collection[str] = ()) -> None:
    """Remove everything of a scope that this device no longer holds, but what other scopes hold or is to be kept."""
    for name, entity in ENTITIES.items():
        shared = f"SELECT id FROM {name} JOIN further_scope AS other USING (id) WHERE {name}.scope = ? AND entity = ?"  # noqa: S608 - own names
        for found in rows(register, shared, (scope, name)):
            drop_row(register, entity, scope, found["id"])
    run(register, "DELETE FROM further_scope WHERE scope = ?", (scope,))
    _remove(register, scope, kept=kept)
    run(register, "DELETE FROM cursor WHERE scope = ?", (scope,))


def let_go(register: Database, *, kept: Collection[str]) -> int:
    """Remove what left every scope and whose employer need not be kept any more; return how many records went."""
    any_left = "SELECT 1 FROM {} WHERE scope = '' LIMIT 1"  # as the partial indexes have it
    if not any(row(register, any_left.format(name)) for name in ENTITIES):
        return 0
    return _remove(register, LEFT, kept=kept)


def _remove(register: Database, scope: str, *, kept: Collection[str]) -> int:
    """Remove the rows of a scope; those of kept employers stay, in no scope."""
    owners, gone = json.dumps(sorted(kept)), 0
    for name, entity in ENTITIES.items():
        is_kept = f"{entity.scope_by or 'id'} IN (SELECT value FROM json_each(?))"  # noqa: S608 - own names
        if kept and scope != LEFT:
            run(register, f"UPDATE {name} SET scope = ? WHERE scope = ? AND {is_kept}", (LEFT, scope, owners))  # noqa: S608 - own names
        going = f"FROM {name} WHERE scope = ? AND NOT {is_kept}"
        if name == "employer":
            run(register, f"DELETE FROM employer_search WHERE rowid IN (SELECT n {going})", (scope, owners))  # noqa: S608 - own names
        gone += run(register, f"DELETE {going}", (scope, owners))
    return gone


def copy_other_scopes(register: Database, older: Database, scope: str, *, kept: Collection[str] = ()) -> None:
    """Copy what an older register holds of all other scopes beside the rows of a scope that was fetched anew.

    A record that both hold is kept in its newer state: a snapshot may be older than what came by another scope. Of the
    scope itself come along what this laptop entered, and what the snapshot lacks of employers that are to be kept.
    """
    others = [found[0] for found in older.conn.execute("SELECT scope FROM cursor WHERE scope <> ?", (scope,))]
    for entity in ENTITIES.values():
        _copy_entity(register, older, entity, others=[*others, LEFT], fetched=scope, kept=kept)
    columns = "entity, id, scope"
    for found in older.conn.execute(f"SELECT {columns} FROM further_scope WHERE scope <> ?", (scope,)):  # noqa: S608 - own names
        run(register, f"INSERT OR IGNORE INTO further_scope ({columns}) VALUES (?, ?, ?)", tuple(found))  # noqa: S608 - own names
    columns = "scope, epoch, v, complete, schema, checked_at, offered, suspects"
    for found in older.conn.execute(f"SELECT {columns} FROM cursor WHERE scope <> ?", (scope,)):  # noqa: S608 - own names
        run(register, f"INSERT OR REPLACE INTO cursor ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", tuple(found))  # noqa: S608 - own names


def _copy_entity(
    register: Database, older: Database, entity: Entity, *, others: Sequence[str], fetched: str, kept: Collection[str]
) -> None:
    columns = ", ".join(("id", "rev", *entity.field_names))
    places = ", ".join("?" * len(others))
    owner = entity.scope_by or "id"
    sql = (
        f"SELECT scope, {columns} FROM {entity.name} WHERE scope IN ({places}) "  # noqa: S608 - own names
        f"OR (scope = ? AND (rev = ? OR {owner} IN (SELECT value FROM json_each(?))))"
    )
    found = older.conn.execute(sql, (*others, fetched, OWN_REV, json.dumps(sorted(kept)))).fetchall()
    if not found:
        return
    here = {one[0]: one[1] for one in register.conn.execute(f"SELECT id, rev FROM {entity.name}")}  # noqa: S608 - own names
    by_scope: dict[str, list[Sequence[Any]]] = {}
    for held_by, *record in found:
        of = LEFT if held_by == fetched and record[1] != OWN_REV else held_by
        if record[0] not in here:
            by_scope.setdefault(of, []).append(record)
        elif of not in (LEFT, fetched):
            _add_scope(register, entity, record[0], of)
            if record[1] > here[record[0]]:
                values = dict(zip(entity.field_names, record[2:], strict=True))
                _update(register, entity, record[0], {"rev": record[1], **values})
    for of, records in by_scope.items():
        insert_rows(register, entity, of, records)


def _scopes(register: Database, entity: Entity, row_id: str) -> list[str]:
    """Return the scopes that hold a record, the one on its row first; none when it is not there."""
    standing = row(register, f"SELECT scope FROM {entity.name} WHERE id = ?", (row_id,))  # noqa: S608 - own names
    if standing is None:
        return []
    sql = "SELECT scope FROM further_scope WHERE entity = ? AND id = ? ORDER BY scope"
    return [standing["scope"], *(one["scope"] for one in rows(register, sql, (entity.name, row_id)))]


def _add_scope(register: Database, entity: Entity, row_id: str, scope: str) -> None:
    sql = "INSERT OR IGNORE INTO further_scope (entity, id, scope) VALUES (?, ?, ?)"
    run(register, sql, (entity.name, row_id, scope))


def _remove_scope(register: Database, entity: Entity, row_id: str, scope: str) -> None:
    run(register, "DELETE FROM further_scope WHERE entity = ? AND id = ? AND scope = ?", (entity.name, row_id, scope))


def _update(register: Database, entity: Entity, row_id: str, values: Mapping[str, Any]) -> None:
    sets = ", ".join(f"{name} = ?" for name in values)
    run(register, f"UPDATE {entity.name} SET {sets} WHERE id = ?", (*values.values(), row_id))  # noqa: S608 - own names


def _index(register: Database, entity: Entity, row_id: str) -> None:
    if entity.name == "employer":
        standing = row(register, "SELECT * FROM employer WHERE id = ?", (row_id,))
        index_employers(register, [standing] if standing else [])
