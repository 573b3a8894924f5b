"""The one way to write a record that laptops hold a copy of: revision, field stamps, membership, digest, counter.

It decides nothing about who may write or which value wins; that is done before. `writing` is how a service uses it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, event, insert, update
from sqlalchemy.orm import Session, SessionTransaction
from sqlalchemy.orm.util import identity_key

from sync_protocol.entities import ENTITIES, Entity
from sync_protocol.merge import Writer
from sync_server.models import SYNCED
from sync_server.queries.counters import THROUGH_GATEWAY
from sync_server.queries.field_types import refuse_strange_values
from sync_server.queries.synced_rows import SyncedRow, fetch_row, lock_row, lock_rows, table_of
from sync_server.queries.touches import Touches

_IN_SESSION = "muaina_gateway"


@dataclass(frozen=True)
class Written:
    """How many rows of a bulk write were new, different, and already so."""

    inserted: int = 0
    changed: int = 0
    unchanged: int = 0


class Gateway:
    """Writes synced records within the caller's transaction; `finish` comes once, last, before the commit."""

    def __init__(self, session: Session, *, now: datetime) -> None:
        self._session = session
        self._now = now
        self._touches = Touches(session)
        self._finished = False
        session.info[_IN_SESSION] = self

    def write(
        self,
        entity: str,
        row_id: str,
        values: Mapping[str, Any],
        *,
        by: Writer | None = None,
        user_id: str = "",
    ) -> int:
        """Insert or update one record and return its revision; values that already stand change nothing.

        Args:
            entity: name of the entity.
            row_id: permanent id.
            values: fields to write; a new record takes its other fields from the table's defaults.
            by: the device operation that writes; None: the centre itself.
            user_id: the person behind it.

        Raises:
            ValueError: a field is not of this entity, or its employer does not exist.
        """
        definition = self._check(entity, values)
        current = lock_row(self._session, entity, row_id)
        if current is None:
            self._insert_one(definition, row_id, values)
            return 1
        changed = {name: value for name, value in values.items() if current.values[name] != value}
        if not changed:
            return current.rev
        stamp = self._stamp(current.rev + 1, by, user_id)
        self._update(entity, [_changed_row(current, changed, stamp)])
        self._touches.changed(definition, current, changed)
        return current.rev + 1

    def write_many(self, entity: str, rows: Sequence[Mapping[str, Any]]) -> Written:
        """Insert the new rows, update those that differ, leave the rest; each row has `id` and every field.

        Raises:
            ValueError: a row lacks a field or has a strange one, or its employer does not exist.
        """
        definition = self._check_all(entity, rows)
        standing = lock_rows(self._session, entity, [row["id"] for row in rows])
        new = [row for row in rows if row["id"] not in standing]
        changes = [
            (current, changed)
            for row in rows
            if (current := standing.get(row["id"]))
            and (changed := {k: v for k, v in row.items() if k != "id" and current.values[k] != v})
        ]
        self._insert(entity, new)
        self._touches.entered(definition, new)
        stamped = [(row, changed, self._stamp(row.rev + 1, None, "")) for row, changed in changes]
        self._update(entity, [_changed_row(*one) for one in stamped])
        self._touches.hold_owners(definition, changes)
        for current, changed in changes:
            self._touches.changed(definition, current, changed)
        return Written(len(new), len(changes), len(rows) - len(new) - len(changes))

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Undo everything written inside, here and in the database, when the block raises."""
        with self._touches.undoable(), self._session.begin_nested():
            yield

    def finish(self) -> dict[str, int]:
        """Raise the counter of each touched scope, in sorted order, and stamp its members; return the counters.

        The row lock that a raised counter holds until the commit makes the numbers follow commit order, so this
        is the last thing a transaction does.

        Raises:
            RuntimeError: called twice.
        """
        if self._finished:
            raise RuntimeError("the gateway of this transaction is already finished")
        self._session.flush()
        self._finished = True
        counters = self._touches.stamp(now=self._now)
        self._session.info.pop(_IN_SESSION, None)
        return counters

    @property
    def is_unfinished(self) -> bool:
        """Whether records were written whose counters were not raised."""
        return bool(self._touches) and not self._finished

    def _check(self, entity: str, values: Mapping[str, Any]) -> Entity:
        if self._finished:
            raise RuntimeError("nothing is written after the counters were raised; begin a new transaction")
        definition = ENTITIES[entity]
        strange = set(values) - set(definition.field_names)
        if strange:
            raise ValueError(f"{entity} has no field {', '.join(sorted(strange))}")
        refuse_strange_values(definition, [values])
        return definition

    def _check_all(self, entity: str, rows: Sequence[Mapping[str, Any]]) -> Entity:
        definition = self._check(entity, {})
        expected = {"id", *definition.field_names}
        for row in rows:
            if row.keys() != expected:
                odd = ", ".join(sorted(expected ^ row.keys()))
                raise ValueError(f"{entity} {row.get('id')}: expected each field once; missing or strange: {odd}")
        refuse_strange_values(definition, rows)
        return definition

    def _insert_one(self, entity: Entity, row_id: str, values: Mapping[str, Any]) -> None:
        """Insert a record; what was not given has the table's defaults, which are read back for its digest."""
        self._insert(entity.name, [{"id": row_id, **values}])
        whole = {"id": row_id, **values}
        if len(values) < len(entity.fields):
            inserted = fetch_row(self._session, entity.name, row_id)
            assert inserted is not None
            whole |= inserted.values
        self._touches.entered(entity, [whole])

    def _insert(self, entity: str, rows: Sequence[Mapping[str, Any]]) -> None:
        if rows:
            full = [{**row, "rev": 1, "field_stamps": {}} for row in rows]
            self._session.execute(insert(table_of(entity)), full, execution_options=THROUGH_GATEWAY)

    def _update(self, entity: str, rows: Sequence[Mapping[str, Any]]) -> None:
        table = table_of(entity)
        by_columns: dict[tuple[str, ...], list[dict[str, Any]]] = {}
        for row in rows:
            by_columns.setdefault(tuple(sorted(row)), []).append({f"to_{name}": value for name, value in row.items()})
        for columns, parameters in by_columns.items():
            settings: Any = {name: bindparam(f"to_{name}") for name in columns if name != "id"}
            statement = update(table).where(table.c.id == bindparam("to_id")).values(settings)
            self._session.execute(statement, parameters, execution_options=THROUGH_GATEWAY)
        for row in rows:
            self._forget(entity, row["id"])

    def _forget(self, entity: str, row_id: str) -> None:
        loaded = self._session.identity_map.get(identity_key(SYNCED[entity], row_id))
        if loaded is not None:
            self._session.expire(loaded)

    def _stamp(self, rev: int, by: Writer | None, user_id: str) -> list[Any]:
        device, incarnation, seq = (by.device_id, by.incarnation, by.seq) if by else ("", 0, 0)
        at = self._now.isoformat(timespec="seconds").replace("+00:00", "Z")
        return [rev, device, incarnation, seq, user_id, at]


@contextmanager
def writing(session: Session, *, now: datetime) -> Iterator[Gateway]:
    """Give a gateway for one transaction; commit at the end of the block, roll back when it raises."""
    gateway = Gateway(session, now=now)
    try:
        yield gateway
        gateway.finish()
        session.commit()
    except BaseException:
        session.rollback()
        raise


def _changed_row(current: SyncedRow, changed: Mapping[str, Any], stamp: list[Any]) -> dict[str, Any]:
    stamps = {**current.stamps, **dict.fromkeys(changed, stamp)}
    return {"id": current.row_id, **changed, "rev": current.rev + 1, "field_stamps": stamps}


@event.listens_for(Session, "before_commit")
def _refuse_unfinished(session: Session) -> None:
    gateway = session.info.get(_IN_SESSION)
    if session.in_nested_transaction():
        return
    if isinstance(gateway, Gateway) and gateway.is_unfinished:
        raise RuntimeError("synced records were written but Gateway.finish() was not called before the commit")


@event.listens_for(Session, "after_soft_rollback")
def _drop_rolled_back(session: Session, previous: SessionTransaction) -> None:
    if not previous.nested:
        session.info.pop(_IN_SESSION, None)
