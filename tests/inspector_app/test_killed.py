"""The laptop as a real process, ended in the worst way."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from prepared_laptop import MILL, MILL_VISIT, PASSWORD

from inspector_app.config import Config

ROOT = Path(__file__).parents[2]


def _environment(config: Config) -> dict[str, str]:
    return {
        **os.environ,
        "MUAINA_HOME": str(config.home.parent),
        "MUAINA_PASSWORD": PASSWORD,
        "MUAINA_LAPTOP_SYNC_EVERY_S": "0",
        "PYTHONPATH": str(ROOT),
        "PYTHONIOENCODING": "utf-8",
    }


class Window:
    """A browser window of the running laptop, as far as HTTP goes."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        assert process.stdout is not None
        ready = json.loads(process.stdout.readline())
        self.address = ready["address"]
        self.http = requests.Session()
        self.http.trust_env = False
        self.http.headers["Origin"] = self.address
        self.http.get(ready["launch_url"], timeout=30).raise_for_status()
        page = self.http.get(f"{self.address}/sign-in", timeout=30).text
        self.token = re.search(r'name="token" value="([0-9a-f]+)"', page)[1]  # type: ignore[index]

    def post(self, path: str, **form: str) -> requests.Response:
        headers = {"X-Muaina-Token": self.token}
        return self.http.post(f"{self.address}{path}", data=form, headers=headers, timeout=60)

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(timeout=10)


@contextmanager
def running(config: Config) -> Iterator[Window]:
    process = subprocess.Popen(
        [sys.executable, "-m", "muaina", "laptop", "run", "--port", "0", "--json-ready"],
        env=_environment(config),
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    try:
        yield Window(process)
    finally:
        process.kill()
        process.wait(timeout=10)
        assert process.stdout is not None
        process.stdout.close()


def _status(config: Config) -> dict:
    done = subprocess.run(
        [sys.executable, "-m", "muaina", "laptop", "status", "--json"],
        env=_environment(config),
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_an_answer_is_there_after_sigkill_between_it_and_the_next_page(config) -> None:
    with running(config) as window:
        assert window.post("/sign-in", password=PASSWORD, room="field").ok
        started = window.post("/inspections", employer_id=MILL, visit_id=MILL_VISIT)
        inspection_id = re.search(r"/inspections/([0-9a-f-]{36})", started.url)[1]  # type: ignore[index]
        answered = window.post(f"/inspections/{inspection_id}/answers", item="remarks", value="kept in spite of it")
        assert answered.ok
        window.kill()
    with running(config) as window:
        assert window.post("/sign-in", password=PASSWORD, room="field").ok
        page = window.http.get(f"{window.address}/inspections/{inspection_id}/sections/wrap_up", timeout=60)
        assert "kept in spite of it" in page.text
    status = _status(config)
    assert status["inspections"] == {"open": 1, "closed": 0}
    assert status["queue"]["waiting"] == 1


def test_a_second_process_on_the_same_laptop_is_refused_with_a_sentence(config) -> None:
    with running(config):
        done = subprocess.run(
            [sys.executable, "-m", "muaina", "laptop", "run", "--port", "0", "--no-browser"],
            env=_environment(config),
            capture_output=True,
            text=True,
            cwd=ROOT,
            timeout=120,
        )
    assert done.returncode == 1
    assert "already running" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_sync_of_the_command_line_runs_beside_the_pages_and_is_shown_there(config) -> None:
    with running(config) as window:
        window.post("/sign-in", password=PASSWORD, room="field", token=window.token)
        done = subprocess.run(
            [sys.executable, "-m", "muaina", "laptop", "sync"],
            env=_environment(config),
            capture_output=True,
            text=True,
            cwd=ROOT,
            timeout=120,
        )
        page = window.http.get(f"{window.address}/queue", timeout=60).text
    assert (done.returncode, done.stderr) == (1, "")
    assert "connection to the centre" in done.stdout or "centre's address" in done.stdout
    assert 'id="last-attempt"' in page


@pytest.mark.parametrize("command", ["sync", "status"])
def test_a_wrong_password_is_a_sentence_and_status_one(config, command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "muaina", "laptop", command],
        env={**_environment(config), "MUAINA_PASSWORD": "not the password"},
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=120,
    )
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert "password is not right" in done.stderr


def test_sync_offline_is_said_plainly_and_loses_nothing(config) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "muaina", "laptop", "sync", "--json"],
        env=_environment(config),
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=120,
    )
    outcome = json.loads(done.stdout)
    assert (done.returncode, outcome["reached"], outcome["finished"]) == (1, False, False)
    assert _status(config)["last_attempt"]["reached"] is False


def test_sigterm_ends_the_laptop_in_order(config) -> None:
    with running(config) as window:
        window.process.terminate()
        assert window.process.wait(timeout=20) == 0
