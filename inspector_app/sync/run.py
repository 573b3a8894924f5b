"""What the steps of one sync share: the databases, the wire, the counts, and whom to tell how far it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from sqlite_utils import Database

from inspector_app.catalogue import say
from inspector_app.store.device import Device, device
from inspector_app.store.opened import Opened
from inspector_app.sync.link import Link
from inspector_app.tools import Tools
from simplify_content.text import Text


@dataclass
class Counts:
    """What one sync moved."""

    sent: int = 0
    resent: int = 0
    acknowledged: int = 0
    rows: int = 0
    files: int = 0
    repaired: int = 0
    """Records fetched again because the copy was not the centre's."""


@dataclass
class SyncRun:
    """One sync on its way. `opened` is replaced when a snapshot puts a new register in place; whoever opened the
    old one closes it."""

    opened: Opened
    link: Link
    tools: Tools
    tell: Callable[[Text, float], None]
    counts: Counts = field(default_factory=Counts)

    @property
    def register(self) -> Database:
        """The present register."""
        return self.opened.register

    @property
    def work(self) -> Database:
        """The work file."""
        return self.opened.work

    @property
    def device(self) -> Device:
        """The device as it stands in the work file now."""
        return device(self.opened.work)

    def step(self, name: str, share: float) -> None:
        """Tell how far a step is, from 0 to 1."""
        self.tell(say(f"core.step_{name}"), min(max(share, 0.0), 1.0))
