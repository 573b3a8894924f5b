"""Who works is never kept waiting by a sync, and a laptop never syncs twice at once."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from filelock import FileLock
from live_centre import TOOLS
from prepared_laptop import BEGIN, MILL, PASSWORD, seat_of
from uuid_utils.compat import uuid7

from inspector_app.errors import SyncRunning
from inspector_app.services.queue import queue
from inspector_app.services.session import Session
from inspector_app.services.sync_desk import SyncDesk
from inspector_app.services.synchronise import LOCK, synchronise
from inspector_app.store import histories, outbox, verdicts
from inspector_app.store.driver import writing
from inspector_app.store.outbox import Intent, append
from inspector_app.sync.run import SyncRun
from inspector_app.sync.take_word import Exchanged, take_word
from inspector_app.tools import ClockReading

ROOT = Path(__file__).parents[3]
HOLDER = """
import sys
from filelock import FileLock
with FileLock(sys.argv[1], timeout=0):
    print("held", flush=True)
    sys.stdin.readline()
"""

GENEROUS_S = 0.5
"""Ten times what is promised: the machines of the tests are shared, and slow."""


@pytest.fixture
def signed_in(config):
    session = Session(config, TOOLS)
    session.sign_in(PASSWORD)
    return session


def test_a_second_sync_is_refused_while_another_process_holds_the_lock_and_not_after(signed_in, config) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(seat_of(config) / LOCK)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with signed_in.open() as opened, pytest.raises(SyncRunning):
            synchronise(opened, centre_url="", timeout_s=1, tools=TOOLS)
        holder.kill()
    with signed_in.open() as opened:
        assert not synchronise(opened, centre_url="", timeout_s=1, tools=TOOLS).finished


def test_the_desk_of_the_app_begins_one_sync_and_says_nothing_of_another_that_runs(signed_in, config) -> None:
    desk = SyncDesk(config, signed_in, TOOLS)
    with FileLock(seat_of(config) / LOCK, timeout=0):
        desk.sync_if_signed_in()
    with signed_in.open() as opened:
        assert queue(opened).last_attempt is None
    desk.begin()
    desk.wait(30)
    assert not desk.progress.is_running
    with signed_in.open() as opened:
        assert queue(opened).last_attempt is not None


def _many(session: Session, number: int) -> list[str]:
    with session.open() as opened, writing(opened.work):
        intents = [
            Intent(str(uuid7()), "employer.correct", MILL, MILL, "", set={"phone": f"{n}"}, was={"phone": ""})
            for n in range(number)
        ]
        append(opened.work, intents, user_id=opened.person.id, made_at=BEGIN.isoformat())
    return [intent.op_id for intent in intents]


class Writer(threading.Thread):
    """Records something every few milliseconds, and how long the longest wait was."""

    def __init__(self, session: Session) -> None:
        super().__init__(daemon=True)
        self.session, self.done, self.longest_s, self.writes = session, threading.Event(), 0.0, 0
        self.has_begun = threading.Event()

    def run(self) -> None:
        with self.session.open() as opened:
            while not self.done.is_set():
                began = time.perf_counter()
                with writing(opened.work):
                    opened.work.conn.execute("UPDATE desk SET name_en = name_en")
                self.longest_s = max(self.longest_s, time.perf_counter() - began)
                self.writes += 1
                self.has_begun.set()
                time.sleep(0.002)

    def stop(self) -> float:
        self.done.set()
        self.join(timeout=10)
        assert self.writes > 1
        return self.longest_s


def test_who_records_an_answer_does_not_wait_for_thousands_of_verdicts(signed_in) -> None:
    op_ids = _many(signed_in, 3000)
    verdicts = [
        {
            "number": n, "seq": n, "op_id": op_id, "outcome": "applied", "code": "", "reason_en": "", "reason_ur": "",
            "waits_for": "", "conflict_ids": [],
        }
        for n, op_id in enumerate(op_ids, start=1)
    ]  # fmt: skip
    reply = {
        "protocol": 2, "verdicts": verdicts, "scopes": [], "evidence_wanted": [],
        "receipt": {"incarnation": 1, "seq": 500, "server_time": BEGIN.isoformat()},
    }  # fmt: skip
    reading = ClockReading("boot", 1)
    writer = Writer(signed_in)
    writer.start()
    writer.has_begun.wait(10)
    with signed_in.open() as opened:
        run = SyncRun(opened, link=None, tools=replace(TOOLS, sleep=time.sleep), tell=lambda *_: None)  # type: ignore[arg-type]
        take_word(run, reply, through=500, exchanged=Exchanged(BEGIN, reading, BEGIN, reading))
        assert outbox.acknowledged_through(opened.work) == 500
    assert writer.stop() < GENEROUS_S


def test_thousands_of_operations_applied_alike_are_noted_in_short_transactions(signed_in) -> None:
    _many(signed_in, 2500)
    reply = {
        "protocol": 3, "verdicts": [], "runs": [{"number": 1, "seq": 1, "count": 2500}], "scopes": [],
        "evidence_wanted": [], "receipt": {"incarnation": 1, "seq": 2500, "server_time": BEGIN.isoformat()},
    }  # fmt: skip
    slept: list[float] = []
    with signed_in.open() as opened:
        run = SyncRun(opened, link=None, tools=replace(TOOLS, sleep=slept.append), tell=lambda *_: None)  # type: ignore[arg-type]
        take_word(run, reply, through=2500, exchanged=None)
        assert verdicts.awaiting_verdict(opened.work) == 0
        assert run.device.verdicts_since == 2500
    assert len(slept) == 2


def test_who_records_an_answer_does_not_wait_for_a_chain_to_be_made_anew(signed_in) -> None:
    _many(signed_in, 3000)
    writer = Writer(signed_in)
    writer.start()
    writer.has_begun.wait(10)
    with signed_in.open() as opened:
        histories.begin(opened.work, 2)
        assert outbox.last(opened.work)[0] == 3000
    assert writer.stop() < GENEROUS_S
