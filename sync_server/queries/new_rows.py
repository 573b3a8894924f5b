"""New rows of one batch, inserted with one statement for each table; which ids the tables hold already.

Rows wait here until `write`; who reads the tables within the transaction calls it before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Table, insert, select
from sqlalchemy.orm import Session

from sync_server.queries.synced_rows import chunks


class NewRows:
    """Rows of one transaction on their way into their tables."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._waiting: dict[Table, dict[str, Mapping[str, Any]]] = {}
        self._asked: dict[Table, dict[str, bool]] = {}

    def look_up(self, model: Any, ids: Iterable[str]) -> None:
        """Ask the table of a model at once which of these ids it holds."""
        table = model.__table__
        asked = self._asked.setdefault(table, {})
        unknown = sorted(set(ids) - asked.keys())
        for chunk in chunks(unknown):
            held = set(self._session.scalars(select(table.c.id).where(table.c.id.in_(chunk))))
            asked.update((row_id, row_id in held) for row_id in chunk)

    def has(self, model: Any, row_id: str) -> bool:
        """Return whether the table of a model holds an id, or will."""
        if row_id in self._waiting.get(model.__table__, ()):
            return True
        self.look_up(model, [row_id])
        return self._asked[model.__table__][row_id]

    def add(self, model: Any, row: Mapping[str, Any]) -> None:
        """Let a whole row wait; its id is new."""
        self._waiting.setdefault(model.__table__, {})[row["id"]] = row

    def write(self) -> None:
        """Insert what waits.

        Raises:
            sqlalchemy.exc.DBAPIError: a row cannot be stored; `forget` it after the rollback.
        """
        for table, rows in self._waiting.items():
            if rows:
                self._session.execute(insert(table), list(rows.values()))
                self._asked.setdefault(table, {}).update(dict.fromkeys(rows, True))
        self._waiting.clear()

    def forget(self) -> None:
        """Drop what waits and what was asked: the transaction was taken back to a place before."""
        self._waiting.clear()
        self._asked.clear()
