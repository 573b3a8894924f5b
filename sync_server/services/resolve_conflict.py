"""A supervisor decides a conflict: the chosen value goes through the gateway, the conflict keeps every value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from sqlalchemy import CursorResult, String, update
from sqlalchemy.orm import Session

from sync_server.errors import NotAllowed, Refusal
from sync_server.models import SYNCED, Conflict, Role, User
from sync_server.queries.conflicts import find_conflict
from sync_server.queries.gateway import writing
from sync_server.refusals import Barred, said
from sync_server.services.written_text import optional, written
from sync_server.tools import Tools

REASON_LIMIT = 1000


@dataclass(frozen=True)
class Resolution:
    """What a supervisor chose: "standing", "arriving" or "other"; `values` by field for "other"."""

    choice: str
    reason: str
    version: int
    """`Conflict.version` as the supervisor saw it."""
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
        Barred: somebody resolved it first.
        Refusal: no reason, no such choice, or a value that the field cannot hold.
    """
    if user.role != Role.SUPERVISOR:
        raise NotAllowed(said("refused.role"))
    conflict = find_conflict(session, user, conflict_id)
    reason = written(resolution.reason, "reason", limit=REASON_LIMIT)
    chosen = _chosen(conflict, resolution)
    with writing(session, now=tools.now()) as gateway:
        _take(session, conflict, chosen, by=user, reason=reason, version=resolution.version, tools=tools)
        gateway.write(conflict.entity, conflict.row_id, by_field(conflict, chosen), user_id=user.id)
    return conflict


def by_field(conflict: Conflict, value: Any) -> dict[str, Any]:
    """Return one value of a conflict as field values: a group's value already is, a field's gets its name."""
    return dict(value) if isinstance(value, Mapping) else {conflict.field: value}


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
        first = session.get(User, conflict.resolved_by) if conflict.resolved_by else None
        raise Barred(said("refused.resolved_already", name=first.name_en if first else "-"))


def _chosen(conflict: Conflict, resolution: Resolution) -> Any:
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
