"""A centre on a fresh database, made by the migrations, with a fixed clock; and people, employers, laptops for it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7
from wire_laptop import Laptop

from simplify_content.text import Text
from sync_protocol.entities import ENTITIES
from sync_server.app import create_app
from sync_server.config import Config
from sync_server.models import Role, User, db
from sync_server.queries.gateway import writing
from sync_server.queries.settings import CentreFacts
from sync_server.services.add_user import NewUser, add_user
from sync_server.services.initialise import initialise
from sync_server.services.invite_device import invite_device
from sync_server.tools import Tools

PASSWORD = "a long enough password"
FACTS = CentreFacts(
    institution="pessi",
    scheme="pessi",
    office=Text(en="Social Security Office, Lahore", ur="دفتر سوشل سکیورٹی، لاہور"),
    demonstration=False,
)


@dataclass
class Clock:
    """A clock that stands until it is moved."""

    at: datetime

    def __call__(self) -> datetime:
        return self.at

    def move(self, **by: float) -> None:
        self.at += timedelta(**by)


@dataclass
class Centre:
    """A running app with the short ways that tests need. Use inside its application context."""

    app: Flask
    clock: Clock
    config: Config
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def session(self) -> Session:
        return db.session()

    @property
    def tools(self) -> Tools:
        tools = self.app.extensions["muaina"]
        assert isinstance(tools, Tools)
        return tools

    @property
    def client(self) -> FlaskClient:
        return self.app.test_client()

    def user(
        self, sign_in: str = "", role: Role = Role.INSPECTOR, scopes: tuple[str, ...] = ("district:lahore",)
    ) -> User:
        name = sign_in or f"person{next(self._numbers)}"
        new = NewUser(name, role, Text(en=f"Name of {name}", ur=f"نام {name}"), scopes, PASSWORD)
        return add_user(self.session, new, tools=self.tools)

    def employer(self, district: str = "lahore", **values: Any) -> str:
        number = next(self._numbers)
        row = {
            **dict.fromkeys(ENTITIES["employer"].field_names, ""),
            "institution": "pessi",
            "registration_no": f"LHR-{number:05}",
            "name_en": f"Employer {number} Limited",
            "name_ur": f"آجر {number}",
            "district": district,
            "sector": "textile",
            "status": "active",
            "registered_on": "2010-01-01",
            "self_assessment": False,
            **values,
        }
        return self.write("employer", row)

    def write(self, entity: str, values: dict[str, Any], row_id: str = "") -> str:
        row_id = row_id or str(uuid7())
        with writing(self.session, now=self.clock()) as gateway:
            gateway.write(entity, row_id, values)
        return row_id

    def laptop(self, user: User | None = None) -> Laptop:
        """Enrol a laptop over HTTP and return its client."""
        user = user or self.user()
        code = invite_device(self.session, user.sign_in, tools=self.tools)
        return Laptop.enrol(self.client, code)

    def scalar(self, statement: str, **values: Any) -> Any:
        value = self.session.execute(text(statement), values).scalar()
        self.session.rollback()
        return value


def make_centre(home: Path, now: datetime, *, database_uri: str = "") -> tuple[Centre, Any]:
    """Return an initialised centre and its application context, which the caller pops."""
    clock = Clock(now)
    config = Config(home=home, database_uri=database_uri, secret_key="test secret")
    app = create_app(config, tools=Tools(now=clock, new_id=lambda: str(uuid7())))
    app.testing = False
    context = app.app_context()
    context.push()
    initialise(db.session(), db.engine, FACTS, tools=app.extensions["muaina"])
    return Centre(app=app, clock=clock, config=config), context


def close(context: Any) -> None:
    db.session.remove()
    db.engine.dispose()
    context.pop()


@pytest.fixture
def centre(tmp_path: Path, now: datetime) -> Iterator[Centre]:
    """A centre on SQLite."""
    made, context = make_centre(tmp_path / "centre", now)
    yield made
    close(context)


@pytest.fixture
def fresh_postgres(postgres_uri: str) -> Iterator[str]:
    """A new, empty database on the PostgreSQL of this run."""
    name = f"centre_{uuid7().hex}"
    admin = create_engine(postgres_uri, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield admin.url.set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture
def postgres_centre(tmp_path: Path, now: datetime, fresh_postgres: str) -> Iterator[Centre]:
    """A centre on PostgreSQL."""
    made, context = make_centre(tmp_path / "centre", now, database_uri=fresh_postgres)
    yield made
    close(context)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def either_centre(request: pytest.FixtureRequest) -> Centre:
    """The same test on both databases."""
    made = request.getfixturevalue("centre" if request.param == "sqlite" else "postgres_centre")
    assert isinstance(made, Centre)
    return made
