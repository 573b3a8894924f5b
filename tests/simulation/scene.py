"""The world before anything happens: a centre with people and employers, enrolled laptops; made once, then copied.

A run begins by copying these files, so that no migration, no enrolment and no key derivation is paid for per seed.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

from flask import Flask
from sqlalchemy import text

from inspector_app.config import Config as LaptopConfig
from inspector_app.services.synchronise import synchronise
from inspector_app.store.opened import Room
from inspector_app.store.rooms import open_room
from inspector_app.store.seats import seats
from inspector_app.store.vault import unlock_vault
from inspector_app.sync.enrol import enrol
from inspector_app.tools import Tools as LaptopTools
from simplify_content.text import Text
from sync_protocol.entities import ENTITIES
from sync_server.app import create_app
from sync_server.config import Config
from sync_server.models import Role, db
from sync_server.queries.gateway import writing
from sync_server.queries.settings import CentreFacts
from sync_server.services.add_user import NewUser, add_user
from sync_server.services.initialise import initialise
from sync_server.services.invite_device import invite_device
from sync_server.tools import Tools as CentreTools

from .machine import Machine, copy_folder
from .network import Reply, instead_of_sockets

BEGIN = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
CENTRE_URL = "http://127.0.0.1:8400"
PASSWORD = "lahore-canal-1965"
DISTRICTS = ("lahore", "kasur", "sheikhupura")
LAPTOPS = (("nadia", ("lahore",)), ("bilal", ("kasur", "lahore")), ("sana", ("kasur",)))
"""Inspectors with a laptop, and their districts."""

SUPERVISORS = ("asma", "umar")
EMPLOYERS = 9

HISTORY = (
    "CREATE TABLE seen_change (n INTEGER PRIMARY KEY, row_id TEXT, rev INTEGER, was TEXT, now TEXT, stamps TEXT)",
    """
    CREATE TRIGGER seen_change AFTER UPDATE ON employer BEGIN
        INSERT INTO seen_change (row_id, rev, was, now, stamps)
        VALUES (new.id, new.rev, json_object({old}), json_object({new}), new.field_stamps);
    END
    """,
)
"""The simulator's own witness in the centre's database: every change of an employer, in the same transaction."""


class Ids:
    """Makes UUIDv7 that depend on the seed alone."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._count = 0

    def __call__(self) -> str:
        self._count += 1
        high, low, chance = self._count >> 16, self._count & 0xFFFF, f"{self._random.getrandbits(72):018x}"
        return f"{0x01930000 + high:08x}-{low:04x}-7{chance[:3]}-8{chance[3:6]}-{chance[6:]}"


@dataclass(frozen=True)
class Scene:
    """Where the files of a new world lie, and what was put into them."""

    folder: Path
    app: Flask
    keys: dict[str, bytes]
    """Key of each laptop's vault."""
    employers: tuple[str, ...]
    device_ids: dict[str, str]
    user_ids: dict[str, str]

    @property
    def centre(self) -> Path:
        return self.folder / "now" / "centre"

    def laptop(self, name: str) -> Path:
        return self.folder / "now" / name

    def lay_out(self) -> None:
        """Put the files of a new world in place of whatever stands there."""
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()
        shutil.rmtree(self.folder / "now", ignore_errors=True)
        copy_folder(self.folder / "before", self.folder / "now")


class Moving:
    """The tools of the app, which outlives the worlds: each world puts its own clock and ids in."""

    def __init__(self) -> None:
        self.machine: Machine | None = None
        self.ids: Any = Ids(Random("scene"))
        self._secrets = Random("secrets")

    def now(self) -> datetime:
        return self.machine.clock() if self.machine else BEGIN

    def new_id(self) -> str:
        return str(self.ids())

    def new_secret(self) -> str:
        return f"secret-{self._secrets.getrandbits(128):x}"


moving = Moving()


@contextmanager
def made_scene(folder: Path) -> Iterator[Scene]:
    """Make the scene in a folder, which must be on a disk that costs nothing to flush."""
    config = Config(home=folder / "now" / "centre", secret_key="secret of the simulator", busy_timeout_s=1)
    tools = CentreTools(now=moving.now, new_id=moving.new_id, new_secret=moving.new_secret)
    app = create_app(config, tools=tools)
    with app.app_context():
        office = Text(en="Social Security Office, Lahore", ur="دفتر سوشل سکیورٹی، لاہور")
        facts = CentreFacts(institution="pessi", scheme="pessi", office=office, demonstration=False)
        initialise(db.session(), db.engine, facts, tools=tools)
        users = {name: _person(name, Role.INSPECTOR, scopes, tools) for name, scopes in LAPTOPS}
        users |= {name: _person(name, Role.SUPERVISOR, DISTRICTS, tools) for name in SUPERVISORS}
        employers = tuple(_employers())
        _watch_employers()
        db.session.remove()
    keys, devices = {}, {}
    with instead_of_sockets(lambda message: call(app, message.environ())):
        for name, _ in LAPTOPS:
            keys[name], devices[name] = _laptop(app, folder / "now" / name, name, tools)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    copy_folder(folder / "now", folder / "before")
    yield Scene(folder, app, keys, employers, devices, users)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def call(app: Flask, environ: dict[str, Any]) -> Reply:
    """Hand a request to the centre and return its whole reply."""
    head: list[Any] = []

    def start(status: str, headers: list[tuple[str, str]], *_: Any) -> Any:
        head[:] = [status, headers]
        return lambda _: None

    answer = app.wsgi_app(environ, start)
    try:
        body = b"".join(answer)
    finally:
        if close := getattr(answer, "close", None):
            close()
    status, headers = head
    if not any(name.lower() == "content-length" for name, _ in headers):
        headers = [*headers, ("Content-Length", str(len(body)))]
    return Reply(int(status[:3]), tuple(headers), body)


def _person(name: str, role: Role, districts: tuple[str, ...], tools: CentreTools) -> str:
    scopes = tuple(f"district:{district}" for district in districts)
    new = NewUser(name, role, Text(en=name.title(), ur=f"نام {name}"), scopes, PASSWORD)
    return str(add_user(db.session(), new, tools=tools).id)


def _employers() -> Iterator[str]:
    for number in range(EMPLOYERS):
        employer_id = moving.new_id()
        values = {
            **dict.fromkeys(ENTITIES["employer"].field_names, ""),
            "institution": "pessi",
            "registration_no": f"REG-{number:05}",
            "name_en": f"Employer {number} Limited",
            "name_ur": f"آجر {number}",
            "district": DISTRICTS[number % 2],
            "sector": "textile",
            "status": "active",
            "registered_on": "2010-01-01",
            "self_assessment": False,
        }
        with writing(db.session(), now=BEGIN) as gateway:
            gateway.write("employer", employer_id, values)
            certificate = {"employer_id": employer_id, "certificate_no": f"C-{number}", "status": "valid"}
            gateway.write("certificate", moving.new_id(), certificate)
        yield employer_id


def _watch_employers() -> None:
    names = ENTITIES["employer"].field_names
    pairs = {side: ", ".join(f"'{name}', {side}.{name}" for name in names) for side in ("old", "new")}
    connection = db.session.connection(execution_options={"muaina_gateway": True})
    for statement in HISTORY:
        connection.exec_driver_sql(statement.format(**pairs) if "{old}" in statement else statement)
    db.session.commit()


def _laptop(app: Flask, home: Path, name: str, tools: CentreTools) -> tuple[bytes, str]:
    with app.app_context():
        code = invite_device(db.session(), name, tools=tools)
        db.session.remove()
    whole = LaptopConfig(home=home.with_name(f"{name}.whole"))
    enrol(whole, centre_url=CENTRE_URL, code=code, password=PASSWORD, device_name=name)
    seats(whole.home)[0].folder.rename(home)
    shutil.rmtree(whole.home)
    key = unlock_vault(home, PASSWORD)
    with open_room(home, key, Room.FIELD) as opened:
        device_id = opened.work.conn.execute("SELECT device_id FROM device").fetchone()[0]
        outcome = synchronise(
            opened,
            centre_url="",
            timeout_s=5.0,
            tools=LaptopTools(now=lambda: BEGIN, new_id=moving.new_id),
        )
        assert outcome.finished, outcome.text.en
    with app.app_context():
        assert db.session.execute(text("SELECT count(*) FROM device")).scalar()
        db.session.remove()
    return key, str(device_id)
