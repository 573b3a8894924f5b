"""The timer: tries to sync every few minutes while somebody works in the field room, and says nothing when offline."""

from __future__ import annotations

import logging

from apscheduler.schedulers.background import BackgroundScheduler

from inspector_app.config import Config
from inspector_app.errors import Refusal
from inspector_app.services.session import Session
from inspector_app.services.synchronise import synchronise
from inspector_app.store.opened import Room
from inspector_app.tools import Tools

JOB = "sync"

log = logging.getLogger(__name__)


def start_scheduler(config: Config, session: Session, *, tools: Tools) -> BackgroundScheduler | None:
    """Start the timer and return it, or None when it is switched off; runs that were missed are made up by one."""
    if not config.sync_every_s:
        return None
    scheduler = BackgroundScheduler(timezone="UTC")
    scheduler.add_job(
        sync_if_signed_in,
        "interval",
        kwargs={"config": config, "session": session, "tools": tools},
        seconds=config.sync_every_s,
        id=JOB,
        coalesce=True,
        max_instances=1,
        replace_existing=True,
    )
    scheduler.start()
    return scheduler


def sync_if_signed_in(*, config: Config, session: Session, tools: Tools) -> None:
    """Sync once if somebody is signed in to the field room."""
    if session.room is not Room.FIELD:
        return
    try:
        with session.open() as opened:
            synchronise(opened, centre_url=config.centre_url, timeout_s=config.timeout_s, tools=tools)
    except Refusal as refusal:
        log.warning("the timer could not sync: %s", refusal.text.en)
