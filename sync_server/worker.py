"""The centre's background process: builds snapshots, tries again what was held. One per centre, by a file lock.

Every job may run twice or be cut off without harm.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from apscheduler.schedulers.blocking import BlockingScheduler
from filelock import FileLock, Timeout
from flask import Flask

from sync_server.config import Config
from sync_server.models import db
from sync_server.queries.gateway import writing
from sync_server.queries.snapshots import all_scope_ids
from sync_server.services.arrival import Batch
from sync_server.services.build_snapshot import refresh_snapshot
from sync_server.services.settle_batch import release_held, settle_batch
from sync_server.services.verdicts import UPGRADE
from sync_server.tools import Tools, current_tools

log = logging.getLogger(__name__)


class WorkerRunning(RuntimeError):
    """Another worker of this centre holds the lock."""


def run_worker(app: Flask, *, on_ready: Callable[[], None]) -> None:
    """Work until interrupted.

    Args:
        app: the centre's app.
        on_ready: called once the lock is held and the first round is done.

    Raises:
        WorkerRunning: another worker of this centre runs already.
    """
    config: Config = app.config["MUAINA"]
    config.home.mkdir(parents=True, exist_ok=True)
    lock = FileLock(config.home / "worker.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise WorkerRunning("another worker of this centre runs already") from None
    try:
        try_held_again(app)
        refresh_snapshots(app)
        scheduler = BlockingScheduler(timezone="UTC")
        scheduler.add_job(
            refresh_snapshots, "interval", args=[app], seconds=config.snapshot_every_s, id="snapshots", coalesce=True
        )
        on_ready()
        scheduler.start()
    finally:
        lock.release()


def refresh_snapshots(app: Flask) -> int:
    """Build the snapshots that are missing or stale and return how many scopes were looked at."""
    with app.app_context():
        scopes = all_scope_ids(db.session())
        db.session.rollback()
        for scope in scopes:
            try:
                refresh_snapshot(db.session(), scope, folder=app.config["MUAINA"].snapshots, tools=current_tools())
            except Exception:  # one scope's fault must not keep the others from being built
                db.session.rollback()
                log.exception("snapshot of %s failed", scope)
        return len(scopes)


def try_held_again(app: Flask) -> int:
    """Apply the operations that an older version of the centre could not read; return how many were released."""
    with app.app_context():
        tools: Tools = current_tools()
        with writing(db.session(), now=tools.now()) as gateway:
            batch = Batch(session=db.session(), gateway=gateway, tools=tools)
            released = release_held(batch, UPGRADE)
            settle_batch(batch)
        return released
