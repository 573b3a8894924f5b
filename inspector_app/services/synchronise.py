"""Syncs from the pages, the timer and the command line alike; one sync at a time on a laptop, whoever began it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from inspector_app.catalogue import say
from inspector_app.errors import RoomRefused, SyncRunning
from inspector_app.store.device import device
from inspector_app.store.driver import noting
from inspector_app.store.opened import Opened
from inspector_app.store.way import set_pace, way
from inspector_app.sync.link import Link
from inspector_app.sync.synchronise import Outcome
from inspector_app.sync.synchronise import synchronise as run_steps
from inspector_app.telling import Tell, untold
from inspector_app.tools import Tools

LOCK = "sync.lock"
"""File in the laptop's folder that a sync holds while it runs."""


def synchronise(
    opened: Opened,
    *,
    centre_url: str,
    timeout_s: float,
    tools: Tools,
    progress: Tell = untold,
) -> Outcome:
    """Sync once, to the end, and return how it went; no network is an ordinary outcome, not an error.

    Args:
        opened: the field room. A snapshot may put a new register in its place: open the room again afterwards.
        centre_url: "" for the address of enrolment.
        timeout_s: seconds to wait for each answer.
        tools: clocks, chance and ids.
        progress: called with a sentence and the share done (0 to 1).

    Raises:
        RoomRefused: in the practice room.
        SyncRunning: another sync of this laptop is on its way.
        UnsafeAddress: the centre's address would show the token to others.
    """
    if opened.is_practice:
        raise RoomRefused(say("core.not_in_practice"))
    with alone(opened):
        known = device(opened.work)
        link = Link(
            centre_url or known.centre_url,
            token=known.token,
            timeout_s=timeout_s,
            pace=way(opened.work).bytes_per_s,
            mono_ms=lambda: tools.reading().mono_ms,
        )
        try:
            return run_steps(opened, link, tools=tools, tell=progress)
        finally:
            _keep_pace(opened, link)
            link.close()


@contextmanager
def alone(opened: Opened) -> Iterator[None]:
    """Hold the laptop's lock; the system lets go of it when the process ends, however that happens."""
    try:
        with FileLock(opened.folder / LOCK, timeout=0):
            yield
    except Timeout:
        raise SyncRunning(say("core.sync_running")) from None


def _keep_pace(opened: Opened, link: Link) -> None:
    if link.pace is not None:
        with noting(opened.work):
            set_pace(opened.work, link.pace)
