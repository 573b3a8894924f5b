"""Reads of the synced tables by entity name: rows as mappings, and the scope each belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, Table, select
from sqlalchemy.orm import Session

from sync_protocol.entities import ENTITIES, Entity
from sync_protocol.merge import FieldStamp
from sync_server.models import SYNCED
from sync_server.queries.scoped import district_scope

CHUNK = 500
"""Ids named in one query; SQLite and PostgreSQL both take more, plans get worse."""


@dataclass(frozen=True)
class SyncedRow:
    """One record as it stands: values by field name, revision, and who wrote which field last."""

    row_id: str
    rev: int
    values: Mapping[str, Any]
    stamps: Mapping[str, Sequence[Any]]
    """`{field: [rev, device_id, incarnation, seq, user_id, at]}`; absent: since the record was made."""

    def field_stamps(self) -> dict[str, FieldStamp]:
        """Return the stamps as `merge` wants them."""
        return {name: FieldStamp(*stamp[:4]) for name, stamp in self.stamps.items()}


def table_of(entity: str) -> Table:
    """Return the table of an entity.

    Raises:
        KeyError: no such entity.
    """
    table = SYNCED[entity].__table__
    assert isinstance(table, Table)
    return table


def fetch_row(session: Session, entity: str, row_id: str) -> SyncedRow | None:
    """Return a record, or None."""
    return fetch_rows(session, entity, [row_id]).get(row_id)


def lock_row(session: Session, entity: str, row_id: str) -> SyncedRow | None:
    """Return a record and keep others from changing it until the transaction ends, or None."""
    table = table_of(entity)
    found = session.execute(select(table).where(table.c.id == row_id).with_for_update()).mappings().first()
    return None if found is None else _row(ENTITIES[entity], found)


def fetch_rows(session: Session, entity: str, row_ids: Sequence[str]) -> dict[str, SyncedRow]:
    """Return records by id; ids that are not there are left out."""
    table = table_of(entity)
    return _rows(session, ENTITIES[entity], select(table), row_ids)


def lock_rows(session: Session, entity: str, row_ids: Sequence[str]) -> dict[str, SyncedRow]:
    """Return records by id and keep others from changing them until the transaction ends."""
    table = table_of(entity)
    return _rows(session, ENTITIES[entity], select(table).order_by(table.c.id).with_for_update(), sorted(row_ids))


def _rows(session: Session, entity: Entity, query: Select[Any], row_ids: Sequence[str]) -> dict[str, SyncedRow]:
    own_id, rows = table_of(entity.name).c.id, {}
    for chunk in chunks(row_ids):
        for found in session.execute(query.where(own_id.in_(chunk))).mappings():
            rows[found["id"]] = _row(entity, found)
    return rows


def hold_scopes(session: Session, employer_ids: Iterable[str]) -> dict[str, str]:
    """Return the scope of each employer by id, and keep the employers from moving until the transaction ends.

    Unknown employers are left out.
    """
    table = table_of("employer")
    query = select(table.c.id, table.c.district).order_by(table.c.id).with_for_update(read=True)
    scopes: dict[str, str] = {}
    for chunk in chunks(sorted(set(employer_ids))):
        for row in session.execute(query.where(table.c.id.in_(chunk))):
            scopes[row.id] = district_scope(row.district)
    return scopes


def children_of(session: Session, employer_id: str) -> list[tuple[Entity, SyncedRow]]:
    """Return every record that hangs on an employer."""
    found: list[tuple[Entity, SyncedRow]] = []
    for entity in ENTITIES.values():
        if entity.scope_by:
            table = table_of(entity.name)
            query = select(table).where(table.c[entity.scope_by] == employer_id).order_by(table.c.id)
            found += [(entity, _row(entity, one)) for one in session.execute(query).mappings()]
    return found


def chunks(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Yield `items` in runs of at most `CHUNK`."""
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]


def _row(entity: Entity, found: Mapping[Any, Any]) -> SyncedRow:
    return SyncedRow(
        row_id=found["id"],
        rev=found["rev"],
        values={name: found[name] for name in entity.field_names},
        stamps=found["field_stamps"] or {},
    )
