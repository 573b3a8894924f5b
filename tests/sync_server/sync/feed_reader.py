"""A laptop's register in memory: applies pages as protocol 2 sends them, and notices what cannot be applied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sync_protocol.digests import combined, row_digest
from sync_protocol.entities import ENTITIES
from sync_protocol.pages import Change, ChangeKind, ungrouped
from sync_protocol.schemas import GroupedPageSchema
from sync_protocol.versions import SCHEMA_VERSION

LAHORE = "district:lahore"
Key = tuple[str, str]


@dataclass
class Register:
    """What a laptop holds of one scope. `lacking` collects patches of records that were not there."""

    rows: dict[Key, tuple[int, dict[str, Any]]] = field(default_factory=dict)
    v: int = 0
    complete: int = 0
    digest: str = ""
    lacking: list[Change] = field(default_factory=list)

    def copy(self) -> Register:
        return Register(dict(self.rows), self.v, self.complete, self.digest)

    def take(self, page: Mapping[str, Any]) -> list[Change]:
        """Apply a page and return its changes."""
        loaded: Any = GroupedPageSchema().load(dict(page))
        changes = list(ungrouped(loaded["groups"]))
        for change in changes:
            self._apply(change)
        self.v, self.digest = loaded["until"], loaded["digest"]
        self.complete = self.complete if loaded["more"] else self.v
        return changes

    def _apply(self, change: Change) -> None:
        key = (change.entity, change.row_id)
        if change.kind is ChangeKind.GONE:
            self.rows.pop(key, None)
        elif change.kind is ChangeKind.WHOLE:
            self.rows[key] = (change.rev, dict(change.values))
        elif key in self.rows:
            self.rows[key] = (change.rev, {**self.rows[key][1], **change.values})
        else:
            self.lacking.append(change)

    @property
    def own_digest(self) -> str:
        return combined(row_digest(ENTITIES[name], row_id, values) for (name, row_id), (_, values) in self.rows.items())


def pull(
    centre: Any, laptop: Any, since: int = 0, scope: str = LAHORE, complete: int | None = None, **other: Any
) -> dict[str, Any]:
    """Return one page of protocol 2."""
    epoch = centre.scalar("SELECT epoch FROM scope WHERE id = :id", id=scope)
    cursor = {"scope": scope, "epoch": epoch, "since": since, "complete": since if complete is None else complete}
    [page] = laptop.sync(pull=[cursor], **{"protocol": 2, "schema": SCHEMA_VERSION, "digests": True, **other})["pull"]
    return dict(page)


def follow(centre: Any, laptop: Any, register: Register, scope: str = LAHORE, **other: Any) -> list[Change]:
    """Take the feed to its end, page by page, and return the changes."""
    changes = []
    while True:
        page = pull(centre, laptop, register.v, scope, register.complete, **other)
        changes += register.take(page)
        if not page["more"]:
            return changes


def month(employer: str, number: int, **values: Any) -> dict[str, Any]:
    return {
        "employer_id": employer,
        "month": f"2026-{number:02}",
        "declared_workers": 10,
        "wages_paisa": 40_000_000,
        "due_paisa": 2_400_000,
        "paid_paisa": 0,
        "paid_on": None,
        "challan_no": "",
        **values,
    }
