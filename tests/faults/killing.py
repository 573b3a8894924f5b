"""Orders victims from the nursery and reads what they said until they ended."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

KILLED = -signal.SIGKILL
ROOT = Path(__file__).parents[2]


@dataclass
class Life:
    """What one victim said, and how it ended (the exit code; negative: the signal)."""

    said: list[dict[str, Any]] = field(default_factory=list)
    ended: int = 0

    def all_of(self, word: str) -> list[Any]:
        return [line[word] for line in self.said if word in line]


@dataclass
class Nursery:
    """A running nursery; one victim at a time."""

    process: subprocess.Popen[str]

    def order(self, task: str, home: Path, kill_at: int, **more: Any) -> None:
        assert self.process.stdin is not None
        order = {"task": task, "home": str(home), "kill_at": kill_at, **more}
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()

    def line(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        said = json.loads(self.process.stdout.readline())
        assert isinstance(said, dict)
        return said

    def live(self, task: str, home: Path, kill_at: int, **more: Any) -> Life:
        """Let a victim live to its end."""
        self.order(task, home, kill_at, **more)
        return self.rest_of(Life())

    def rest_of(self, life: Life) -> Life:
        while "ended" not in (said := self.line()):
            life.said.append(said)
        life.ended = said["ended"]
        return life


@contextmanager
def nursery() -> Iterator[Nursery]:
    command = [sys.executable, "-m", "tests.faults.nursery"]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "encoding": "utf-8"}
    process = subprocess.Popen(command, cwd=ROOT, start_new_session=True, **pipes)
    try:
        yield Nursery(process)
    finally:
        os.killpg(process.pid, signal.SIGKILL)  # with a victim that still lives
        process.communicate()


def end(pid: int) -> None:
    """Kill a victim that still lives."""
    os.kill(pid, signal.SIGKILL)


def kills_wanted() -> int:
    """Return how many kills per side there are to be: few unless the environment asks for more."""
    return int(os.environ.get("MUAINA_KILL_POINTS", "6"))
