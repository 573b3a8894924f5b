"""What one transaction did to which record in which scope, until the gateway stamps it: moves, digests, undoing.

Owners of what is written are held in place until the transaction ends, so that a record and its employer cannot end
in two scopes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from sync_protocol.digests import row_digest
from sync_protocol.entities import Entity
from sync_server.queries.counters import Key, Touch, stamp_scope
from sync_server.queries.scoped import district_scope
from sync_server.queries.synced_rows import SyncedRow, children_of, hold_scopes

Changed = tuple[SyncedRow, Mapping[str, Any]]
"""A record as it stood, and the fields that changed with their new values."""


class Touches:
    """Collects touches of one transaction; `undoable` follows its savepoints."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._by_scope: dict[str, dict[Key, Touch]] = {}
        self._journal: list[tuple[str, Key, Touch | None]] = []
        self._depth = 0
        self._scopes: dict[str, str] = {}

    def __bool__(self) -> bool:
        """Return whether anything was touched."""
        return any(self._by_scope.values())

    @contextmanager
    def undoable(self) -> Iterator[None]:
        """Forget what the block touched when it raises."""
        place = len(self._journal)
        self._depth += 1
        try:
            yield
        except BaseException:
            self._undo_to(place)
            raise
        finally:
            self._depth -= 1
            if not self._depth:
                self._journal.clear()

    def _undo_to(self, place: int) -> None:
        """Forget what was touched since; owners are asked for again, for their locks went with the savepoint."""
        while len(self._journal) > place:
            scope_id, key, before = self._journal.pop()
            if before is None:
                del self._by_scope[scope_id][key]
            else:
                self._by_scope[scope_id][key] = before
        self._scopes.clear()

    def stamp(self, *, now: datetime) -> dict[str, int]:
        """Number everything touched, scope by scope in sorted order; return the counter of each."""
        return {
            scope_id: stamp_scope(self._session, scope_id, self._by_scope[scope_id], now=now)
            for scope_id in sorted(self._by_scope)
            if self._by_scope[scope_id]
        }

    def entered(self, entity: Entity, rows: Sequence[Mapping[str, Any]]) -> None:
        """Make new rows, whole ones with their `id`, members of their scope.

        Raises:
            ValueError: there is no such employer.
        """
        if not entity.scope_by:
            self._scopes.update((row["id"], district_scope(row["district"])) for row in rows)
        else:
            self._hold({row[entity.scope_by] for row in rows})
        for row in rows:
            scope_id = self._scope_of(entity, row["id"], row[entity.scope_by or "id"])
            digest = row_digest(entity, row["id"], row)
            self._touch(scope_id, (entity.name, row["id"]), Touch(present=True, digest=digest, is_new=True))

    def hold_owners(self, entity: Entity, changes: Sequence[Changed]) -> None:
        """Hold the owners, before and after, of many changed rows at once."""
        if entity.scope_by:
            owners = {current.values[entity.scope_by] for current, _ in changes}
            self._hold(owners | {changed[entity.scope_by] for _, changed in changes if entity.scope_by in changed})

    def changed(self, entity: Entity, current: SyncedRow, changed: Mapping[str, Any]) -> None:
        """Touch a changed row; when it moved, take it (and what hangs on it) from one scope to the other.

        Raises:
            ValueError: there is no such employer.
        """
        values = {**current.values, **changed}
        touch = Touch(present=True, digest=row_digest(entity, current.row_id, values), fields=frozenset(changed))
        if entity.scope_by:
            self._child_changed(entity, current, values[entity.scope_by], touch=touch)
        else:
            self._employer_changed(entity, current, values["district"], touch=touch)

    def _child_changed(self, entity: Entity, current: SyncedRow, owner: str, *, touch: Touch) -> None:
        before = current.values[entity.scope_by]
        self._hold({before, owner})
        scope_id = self._scope_of(entity, current.row_id, owner)
        if self._scopes.get(before, scope_id) != scope_id:
            self._leave(self._scopes[before], (entity.name, current.row_id))
        self._touch(scope_id, (entity.name, current.row_id), touch)

    def _employer_changed(self, entity: Entity, current: SyncedRow, district: str, *, touch: Touch) -> None:
        before, after = district_scope(current.values["district"]), district_scope(district)
        self._scopes[current.row_id] = after
        if before != after:
            self._leave(before, (entity.name, current.row_id))
        self._touch(after, (entity.name, current.row_id), touch)
        if before == after:
            return
        for kind, child in children_of(self._session, current.row_id):
            self._leave(before, (kind.name, child.row_id))
            digest = row_digest(kind, child.row_id, child.values)
            self._touch(after, (kind.name, child.row_id), Touch(present=True, digest=digest))

    def _scope_of(self, entity: Entity, row_id: str, owner: str) -> str:
        scope_id = self._scopes.get(owner)
        if scope_id is None:
            raise ValueError(f"{entity.name} {row_id}: there is no employer {owner}")
        return scope_id

    def _hold(self, owners: set[str]) -> None:
        unknown = owners - self._scopes.keys()
        if unknown:
            self._scopes.update(hold_scopes(self._session, unknown))

    def _leave(self, scope_id: str, key: Key) -> None:
        self._touch(scope_id, key, Touch(present=False, digest=""))

    def _touch(self, scope_id: str, key: Key, touch: Touch) -> None:
        rows = self._by_scope.setdefault(scope_id, {})
        before = rows.get(key)
        if self._depth:
            self._journal.append((scope_id, key, before))
        if before is not None:
            touch = Touch(
                present=touch.present,
                digest=touch.digest,
                fields=before.fields | touch.fields,
                is_new=before.is_new,
                came_back=before.came_back or (touch.present and not before.present),
            )
        rows[key] = touch
