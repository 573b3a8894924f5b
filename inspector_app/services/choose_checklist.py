"""Which checklists an inspector may start with; a laptop of one scheme is not offered another scheme's.

An office of the institution is asked its own checklist only, and that one is asked of no employer.
"""

from __future__ import annotations

from casework.office import is_asked_of
from checklists.library import Heading, headings_for
from inspector_app.catalogue import say
from inspector_app.errors import NotFound
from inspector_app.store.opened import Opened

DEFAULT = "registration_contribution"
"""The checklist that is offered first, and the one that the practice room scores."""


def checklists_on_offer(opened: Opened, status: str = "") -> tuple[Heading, ...]:
    """Return the newest version of each checklist that may be started, the default first, then by English title.

    Args:
        opened: either room.
        status: of the record that is inspected; "" for any employer.
    """
    asked = [one for one in headings_for(opened.scheme) if is_asked_of(one.name, status)]
    offered = [one for one in asked if one.name == DEFAULT or not opened.is_practice]
    return tuple(sorted(offered, key=lambda one: (one.name != DEFAULT, one.title.en)))


def require_on_offer(opened: Opened, name: str, *, status: str = "") -> Heading:
    """Return the checklist of a name.

    Raises:
        NotFound: there is none of that name for inspectors of this scheme, not in this room, or not for a record of
            this status.
    """
    for one in checklists_on_offer(opened, status):
        if one.name == name:
            return one
    raise NotFound(say("core.no_checklist", name=name[:60] or "–"))
