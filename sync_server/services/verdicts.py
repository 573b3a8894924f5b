"""What becomes of an operation: a value, or an exception that undoes what the operation had begun to write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simplify_content.text import Text
from sync_protocol.errors import Code
from sync_server.models import LedgerEntry
from sync_server.refusals import said

UPGRADE = "upgrade"
"""What an operation waits for that this centre, as it is now, cannot read."""


@dataclass(frozen=True)
class Verdict:
    """The answer to one operation, as the ledger keeps it."""

    outcome: str
    code: str = ""
    reason: Text | None = None
    waits_for: str = ""
    conflict_ids: tuple[str, ...] = ()


class Rejected(Exception):
    """The operation cannot stand; it is kept with the reason, its effect is undone."""

    def __init__(self, code: Code, key: str, **values: object) -> None:
        super().__init__(key)
        self.verdict = Verdict("rejected", code=code, reason=said(f"sync.rejected.{key}", **values))


class Held(Exception):
    """The operation waits for another record."""

    def __init__(self, code: Code, key: str, *, waits_for: str) -> None:
        super().__init__(key)
        self.verdict = Verdict("held", code=code, reason=said(f"sync.held.{key}"), waits_for=waits_for)


def duplicate() -> Verdict:
    """Return the verdict on an operation that the centre has under another number."""
    return Verdict("duplicate", reason=said("sync.duplicate"))


@dataclass(frozen=True)
class Known:
    """An operation that the centre has already, under another number, and what became of it there."""

    operation: Mapping[str, Any]
    verdict: Verdict

    @classmethod
    def of(cls, entry: LedgerEntry) -> Known:
        """Return what the ledger holds."""
        reason = Text(en=entry.reason_en, ur=entry.reason_ur) if entry.reason_en else None
        verdict = Verdict(entry.outcome, entry.code, reason, entry.waits_for, tuple(entry.conflict_ids))
        return cls(entry.body, verdict)

    def verdict_on(self, operation: Mapping[str, Any]) -> Verdict:
        """Return the verdict on the same operation under a further number: rejected or held as before, or a duplicate.

        Another intent under the same id is rejected: it is not what the centre has.
        """
        if any(operation[name] != self.operation[name] for name in ("kind", "row_id", "set", "was")):
            return Rejected(Code.IMMUTABLE, "exists").verdict
        return self.verdict if self.verdict.outcome in ("rejected", "held") else duplicate()
