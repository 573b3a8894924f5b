"""What the steps of one sync share: the databases, the wire, the counts, and whom to tell how far it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlite_utils import Database

from inspector_app.catalogue import say
from inspector_app.store.device import Device, device
from inspector_app.store.opened import Opened
from inspector_app.sync.link import Link
from inspector_app.telling import Tell
from inspector_app.tools import Tools
from sync_protocol.versions import PROTOCOL_VERSION


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
    tell: Tell
    counts: Counts = field(default_factory=Counts)
    protocol: int = PROTOCOL_VERSION
    """The protocol that is spoken in this sync: ours, or the centre's when that is older."""
    advised_s: float = 0.0
    """Seconds after which the centre asked us to come again; 0 for no advice."""
    is_outdated: bool = False
    """Whether the centre gave no pages: it no longer writes them for this version."""

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

    def note_pages(self, asked: Sequence[Mapping[str, Any]], reply: Mapping[str, Any]) -> None:
        """Take note of a scope that is still ours and of which no page came."""
        given = {page["scope"] for page in reply["pull"]}
        self.is_outdated = any(one["scope"] in reply["scopes"] and one["scope"] not in given for one in asked)

    def show_bytes(self, name: str, *, done: int, size: int) -> None:
        """Tell how many bytes of a step are done; without bytes it is only named."""
        if size <= 0:
            self.step(name, 0.0)
            return
        shown = {"done": f"{max(done, 0) / 1000:,.0f}", "size": f"{size / 1000:,.0f}"}
        self.tell(say(f"core.step_{name}_bytes", **shown), min(max(done / size, 0.0), 1.0))

    def step(self, name: str, share: float) -> None:
        """Tell how far a step is, from 0 to 1."""
        self.tell(say(f"core.step_{name}"), min(max(share, 0.0), 1.0))
