"""Which pages the bar at the top offers to whom."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

from sync_server.models import Role
from sync_server.web.reader import reader_or_none


@dataclass(frozen=True)
class Entry:
    """One link of the bar; `key` names its text, `is_current` that the reader is on that noun's pages."""

    endpoint: str
    key: str
    is_current: bool


_ENTRIES: tuple[tuple[str, frozenset[Role]], ...] = (
    ("home", frozenset(Role)),
    ("visits", frozenset({Role.SUPERVISOR})),
    ("inspections", frozenset({Role.INSPECTOR, Role.SUPERVISOR, Role.ENFORCEMENT_OFFICER})),
    ("conflicts", frozenset({Role.SUPERVISOR})),
    ("duplicates", frozenset({Role.SUPERVISOR})),
    ("flags", frozenset({Role.SUPERVISOR, Role.ENFORCEMENT_OFFICER})),
    ("employers", frozenset({Role.SUPERVISOR, Role.ENFORCEMENT_OFFICER})),
    ("cases", frozenset({Role.SUPERVISOR, Role.ENFORCEMENT_OFFICER})),
    ("law", frozenset({Role.LAW_OFFICER, Role.SUPERVISOR, Role.ENFORCEMENT_OFFICER, Role.ADMINISTRATOR})),
    ("devices", frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})),
)


def roles_for(noun: str) -> tuple[Role, ...]:
    """Return the roles that may read the pages of a noun; views and bar share this one table."""
    return tuple(sorted(dict(_ENTRIES)[noun]))


def navigation() -> tuple[Entry, ...]:
    """Return the entries for the person who is signed in; none for a visitor."""
    user = reader_or_none()
    if user is None:
        return ()
    return tuple(
        Entry(f"{noun}.list_page", f"nav.{noun}", request.blueprint == noun)
        for noun, roles in _ENTRIES
        if user.role in roles
    )
