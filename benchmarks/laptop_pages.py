"""The laptop as it runs, on a province's register: start, pages, saving an answer with and without a stalled network.

A process of `muaina laptop run` is asked over HTTP as its window asks it. The centre's address is one that takes the
connection and never answers; while a sync hangs on it, answers are saved again. Run: python benchmarks/laptop_pages.py
[--employers 105157] [--workers 400000] [--answers 200]. Ends with status 1 when saving waits for the network.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import requests
from big_laptop import EMPLOYERS, PASSWORD, WORKERS, big_laptop

from inspector_app.services.authorisation import TypedOrder

GOAL_STALLED = 1.5
"""Saving while a sync hangs, beside saving while none runs: medians."""

TIMEOUT_S = 60
ORDER = asdict(TypedOrder("BENCH/1", "Director", date.today().isoformat(), "Benchmark"))  # noqa: DTZ011 - the laptop's own day
TYPED = ("sh", "sha", "shah", "shahd", "shahdara", "chowdhary", "Lahore textile", "3520", "چوہدری", "gulbrg")
ANSWERS = ("headcount_men", "headcount_women", "representative_name", "business_activity_observed")


class Window:
    """The laptop's window, as far as HTTP goes."""

    def __init__(self, ready: dict[str, str]) -> None:
        self.address = ready["address"]
        self.http = requests.Session()
        self.http.trust_env = False
        self.http.headers["Origin"] = self.address
        self.http.get(ready["launch_url"], timeout=TIMEOUT_S).raise_for_status()

    def take_token(self) -> None:
        page = self.http.get(f"{self.address}/sign-in", timeout=TIMEOUT_S).text
        found = re.search(r'name="token" value="([0-9a-f]+)"', page)
        assert found
        self.http.headers["X-Muaina-Token"] = found[1]

    def get(self, path: str) -> requests.Response:
        answer = self.http.get(self.address + path, timeout=TIMEOUT_S)
        answer.raise_for_status()
        return answer

    def post(self, path: str, **form: str) -> requests.Response:
        answer = self.http.post(self.address + path, data=form, timeout=TIMEOUT_S)
        answer.raise_for_status()
        return answer


def main() -> int:
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--employers", type=int, default=EMPLOYERS)
    wanted.add_argument("--workers", type=int, default=WORKERS)
    wanted.add_argument("--answers", type=int, default=200)
    given = wanted.parse_args()
    with big_laptop(given.employers, given.workers) as config, tempfile.TemporaryDirectory() as folder:
        shutil.copytree(config.home, Path(folder) / "laptop")
        with stalled_centre() as centre:
            figures = measure(Path(folder), centre, answers=given.answers)
    print(json.dumps(figures, indent=1))
    if not figures["sync_hung_all_the_while"] or figures["ratio_stalled"] > GOAL_STALLED:
        print(f"saving waited: over {GOAL_STALLED} times what it takes without a sync", file=sys.stderr)
        return 1
    return 0


def measure(home: Path, centre: str, *, answers: int) -> dict[str, Any]:
    environment = {
        **os.environ,
        "MUAINA_HOME": str(home),
        "MUAINA_CENTRE_URL": centre,
        "MUAINA_LAPTOP_SYNC_EVERY_S": "0",
        "MUAINA_LAPTOP_TIMEOUT_S": "600",
    }
    command = [sys.executable, "-m", "muaina", "laptop", "run", "--port", "0", "--json-ready"]
    started = perf_counter()
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            window = Window(json.loads(process.stdout.readline()))
            first_page_s = perf_counter() - started
            window.take_token()
            return {"start_to_first_page_s": round(first_page_s, 2), **_pages(window, process.pid, answers)}
        finally:
            process.kill()


def _pages(window: Window, pid: int, answers: int) -> dict[str, Any]:
    at_start = _megabytes(pid)
    sign_in_s = _timed(lambda: window.post("/sign-in", password=PASSWORD, room="field"))
    search = [_timed(lambda typed=typed: window.post("/search/hits", q=typed)) for typed in TYPED * 5]
    employer = _first_employer(window)
    file_page = [_timed(lambda: window.get(f"/employers/{employer}")) for _ in range(10)]
    began = window.post("/inspections", employer_id=employer, **ORDER)
    inspection = re.search(r"/inspections/[0-9a-f-]{36}", began.url)
    assert inspection, began.url
    place = inspection[0]
    quiet = _saved(window, place, answers)
    window.post("/queue/sync")
    was_running = window.get("/queue/progress").json()["running"]
    stalled = _saved(window, place, answers)
    is_running = window.get("/queue/progress").json()["running"]
    paper = [
        _timed(lambda lang=lang: window.get(f"{place}/exit-sheet.pdf?lang={lang}")) for lang in ("en", "ur", "en", "ur")
    ]
    return {
        "sign_in_s": round(sign_in_s, 2),
        "search_page_ms": _shares(search),
        "employer_file_page_ms": _shares(file_page),
        "answer_saved_ms": _shares(quiet),
        "answer_saved_while_a_sync_hangs_ms": _shares(stalled),
        "sync_hung_all_the_while": was_running and is_running,
        "ratio_stalled": round(median(stalled) / median(quiet), 2),
        "goal_stalled": GOAL_STALLED,
        "exit_sheet_pdf_ms": {"first_en": round(paper[0] * 1000), "first_ur": round(paper[1] * 1000),
                              "again": round(min(paper[2:]) * 1000)},
        "memory_mb": {"at_start": at_start, "at_end": _megabytes(pid)},
    }  # fmt: skip


def _first_employer(window: Window) -> str:
    found = re.search(r'href="/employers/([0-9a-f-]{36})"', window.post("/search/hits", q="textile").text)
    assert found
    return found[1]


def _saved(window: Window, place: str, count: int) -> list[float]:
    """Return how long each answer takes until the window knows that it is kept."""
    times = []
    for number in range(count):
        form = {"item": ANSWERS[number % len(ANSWERS)], "key": "", "value": str(10 + number)}
        times.append(_timed(lambda form=form: window.post(f"{place}/answers", **form)))
    return times


@contextmanager
def stalled_centre() -> Iterator[str]:
    """Give the address of a centre that takes connections and says nothing."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(64)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


def _megabytes(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    return int(found[1]) // 1000 if found else 0


def _shares(times: list[float]) -> dict[str, float]:
    ordered = sorted(times)
    worst = ordered[min(len(ordered) * 99 // 100, len(ordered) - 1)]
    return {"p50": round(median(ordered) * 1000, 1), "p99": round(worst * 1000, 1)}


def _timed(ask: Callable[[], object]) -> float:
    started = perf_counter()
    ask()
    return perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
