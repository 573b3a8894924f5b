"""A supervisor decides a conflict: the chosen value goes through the gateway, the conflict keeps every value.

The laptop whose correction met the conflict is told what was decided.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from sqlalchemy import CursorResult, String, update
from sqlalchemy.orm import Session

from simplify_content.text import Text
from sync_server.errors import NotAllowed, NotFound, Refusal
from sync_server.models import SYNCED, Conflict, Role, User
from sync_server.queries.aliases import survivors_of
from sync_server.queries.conflicts import entry_of_conflict, find_conflict
from sync_server.queries.gateway import writing
from sync_server.queries.names import person_name
from sync_server.queries.synced_rows import SyncedRow, lock_row
from sync_server.queries.tell_again import say_again
from sync_server.refusals import Barred, said
from sync_server.services.written_text import optional, written
from sync_server.tools import Tools

REASON_LIMIT = 1000
AS_IT_STANDS = 2**62
"""Revision of a record that is decided about without a page, as it stands at that moment."""


@dataclass(frozen=True)
class Resolution:
    """What a supervisor chose: "now" (as the register stands), "standing", "arriving" or "other" with `values`."""

    choice: str
    reason: str
    version: int
    """`Conflict.version` as the supervisor saw it."""
    rev: int = AS_IT_STANDS
    """Revision of the record that the supervisor saw."""
    values: Mapping[str, str] = field(default_factory=dict)


def resolve_conflict(
    session: Session, user: User, conflict_id: str, *, resolution: Resolution, tools: Tools
) -> Conflict:
    """Settle a conflict for ever and return it.

    Args:
        session: one transaction, committed here.
        user: the supervisor.
        conflict_id: which conflict.
        resolution: what was chosen and why.
        tools: clock and ids.

    Raises:
        NotAllowed: the user is not a supervisor.
        NotFound: no such conflict in the supervisor's scope.
        Barred: somebody resolved it first, or changed one of its fields since the supervisor looked.
        Refusal: no reason, no such choice, or a value that the field cannot hold.
    """
    if user.role != Role.SUPERVISOR:
        raise NotAllowed(said("refused.role"))
    conflict = find_conflict(session, user, conflict_id)
    reason = written(resolution.reason, "reason", limit=REASON_LIMIT)
    with writing(session, now=tools.now()) as gateway:
        entry = entry_of_conflict(session, conflict)
        row = _lock_record(session, conflict)
        chosen = _chosen(conflict, resolution, row)
        _take(session, conflict, chosen, by=user, reason=reason, version=resolution.version, tools=tools)
        _refuse_stale(conflict, row, resolution.rev)
        gateway.write(conflict.entity, row.row_id, by_field(conflict, chosen), user_id=user.id)
        if entry is not None:
            say_again(session, entry, _told(conflict))
    return conflict


def by_field(conflict: Conflict, value: Any) -> dict[str, Any]:
    """Return one value of a conflict as field values: a group's value already is, a field's gets its name."""
    return dict(value) if isinstance(value, Mapping) else {conflict.field: value}


def record_of(session: Session, conflict: Conflict) -> str:
    """Return the record that a decision is written to: that of the conflict, or the employer it was merged into."""
    if conflict.entity != "employer":
        return conflict.row_id
    return survivors_of(session, [conflict.row_id]).get(conflict.row_id, conflict.row_id)


def _lock_record(session: Session, conflict: Conflict) -> SyncedRow:
    row = lock_row(session, conflict.entity, record_of(session, conflict))
    if row is None:
        raise NotFound()
    return row


def _refuse_stale(conflict: Conflict, row: SyncedRow, rev: int) -> None:
    """Refuse a choice that was made before somebody else wrote one of the fields."""
    fields = by_field(conflict, conflict.standing_value)
    if any(row.stamps[name][0] > rev for name in fields if name in row.stamps):
        raise Barred(said("refused.register_moved"))


def _told(conflict: Conflict) -> Text:
    """Return what the laptop is told of the decision."""
    if conflict.chosen_value == conflict.arriving_value:
        return said("conflict.told_arriving")
    if conflict.chosen_value == conflict.standing_value:
        return said("conflict.told_standing")
    return said("conflict.told_other")


def _take(
    session: Session, conflict: Conflict, chosen: Any, *, by: User, reason: str, version: int, tools: Tools
) -> None:
    """Resolve in one conditional update, so that of two supervisors only the first succeeds."""
    taken = cast(
        "CursorResult[None]",
        session.execute(
            update(Conflict)
            .where(Conflict.id == conflict.id, Conflict.state == "open", Conflict.version == version)
            .values(
                state="resolved",
                chosen_value=chosen,
                resolved_by=by.id,
                resolved_at=tools.now(),
                reason=reason,
                version=version + 1,
            )
        ),
    )
    session.refresh(conflict)
    if taken.rowcount != 1:
        raise Barred(said("refused.resolved_already", name=person_name(session, conflict.resolved_by)))


def _chosen(conflict: Conflict, resolution: Resolution, row: SyncedRow) -> Any:
    if resolution.choice == "now":
        now = {name: row.values[name] for name in by_field(conflict, conflict.standing_value)}
        return now if isinstance(conflict.standing_value, Mapping) else now[conflict.field]
    if resolution.choice == "standing":
        return conflict.standing_value
    if resolution.choice == "arriving":
        return conflict.arriving_value
    if resolution.choice == "other":
        return _other(conflict, resolution.values)
    raise Refusal(said("refused.no_choice"))


def _other(conflict: Conflict, values: Mapping[str, str]) -> Any:
    columns = SYNCED[conflict.entity].__table__.c
    given = {
        name: _checked(values.get(name, ""), columns[name].type) for name in by_field(conflict, conflict.standing_value)
    }
    if not any(given.values()):
        raise Refusal(said("refused.no_value"))
    return given if isinstance(conflict.standing_value, Mapping) else given[conflict.field]


def _checked(value: str, column_type: object) -> str:
    limit = column_type.length if isinstance(column_type, String) else None
    return optional(value, "value", limit=limit or 300)
