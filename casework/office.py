"""An office of the institution that inspects itself: a record beside the employers that is none of them.

Nothing is alleged against it and nothing is owed by it; its own checklist is asked of it and of nobody else.
"""

from __future__ import annotations

OFFICE = "office"
"""Status of such a record."""

OFFICE_CHECKLIST = "regional_office"
"""The checklist with which an office looks at itself."""


def is_asked_of(checklist: str, status: str) -> bool:
    """Return whether a checklist is asked of a record: the office's of an office, the others of employers."""
    return (checklist == OFFICE_CHECKLIST) == (status == OFFICE)
