"""Syncs from the pages, the timer and the command line alike."""

from __future__ import annotations

from collections.abc import Callable

from inspector_app.services.queue import LastAttempt
from inspector_app.store.opened import Opened
from inspector_app.tools import Tools
from simplify_content.text import Text


def synchronise(
    opened: Opened,
    *,
    centre_url: str,
    timeout_s: float,
    tools: Tools,
    progress: Callable[[Text, float], None] | None = None,
) -> LastAttempt:
    """Sync once, to the end, and return how it went; no network is an ordinary outcome, not an error.

    Args:
        opened: the field room.
        centre_url: "" for the address of enrolment.
        timeout_s: seconds to wait for each answer.
        tools: clock and ids.
        progress: called with a sentence and the share done (0 to 1).

    Raises:
        RoomRefused: in the practice room.
    """
    raise NotImplementedError
