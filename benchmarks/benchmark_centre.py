"""A centre on loopback with a district's employers, and laptops enrolled at it, for the benchmarks of the sync.

`--postgres` of a benchmark names a database server in which an empty database is made for the run and dropped after it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

from benchmark_run import FACTS
from flask import Flask
from sqlalchemy import create_engine, text
from uuid_utils.compat import uuid7
from waitress import create_server

from inspector_app.config import Config as LaptopConfig
from inspector_app.services.session import Session
from inspector_app.sync.enrol import enrol
from inspector_app.tools import Tools as LaptopTools
from simplify_content.text import Text
from sync_protocol.collector import settle_collector
from sync_protocol.entities import ENTITIES
from sync_server.app import create_app
from sync_server.config import Config
from sync_server.models import Role, db
from sync_server.queries.gateway import writing
from sync_server.services.add_user import NewUser, add_user
from sync_server.services.initialise import initialise
from sync_server.services.invite_device import invite_device
from sync_server.tools import Tools, machine_tools

DISTRICT, SCOPE, PASSWORD = "lahore", "district:lahore", "benchmark-password"


@dataclass
class BenchmarkCentre:
    """A centre that answers at `url`."""

    app: Flask
    folder: Path
    url: str = ""
    employers: list[str] = field(default_factory=list)
    bytes_up: int = 0
    """Bytes of the bodies of all requests, as they came."""
    bytes_down: int = 0
    """Bytes of the bodies of all replies, as they went, compressed."""
    requests: int = 0

    @property
    def tools(self) -> Tools:
        tools = self.app.extensions["muaina"]
        assert isinstance(tools, Tools)
        return tools

    @contextmanager
    def inside(self) -> Iterator[Any]:
        with self.app.app_context():
            yield db.session()
            db.session.remove()

    def scalar(self, statement: str) -> Any:
        with self.inside() as session:
            return session.execute(text(statement)).scalar()

    def counting(self, wsgi: Callable[..., Any]) -> Callable[..., Any]:
        """Return a WSGI app that counts what comes in and goes out."""

        def counted(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterator[bytes]:
            self.requests += 1
            self.bytes_up += int(environ.get("CONTENT_LENGTH") or 0)
            body = wsgi(environ, start_response)
            try:
                for part in body:
                    self.bytes_down += len(part)
                    yield part
            finally:
                getattr(body, "close", lambda: None)()

        return counted

    def add_employers(self, count: int) -> None:
        """Write employers of the district in one transaction."""
        rows = [
            {
                **dict.fromkeys(ENTITIES["employer"].field_names, ""),
                "id": str(uuid7()),
                "institution": "pessi",
                "registration_no": f"LHR-{number:06}",
                "name_en": f"Employer {number} Limited",
                "name_ur": f"آجر {number}",
                "district": DISTRICT,
                "sector": "textile",
                "status": "active",
                "registered_on": "2010-01-01",
                "self_assessment": False,
            }
            for number in range(count)
        ]
        with self.inside() as session, writing(session, now=self.tools.now()) as gateway:
            gateway.write_many("employer", rows)
        self.employers += [row["id"] for row in rows]

    def invite(self, sign_in: str, scopes: tuple[str, ...] = (SCOPE,)) -> str:
        """Return the one-time code of a new inspector of the district, or of others."""
        new = NewUser(sign_in, Role.INSPECTOR, Text(en=sign_in, ur=sign_in), scopes, PASSWORD)
        with self.inside() as session:
            add_user(session, new, tools=self.tools)
            return invite_device(session, sign_in, tools=self.tools)

    def laptop(self, name: str, scopes: tuple[str, ...] = (SCOPE,)) -> Session:
        """Return a laptop with files of its own, enrolled and signed in to the field room."""
        config = LaptopConfig(home=self.folder / name / "laptop", timeout_s=60.0)
        config.home.parent.mkdir(parents=True)
        enrol(config, centre_url=self.url, code=self.invite(name, scopes), password=PASSWORD, device_name=name)
        session = Session(config, LaptopTools(now=self.tools.now, new_id=lambda: str(uuid7())))
        session.sign_in(PASSWORD)
        return session


@contextmanager
def benchmark_centre(folder: Path, *, postgres: str = "", employers: int = 1, threads: int = 4) -> Iterator[Any]:
    """Give a centre on SQLite, or on the PostgreSQL server at an address, that answers on a free port of loopback."""
    with _database(postgres) as uri:
        config = Config(home=folder / "centre", secret_key="benchmark", database_uri=uri)
        app = create_app(config, tools=machine_tools())
        centre = BenchmarkCentre(app, folder)
        with centre.inside() as session:
            initialise(session, db.engine, FACTS, tools=centre.tools)
        centre.add_employers(employers)
        server = create_server(
            centre.counting(app.wsgi_app),
            host="127.0.0.1",
            port=0,
            threads=threads,
            backlog=2048,
            connection_limit=4096,
        )
        settle_collector()
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        centre.url = f"http://127.0.0.1:{server.effective_port}"
        try:
            yield centre
        finally:
            server.close()
            thread.join(timeout=30)
            with app.app_context():
                db.engine.dispose()


@contextmanager
def _database(postgres: str) -> Iterator[str]:
    if not postgres:
        yield ""
        return
    name = f"benchmark_{uuid4().hex}"
    admin = create_engine(postgres, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    try:
        yield admin.url.set(database=name).render_as_string(hide_password=False)
    finally:
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()
