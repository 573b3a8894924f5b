"""Forks real processes that kill themselves with SIGKILL at a durability point, and tells how each of them ended.

One process imports the product once; each victim is a fork of it, so that two hundred kills do not pay for two hundred
starts of Python. `python -m tests.faults.nursery` reads one order in JSON from each line of its input. The kill points
are those of the simulator: each commit, fsync and rename in the victim's folder.
"""

from __future__ import annotations

import errno
import json
import os
import resource
import signal
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from inspector_app.errors import StoreFull
from inspector_app.services.correct_employer import correct_employer
from inspector_app.services.synchronise import synchronise
from inspector_app.store.driver import DatabaseError, rows
from inspector_app.store.opened import Room
from inspector_app.store.rooms import open_room
from inspector_app.tools import system_tools
from sync_server.app import create_app
from sync_server.config import Config
from sync_server.server import make_server
from tests.simulation.machine import Machine, watched


class Victim(Machine):
    """A machine of this very process: at its cut the process is killed as by a power cut."""

    def cut(self) -> None:
        os.kill(os.getpid(), signal.SIGKILL)


class Failing(Machine):
    """A machine whose disk fails at a point, once, with the error that the order names."""

    def point(self, name: str) -> None:
        if self.cut_in and name.startswith("before"):
            self.cut_in -= 1
            if self.cut_in == 0:
                code = getattr(errno, self.name)
                if "commit" in name:
                    self.full_in = 1
                    return
                raise OSError(code, os.strerror(code))


def say(**words: Any) -> None:
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


def be_laptop(order: Mapping[str, Any]) -> None:
    """Correct three employers, saying each that is saved, then sync once."""
    tools = system_tools()
    with open_room(Path(order["home"]), bytes.fromhex(order["key"]), Room.FIELD) as opened:
        employers = [one["id"] for one in rows(opened.register, "SELECT id FROM employer ORDER BY id")]
        for place in range(3):
            op_id, number = tools.new_id(), order["number"] * 3 + place
            changes = {"trade_name": f"Trade {number}"}
            try:
                correct_employer(opened, employers[number % len(employers)], changes, at=tools.now(), op_id=op_id)
            except (DatabaseError, OSError, StoreFull) as problem:
                say(refused=op_id, problem=type(problem).__name__)
                continue
            say(saved=op_id)
        outcome = synchronise(opened, centre_url=order["url"], timeout_s=10.0, tools=replace(tools, sleep=_at_once))
    say(finished=outcome.finished, reached=outcome.reached, text=outcome.text.en)


def be_centre(order: Mapping[str, Any]) -> None:
    """Serve a centre until killed."""
    app = create_app(Config(home=Path(order["home"]), secret_key=order["secret"]))
    server = make_server(app, host="127.0.0.1", port=0, threads=4)
    say(url=f"http://127.0.0.1:{server.effective_port}", pid=os.getpid())
    server.run()


TASKS: Mapping[str, Callable[[Mapping[str, Any]], None]] = {"laptop": be_laptop, "centre": be_centre}


def main() -> None:
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            _live(order)
        _, status = os.waitpid(child, 0)
        say(ended=os.waitstatus_to_exitcode(status))


def _live(order: Mapping[str, Any]) -> None:
    """Be the victim, in the forked process; never return."""
    code = 1
    try:
        made = Failing if order.get("error") else Victim
        machine = made(order.get("error") or order["task"], Path(order["home"]), datetime.now(UTC))
        machine.cut_in = order["kill_at"]
        if limit := order.get("most_bytes"):
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        with watched([machine]):
            TASKS[order["task"]](order)
        code = 0
    except BaseException as problem:
        say(crashed=f"{type(problem).__name__}: {problem}")
    finally:
        os._exit(code)


def _at_once(seconds: float) -> None:
    """Wait for nothing; the test has the time."""


if __name__ == "__main__":
    main()
