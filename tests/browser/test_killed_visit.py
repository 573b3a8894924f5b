"""The app is killed in the middle of a visit, again and again: what a page called saved is there the next time.

MUAINA_KILLS says how often; CI kills a few times.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from laptop_process import LaptopProcess, laptop_process
from laptop_window import LaptopWindow
from mill_visit import VISITS
from playwright.sync_api import Error, expect
from prepared_laptop import MILL, PASSWORD

from inspector_app.config import Config
from inspector_app.services.session import Session
from inspector_app.store.driver import rows
from inspector_app.store.opened import Opened
from inspector_app.tools import Tools

pytestmark = pytest.mark.browser

KILLS = int(os.environ.get("MUAINA_KILLS", "4"))
LONGEST_LIFE_S = 9.0
VISIT = VISITS["en"]

Step = Callable[[LaptopWindow], None]


@dataclass
class Known:
    """What pages have called saved. `trying` is what was under way when the power went: it may be there or not."""

    inspection: str = ""
    answers: dict[tuple[str, str], str] = field(default_factory=dict)
    trying: dict[tuple[str, str], str] = field(default_factory=dict)
    captions: set[str] = field(default_factory=set)
    statement: str = ""
    signed: bool = False
    closed: list[str] = field(default_factory=list)
    done: set[str] = field(default_factory=set)
    ends: list[str] = field(default_factory=list)


def _steps(known: Known, photo: Path, chance: Random) -> Iterator[tuple[str, Step]]:
    """Yield the visit's steps that are still to be done, in order; each says what it means to save."""
    for section, answers in VISIT.sections.items():
        for item, value in answers.items():
            said = f"{value} {chance.randrange(10**6)}" if item in ("remarks", "representative_name") else value
            yield f"answer {item}", lambda window, s=section, i=item, v=said: _answer(known, window, s, i, v)
        if section == "records":
            yield "not applicable", lambda window: _not_applicable(known, window)
        for number in range(6):
            yield f"evidence {section} {number}", lambda window, s=section: _attach(known, window, s, photo)
    yield "statement", lambda window: _state(known, window)
    yield "signature", lambda window: _sign(known, window)
    yield "close", lambda window: _close(known, window)


def _section(known: Known, window: LaptopWindow, name: str) -> None:
    address = f"{window.laptop.url}/inspections/{known.inspection}/sections/{name}"
    if window.page.url != address:
        window.page.goto(address)


def _answer(known: Known, window: LaptopWindow, section: str, item: str, value: str) -> None:
    _section(known, window, section)
    known.trying[known.inspection, item] = value
    window.answer(item, value)
    expect(window.field(item).locator(".saved")).to_contain_text("Saved")
    known.answers[known.inspection, item] = value


def _not_applicable(known: Known, window: LaptopWindow) -> None:
    _section(known, window, "records")
    window.answer_otherwise("rec_accounts", "not_applicable", VISIT.not_applicable)


def _attach(known: Known, window: LaptopWindow, section: str, photo: Path) -> None:
    _section(known, window, section)
    needing = window.page.locator("fieldset.item:visible:has(.needed:not([hidden]))")
    if not needing.count():
        return
    caption = f"{known.inspection} {needing.first.get_attribute('data-item')}"
    window.attach(str(needing.first.get_attribute("data-item")), photo, caption)
    known.captions.add(caption)


def _state(known: Known, window: LaptopWindow) -> None:
    window.go(f"/inspections/{known.inspection}/statement")
    window.page.fill("textarea[name=text]", VISIT.statement)
    window.page.click("main button.primary")
    window.page.wait_for_url(re.compile("/signature"))
    known.statement = known.inspection


def _sign(known: Known, window: LaptopWindow) -> None:
    window.go(f"/inspections/{known.inspection}/signature")
    window.sign()
    expect(window.page.locator("#close-button")).to_be_visible()
    known.signed = True


def _close(known: Known, window: LaptopWindow) -> None:
    window.go(f"/inspections/{known.inspection}")
    window.page.click("#close-button")
    expect(window.page.locator("#exit-sheet-en")).to_be_visible()
    known.closed.append(known.inspection)


def _begin(known: Known, window: LaptopWindow) -> None:
    """Go on with the inspection that is open, or begin the next one."""
    if known.inspection and known.inspection not in known.closed:
        return
    window.go(f"/employers/{MILL}")
    if window.page.locator("#start .primary").count():
        window.page.locator("#start .primary").first.click()
    else:  # the planned visit is made: the next ones are ordered on paper
        _order_on_paper(window, number=533 + len(known.closed))  # an order is good for one inspection
    window.page.wait_for_url(re.compile("/inspections/[0-9a-f-]{36}"))
    found = re.search(r"/inspections/([0-9a-f-]{36})", window.page.url)
    assert found
    known.inspection, known.statement, known.signed = found[1], "", False
    known.done.clear()


def _order_on_paper(window: LaptopWindow, *, number: int) -> None:
    order = window.page.locator("#paper-order")
    order.locator("summary").click()
    order.locator("input[name=order_no]").fill(f"PESSI/LHR/INS/2026/{number:04}")
    order.locator("input[name=authorised_by]").fill("Director, Lahore North")
    order.locator("input[name=ordered_on]").fill(datetime.now(UTC).date().isoformat())
    order.locator("input[name=purpose]").fill("Complaint of a worker")
    order.locator("button.primary").click()


def _work(known: Known, window: LaptopWindow, photo: Path, chance: Random) -> None:
    """Work as fast as pages allow, visit after visit, until the app is gone."""
    while True:
        _begin(known, window)
        for name, step in _steps(known, photo, chance):
            if name in known.done:
                continue
            known.ends.append(name)
            step(window)
            known.done.add(name)


def _live(known: Known, chromium: Any, process: LaptopProcess, photo: Path, chance: Random) -> None:
    """Let one life of the app pass; it is killed somewhere in it."""
    window = LaptopWindow(chromium, process.running)
    window.page.set_default_timeout(5_000)
    window.page.on("dialog", lambda dialog: dialog.accept())
    killer = threading.Timer(chance.uniform(0.2, LONGEST_LIFE_S), lambda: process.process.send_signal(signal.SIGKILL))
    try:
        window.open().sign_in()
        killer.start()
        _work(known, window, photo, chance)
    except (Error, AssertionError):
        if not _is_gone(process):
            raise
    finally:
        killer.cancel()
        window.close()
    assert process.process.returncode == -signal.SIGKILL


def _is_gone(process: LaptopProcess) -> bool:
    """Return whether the app was killed just now: then a page that failed failed for that."""
    with suppress(subprocess.TimeoutExpired):
        process.process.wait(timeout=2)
    return process.process.poll() is not None


def _missing(known: Known, opened: Opened) -> list[str]:
    """Return what a page has called saved and the files do not hold."""
    held = {(one["inspection_id"], one["item"]): one["value"] for one in rows(opened.work, "SELECT * FROM answer")}
    missing = [
        f"answer {place}: {held.get(place)!r}, said to be {value!r}"
        for place, value in known.answers.items()
        if held.get(place) not in (value, known.trying.get(place))
    ]
    captions = {one["caption"] for one in rows(opened.work, "SELECT caption FROM evidence")}
    missing += [f"evidence {caption}" for caption in known.captions - captions]
    closed = {one["id"] for one in rows(opened.work, "SELECT id FROM inspection WHERE closed_at <> ''")}
    missing += [f"closing of {one}" for one in known.closed if one not in closed]
    stated = {one["inspection_id"] for one in rows(opened.work, "SELECT inspection_id FROM statement")}
    signed = {one["inspection_id"] for one in rows(opened.work, "SELECT inspection_id FROM signature")}
    missing += ["statement"] if known.statement and known.statement not in stated else []
    missing += ["signature"] if known.signed and known.inspection not in signed else []
    for table in ("evidence", "finding", "outbox", "answer"):
        rows(opened.work, f"SELECT * FROM {table}")
    assert opened.work.conn.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    return missing


@pytest.mark.timeout(0)
def test_nothing_that_a_page_called_saved_is_missing_after_a_kill(
    tmp_path: Path, enrolled_home: Path, chromium: Any, photo: Path
) -> None:
    shutil.copytree(enrolled_home, tmp_path / "home" / "laptop")
    known, chance = Known(), Random(20261122)
    session = Session(
        Config(home=tmp_path / "home" / "laptop"), Tools(now=lambda: datetime.now(UTC), new_id=lambda: "none")
    )
    for life in range(KILLS):
        with laptop_process(tmp_path) as process:
            _live(known, chromium, process, photo, chance)
        session.sign_in(PASSWORD)
        with session.open() as opened:
            missing = _missing(known, opened)
        session.sign_out()
        assert missing == [], f"life {life}"
    print(
        f"{KILLS} kills, {len(set(known.ends))} kinds of step, {len(known.answers)} answers, {len(known.captions)} "
        f"pieces of evidence, {len(known.closed)} inspections closed"
    )
    assert known.answers
