"""One operation on its way in: the transaction it is part of, whose it is, and what it has touched so far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from sync_protocol.merge import Writer
from sync_server.models import Device, Inspection, User
from sync_server.queries.gateway import Gateway
from sync_server.queries.new_rows import NewRows
from sync_server.tools import Tools


@dataclass
class Batch:
    """One transaction of a push. `touched` collects inspections whose standing has to be worked out at its end."""

    session: Session
    gateway: Gateway
    tools: Tools
    touched: dict[str, None] = field(default_factory=dict)
    arrived: dict[str, None] = field(default_factory=dict)
    """Records that came into being, for which held operations may wait."""
    locked: dict[str, Inspection] = field(default_factory=dict)
    """Inspections whose row is locked until the transaction ends."""
    rows: NewRows = field(init=False)

    def __post_init__(self) -> None:
        """Begin without rows."""
        self.rows = NewRows(self.session)

    @contextmanager
    def undoable(self) -> Iterator[None]:
        """Undo everything that the block wrote and noted when it raises; what waited to be written is written."""
        touched, arrived, locked = dict(self.touched), dict(self.arrived), dict(self.locked)
        self.rows.write()
        try:
            with self.gateway.savepoint():
                yield
                self.rows.write()
        except BaseException:
            self.touched, self.arrived, self.locked = touched, arrived, locked
            self.rows.forget()
            raise


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
