"""Reads of the register by what clerks call things: registration number, CNIC, month, certificate number.

No two of these are promised to be unique; of several the oldest record answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from sync_protocol.entities import ENTITIES
from sync_server.queries.aliases import MERGED
from sync_server.queries.synced_rows import SyncedRow, chunks, table_of

_NO_STAMPS: Mapping[str, Sequence[Any]] = {}


def employers_by_registration(session: Session, numbers: Iterable[str]) -> dict[tuple[str, str], SyncedRow]:
    """Return employers by institution and registration number; a merged one where no other carries the number."""
    found: dict[tuple[str, str], SyncedRow] = {}
    for row in _matching(session, "employer", "registration_no", numbers):
        key = row.values["institution"], row.values["registration_no"]
        if key not in found or found[key].values["status"] == MERGED:
            found[key] = row
    return found


def certificates_by_number(session: Session, numbers: Iterable[str]) -> dict[str, SyncedRow]:
    """Return certificates by number."""
    found: dict[str, SyncedRow] = {}
    for row in _matching(session, "certificate", "certificate_no", numbers):
        found.setdefault(row.values["certificate_no"], row)
    return found


def records_of_employers(session: Session, entity: str, employer_ids: Iterable[str]) -> Iterator[SyncedRow]:
    """Yield the records of an entity that hang on the employers, oldest first within each employer."""
    return _matching(session, entity, "employer_id", employer_ids)


def workers_by_cnic(session: Session, cnics: Iterable[str]) -> dict[str, str]:
    """Return the permanent id of each worker by CNIC, wherever in the register the worker was first met."""
    table = table_of("coverage")
    found: dict[str, str] = {}
    for chunk in chunks(sorted(set(cnics))):
        query = select(table.c.cnic, table.c.worker_id).where(table.c.cnic.in_(chunk)).order_by(table.c.id)
        for row in session.execute(query):
            found.setdefault(row.cnic, row.worker_id)
    return found


def _matching(session: Session, entity: str, field: str, wanted: Iterable[str]) -> Iterator[SyncedRow]:
    table, names = table_of(entity), ENTITIES[entity].field_names
    columns: list[ColumnElement[Any]] = [table.c.id, table.c.rev, table.c.field_stamps, *(table.c[n] for n in names)]
    for chunk in chunks(sorted(set(wanted))):
        query = select(*columns).where(table.c[field].in_(chunk)).order_by(table.c.id)
        for row_id, rev, stamps, *values in session.execute(query).all():
            yield SyncedRow(row_id, rev, dict(zip(names, values, strict=True)), stamps or _NO_STAMPS)
