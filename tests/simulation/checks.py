"""When which invariant is looked at: after a power cut, with each reply, after each sync, and when all is at rest."""

from __future__ import annotations

import json
from contextlib import ExitStack
from typing import Any

import zstandard

from inspector_app.store.driver import rows

from .invariants import AFTER_REST, AT_REST
from .laptop import Laptop, employers_held
from .network import Message, Reply
from .world import Violation, World

_WAITING = """
SELECT employer_id FROM outbox WHERE acknowledged_at = '' AND employer_id <> ''
UNION SELECT employer_id FROM inspection WHERE closed_at = ''
"""


def nothing_acknowledged_is_forgotten(world: World) -> None:
    """I3: what was acknowledged survives a power cut of the centre."""
    missing = world.acknowledged - ledger_ids(world) - world.excused
    if missing and "centre" not in world.restored:
        raise Violation("I3", f"acknowledged, then forgotten by the centre: {sorted(missing)}")


def nothing_saved_is_forgotten(world: World, laptop: Laptop) -> None:
    """I2: what the inspector was told is saved survives a power cut of the laptop."""
    with laptop.open() as opened:
        here = {one["op_id"] for one in rows(opened.work, "SELECT op_id FROM outbox")}
        missing = set(laptop.saved) - here - world.excused - world.acknowledged  # these go after 45 days
        if missing:
            raise Violation("I2", f"saved on {laptop.name}, then forgotten: {sorted(missing)}")
        laptop.note_saved(opened)


def a_reply(world: World, message: Message, reply: Reply) -> None:
    """I17: no page of a district that is not the inspector's."""
    if not message.path.endswith("/sync") or reply.status != 200:
        return
    said = json.loads(_plain(reply))
    strange = {page["scope"] for page in said["pull"]} - set(said["scopes"])
    if strange:
        raise Violation("I17", f"pages of {strange} went to a laptop of {said['scopes']}")
    request = json.loads(_plain(message))
    if request["device_id"] != said["receipt"]["device_id"]:
        raise Violation("I17", "a receipt went to another laptop")


def after_a_sync(world: World, laptop: Laptop) -> None:
    """I10, second half: work that waits keeps its records; I3 again: "held" is said of nothing that is not held."""
    with laptop.open() as opened:
        laptop.note_saved(opened)
        waiting = rows(opened.work, _WAITING)
        ids = sorted({one["employer_id"] for one in waiting})
        if missing := set(ids) - employers_held(opened, ids):
            raise Violation("I10", f"{laptop.name} has work on employers that it let go: {missing}")
        held = {one["op_id"] for one in rows(opened.work, "SELECT op_id FROM outbox WHERE acknowledged_at <> ''")}
    world.acknowledged |= held
    if "centre" not in world.restored and (missing := held - ledger_ids(world) - world.excused):
        raise Violation("I3", f"{laptop.name} takes as held what the centre has not: {sorted(missing)}")


def at_rest(world: World) -> None:
    """Everything that must hold once nobody has anything left to say."""
    with ExitStack() as open_laptops:
        for laptop in world.laptops:
            open_laptops.enter_context(laptop.held_open())
        for check in AT_REST.values():
            check(world)
    for check in AFTER_REST.values():
        check(world)


def ledger_ids(world: World) -> set[str]:
    return {row.op_id for row in world.centre.rows("SELECT op_id FROM ledger")}


def _plain(message: Message | Reply) -> Any:
    headers = dict(message.headers)
    if headers.get("Content-Encoding") == "zstd":
        return zstandard.ZstdDecompressor().decompressobj().decompress(message.body)
    return message.body
