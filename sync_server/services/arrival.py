"""One operation on its way in: the transaction it is part of, whose it is, and what it has touched so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from sync_protocol.merge import Writer
from sync_server.models import Device, User
from sync_server.queries.gateway import Gateway
from sync_server.tools import Tools


@dataclass
class Batch:
    """One transaction of a push. `touched` collects inspections whose standing has to be worked out at its end."""

    session: Session
    gateway: Gateway
    tools: Tools
    touched: dict[str, None] = field(default_factory=dict)
    arrived: dict[str, None] = field(default_factory=dict)
    """Inspections that came into being, for which held operations may wait."""
    locked: set[str] = field(default_factory=set)
    """Inspections whose row is locked until the transaction ends."""

    def remembered(self) -> tuple[dict[str, None], dict[str, None], set[str]]:
        """Return a copy of what was noted so far, for `forget_since`."""
        return dict(self.touched), dict(self.arrived), set(self.locked)

    def forget_since(self, noted: tuple[dict[str, None], dict[str, None], set[str]]) -> None:
        """Drop what an operation noted before it was undone."""
        self.touched, self.arrived, self.locked = noted


@dataclass(frozen=True)
class Arrival:
    """One operation with its device and its person."""

    batch: Batch
    device: Device
    user: User
    operation: Mapping[str, Any]
    incarnation: int

    @property
    def row_id(self) -> str:
        """The record that the operation is about."""
        return str(self.operation["row_id"])

    @property
    def writer(self) -> Writer:
        """The operation's place in its device's chain."""
        return Writer(self.device.id, self.incarnation, int(self.operation["seq"]))
