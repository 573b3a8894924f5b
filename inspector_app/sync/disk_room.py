"""Whether a register fits on this laptop's disk, asked before anything of it is fetched."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from inspector_app.catalogue import say
from inspector_app.store.opened import Opened
from inspector_app.store.register_files import register_path
from inspector_app.sync.errors import NoRoom

GROWTH = 2
"""A register with its indexes is at most so many times its plain snapshot."""

RESERVE = 64 * 1024 * 1024
"""Bytes that stay free in any case, so that work can be saved whatever the register does."""


def refuse_without_room(opened: Opened, manifest: Mapping[str, Any], *, held: int) -> None:
    """Refuse a register whose pieces and next file would not fit beside the present one.

    Raises:
        NoRoom: says how much is free and how much is needed.
    """
    present = register_path(opened.folder).stat().st_size
    needed = manifest["compressed_bytes"] - held + GROWTH * manifest["plain_bytes"] + present + RESERVE
    free = free_bytes(opened.folder)
    if free < needed:
        raise NoRoom(say("core.sync_register_room", needed=_megabytes(needed), free=_megabytes(free)))


def free_bytes(folder: Path) -> int:
    """Return how many bytes of a folder's disk are free for this user."""
    return shutil.disk_usage(folder).free


def _megabytes(count: int) -> int:
    return -(-count // 1_000_000)
