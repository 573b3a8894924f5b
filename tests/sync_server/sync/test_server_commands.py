"""The centre's commands, and a real server process killed in the middle of a push."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests
from click.testing import CliRunner
from wire_laptop import Laptop

from simplify_content.text import Text
from sync_protocol.entities import ENTITIES
from sync_server.app import create_app
from sync_server.cli import server
from sync_server.config import load_config
from sync_server.models import db
from sync_server.queries.gateway import writing
from sync_server.tools import machine_tools

ROOT = Path(__file__).parents[3]
EMPLOYER = "01930000-0000-7000-8000-000000000001"


def run(home: Path, *words: str, typed: str = "", status: int = 0) -> str:
    result = CliRunner().invoke(server, [*words, "--home", str(home)], input=typed)
    assert result.exit_code == status, result.output
    return result.output


@pytest.fixture
def home(tmp_path: Path) -> Path:
    run(tmp_path, "init", "--demonstration", "--office-en", "Lahore Office", "--office-ur", "دفتر لاہور")
    run(
        tmp_path, "user", "add", "inspector1", "--role", "inspector", "--name-en", "One", "--name-ur", "ایک",
        "--scope", "district:lahore", "--password-stdin", typed="a long enough password\n",
    )  # fmt: skip
    return tmp_path


def test_a_centre_is_set_up_once_and_again_without_loss(home: Path) -> None:
    secret = load_config(home).secret_key
    again = run(home, "init", "--office-en", "Another")
    assert "Lahore Office" in again
    assert "stay as they are" in again
    assert load_config(home).secret_key == secret
    assert len(secret) == 64
    if os.name == "posix":
        assert load_config(home).secret_file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("device", "invite", "nobody"), 2, "Nobody signs in as nobody"),
        (("init", "--institution", "nowhere"), 2, "no law pack"),
        (("snapshot", "build", "district:nowhere"), 2, "no scope"),
        (("user", "add", "inspector1", "--role", "inspector", "--name-en", "a", "--name-ur", "b", "--scope",
          "district:lahore", "--password", "long enough password"), 2, "is taken"),
        (("user", "add", "x", "--role", "king", "--name-en", "a", "--name-ur", "b", "--scope", "*"), 2, "king"),
        (("user", "add", "xyz", "--role", "trainer", "--name-en", "a", "--name-ur", "b", "--scope", "*",
          "--password", "short"), 2, "at least 10"),
        (("user", "add", "xyz", "--role", "trainer", "--name-en", "a", "--name-ur", "b", "--scope", "district:quetta",
          "--password", "long enough password"), 2, "district:quetta is no scope of Punjab Employees"),
    ],
)  # fmt: skip
def test_wrong_input_ends_with_a_sentence_and_status_two(
    home: Path, words: tuple[str, ...], status: int, said: str
) -> None:
    output = run(home, *words, status=status)
    assert said in output
    assert "Traceback" not in output


def test_a_folder_without_a_centre_is_a_failure_that_says_what_to_do(tmp_path: Path) -> None:
    assert "muaina server init" in run(tmp_path, "run", status=1)


def test_a_setting_that_does_not_exist_is_named(home: Path) -> None:
    (home / "muaina.toml").write_text('[centre]\ncolour = "green"\n')
    assert "colour" in run(home, "device", "invite", "inspector1", status=2)


def test_an_invitation_is_printed_as_json_and_a_snapshot_built(home: Path) -> None:
    code = json.loads(run(home, "device", "invite", "inspector1", "--json"))["code"]
    assert len(code) == 19
    add_employer(home)
    [manifest] = json.loads(run(home, "snapshot", "build", "--json"))
    assert manifest["rows"]["employer"] == 1


def add_employer(home: Path) -> None:
    app = create_app(load_config(home))
    with app.app_context():
        values = {**dict.fromkeys(ENTITIES["employer"].field_names, ""), "district": "lahore", "self_assessment": False}
        with writing(db.session(), now=machine_tools().now()) as gateway:
            gateway.write("employer", EMPLOYER, {**values, "registered_on": None, "name_en": "E"})
        db.session.remove()
        db.engine.dispose()


class _Http:
    """Speaks to a real server the way that `Laptop` speaks to a test client."""

    def __init__(self, address: str) -> None:
        self.address = address

    def post(self, path: str, **given: Any) -> Any:
        if "content_type" in given:
            given["headers"] = {**given["headers"], "Content-Type": given.pop("content_type")}
        response = requests.post(self.address + path, timeout=60, **given)
        response.get_json = response.json  # type: ignore[attr-defined]
        return response


@contextmanager
def process(home: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server of its own; given with its address once it listens."""
    command = [sys.executable, "-m", "muaina", "server", "run", "--home", str(home), "--port", "0"]
    started = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    try:
        assert started.stdout is not None
        line = started.stdout.readline()
        assert line.startswith("listening on "), line
        yield started, line.removeprefix("listening on ").strip()
    finally:
        started.kill()
        started.wait(timeout=30)
        assert started.stdout is not None
        started.stdout.close()


@pytest.mark.journey
@pytest.mark.timeout(240)
def test_a_server_killed_during_a_push_loses_and_doubles_nothing(home: Path) -> None:
    add_employer(home)
    code = run(home, "device", "invite", "inspector1").strip()
    with process(home) as (_, address):
        laptop = Laptop.enrol(_Http(address), code)  # type: ignore[arg-type]
        inspection = laptop.start(EMPLOYER)
        laptop.correct(EMPLOYER, was={"phone": ""}, phone="1")
        for _ in range(450):
            laptop.finding(inspection)
    for stored_before_kill in (0, 200):
        with process(home) as (server_process, address):
            laptop.client = _Http(address)  # type: ignore[assignment]
            assert push_and_kill(home, laptop, server_process, stored=stored_before_kill)
        assert_a_gap_free_prefix(home, laptop)
    with process(home) as (_, address):
        laptop.client = _Http(address)  # type: ignore[assignment]
        reply = laptop.sync()
    assert laptop.acknowledged == len(laptop.operations) == 452
    assert {verdict["outcome"] for verdict in reply["verdicts"]} == {"applied"}
    with closing(sqlite3.connect(home / "centre" / "centre.db")) as database:
        assert database.execute("SELECT count(*), count(DISTINCT op_id) FROM ledger").fetchone() == (452, 452)
        assert database.execute("SELECT count(*) FROM finding").fetchone() == (450,)
        assert database.execute("SELECT rev, phone FROM employer").fetchone() == (2, "1")
        stored = [row[0] for row in database.execute("SELECT hash FROM ledger ORDER BY seq")]
        assert stored == [operation["hash"] for operation in laptop.operations]
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def push_and_kill(home: Path, laptop: Laptop, server_process: subprocess.Popen[str], *, stored: int) -> bool:
    """Send everything, kill the server once it has stored so many, and return whether the reply was lost."""
    killer = threading.Thread(target=kill_when, args=(home, server_process, stored))
    killer.start()
    try:
        laptop.post(laptop.message())
    except requests.RequestException:
        return True
    finally:
        killer.join()
    return False


def kill_when(home: Path, server_process: subprocess.Popen[str], stored: int) -> None:
    with closing(sqlite3.connect(home / "centre" / "centre.db")) as database:
        while database.execute("SELECT count(*) FROM ledger").fetchone()[0] < stored:
            time.sleep(0.002)
    server_process.send_signal(signal.SIGKILL)


def assert_a_gap_free_prefix(home: Path, laptop: Laptop) -> None:
    with closing(sqlite3.connect(home / "centre" / "centre.db")) as database:
        seqs = [row[0] for row in database.execute("SELECT seq FROM ledger ORDER BY seq")]
        assert seqs == list(range(1, len(seqs) + 1))
        findings = database.execute("SELECT count(*) FROM finding").fetchone()[0]
        assert findings == max(0, len(seqs) - 2)
        assert database.execute("SELECT next_seq FROM device_chain").fetchone() == (len(seqs) + 1,)


def test_the_letterhead_is_kept_in_both_languages(home: Path) -> None:
    from sync_server.queries.settings import centre_facts

    with create_app(load_config(home)).app_context():
        facts = centre_facts(db.session())
        db.session.remove()
        db.engine.dispose()
    assert (facts.office, facts.demonstration) == (Text(en="Lahore Office", ur="دفتر لاہور"), True)
