"""Notes on a laptop's row that it was in contact, how much it has not sent yet, and what it reports of itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sync_server.models import Device
from sync_server.tools import Tools

FINE_ENOUGH = timedelta(seconds=30)
"""A contact sooner than this after the last one, with nothing new to say, is not worth a write."""


def is_worth_noting(device: Device, request: Mapping[str, Any], *, tools: Tools) -> bool:
    """Return whether a request without operations says something of its laptop that is not noted yet."""
    last = device.last_sync_at
    if last is None or device.unsent != request["unsent"]:
        return True
    if device.report != _report(device, request):
        return True
    return tools.now() - _aware(last) >= FINE_ENOUGH


def note_contact(device: Device, request: Mapping[str, Any], *, tools: Tools) -> None:
    """Write the contact on the device's row, which the caller has locked."""
    device.last_sync_at = tools.now()
    device.unsent = request["unsent"]
    device.report = _report(device, request)


def _report(device: Device, request: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is known of the laptop: its own report, the last where it sent none, and the versions it speaks."""
    said = device.report if request["report"] is None else request["report"]
    return {**said, "protocol": request["protocol"], "schema": request["schema"]}


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
