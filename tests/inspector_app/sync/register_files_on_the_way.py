"""A register file on its way to a laptop: what the tests put into it, change in it, and read of it afterwards."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

from live_centre import LiveCentre, LiveLaptop, new_id
from prepared_laptop import BEGIN
from werkzeug.test import run_wsgi_app

from inspector_app.store.driver import rows
from sync_protocol.entities import EMPLOYER
from sync_server.models import db
from sync_server.queries.gateway import writing
from sync_server.queries.synced_rows import fetch_rows
from sync_server.services.build_snapshot import build_snapshot

LAHORE = "district:lahore"
FILES = "/sync/v1/snapshots/files/"
Body = Callable[[str, bytes], bytes]


class Files:
    """Stands in front of the centre and may change or break off what it sends of a register file."""

    def __init__(self, app: Any, change: Body) -> None:
        self.app, self.change = app, change
        self.asked: list[tuple[str, str]] = []

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterator[bytes]:
        if not environ["PATH_INFO"].startswith(FILES):
            yield from self.app(environ, start_response)
            return
        sha256 = environ["PATH_INFO"].removeprefix(FILES)
        self.asked.append((sha256, environ.get("HTTP_RANGE", "")))
        body, status, headers = run_wsgi_app(self.app, environ, buffered=True)
        start_response(status, list(headers.items()))
        yield self.change(sha256, b"".join(body))


def fill(centre: LiveCentre, count: int, *, width: int = 0, **values: Any) -> list[str]:
    chance = random.Random(count)
    rows = [
        {
            **dict.fromkeys(EMPLOYER.field_names, ""),
            "id": new_id(),
            "institution": "pessi",
            "registration_no": f"LHR-{number:05}",
            "name_en": f"Employer {number} Limited",
            "name_ur": f"آجر {number}",
            "district": "lahore",
            "status": "active",
            "self_assessment": False,
            "address_en": chance.randbytes(width // 2).hex(),
            "address_ur": chance.randbytes(width // 2).hex(),
            **values,
        }
        for number in range(count)
    ]
    with centre.inside(), writing(db.session(), now=BEGIN) as gateway:
        gateway.write_many("employer", rows)
    return [row["id"] for row in rows]


def employers(ids: list[str]) -> list[dict[str, Any]]:
    standing = fetch_rows(db.session(), "employer", ids)
    db.session.rollback()
    return [{"id": row.row_id, **row.values} for row in standing.values()]


def rebuild(centre: LiveCentre) -> dict[str, Any]:
    with centre.inside():
        folder, tools = centre.app.config["MUAINA"].snapshots, centre.app.extensions["muaina"]
        return build_snapshot(db.session(), LAHORE, folder=folder, tools=tools)


def held(laptop: LiveLaptop) -> dict[str, tuple[int, str]]:
    with laptop.open() as opened:
        return {row["id"]: (row["rev"], row["phone"]) for row in rows(opened.register, "SELECT * FROM employer")}


def at_centre(centre: LiveCentre) -> dict[str, tuple[int, str]]:
    with centre.inside():
        found = db.session.execute(db.text("SELECT id, rev, phone FROM employer WHERE district = 'lahore'")).all()
        return {row.id: (row.rev, row.phone) for row in found}


def cut_once(after: int, *, then: Callable[[], None] = lambda: None) -> Body:
    """Break the first answer off after some bytes and do something at the centre meanwhile."""
    left = [True]

    def change(sha256: str, body: bytes) -> bytes:
        if left.pop() if left else False:
            then()
            return body[:after]
        return body

    return change


def dead_after(count: int) -> Body:
    """Send the first bytes of the first answer, and nothing afterwards."""
    left = [count]
    return lambda sha256, body: body[: left.pop() if left else 0]
