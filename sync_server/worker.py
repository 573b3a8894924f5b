"""The centre's background process: jobs that come round again and again, one after the other. One per centre.

Every job may run twice or be cut off without harm, and one that fails is logged and does not stop the others.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.blocking import BlockingScheduler
from flask import Flask

from sync_server.config import Config
from sync_server.models import db
from sync_server.queries.gateway import writing
from sync_server.queries.snapshots import all_scope_ids
from sync_server.queries.worker_lock import WorkerRunning, held_alone
from sync_server.services.arrival import Batch
from sync_server.services.build_snapshot import drop_strays, refresh_snapshot
from sync_server.services.evidence_store import evidence_place
from sync_server.services.pair_employers import pair_employers
from sync_server.services.settle_batch import release_held, settle_batch
from sync_server.services.tend_scopes import tend_scopes
from sync_server.services.uploads import remove_stale_uploads
from sync_server.services.verdicts import UPGRADE
from sync_server.tools import Tools, current_tools

log = logging.getLogger(__name__)

PAIR_EVERY_S = 60
"""How soon a duplicate of what was just written is shown."""

TEND_EVERY_S = 300
SWEEP_EVERY_S = 3600


@dataclass(frozen=True)
class Job:
    """Work that comes round every `every_s` seconds; `work` returns how much there was to do."""

    name: str
    work: Callable[[Flask], int]
    every_s: int


def jobs_of(config: Config) -> tuple[Job, ...]:
    """Return the jobs of a centre, in the order of the first round."""
    return (
        Job("operations that an older version could not read", try_held_again, SWEEP_EVERY_S),
        Job("digests and old changes of fields", tend, TEND_EVERY_S),
        Job("register files", refresh_snapshots, config.snapshot_every_s),
        Job("duplicates", find_duplicates, PAIR_EVERY_S),
        Job("uploads that nobody went on with", sweep_uploads, SWEEP_EVERY_S),
        Job("register files that nobody names", sweep_snapshots, SWEEP_EVERY_S),
    )


def run_worker(app: Flask, *, on_ready: Callable[[], None]) -> None:
    """Work until interrupted, or until the lock that keeps other workers out is lost.

    Args:
        app: the centre's app.
        on_ready: called once the lock is held and the first round is done.

    Raises:
        WorkerRunning: another worker of this centre runs already, here or on another machine.
    """
    config: Config = app.config["MUAINA"]
    with app.app_context(), held_alone(db.engine, config.home) as is_still_ours:
        jobs = jobs_of(config)
        for job in jobs:
            run_job(app, job)
        # one thread: jobs wait for each other, and a missed round is made up once
        scheduler = BlockingScheduler(timezone="UTC", executors={"default": ThreadPoolExecutor(1)})

        def guarded(job: Job) -> None:
            if is_still_ours():
                run_job(app, job)
            else:
                log.error("the lock of this worker is lost; another one may work now, so this one ends")
                scheduler.shutdown(wait=False)

        for job in jobs:
            scheduler.add_job(
                guarded,
                "interval",
                args=[job],
                seconds=job.every_s,
                id=job.name,
                coalesce=True,
                misfire_grace_time=None,
            )
        on_ready()
        scheduler.start()


def run_job(app: Flask, job: Job) -> int | None:
    """Do a job once and say in the log how it went; return how much there was to do, or None when it failed."""
    started = monotonic()
    try:
        done = job.work(app)
    except Exception:  # whatever it is, the other jobs must go on
        log.exception("%s: failed after %.1f s; it is tried again", job.name, monotonic() - started)
        return None
    log.info("%s: %d in %.1f s", job.name, done, monotonic() - started)
    return done


def refresh_snapshots(app: Flask) -> int:
    """Build the snapshots that are missing or stale and return how many scopes were looked at."""
    with app.app_context():
        scopes = all_scope_ids(db.session())
        db.session.rollback()
        for number, scope in enumerate(scopes, 1):
            try:
                made = refresh_snapshot(
                    db.session(), scope, folder=app.config["MUAINA"].snapshots, tools=current_tools()
                )
                log.debug("register file %d of %d: %s at v %d", number, len(scopes), scope, made["v"])
            except Exception:  # one scope's fault must not keep the others from being built
                db.session.rollback()
                log.exception("snapshot of %s failed", scope)
        return len(scopes)


def find_duplicates(app: Flask) -> int:
    """Compare the employers that changed with the rest of the register and return how many pairs were raised."""
    with app.app_context():
        return pair_employers(db.session(), tools=current_tools()).raised


def try_held_again(app: Flask) -> int:
    """Apply the operations that an older version of the centre could not read; return how many were released."""
    with app.app_context():
        tools: Tools = current_tools()
        with writing(db.session(), now=tools.now()) as gateway:
            batch = Batch(session=db.session(), gateway=gateway, tools=tools)
            released = release_held(batch, UPGRADE)
            settle_batch(batch)
        return released


def tend(app: Flask) -> int:
    """Work out digests that are not known, forget field changes that nobody needs; return how many there were."""
    with app.app_context():
        return tend_scopes(db.session(), tools=current_tools())


def sweep_uploads(app: Flask) -> int:
    """Forget uploads that nobody went on with and return how many."""
    with app.app_context():
        place = evidence_place(app.config["MUAINA"])
        return remove_stale_uploads(db.session(), place=place, tools=current_tools())


def sweep_snapshots(app: Flask) -> int:
    """Remove register files that no snapshot names and return how many."""
    with app.app_context():
        return drop_strays(db.session(), folder=app.config["MUAINA"].snapshots, tools=current_tools())


__all__ = ["Job", "WorkerRunning", "jobs_of", "run_job", "run_worker"]
