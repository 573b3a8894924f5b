"""New rows of one batch, inserted with one statement for each table; which ids the tables hold already.

Rows wait here until `write`; who reads the tables within the transaction calls it before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from sync_server.queries.bulk_rows import held_among, insert_rows
from sync_server.queries.synced_rows import chunks


class NewRows:
    """Rows of one transaction on their way into their tables."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._waiting: dict[Any, dict[str, Mapping[str, Any]]] = {}
        self._asked: dict[Any, dict[str, bool]] = {}

    def look_up(self, model: Any, ids: Iterable[str]) -> None:
        """Ask the table of a model at once which of these ids it holds."""
        asked = self._asked.setdefault(model, {})
        for chunk in chunks(sorted(set(ids) - asked.keys())):
            held = held_among(self._session, model.id, chunk)
            asked.update((row_id, row_id in held) for row_id in chunk)

    def has(self, model: Any, row_id: str) -> bool:
        """Return whether the table of a model holds an id, or will."""
        if row_id in self._waiting.get(model, ()):
            return True
        if row_id not in self._asked.get(model, ()):
            self.look_up(model, [row_id])
        return self._asked[model][row_id]

    def add(self, model: Any, row: Mapping[str, Any]) -> None:
        """Let a row wait that names every column; its id is new."""
        self._waiting.setdefault(model, {})[row["id"]] = row

    def write(self) -> None:
        """Insert what waits.

        Raises:
            sqlalchemy.exc.DBAPIError: a row cannot be stored; `forget` it after the rollback.
        """
        for model, rows in self._waiting.items():
            if rows:
                insert_rows(self._session, model, list(rows.values()))
                self._asked.setdefault(model, {}).update(dict.fromkeys(rows, True))
        self._waiting.clear()

    def forget(self) -> None:
        """Drop what waits and what was asked: the transaction was taken back to a place before."""
        self._waiting.clear()
        self._asked.clear()
