"""What a page asks of the running app: the session, the tools, the databases of this request."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flask import Flask, current_app, g

from inspector_app.config import Config
from inspector_app.services.list_progress import ListProgress
from inspector_app.services.session import Session
from inspector_app.services.sync_desk import SyncDesk
from inspector_app.store.opened import Opened
from inspector_app.tools import Tools

if TYPE_CHECKING:
    from inspector_app.guard import Guard


@dataclass(frozen=True)
class Laptop:
    """What the app keeps in `app.extensions["muaina"]`."""

    config: Config
    tools: Tools
    session: Session
    guard: Guard
    desk: SyncDesk
    lists: ListProgress = field(default_factory=ListProgress)


def current_laptop() -> Laptop:
    """Return the running laptop."""
    laptop: Laptop = current_app.extensions["muaina"]
    return laptop


def current_opened() -> Opened:
    """Return the databases of the present room, opened once per request and closed after it.

    Raises:
        NotSignedIn: nobody is signed in.
    """
    if "opened" not in g:
        g.opened = current_laptop().session.open()
    opened: Opened = g.opened
    return opened


def close_opened(_: BaseException | None = None) -> None:
    """Close the databases of this request, if it opened them."""
    opened: Opened | None = g.pop("opened", None)
    if opened is not None:
        opened.close()


def register_current(app: Flask, laptop: Laptop) -> None:
    """Give the app its laptop."""
    app.extensions["muaina"] = laptop
    app.teardown_appcontext(close_opened)
