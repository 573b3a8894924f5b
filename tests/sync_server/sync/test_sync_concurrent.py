"""Two writers and a reader at once: the counter follows commit order, so a reader's cursor never passes a row by."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from sync_server.models import db
from sync_server.queries.database import is_busy, reading
from sync_server.queries.feed import read_page, scope_counter
from sync_server.queries.gateway import writing

LAHORE = "district:lahore"
WRITES = 25
ROWS = 4


class Crowd:
    """Threads, each in its own application context; a failure of any is the test's."""

    def __init__(self, centre: Any) -> None:
        self._centre = centre
        self._threads: list[threading.Thread] = []
        self._failures: list[BaseException] = []

    def start(self, work: Callable[[], None]) -> threading.Thread:
        def run() -> None:
            try:
                with self._centre.app.app_context():
                    work()
            except BaseException as failure:
                self._failures.append(failure)

        thread = threading.Thread(target=run)
        self._threads.append(thread)
        thread.start()
        return thread

    def join(self) -> None:
        for thread in self._threads:
            thread.join(timeout=120)
            assert not thread.is_alive()
        assert self._failures == []


def write_with_a_pause(centre: Any, ids: list[str], *, pause_s: float) -> None:
    """Change some employers per transaction, and wait between the writes and the commit."""
    session = db.session()
    for number in range(WRITES):
        while True:
            try:
                with writing(session, now=centre.clock()) as gateway:
                    for employer in ids:
                        gateway.write("employer", employer, {"phone": str(number)})
                    time.sleep(pause_s)
                break
            except OperationalError as problem:
                if not is_busy(problem):
                    raise


def follow(seen: dict[str, tuple[int, int]], done: Callable[[], bool]) -> list[int]:
    """Read the feed as a laptop does until the writers are done and nothing is left; return every `v` met."""
    session, since, numbers = db.session(), 0, []
    while True:
        last_round = done()
        reading(session)
        scope = scope_counter(session, LAHORE)
        assert scope is not None
        page = read_page(session, scope, since=since, limit=3)
        session.rollback()
        for entry in page.entries:
            assert entry.v > since
            numbers.append(entry.v)
            seen[entry.change.row_id] = (entry.v, entry.change.rev)
        since = page.until
        if last_round and not page.more and not page.entries:
            return numbers


@pytest.mark.timeout(180)
def test_two_writers_and_a_reader_lose_nothing_and_leave_no_gap(either_centre: Any) -> None:
    employers = [either_centre.employer() for _ in range(2 * ROWS)]
    crowd, seen, finished = Crowd(either_centre), {}, threading.Event()
    quick = crowd.start(lambda: write_with_a_pause(either_centre, employers[:ROWS], pause_s=0.001))
    slow = crowd.start(lambda: write_with_a_pause(either_centre, employers[ROWS:], pause_s=0.01))
    crowd.start(lambda: follow(seen, finished.is_set) and None)
    quick.join(timeout=90)
    slow.join(timeout=90)
    finished.set()
    crowd.join()
    assert seen == {row_id: (v, WRITES + 1) for row_id, v in members(either_centre).items()}
    assert either_centre.scalar("SELECT v FROM scope") == 2 * ROWS * (WRITES + 1)
    assert either_centre.scalar("SELECT max(v) FROM member") == 2 * ROWS * (WRITES + 1)


def members(centre: Any) -> dict[str, int]:
    from sync_server.models import Member

    rows = {row.row_id: row.v for row in centre.session.query(Member).all()}
    centre.session.rollback()
    return rows


@pytest.mark.timeout(180)
def test_the_same_push_five_times_at_once_is_stored_once_and_answered_alike(either_centre: Any) -> None:
    employer, laptop = either_centre.employer(), either_centre.laptop()
    inspection = laptop.start(employer)
    for _ in range(20):
        laptop.finding(inspection)
    laptop.correct(employer, was={"phone": ""}, phone="1")
    message, replies, crowd = laptop.message(), [], Crowd(either_centre)
    for _ in range(5):
        crowd.start(lambda: replies.append(laptop.post(message)))
    crowd.join()
    answered = [reply.get_json() for reply in replies if reply.status_code == 200]
    assert {reply.status_code for reply in replies} <= {200, 503}
    assert answered
    assert all(laptop.outcomes(reply) == laptop.outcomes(answered[0]) for reply in answered)
    assert len(answered[0]["verdicts"]) == 22
    assert either_centre.scalar("SELECT count(*) FROM ledger") == 22
    assert either_centre.scalar("SELECT count(*) FROM finding") == 20
    assert either_centre.scalar("SELECT rev FROM employer") == 2


@pytest.mark.timeout(180)
def test_two_laptops_correcting_one_employer_at_once_lose_no_value(either_centre: Any) -> None:
    employer = either_centre.employer()
    laptops = [either_centre.laptop(), either_centre.laptop()]
    crowd = Crowd(either_centre)

    def send(laptop: Any, letter: str) -> None:
        for number in range(10):
            laptop.correct(employer, was={"owner_name": ""}, owner_name=f"{letter}{number}", base_rev=1)
            while laptop.post(laptop.message()).status_code == 503:
                pass

    for laptop, letter in zip(laptops, "ab", strict=True):
        crowd.start(lambda laptop=laptop, letter=letter: send(laptop, letter))
    crowd.join()
    standing = either_centre.scalar("SELECT owner_name FROM employer")
    loser = "b" if standing.startswith("a") else "a"
    assert standing in ("a9", "b9")
    arriving = {conflict.arriving_value for conflict in conflicts(either_centre)}
    assert arriving == {f"{loser}{number}" for number in range(10)}


def conflicts(centre: Any) -> list[Any]:
    from sync_server.models import Conflict

    rows = centre.session.query(Conflict).all()
    centre.session.expunge_all()
    centre.session.rollback()
    return list(rows)
