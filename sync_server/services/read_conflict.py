"""A conflict as a page shows it: the values by field, the people, the laptop, what stands in the register now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from simplify_content.text import Text
from sync_server.models import Conflict, Device, Employer
from sync_server.queries.conflicts import conflicts_beside
from sync_server.queries.names import employer_name, person_name
from sync_server.queries.synced_rows import fetch_row
from sync_server.services.resolve_conflict import by_field, record_of


@dataclass(frozen=True)
class ConflictLine:
    """One conflict in a list."""

    conflict: Conflict
    employer: Text
    registration_no: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class FieldValues:
    """One field of a conflict: every value that was ever in question, and the one that stands now."""

    name: str
    base: str
    standing: str
    arriving: str
    chosen: str
    now: str


@dataclass(frozen=True)
class ConflictView:
    """Everything one page shows of a conflict."""

    line: ConflictLine
    values: tuple[FieldValues, ...]
    standing_by: Text
    arriving_by: Text
    arriving_device: str
    resolved_by: Text
    rev: int
    """Revision of the record as it is shown; a decision is refused when somebody wrote the field after it."""
    moved_on: bool
    """Whether the register no longer holds the value that stood when the conflict arose."""
    beside: tuple[Conflict, ...]
    """Other conflicts over the same field, oldest first."""
    survivor: Text | None
    """The employer that the record was merged into, to which the decision is written."""


def conflict_line(session: Session, conflict: Conflict) -> ConflictLine:
    """Return the line of a conflict that the reader was allowed to find."""
    employer = session.get(Employer, conflict.employer_id)
    return ConflictLine(
        conflict=conflict,
        employer=employer_name(employer),
        registration_no=employer.registration_no if employer else "",
        fields=tuple(by_field(conflict, conflict.standing_value)),
    )


def read_conflict(session: Session, conflict: Conflict) -> ConflictView:
    """Return the page of a conflict that the reader was allowed to find."""
    line = conflict_line(session, conflict)
    target = record_of(session, conflict)
    row = fetch_row(session, conflict.entity, target)
    device = session.get(Device, conflict.arriving_device_id)
    values = tuple(_values(conflict, name, now=row.values if row else {}) for name in line.fields)
    return ConflictView(
        line=line,
        values=values,
        standing_by=person_name(session, conflict.standing_user_id),
        arriving_by=person_name(session, conflict.arriving_user_id),
        arriving_device=device.name if device else "—",
        resolved_by=person_name(session, conflict.resolved_by),
        rev=row.rev if row else 0,
        moved_on=any(value.now != value.standing for value in values),
        beside=tuple(conflicts_beside(session, conflict)),
        survivor=employer_name(session.get(Employer, target)) if target != conflict.row_id else None,
    )


def _values(conflict: Conflict, name: str, *, now: Mapping[str, Any]) -> FieldValues:
    return FieldValues(
        name=name,
        base=_half(conflict, conflict.base_value, name),
        standing=_half(conflict, conflict.standing_value, name),
        arriving=_half(conflict, conflict.arriving_value, name),
        chosen=_half(conflict, conflict.chosen_value, name),
        now=str(now.get(name) or ""),
    )


def _half(conflict: Conflict, value: Any, name: str) -> str:
    found = by_field(conflict, value).get(name)
    return "" if found is None else str(found)
