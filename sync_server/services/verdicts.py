"""What becomes of an operation: a value, or an exception that undoes what the operation had begun to write."""

from __future__ import annotations

from dataclasses import dataclass

from simplify_content.text import Text
from sync_protocol.errors import Code
from sync_server.refusals import said

UPGRADE = "upgrade"
"""What an operation waits for that this version of the centre cannot read."""


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
