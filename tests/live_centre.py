"""A real centre on loopback, people and employers in it, and laptops that enrol over HTTP."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from flask import Flask
from prepared_laptop import BEGIN
from sqlalchemy import text
from uuid_utils.compat import uuid7
from waitress import create_server

from inspector_app.config import Config as LaptopConfig
from inspector_app.services.session import Session
from inspector_app.services.synchronise import synchronise
from inspector_app.store.opened import Opened
from inspector_app.sync.synchronise import Outcome
from inspector_app.tools import Tools
from simplify_content.text import Text
from sync_protocol.entities import ENTITIES
from sync_server.models import Role, db
from sync_server.queries.gateway import writing
from sync_server.services.add_user import NewUser, add_user
from sync_server.services.invite_device import invite_device

PASSWORD = "lahore-canal-1965"


def new_id() -> str:
    return str(uuid7())


TOOLS = Tools(now=lambda: BEGIN, new_id=new_id, sleep=lambda _: None)


@dataclass
class LiveCentre:
    """A centre that answers on loopback; `hook` may change what the next requests get."""

    app: Flask
    url: str = ""

    @contextmanager
    def inside(self) -> Iterator[None]:
        with self.app.app_context():
            yield
            db.session.remove()

    def invite(self, sign_in: str, scopes: tuple[str, ...] = ("district:lahore",)) -> str:
        tools = self.app.extensions["muaina"]
        with self.inside():
            new = NewUser(sign_in, Role.INSPECTOR, Text(en=sign_in.title(), ur=f"نام {sign_in}"), scopes, PASSWORD)
            add_user(db.session(), new, tools=tools)
            return invite_device(db.session(), sign_in, tools=tools)

    def write(self, entity: str, values: dict[str, Any], row_id: str = "") -> str:
        row_id = row_id or new_id()
        with self.inside(), writing(db.session(), now=BEGIN) as gateway:
            gateway.write(entity, row_id, values)
        return row_id

    def employer(self, number: int, **values: Any) -> str:
        return self.write(
            "employer",
            {
                **dict.fromkeys(ENTITIES["employer"].field_names, ""),
                "institution": "pessi",
                "registration_no": f"LHR-{number:05}",
                "name_en": f"Employer {number} Limited",
                "name_ur": f"آجر {number}",
                "district": "lahore",
                "sector": "textile",
                "status": "active",
                "registered_on": "2010-01-01",
                "self_assessment": False,
                **values,
            },
        )

    def alter(self, statement: str) -> None:
        """Change the database as no service of the centre would, such as by restoring it."""
        with self.inside():
            connection = db.session.connection(execution_options={"muaina_gateway": True})
            connection.execute(text(statement))
            db.session.commit()

    def scalar(self, statement: str, **values: Any) -> Any:
        with self.inside():
            return db.session.execute(text(statement), values).scalar()


@contextmanager
def serving(wsgi: Callable[..., Any]) -> Iterator[str]:
    """Serve a WSGI app on a free port of loopback."""
    server = create_server(wsgi, host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=_run_until_closed, args=(server,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.task_dispatcher.shutdown(timeout=5)
        server.trigger.pull_trigger(lambda: _end(server))
        thread.join(timeout=10)


def _end(server: Any) -> None:
    """Close what clients keep open too, in the server's own thread, so that its loop has nothing left to wait for."""
    for channel in list(server.active_channels.values()):
        channel.handle_close()
    server.close()


def _run_until_closed(server: Any) -> None:
    """The server is closed from another thread: its loop may be about to ask for a socket that is gone."""
    with suppress(OSError, ValueError):
        server.run()


@dataclass
class LiveLaptop:
    """An enrolled laptop, signed in to the field room."""

    config: LaptopConfig
    session: Session

    def open(self) -> Opened:
        return self.session.open()

    def sync(self, centre_url: str = "", timeout_s: float = 10.0) -> Outcome:
        with self.session.open() as opened:
            return synchronise(opened, centre_url=centre_url, timeout_s=timeout_s, tools=TOOLS)
