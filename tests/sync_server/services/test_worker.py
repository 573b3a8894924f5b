"""The worker: one for a centre wherever it is started, every job logged, none stopped by another's fault."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from apscheduler.schedulers.blocking import BlockingScheduler
from sqlalchemy import text

from sync_server.models import db
from sync_server.queries.worker_lock import WorkerRunning, held_alone
from sync_server.worker import Job, jobs_of, run_job, run_worker


@pytest.mark.postgres
def test_a_worker_on_another_machine_keeps_this_one_out(postgres_centre: Any, tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    with held_alone(db.engine, here) as is_still_ours:
        assert is_still_ours()
        with pytest.raises(WorkerRunning, match="another machine"), held_alone(db.engine, there):
            pass
    with held_alone(db.engine, there):
        pass


@pytest.mark.postgres
def test_a_lock_whose_connection_was_ended_is_known_to_be_lost(postgres_centre: Any, tmp_path: Path) -> None:
    with held_alone(db.engine, tmp_path / "here") as is_still_ours:
        others = (
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()"
        )
        with db.engine.connect() as connection:
            connection.execute(text(others))
        assert not is_still_ours()
        with held_alone(db.engine, tmp_path / "there"):
            pass


def test_every_job_runs_in_the_first_round_and_a_fault_stops_none(
    centre: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    centre.employer()
    caplog.set_level(logging.INFO, logger="sync_server.worker")
    monkeypatch.setattr(BlockingScheduler, "start", lambda self: None)

    def broken(app: Any) -> int:
        raise OSError("no space left on device")

    names = [job.name for job in jobs_of(centre.config)]
    monkeypatch.setattr(
        "sync_server.worker.jobs_of",
        lambda config: tuple(
            replace(job, work=broken) if place == 1 else job for place, job in enumerate(_real(config))
        ),
    )
    ready: list[bool] = []
    run_worker(centre.app, on_ready=lambda: ready.append(True))
    assert ready == [True]
    assert centre.scalar("SELECT count(*) FROM snapshot") == 1
    told = {name: record.levelname for record in caplog.records for name in names if name in record.getMessage()}
    assert told == {name: "ERROR" if place == 1 else "INFO" for place, name in enumerate(names)}


_real = jobs_of


def test_a_job_that_lost_its_lock_ends_the_worker(centre: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[str] = []
    monkeypatch.setattr("sync_server.worker.jobs_of", lambda config: (Job("one", lambda app: len(ran), 1),))
    monkeypatch.setattr("sync_server.worker.run_job", lambda app, job: ran.append(job.name))

    @contextmanager
    def lost(engine: Any, home: Path) -> Iterator[Any]:
        yield lambda: False

    monkeypatch.setattr("sync_server.worker.held_alone", lost)

    def start(scheduler: BlockingScheduler) -> None:
        [job] = scheduler.get_jobs()
        job.func(*job.args)

    monkeypatch.setattr(BlockingScheduler, "start", start)
    monkeypatch.setattr(BlockingScheduler, "shutdown", lambda self, *, wait: ran.append("ended"))
    run_worker(centre.app, on_ready=lambda: None)
    assert ran == ["one", "ended"]


def test_uploads_and_files_that_nobody_wants_go(centre: Any) -> None:
    folder = centre.config.snapshots / "aa"
    folder.mkdir(parents=True)
    old = folder / f"{'a' * 64}.sqlite.zst"
    unfinished = centre.config.snapshots / ".building-1"
    unfinished.mkdir()
    part = centre.config.evidence / "parts" / "left"
    part.parent.mkdir(parents=True)
    for file in (old, unfinished / "register.db", part):
        file.write_bytes(b"x")
    for file in (old, unfinished, part):
        long_ago = centre.clock().timestamp() - 30 * 24 * 3600
        os.utime(file, (long_ago, long_ago))
    for job in jobs_of(centre.config):
        assert run_job(centre.app, job) is not None
    assert [file.exists() for file in (old, unfinished, part)] == [False, False, False]
