"""Where a correction of a merged employer goes: onto the survivor, compared by the values that the inspector saw.

The revisions of the two records have nothing to do with one another, so a field counts as changed by somebody else
when the survivor holds another value than the one that the correction replaces.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from sync_protocol.merge import FieldStamp
from sync_server.queries.aliases import land_on
from sync_server.queries.synced_rows import SyncedRow, lock_row


def landed(
    session: Session, named: SyncedRow, was: Mapping[str, Any], *, base_rev: int
) -> tuple[SyncedRow, Mapping[str, FieldStamp]]:
    """Return the record that a correction of `named` is written to, and its stamps as `merge` is to see them."""
    survivor_id = land_on(session, named.row_id)
    survivor = lock_row(session, "employer", survivor_id) if survivor_id != named.row_id else None
    if survivor is None:
        return named, named.field_stamps()
    changed = [name for name, value in was.items() if survivor.values[name] != value]
    return survivor, {name: FieldStamp(rev=base_rev + 1) for name in changed}
