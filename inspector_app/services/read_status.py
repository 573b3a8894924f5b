"""Where a laptop stands, in figures: for `muaina laptop status`."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from inspector_app.services.queue import queue
from inspector_app.store import attempts, outbox, register, work
from inspector_app.store.device import device
from inspector_app.store.opened import Opened
from inspector_app.store.way import way


def read_status(opened: Opened) -> dict[str, Any]:
    """Return figures of the field room as plain values, fit for JSON.

    Raises:
        RoomRefused: in the practice room.
    """
    view, known = queue(opened, limit=0), device(opened.work)
    attempt = view.last_attempt
    return {
        "person": asdict(opened.person),
        "scheme": opened.scheme,
        "demonstration": opened.demonstration,
        "device_id": known.device_id,
        "incarnation": known.incarnation,
        "centre_url": known.centre_url,
        "scopes": list(known.scopes),
        "register": {"rows": register.row_counts(opened.register), "cursors": register.cursors(opened.register)},
        "inspections": work.inspection_counts(opened.work),
        "queue": {str(state): count for state, count in view.counts.items()},
        "operations": _operations(opened),
        "files_waiting": view.files_waiting,
        "files_waiting_bytes": view.files_waiting_bytes,
        "waiting_bytes": view.waiting_bytes,
        "left_s": view.left_s,
        "way": asdict(way(opened.work)),
        "last_receipt_at": view.last_receipt_at,
        "oldest_waiting_at": view.oldest_waiting_at,
        "last_attempt": attempt and {**asdict(attempt), "text": attempt.text.en},
    }


def _operations(opened: Opened) -> dict[str, int]:
    made = outbox.made(opened.work)
    return {**attempts.totals(opened.work), "made": made, "acknowledged": made - outbox.unsent(opened.work)}
