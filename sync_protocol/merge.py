"""Three-way merge of one operation into one record, field by field; no clock decides anything.

Returns what to write and which conflicts to record; writing is the caller's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
    """The field, or the group; a group's values are mappings of the fields that the operation sets."""
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
    others = [name for name in entity.field_names if _is_concurrent(stamps.get(name), base_rev, writer)]
    write: dict[str, Any] = {}
    conflicts: list[FieldConflict] = []
    for register in _registers(entity, set_):
        differing = [name for name in register.written if set_[name] != current[name]]
        if not differing:
            continue
        if not any(name in others for name in register.members):
            write.update({name: set_[name] for name in differing})
            continue
        conflict = _decide(register, current, set_, was=was)
        conflicts.append(conflict)
        chosen = conflict.chosen if register.is_group else {register.name: conflict.chosen}
        write.update({name: value for name, value in chosen.items() if value != current[name]})
    return Merge(write=write, conflicts=tuple(conflicts), met_others=bool(others))


@dataclass(frozen=True)
class _Register:
    """What is decided as one: a field alone, or the fields of a group."""

    name: str
    members: Sequence[str]
    written: Sequence[str]
    policy: Policy
    is_group: bool


def _registers(entity: Entity, set_: Mapping[str, Any]) -> Iterator[_Register]:
    """Yield what the operation touches, in the entity's order; a group takes the policy of its first field."""
    done: set[str] = set()
    for field in entity.fields:
        if field.name not in set_ or (field.group and field.group in done):
            continue
        done.add(field.group)
        members = [other for other in entity.fields if other.group == field.group] if field.group else [field]
        yield _Register(
            name=field.group or field.name,
            members=[member.name for member in members],
            written=[member.name for member in members if member.name in set_],
            policy=members[0].policy,
            is_group=bool(field.group),
        )


def _is_concurrent(stamp: FieldStamp | None, base_rev: int, writer: Writer) -> bool:
    """Return whether somebody else wrote the field after what the writer saw."""
    if stamp is None or stamp.rev <= base_rev:
        return False
    own = (stamp.device_id, stamp.incarnation) == (writer.device_id, writer.incarnation)
    return not (own and stamp.seq < writer.seq)


def _decide(
    register: _Register, current: Mapping[str, Any], set_: Mapping[str, Any], *, was: Mapping[str, Any]
) -> FieldConflict:
    chosen = {name: _choose(register.policy, current[name], set_[name]) for name in register.written}

    def value(of: Mapping[str, Any]) -> Any:
        if register.is_group:
            return {name: of.get(name) for name in register.written}
        return of.get(register.name)

    return FieldConflict(
        field=register.name,
        base=value(was),
        theirs=value(current),
        ours=value(set_),
        chosen=value(chosen),
        policy=register.policy,
    )


def _choose(policy: Policy, theirs: Any, ours: Any) -> Any:
    match policy:
        case Policy.FIELD:
            return ours
        case Policy.MAX:
            return _greater(theirs, ours)
        case Policy.UNION:
            return _union(theirs, ours)
        case Policy.CENTRE | Policy.REVIEW:
            return theirs


def _greater(theirs: Any, ours: Any) -> Any:
    """Return the greater value; an empty one is less than any other."""
    if theirs is None or ours is None:
        return ours if theirs is None else theirs
    return max(theirs, ours)


def _union(theirs: Any, ours: Any) -> Any:
    """Return both sets: a list of values, or a text of words as XForms writes a choice of several."""
    if isinstance(theirs, list) and isinstance(ours, list):
        return list(dict.fromkeys([*theirs, *ours]))
    return " ".join(dict.fromkeys(f"{theirs or ''} {ours or ''}".split()))
