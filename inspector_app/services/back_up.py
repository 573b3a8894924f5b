"""Backs an inspector's work up to a folder of their choice, such as a stick: encrypted, checked, restorable."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from inspector_app.catalogue import say
from inspector_app.errors import Refusal, RoomRefused
from inspector_app.store import backup_folder, outbox
from inspector_app.store.device import device
from inspector_app.store.opened import Opened
from inspector_app.store.rooms import WORK
from inspector_app.store.work_copies import copy_work
from inspector_app.sync.disk_room import RESERVE, free_bytes
from inspector_app.tools import moment

_STICKS = ("/media/*/*", "/run/media/*/*", "/Volumes/*")


class BackupRefused(Refusal):
    """A backup that was not made; nothing of it is left behind."""

    status = 409


@dataclass(frozen=True)
class Backup:
    """One backup: its folder, its size, and how many operations in it the centre does not hold yet."""

    folder: Path
    size: int
    unsent: int


def back_up(opened: Opened, folder: Path, *, at: datetime) -> Backup:
    """Write a backup into a folder and return it; work may go on meanwhile.

    Raises:
        RoomRefused: in the practice room, whose work is worth nothing.
        BackupRefused: no such folder, the laptop's own folder, no room there, or it cannot be written to.
    """
    if opened.is_practice:
        raise RoomRefused(say("core.not_in_practice"))
    folder = _usable(folder, opened)
    name = f"muaina-laptop-{device(opened.work).device_id[-8:]}-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    try:
        part = backup_folder.begin(folder, name)
        try:
            size = copy_work(opened.work, part / WORK, opened.work_key)
            whole = backup_folder.complete(part, opened.folder, made_at=moment(at))
        except BaseException:
            backup_folder.discard(part)
            raise
        backup_folder.read_facts(whole)
        backup_folder.note_last(opened.folder, moment(at))
    except (OSError, ValueError) as problem:
        raise BackupRefused(say("backup.failed", reason=_reason(problem))) from None
    return Backup(whole, size, outbox.unsent(opened.work))


def likely_folders() -> tuple[Path, ...]:
    """Return folders of sticks and other disks that are there now; may be empty."""
    if sys.platform == "win32":
        drives = (Path(f"{letter}:\\") for letter in "DEFGHIJKLMNOPQRSTUVWXYZ")
        return tuple(drive for drive in drives if drive.exists())
    found = (path for pattern in _STICKS for path in sorted(Path("/").glob(pattern.lstrip("/"))))
    return tuple(path for path in found if path.is_dir() and os.access(path, os.W_OK))


def _usable(folder: Path, opened: Opened) -> Path:
    if not folder.is_absolute() or not folder.is_dir():
        raise BackupRefused(say("backup.no_folder"))
    folder, own = folder.resolve(), opened.folder.resolve()
    if folder == own or own in folder.parents or folder in (own.parent, own.parent.parent):
        raise BackupRefused(say("backup.own_folder"))
    needed = int(opened.work.conn.execute("PRAGMA page_count").fetchone()[0]) * 4096 + RESERVE
    if (free := free_bytes(folder)) < needed:
        raise BackupRefused(say("backup.no_room", needed=-(-needed // 1_000_000), free=free // 1_000_000))
    return folder


def _reason(problem: Exception) -> str:
    return problem.strerror or type(problem).__name__ if isinstance(problem, OSError) else str(problem)
