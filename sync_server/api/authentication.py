"""Which laptop speaks: the bearer token of a request."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import g, request

from sync_server.models import db
from sync_server.services.authenticate_device import authenticate_device

View = Callable[..., Any]


def device_required(view: View) -> View:
    """Let a view be called only by an enrolled laptop; its id is `current_device()`."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        g.device_id = authenticate_device(db.session(), token.strip() if scheme.lower() == "bearer" else "")
        return view(*args, **kwargs)

    guarded.authentication = "device"  # type: ignore[attr-defined]
    return guarded


def anyone(view: View) -> View:
    """Declare that a view needs no token; it checks what is presented itself."""
    view.authentication = "none"  # type: ignore[attr-defined]
    return view


def current_device() -> str:
    """Return the id of the laptop that speaks."""
    return str(g.device_id)
