"""Syncs from the pages, the timer and the command line alike; one sync at a time in a process."""

from __future__ import annotations

import threading
from collections.abc import Callable

from inspector_app.catalogue import say
from inspector_app.errors import RoomRefused
from inspector_app.store.device import device
from inspector_app.store.opened import Opened
from inspector_app.sync.link import Link
from inspector_app.sync.synchronise import Outcome
from inspector_app.sync.synchronise import synchronise as run_steps
from inspector_app.tools import Tools
from simplify_content.text import Text

_one_at_a_time = threading.Lock()


def synchronise(
    opened: Opened,
    *,
    centre_url: str,
    timeout_s: float,
    tools: Tools,
    progress: Callable[[Text, float], None] | None = None,
) -> Outcome:
    """Sync once, to the end, and return how it went; no network is an ordinary outcome, not an error.

    Args:
        opened: the field room. A snapshot may put a new register in its place: open the room again afterwards.
        centre_url: "" for the address of enrolment.
        timeout_s: seconds to wait for each answer.
        tools: clock and ids.
        progress: called with a sentence and the share done (0 to 1).

    Raises:
        RoomRefused: in the practice room.
        UnsafeAddress: the centre's address would show the token to others.
    """
    if opened.is_practice:
        raise RoomRefused(say("core.not_in_practice"))
    with _one_at_a_time:
        known = device(opened.work)
        link = Link(centre_url or known.centre_url, token=known.token, timeout_s=timeout_s)
        try:
            return run_steps(opened, link, tools=tools, tell=progress or _quiet)
        finally:
            link.close()


def _quiet(text: Text, share: float) -> None:
    """Tell nobody."""
