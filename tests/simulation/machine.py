"""A machine that can lose its power: its folder, its clock, and every point at which something becomes durable.

The points are not named by hand. Each commit, fsync and rename inside a machine's folder is one, found by wrapping
what Python calls for them, so that new code is covered as it is written. At a point a machine can be killed, before
or after it; what then lies on the disk is copied aside, and that copy is what the machine starts from again.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)

FULL = 2
"""`PRAGMA synchronous` at which a commit returns only when it is on the disk."""


class PowerCut(BaseException):
    """The machine stops here; no handler of the product may catch it."""

    def __init__(self, machine: Machine) -> None:
        super().__init__(machine.name)
        self.machine = machine


@dataclass
class Machine:
    """One computer. `cut_in` counts down durability points to a power cut, `full_in` to a disk that is full."""

    name: str
    folder: Path
    now: datetime
    skew: timedelta = timedelta()
    cut_in: int = 0
    full_in: int = 0
    dead: bool = False
    starts: int = 1
    was_full: bool = False
    points: Counter[str] = field(default_factory=Counter)
    connections: list[Any] = field(default_factory=list)
    _flushed: dict[int, tuple[int, int]] = field(default_factory=dict)
    _unflushed: dict[Path, dict[Path, bytes | None]] = field(default_factory=dict)

    def clock(self) -> datetime:
        """What the machine says the time is."""
        return self.now + self.skew

    def uptime_ms(self) -> int:
        """Milliseconds of true time, from some moment on."""
        return int((self.now - EPOCH).total_seconds() * 1000)

    def sleep(self, seconds: float) -> None:
        """Wait, which costs nothing here."""
        self.now += timedelta(seconds=seconds)

    @property
    def image(self) -> Path:
        return self.folder.with_name(f"{self.folder.name}.image")

    def point(self, name: str) -> None:
        """Pass a point; the power may go here, or the disk be full."""
        if self.dead:
            return
        self.points[name] += 1
        if self.cut_in:
            self.cut_in -= 1
            if self.cut_in == 0:
                self.cut()
                raise PowerCut(self)

    def is_full(self) -> bool:
        """Count down to the moment at which the disk is full."""
        if self.dead or not self.full_in:
            return False
        self.full_in -= 1
        self.was_full = self.was_full or self.full_in == 0
        return self.full_in == 0

    def cut(self) -> None:
        """Keep what is on the disk now: what was flushed, and nothing that was only written."""
        self.dead = True
        shutil.rmtree(self.image, ignore_errors=True)
        copy_folder(self.folder, self.image)
        for database, before in self._unflushed.items():
            for name, content in before.items() if database.exists() else ():
                lost = self.image / name.relative_to(self.folder)
                lost.unlink(missing_ok=True) if content is None else lost.write_bytes(content)
        for path in self.image.rglob("*"):
            if path.is_file() and not path.name.endswith(("-wal", "-shm")):
                self._lose_unflushed(path)

    def restart(self) -> None:
        """Start again from what the power cut left."""
        for connection in self.connections:
            with suppress(dbapi2.Error):
                connection.close()
        self.connections.clear()
        shutil.rmtree(self.folder)
        self.image.rename(self.folder)
        self._unflushed.clear()
        self._flushed.clear()
        self.note_all_flushed()
        self.dead, self.cut_in, self.full_in = False, 0, 0
        self.starts += 1

    def note_all_flushed(self) -> None:
        """Take every file that lies here as on the disk."""
        for path in self.folder.rglob("*"):
            if path.is_file():
                self.note_flush(path)

    def note_flush(self, path: Path) -> None:
        """Take a file as on the disk; a database's with all that was committed to it."""
        self._unflushed.pop(path, None)
        found = path.stat()
        self._flushed[found.st_ino] = (found.st_size, found.st_mtime_ns)

    def note_soft_commit(self, database: Path) -> None:
        """A commit that does not wait for the disk is about to happen: it is lost unless a durable one follows."""
        if database not in self._unflushed:
            files = (database, database.with_name(database.name + "-wal"))
            self._unflushed[database] = {file: file.read_bytes() if file.exists() else None for file in files}

    def forget_soft_commits(self, database: Path) -> None:
        """A file went away under its name; under its new one it is lost unless it was flushed before."""
        self._unflushed.pop(database, None)

    def note_commit(self, database: Path) -> None:
        self._unflushed.pop(database, None)
        found = database.stat()
        self._flushed.setdefault(found.st_ino, (found.st_size, found.st_mtime_ns))

    def _lose_unflushed(self, path: Path) -> None:
        """Cut a file to half that no flush ever covered; a database that was committed to was flushed by SQLite."""
        original = self.folder / path.relative_to(self.image)
        found = original.stat()
        flushed = self._flushed.get(found.st_ino)
        if flushed is None or (path.suffix not in (".db", ".part") and flushed != (found.st_size, found.st_mtime_ns)):
            os.truncate(path, found.st_size // 2)


_machines: list[Machine] = []


def watch(machine: Machine) -> None:
    """Watch one more machine until the block of `watched` ends."""
    _machines.append(machine)


def machine_of(path: str | os.PathLike[str]) -> Machine | None:
    """Return the machine in whose folder a path lies."""
    text = os.fspath(path)
    return next((machine for machine in _machines if text.startswith(f"{machine.folder}{os.sep}")), None)


class WatchedConnection(dbapi2.Connection):  # type: ignore[misc]
    """A connection of a machine, whose commits are points."""

    machine: Machine
    path: Path

    def execute(self, sql: str, *parameters: Any) -> Any:
        if sql[:6].upper() == "COMMIT":
            return self._durable(super().execute, sql)
        return super().execute(sql, *parameters)

    def commit(self) -> None:
        if self.in_transaction:
            self._durable(super().commit)

    def _durable(self, commit: Any, *arguments: Any) -> Any:
        machine, name = self.machine, self.path.name
        machine.point(f"before commit of {name}")
        if machine.is_full():
            super().rollback()  # as SQLite does when it cannot write a commit down
            raise dbapi2.OperationalError("database or disk is full")
        if super().execute("PRAGMA synchronous").fetchone()[0] < FULL:
            machine.note_soft_commit(self.path)
            returned = commit(*arguments)
        else:
            returned = commit(*arguments)
            if not machine.dead:
                machine.note_commit(self.path)
        machine.point(f"after commit of {name}")
        return returned


@contextmanager
def watched(machines: list[Machine]) -> Iterator[None]:
    """Watch the durability points of machines while the block runs."""
    kept = dbapi2.connect, os.fsync, os.replace, os.rename
    connect, fsync, replace, rename = kept

    def watched_connect(path: Any, *arguments: Any, **options: Any) -> Any:
        machine = machine_of(path)
        if machine is None:
            return connect(path, *arguments, **options)
        connection = connect(path, *arguments, **options, factory=WatchedConnection)
        connection.machine, connection.path = machine, Path(path)
        machine.connections.append(connection)
        return connection

    def watched_fsync(descriptor: int) -> None:
        path = Path(f"/proc/self/fd/{descriptor}").readlink()
        machine = machine_of(path)
        if machine is None:
            fsync(descriptor)
            return
        machine.point(f"before fsync of {_kind(path)}")
        if machine.is_full():
            raise OSError(28, "No space left on device")
        if path.is_file() and not machine.dead:
            machine.note_flush(path)
        machine.point(f"after fsync of {_kind(path)}")

    def watched_move(move: Any) -> Any:
        def moving(source: Any, target: Any, **options: Any) -> None:
            machine = machine_of(target)
            if machine is None:
                move(source, target, **options)
                return
            machine.point(f"before rename to {_kind(Path(target))}")
            move(source, target, **options)
            machine.forget_soft_commits(Path(source))
            machine.point(f"after rename to {_kind(Path(target))}")

        return moving

    _machines[:] = machines
    dbapi2.connect, os.fsync = watched_connect, watched_fsync
    os.replace, os.rename = watched_move(replace), watched_move(rename)
    try:
        yield
    finally:
        dbapi2.connect, os.fsync, os.replace, os.rename = kept
        _machines.clear()


def copy_folder(source: Path, target: Path) -> None:
    """Copy the files of a machine; what SQLite keeps in shared memory is gone with the power."""
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("*-shm"), copy_function=shutil.copyfile)


def _kind(path: Path) -> str:
    """The kind of file, without hashes and numbers, so that points can be counted by name."""
    name = path.name
    if path.is_dir():
        return "folder"
    return name if name in ("work.db", "register.part", "secret") else f"*{path.suffix or ''}"
