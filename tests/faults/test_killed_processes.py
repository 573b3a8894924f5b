"""Real processes of both sides, killed with SIGKILL at each kind of point at which something becomes durable.

`MUAINA_KILL_POINTS=200` kills two hundred times on each side.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from killing import KILLED, Life, Nursery, end, kills_wanted
from live_centre import serving
from sqlalchemy import text

from inspector_app.services.correct_employer import correct_employer
from inspector_app.services.synchronise import synchronise
from inspector_app.store.driver import rows
from inspector_app.store.opened import Opened, Room
from inspector_app.store.rooms import open_room
from inspector_app.tools import Tools, system_tools
from sync_server.models import db
from tests.simulation.scene import Scene

pytestmark = [
    pytest.mark.skipif(os.name != "posix", reason="fork and SIGKILL are POSIX"),
    pytest.mark.timeout(0),
]

LAPTOP_POINTS, CENTRE_POINTS = 26, 7
"""How many points one life passes, about; the kills go round through them. A life that ends before is not counted."""


def opened_laptop(scene: Scene) -> Opened:
    return open_room(scene.laptop("nadia"), scene.keys["nadia"], Room.FIELD)


def in_outbox(scene: Scene, condition: str = "1") -> set[str]:
    with opened_laptop(scene) as opened:
        return {one["op_id"] for one in rows(opened.work, f"SELECT op_id FROM outbox WHERE {condition}")}


def in_ledger(scene: Scene) -> Counter[str]:
    """Return how often each operation took effect at the centre."""
    with scene.app.app_context():
        found = db.session.execute(text("SELECT op_id FROM ledger WHERE outcome <> 'duplicate'")).scalars().all()
        db.session.remove()
        db.engine.dispose()
    return Counter(found)


def patient(tools: Tools) -> Tools:
    """Return the same tools with a sleep that takes no time."""
    return replace(tools, sleep=lambda seconds: None)


def is_sound(database: Path) -> bool:
    import sqlcipher3.dbapi2 as driver

    connection = driver.connect(str(database))
    try:
        return bool(connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok")
    finally:
        connection.close()


def test_a_laptop_killed_at_any_point_keeps_what_it_said_is_saved(
    laid_out: Scene, victims: Nursery, home: Path, show_at_the_end: Callable[[str], None]
) -> None:
    saved: set[str] = set()
    killed = number = 0
    with serving(laid_out.app) as url:
        while killed < kills_wanted():
            assert number < 2 * kills_wanted() + LAPTOP_POINTS, "too few lives die"
            life = live(victims, laid_out, home, url, number, kill_at=1 + (number * 7) % LAPTOP_POINTS)
            assert not life.all_of("crashed"), life
            killed += life.ended == KILLED
            saved |= set(life.all_of("saved"))
            assert saved <= in_outbox(laid_out), f"kill {number}: told as saved and gone"
            number += 1
        last = live(victims, laid_out, home, url, number, kill_at=0)
        assert last.all_of("finished") == [True], last
    saved |= set(last.all_of("saved"))
    ledger = in_ledger(laid_out)
    assert saved <= set(ledger)
    assert set(ledger) == in_outbox(laid_out)
    assert set(ledger.values()) == {1}
    show_at_the_end(f"laptops killed: {killed} of {number} lives; {len(saved)} operations, all at the centre once")


def live(victims: Nursery, scene: Scene, home: Path, url: str, number: int, *, kill_at: int, **more: Any) -> Life:
    return victims.live("laptop", home, kill_at, key=field_key(scene), url=url, number=number, **more)


def field_key(scene: Scene) -> str:
    return scene.keys["nadia"].hex()


def test_a_centre_killed_at_any_point_keeps_what_it_acknowledged(
    laid_out: Scene, victims: Nursery, show_at_the_end: Callable[[str], None]
) -> None:
    saved: list[str] = []
    killed = 0
    for number in range(kills_wanted()):
        kill_at = 1 + number % CENTRE_POINTS
        victims.order("centre", laid_out.centre, kill_at, secret="secret of the simulator")
        started = victims.line()
        saved += work_and_sync(laid_out, started["url"], number)
        if not has_ended(started["pid"]):
            end(started["pid"])
        killed += victims.rest_of(Life()).ended == KILLED
        assert is_sound(laid_out.centre / "centre.db")
        acknowledged, ledger = in_outbox(laid_out, "acknowledged_at <> ''"), in_ledger(laid_out)
        assert acknowledged <= set(ledger), f"kill {number}: acknowledged and gone"
        assert set(ledger.values()) <= {1}
    with serving(laid_out.app) as url:
        saved += work_and_sync(laid_out, url, kills_wanted())
    ledger = in_ledger(laid_out)
    assert set(saved) == set(ledger) == in_outbox(laid_out, "acknowledged_at <> ''")
    assert set(ledger.values()) == {1}
    show_at_the_end(f"centres killed: {killed}; {len(saved)} operations, all at the centre once")
    assert killed == kills_wanted()


def work_and_sync(scene: Scene, url: str, number: int) -> list[str]:
    tools, saved = patient(system_tools()), []
    with opened_laptop(scene) as opened:
        employers = [one["id"] for one in rows(opened.register, "SELECT id FROM employer ORDER BY id")]
        for place in range(2):
            op_id = tools.new_id()
            changes = {"owner_name": f"Owner {number} {place}"}
            correct_employer(opened, employers[number % len(employers)], changes, at=datetime.now(UTC), op_id=op_id)
            saved.append(op_id)
        synchronise(opened, centre_url=url, timeout_s=10.0, tools=tools)
    return saved


def has_ended(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


@pytest.mark.parametrize("error", ["ENOSPC", "EIO"])
def test_a_disk_that_fails_a_laptop_at_any_point_loses_nothing(
    laid_out: Scene, victims: Nursery, home: Path, error: str
) -> None:
    saved: set[str] = set()
    with serving(laid_out.app) as url:
        for number in range(max(kills_wanted() // 2, 13)):
            life = live(victims, laid_out, home, url, number, kill_at=1 + (number * 3) % 13, error=error)
            assert life.ended == 0, life
            saved |= set(life.all_of("saved"))
            assert saved <= in_outbox(laid_out)
            assert not set(life.all_of("refused")) & in_outbox(laid_out), "told as refused and kept"
        last = live(victims, laid_out, home, url, 99, kill_at=0)
        assert last.all_of("finished") == [True], last
    assert saved <= set(in_ledger(laid_out))


def test_a_file_system_that_takes_no_more_bytes_is_said_and_loses_nothing(
    laid_out: Scene, victims: Nursery, home: Path
) -> None:
    saved: set[str] = set()
    with serving(laid_out.app) as url:
        for number, room in enumerate((40_000, 60_000, 150_000)):
            life = live(victims, laid_out, home, url, number, kill_at=0, most_bytes=room)
            assert life.ended == 0, life
            saved |= set(life.all_of("saved"))
            assert saved <= in_outbox(laid_out)
        last = live(victims, laid_out, home, url, 99, kill_at=0)
        assert last.all_of("finished") == [True], last
    assert saved <= set(in_ledger(laid_out))
