"""Starts the apps of the demonstration as processes of their own and makes sure that none outlives it."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import requests

from muaina.cli import main

_READY_WITHIN_S = 60.0
_STOP_WITHIN_S = 10.0


class CommandFailed(Exception):
    """A `muaina` command ended with an error: which, and its last words."""


def run_command(*arguments: str, environment: Mapping[str, str]) -> str:
    """Run one `muaina` command to its end, in this process so that imports are paid once, and return what it printed.

    Raises:
        CommandFailed: it did not end with exit status 0.
    """
    printed, complained = io.StringIO(), io.StringIO()
    before = dict(os.environ)
    os.environ.update(environment)
    try:
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(complained):
            main.main(args=list(arguments), prog_name="muaina", standalone_mode=True)
        status: object = 0
    except SystemExit as end:
        status = end.code
    finally:
        os.environ.clear()
        os.environ.update(before)
    if status not in (None, 0):
        words = complained.getvalue().strip()[-2000:]
        raise CommandFailed(f"muaina {' '.join(arguments)} ended with {status}:\n{words}")
    return printed.getvalue()


class Processes:
    """The running apps. Leaving the `with` block, however it is left, ends them all and waits for them."""

    def __init__(self, log_folder: Path) -> None:
        self._logs = log_folder
        self._running: list[subprocess.Popen[str]] = []
        self._by_name: dict[str, subprocess.Popen[str]] = {}

    def __enter__(self) -> Processes:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop_all()

    def start(self, name: str, *arguments: str, environment: Mapping[str, str]) -> subprocess.Popen[str]:
        """Start one `muaina` command; what it writes to its standard error goes to a log file of its name."""
        with (self._logs / f"{name}.log").open("a", encoding="utf-8") as log:
            process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own module
                [sys.executable, "-m", "muaina", *arguments],
                env={**os.environ, "PYTHONUNBUFFERED": "1", **environment},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                encoding="utf-8",
                start_new_session=True,
            )
        self._running.append(process)
        self._by_name[name] = process
        return process

    def stop_named(self, name: str) -> None:
        """End the process that was last started under a name."""
        self.stop(self._by_name[name])

    def stop(self, process: subprocess.Popen[str]) -> None:
        """End one process, gently first."""
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_STOP_WITHIN_S)
        if process.poll() is None:
            process.kill()
            process.wait(_STOP_WITHIN_S)
        if process in self._running:
            self._running.remove(process)
        if process.stdout:
            process.stdout.close()

    def stop_all(self) -> None:
        """End every process that was started, newest first."""
        for process in reversed(list(self._running)):
            self.stop(process)


def first_line_of(process: subprocess.Popen[str]) -> str:
    """Return the first line a process prints, then go on reading so that it never blocks.

    Raises:
        CommandFailed: the process ended without a word.
    """
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        raise CommandFailed(f"{_name(process)} ended before it was ready; see its log file")
    threading.Thread(target=_drain, args=(process,), daemon=True).start()
    return line


def wait_until_up(address: str, process: subprocess.Popen[str]) -> None:
    """Return when an app answers at `address`.

    Raises:
        CommandFailed: it ended, or did not answer in time.
    """
    for _ in _tries(_READY_WITHIN_S):
        if process.poll() is not None:
            raise CommandFailed(f"{_name(process)} ended before it was ready; see its log file")
        with contextlib.suppress(requests.RequestException):
            requests.get(address, timeout=2)
            return
    raise CommandFailed(f"{_name(process)} did not answer at {address}")


def _tries(seconds: float) -> Iterator[None]:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        yield
        time.sleep(0.1)


def _drain(process: subprocess.Popen[str]) -> None:
    with contextlib.suppress(ValueError, OSError):
        for _ in process.stdout or ():
            pass


def _name(process: subprocess.Popen[str]) -> str:
    arguments = process.args if isinstance(process.args, list) else [str(process.args)]
    return " ".join(str(argument) for argument in arguments[2:])
