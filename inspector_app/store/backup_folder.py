"""The folder of one backup: what lies in it, how it comes to be whole, how it is read back.

`FOLDER/muaina-laptop-<device>-<moment>/` holds `work.db`, the vault, the escrow where there is one, and `backup.json`
with the hash of each. Nothing in it is readable without the inspector's password. A backup that has its name is whole:
it is written aside and renamed last.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inspector_app.store.register_files import sync_to_disk
from inspector_app.store.rooms import WORK
from inspector_app.store.vault import ESCROW
from inspector_app.store.vault import FILE as VAULT

FACTS = "backup.json"
FORMAT = 1
LAST = "last_backup.json"
_PART = ".part"
_PIECE = 1024 * 1024


class NotABackup(ValueError):
    """A folder that is no backup of a laptop, or of which a file is missing or changed; names the file."""


@dataclass(frozen=True)
class Facts:
    """What a backup says of itself."""

    made_at: str
    sums: Mapping[str, str]


def begin(folder: Path, name: str) -> Path:
    """Return a new folder aside; what an interrupted backup of this name left there is removed."""
    part = folder / f"{name}{_PART}"
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(mode=0o700)
    return part


def complete(part: Path, seat: Path, *, made_at: str) -> Path:
    """Put the keys beside the work file, write down the sums, and give the backup its name; return its folder."""
    for name in (VAULT, ESCROW):
        if (seat / name).exists():
            shutil.copyfile(seat / name, part / name)
    sums = {path.name: _sum(path) for path in sorted(part.iterdir())}
    _write(part / FACTS, {"format": FORMAT, "made_at": made_at, "sums": sums})
    for path in part.iterdir():
        sync_to_disk(path)
    whole = part.with_suffix("")
    part.rename(whole)
    return whole


def discard(part: Path) -> None:
    """Remove a backup that did not come to its end."""
    shutil.rmtree(part, ignore_errors=True)


def read_facts(backup: Path) -> Facts:
    """Return what a backup says of itself, its files checked.

    Raises:
        NotABackup: it is none, or is not whole.
    """
    try:
        facts: Any = json.loads((backup / FACTS).read_text(encoding="utf-8"))
        found = Facts(str(facts["made_at"]), {str(name): str(sum_) for name, sum_ in facts["sums"].items()})
        is_known = facts["format"] == FORMAT and {VAULT, WORK} <= set(found.sums) <= {VAULT, WORK, ESCROW}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        raise NotABackup(FACTS) from None
    if not is_known:
        raise NotABackup(FACTS)
    for name, expected in found.sums.items():
        if not (backup / name).is_file() or _sum(backup / name) != expected:
            raise NotABackup(name)
    return found


def take_back(backup: Path, part: Path) -> None:
    """Copy the files of a backup into a folder."""
    for name in read_facts(backup).sums:
        shutil.copyfile(backup / name, part / name)
        (part / name).chmod(0o600)
        sync_to_disk(part / name)


def note_last(seat: Path, made_at: str) -> None:
    """Write down when the last whole backup of a seat was made."""
    _write(seat / LAST, {"made_at": made_at})


def last_made_at(seat: Path) -> str:
    """Return when the last whole backup of a seat was made, "" when never."""
    try:
        return str(json.loads((seat / LAST).read_text(encoding="utf-8"))["made_at"])
    except (OSError, ValueError, TypeError, KeyError):
        return ""


def _sum(path: Path) -> str:
    sum_ = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            sum_.update(piece)
    return sum_.hexdigest()


def _write(path: Path, values: Mapping[str, Any]) -> None:
    part = path.with_suffix(_PART)
    with part.open("w", encoding="utf-8") as file:
        json.dump(values, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
