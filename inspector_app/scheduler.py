"""The timer: syncs every few minutes while somebody works in the field room; after a failure it waits longer each time.

Chance spreads the attempts, so that laptops that lost the centre together do not come back together. A second timer
locks the laptop when nobody uses it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.background import BackgroundScheduler

from inspector_app.config import Config
from inspector_app.services.session import GRACE_S, Session
from inspector_app.services.sync_desk import SyncDesk
from inspector_app.sync.setbacks import pause_s
from inspector_app.sync.synchronise import Outcome
from inspector_app.tools import Tools, moment

JOB = "sync"

SOONEST_S, BASE_S = 15.0, 30.0
"""After a failure: the shortest wait, and the span that doubles with each further one up to the timer's own."""

SPREAD = 0.1
"""Part of the timer's span by which an attempt comes earlier or later."""


def next_delay_s(outcome: Outcome, failures: int, *, every_s: float, chance: float) -> float:
    """Return how long to wait for the next attempt.

    Args:
        outcome: how the last one went.
        failures: how many in a row did not come to their end, this one included.
        every_s: the timer's span.
        chance: from 0 to 1.
    """
    if outcome.finished:
        return every_s * (1 + SPREAD * (2 * chance - 1))
    backoff = min(SOONEST_S, every_s) + pause_s(failures, base_s=BASE_S, cap_s=every_s, chance=chance)
    return max(outcome.advised_s, backoff)


def start_scheduler(config: Config, desk: SyncDesk, *, tools: Tools) -> BackgroundScheduler | None:
    """Start the timer and return it, or None when it is switched off; runs that were missed are made up by one."""
    if not config.sync_every_s:
        return None
    scheduler = BackgroundScheduler(timezone="UTC")
    scheduler.add_job(
        desk.sync_if_signed_in,
        "interval",
        seconds=config.sync_every_s,
        id=JOB,
        coalesce=True,
        max_instances=1,
        replace_existing=True,
    )
    scheduler.start()

    def plan_next(outcome: Outcome, failures: int) -> str:
        delay = timedelta(
            seconds=next_delay_s(outcome, failures, every_s=float(config.sync_every_s), chance=tools.random())
        )
        if scheduler.running:
            scheduler.modify_job(JOB, next_run_time=datetime.now(UTC) + delay)
        return moment(tools.now() + delay)

    desk.plan_next = plan_next
    return scheduler


LOOK_EVERY_S = 10.0


def start_lock_timer(session: Session) -> Callable[[], None]:
    """Start the timer that forgets the key of a laptop that nobody uses; return what ends it."""
    ended = threading.Event()

    def look() -> None:
        while not ended.wait(LOOK_EVERY_S):
            session.lock_when_idle(grace_s=GRACE_S)

    threading.Thread(target=look, name="lock", daemon=True).start()
    return ended.set
