"""What this laptop says of itself with every sync, for the supervisor's page of laptops."""

from __future__ import annotations

import shutil
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from inspector_app.store import files_to_send
from inspector_app.store.opened import Opened
from inspector_app.store.queue_lines import oldest_waiting_at
from inspector_app.store.way import way


def compose_report(opened: Opened) -> dict[str, Any]:
    """Return a `Report`."""
    measured = way(opened.work)
    files, size = files_to_send.files_waiting(opened.work)
    return {
        "app_version": app_version(),
        "free_disk_bytes": free_disk_bytes(opened),
        "oldest_unsent_at": oldest_waiting_at(opened.work),
        "files_waiting": files,
        "files_waiting_bytes": size,
        "clock_offset_ms": measured.clock_offset_ms,
        "clock_uncertainty_ms": measured.clock_uncertainty_ms,
    }


@cache
def app_version() -> str:
    """Return the version of this app, "" when it runs without having been installed."""
    try:
        return version("muaina")
    except PackageNotFoundError:
        return ""


def free_disk_bytes(opened: Opened) -> int | None:
    """Return how many bytes are free where the files lie, None when the system does not say."""
    try:
        return shutil.disk_usage(opened.folder).free
    except OSError:
        return None
