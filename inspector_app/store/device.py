"""The device this laptop is to the centre: identity, keys, address, last beacon. Field room only."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from sqlite_utils import Database

from inspector_app.catalogue import say
from inspector_app.errors import NotEnrolled
from inspector_app.store.driver import row, run


@dataclass(frozen=True)
class Device:
    """This laptop as the centre knows it. `beacon` is the centre's time in the last verified receipt."""

    device_id: str
    incarnation: int
    token: str
    private_key: str
    centre_url: str
    centre_public_key: str
    scopes: tuple[str, ...]
    beacon: str
    verdicts_since: int
    protocol: int = 1
    """The newest protocol that the centre is known to speak."""
    centre_box_key: str = ""
    """The centre's X25519 key, for bundles; "" when it was not told."""

    @property
    def speaks_of_clocks(self) -> bool:
        """Whether the centre takes the `clock` of an operation."""
        return self.protocol >= _CLOCKS_SINCE


_CLOCKS_SINCE = 2
"""Protocol from which on operations carry their clock."""


def device(work: Database) -> Device:
    """Return the device.

    Raises:
        NotEnrolled: the file holds none.
    """
    found = row(work, "SELECT * FROM device")
    if found is None:
        raise NotEnrolled(say("core.not_enrolled"))
    del found["only"]
    return Device(**{**found, "scopes": tuple(json.loads(found["scopes"]))})


def put_device(work: Database, new: Device) -> None:
    """Write the device down."""
    values = (
        new.device_id, new.incarnation, new.token, new.private_key, new.centre_url, new.centre_public_key,
        json.dumps(new.scopes), new.beacon, new.verdicts_since, new.protocol, new.centre_box_key,
    )  # fmt: skip
    run(work, "INSERT OR REPLACE INTO device VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)


def set_scopes(work: Database, scopes: Iterable[str]) -> None:
    """Write down which scopes the centre says this device holds."""
    run(work, "UPDATE device SET scopes = ?", (json.dumps(sorted(scopes)),))


def set_beacon(work: Database, server_time: str) -> None:
    """Write down the centre's time of a verified receipt."""
    run(work, "UPDATE device SET beacon = ?", (server_time,))


def set_verdicts_since(work: Database, number: int) -> None:
    """Write down up to which verdict the centre's words are known."""
    run(work, "UPDATE device SET verdicts_since = max(verdicts_since, ?)", (number,))


def set_protocol(work: Database, protocol: int) -> None:
    """Write down the newest protocol that the centre is known to speak."""
    run(work, "UPDATE device SET protocol = ?", (protocol,))
