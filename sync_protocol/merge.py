"""Three-way merge of one operation into one record, field by field; no clock decides anything.

Returns what to write and which conflicts to record; writing is the caller's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sync_protocol.entities import Entity, Policy


@dataclass(frozen=True)
class FieldStamp:
    """Who wrote a field last: the record's revision then, and the device's place in its own chain ("" = centre)."""

    rev: int
    device_id: str = ""
    incarnation: int = 0
    seq: int = 0


@dataclass(frozen=True)
class Writer:
    """Whose operation is being merged, and its place in that device's chain."""

    device_id: str
    incarnation: int
    seq: int


@dataclass(frozen=True)
class FieldConflict:
    """Two people changed one field (or one group) since the base value; both values are kept for ever."""

    field: str
    base: Any
    theirs: Any
    """The value that stood at the centre."""
    ours: Any
    """The value of the arriving operation."""
    chosen: Any
    policy: Policy


@dataclass(frozen=True)
class Merge:
    """What to write into the record, and which conflicts to record beside it."""

    write: Mapping[str, Any]
    conflicts: tuple[FieldConflict, ...]
    met_others: bool
    """Whether somebody else had changed the record (any field) since the writer saw it."""

    @property
    def outcome(self) -> str:
        """The verdict: "merged" when somebody else's change was met on the way, otherwise "applied"."""
        return "merged" if self.met_others else "applied"


def merge(
    entity: Entity,
    current: Mapping[str, Any],
    stamps: Mapping[str, FieldStamp],
    *,
    set_: Mapping[str, Any],
    was: Mapping[str, Any],
    base_rev: int,
    writer: Writer,
) -> Merge:
    """Merge the fields of one operation into the record as it stands.

    Args:
        entity: which fields there are and their policies.
        current: the record's present values.
        stamps: last writer of each field; a field without a stamp is as old as the record.
        set_: new values.
        was: the values the writer saw.
        base_rev: the record's revision the writer saw.
        writer: whose operation it is.

    Returns:
        Fields to write (may be none) and conflicts (may be none). A group of which one member is in
        conflict is decided as one.
    """
    raise NotImplementedError
