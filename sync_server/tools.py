"""Clock, identities and secrets: everything that is not decided by what was sent. Made once, in `app`, handed down.

Services never ask the machine for the time or for chance; they ask these.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import current_app
from uuid_utils.compat import uuid7


def _new_secret() -> str:
    return secrets.token_urlsafe(32)


@dataclass(frozen=True)
class Tools:
    """`now` gives aware UTC, `new_id` a UUIDv7 as text, `new_secret` 256 bits of chance as text for a URL."""

    now: Callable[[], datetime]
    new_id: Callable[[], str]
    new_secret: Callable[[], str] = _new_secret


def machine_tools() -> Tools:
    """Return the machine's own clock and randomness."""
    return Tools(now=lambda: datetime.now(UTC), new_id=lambda: str(uuid7()))


def current_tools() -> Tools:
    """Return the tools of the app that serves this request or command."""
    tools = current_app.extensions["muaina"]
    assert isinstance(tools, Tools)
    return tools


def moment_text(moment: datetime) -> str:
    """Return a moment as it is written on the wire: ISO 8601, UTC, whole seconds, ending in Z."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
