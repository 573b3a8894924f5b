"""Which checklists an inspector may start with; a laptop of one scheme is not offered another scheme's."""

from __future__ import annotations

from checklists.library import Heading, headings_for
from inspector_app.catalogue import say
from inspector_app.errors import NotFound
from inspector_app.store.opened import Opened

DEFAULT = "registration_contribution"
"""The checklist that is offered first, and the one that the practice room scores."""


def checklists_on_offer(opened: Opened) -> tuple[Heading, ...]:
    """Return the newest version of each checklist that may be started, the default first, then by English title."""
    offered = [one for one in headings_for(opened.scheme) if one.name == DEFAULT or not opened.is_practice]
    return tuple(sorted(offered, key=lambda one: (one.name != DEFAULT, one.title.en)))


def require_on_offer(opened: Opened, name: str) -> Heading:
    """Return the checklist of a name.

    Raises:
        NotFound: there is none of that name for inspectors of this scheme, or not in this room.
    """
    for one in checklists_on_offer(opened):
        if one.name == name:
            return one
    raise NotFound(say("core.no_checklist", name=name[:60] or "–"))
