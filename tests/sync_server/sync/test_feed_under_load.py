"""Nothing is missed while others write: long transactions, idle sessions, rows that change between two pages.

`MUAINA_FEED_SECONDS` says how long the writers go on; 3 seconds otherwise.
"""

from __future__ import annotations

import os
import random
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from feed_reader import LAHORE, Register, follow, month, pull
from sqlalchemy.exc import OperationalError

from sync_protocol.entities import ENTITIES
from sync_protocol.pages import grouped
from sync_server.models import Employer, db
from sync_server.queries.database import is_busy, reading
from sync_server.queries.feed import read_page, scope_counter
from sync_server.queries.gateway import writing
from sync_server.queries.snapshots import present_rows
from sync_server.services.build_snapshot import build_snapshot

SECONDS = float(os.environ.get("MUAINA_FEED_SECONDS", "3"))


@contextmanager
def beside(centre: Any, *works: Callable[[], None]) -> Iterator[None]:
    """Run each work in a thread with an application context of its own; a failure of any is the test's."""
    failures: list[BaseException] = []

    def run(work: Callable[[], None]) -> None:
        try:
            with centre.app.app_context():
                work()
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    yield
    for thread in threads:
        thread.join(timeout=SECONDS + 60)
        assert not thread.is_alive()
    assert failures == []


def write_until(centre: Any, employers: list[str], end: float, *, seed: int) -> int:
    """Change a few employers per transaction, with pauses before and after the write, and return how many rows."""
    chance, session, written = random.Random(seed), db.session(), 0
    while time.monotonic() < end:
        chosen = chance.sample(employers, chance.randint(1, 4))
        try:
            with writing(session, now=centre.clock()) as gateway:
                for employer in sorted(chosen):
                    gateway.write("employer", employer, {"phone": f"{seed}-{written}"})
                    written += 1
                time.sleep(chance.choice((0, 0.001, 0.01)))
        except OperationalError as problem:
            if not is_busy(problem):
                raise
    return written


def read_until(register: Register, done: threading.Event) -> int:
    """Follow the feed as a laptop does, in small pages, until nothing is written any more; return how many pages."""
    session, pages = db.session(), 0
    while True:
        last = done.is_set()
        reading(session)
        scope = scope_counter(session, LAHORE)
        assert scope is not None
        page = read_page(session, scope, since=register.v, limit=5, complete=register.complete)
        session.rollback()
        assert all(entry.v > register.v for entry in page.entries)
        register.take({
            "scope": LAHORE, "epoch": page.epoch, "until": page.until, "more": page.more, "digest": page.digest,
            "groups": grouped(entry.change for entry in page.entries),
        })  # fmt: skip
        pages += 1
        if last and not page.more and not page.entries:
            return pages


def state_of(centre: Any) -> dict[Any, Any]:
    names = ENTITIES["employer"].field_names
    rows = present_rows(centre.session, LAHORE, "employer")
    centre.session.rollback()
    return {("employer", row[0]): (row[1], dict(zip(names, row[2:], strict=True))) for row in rows}


@pytest.mark.timeout(300)
def test_two_writers_a_long_transaction_and_a_reader_miss_no_row(either_centre: Any) -> None:
    """The long transaction writes first and commits last; what the others number meanwhile is neither lost nor late."""
    employers = [either_centre.employer() for _ in range(30)]
    end, done, register, written = time.monotonic() + SECONDS, threading.Event(), Register(), []
    is_postgres = either_centre.app.config["MUAINA"].database.startswith("postgresql")

    def long_write() -> None:
        with writing(db.session(), now=either_centre.clock()) as gateway:
            for employer in employers[20:]:
                gateway.write("employer", employer, {"phone": "from long ago"})
            time.sleep(max(end - time.monotonic() - 0.5, 0))

    def long_read() -> None:
        reading(db.session())
        assert db.session().query(Employer).count() == 30
        time.sleep(max(end - time.monotonic() - 0.5, 0))
        db.session.rollback()

    def write(half: int) -> None:
        written.append(write_until(either_centre, employers[half * 10 : half * 10 + 10], end, seed=half))
        if len(written) == 2:
            done.set()

    pages: list[int] = []
    long = long_write if is_postgres else long_read
    with beside(
        either_centre, long, lambda: write(0), lambda: write(1), lambda: pages.append(read_until(register, done))
    ):
        pass
    with either_centre.app.app_context():
        read_until(register, done)
    missed = {key for key, standing in state_of(either_centre).items() if register.rows.get(key) != standing}
    print(f"{sum(written)} rows written in {SECONDS:g} s, {pages[0]} pages read, {len(missed)} missed")
    assert (missed, register.lacking) == (set(), [])
    assert min(written) > 0
    numbers = either_centre.scalar("SELECT count(*) || ' ' || max(v) FROM member")
    assert numbers == f"30 {register.v}"
    assert register.digest == register.own_digest != ""
    if is_postgres:
        phones = [register.rows["employer", employer][1]["phone"] for employer in employers[20:]]
        assert set(phones) == {"from long ago"}


def test_an_employer_that_moves_while_its_records_change_takes_them_all_along(either_centre: Any) -> None:
    employer = either_centre.employer()
    months = [either_centre.write("contribution_month", month(employer, number)) for number in range(1, 4)]
    end, districts = time.monotonic() + min(SECONDS, 3) / 2, ("multan", "lahore")

    def again(write: Callable[[Any, int], None]) -> None:
        number = 0
        while time.monotonic() < end:
            number += 1
            try:
                with writing(db.session(), now=either_centre.clock()) as gateway:
                    write(gateway, number)
            except OperationalError as problem:
                if not is_busy(problem):
                    raise

    def move(gateway: Any, number: int) -> None:
        gateway.write("employer", employer, {"district": districts[number % 2]})

    def pay(gateway: Any, number: int) -> None:
        gateway.write("contribution_month", months[number % 3], {"paid_paisa": number})
        time.sleep(0.002)

    with beside(either_centre, lambda: again(move), lambda: again(pay), lambda: again(pay)):
        pass
    home = f"district:{either_centre.scalar('SELECT district FROM employer')}"
    assert either_centre.scalar("SELECT count(*) FROM member WHERE present AND scope_id <> :home", home=home) == 0
    assert either_centre.scalar("SELECT count(*) FROM member WHERE present") == 4
    register = Register()
    follow(either_centre, either_centre.laptop(either_centre.user(scopes=(home,))), register, home)
    assert (len(register.rows), register.digest) == (4, register.own_digest)


def test_a_session_that_idles_in_a_transaction_does_not_stop_the_feed(either_centre: Any) -> None:
    employer, laptop, register = either_centre.employer(), either_centre.laptop(), Register()
    if either_centre.app.config["MUAINA"].database.startswith("postgresql"):
        address = db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        idle: Any = psycopg.connect(address)
        idle.execute("SELECT * FROM employer, scope")
    else:
        idle = sqlite3.connect(either_centre.config.home / "centre.db", isolation_level=None)
        idle.execute("BEGIN")
        idle.execute("SELECT * FROM employer, scope").fetchall()
    for number in range(3):
        either_centre.write("employer", {"phone": str(number)}, employer)
        follow(either_centre, laptop, register)
        assert register.rows["employer", employer][1]["phone"] == str(number)
    idle.close()


def test_pages_end_and_lose_nothing_though_rows_change_between_any_two_of_them(either_centre: Any) -> None:
    employers = [either_centre.employer() for _ in range(20)]
    laptop, register, chance = either_centre.laptop(), Register(), random.Random(4)
    for pages in range(1, 60):
        page = pull(either_centre, laptop, register.v, complete=register.complete, max_rows=4)
        register.take(page)
        if not page["more"]:
            break
        for employer in chance.sample(employers, 2):
            either_centre.write("employer", {"phone": str(pages)}, employer)
    assert 5 < pages < 30
    assert register.rows == state_of(either_centre)
    assert register.lacking == []


def test_five_thousand_changes_during_the_download_of_a_snapshot_lead_to_the_same_register(either_centre: Any) -> None:
    centre, names = either_centre, ENTITIES["employer"].field_names
    first = centre.employer()
    [template] = [values for _, values in state_of(centre).values()]
    rows = [{"id": f"01930000-0000-7000-8000-{number:012x}", **template} for number in range(500)]
    write_all(centre, rows)
    manifest = build_snapshot(centre.session, LAHORE, folder=centre.config.snapshots, tools=centre.tools)
    installed = Register(state_of(centre), manifest["v"], manifest["v"])
    for turn in range(10):
        write_all(centre, [{**row, names[2 + turn % 9]: f"changed {turn}"} for row in rows])
    centre.write("employer", {"district": "multan"}, first)
    laptop = centre.laptop()
    changes = follow(centre, laptop, installed, max_rows=200)
    assert (len(changes), centre.scalar("SELECT v FROM scope WHERE id = :id", id=LAHORE)) == (501, 5502)
    assert installed.rows == state_of(centre)
    assert installed.digest == installed.own_digest


def write_all(centre: Any, rows: list[dict[str, Any]]) -> None:
    with writing(centre.session, now=centre.clock()) as gateway:
        gateway.write_many("employer", rows)
