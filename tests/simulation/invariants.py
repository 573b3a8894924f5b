"""The invariants that must hold at rest, each a function with its name; those held elsewhere name the test that does.

The numbers are those of the protocol's design: I1 to I25.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from inspector_app.services.read_status import read_status
from inspector_app.store.driver import rows
from inspector_app.store.register_changes import LEFT
from sync_protocol.entities import EMPLOYER, ENTITIES
from sync_protocol.receipts import verify_receipt

from .images import centre_image, centre_records, difference, plain

if TYPE_CHECKING:
    from .world import World

_CORRECTIONS = """
SELECT device_id, op_id, row_id, body FROM ledger
WHERE kind = 'employer.correct' AND outcome IN ('applied', 'merged')
"""
EFFECTIVE = ("applied", "merged")
FINAL = ("applied", "merged", "duplicate", "rejected")


def _fail(invariant: str, seen: str) -> None:
    from .world import Violation

    raise Violation(invariant, seen)


def once_each(world: World) -> None:
    """I1, I14, I15: every saved operation is in the ledger with one effect; nothing is there that nobody made."""
    entries = world.centre.rows("SELECT op_id, outcome FROM ledger")
    there = {row.op_id for row in entries}
    effects = Counter(row.op_id for row in entries if row.outcome in EFFECTIVE)
    saved: set[str] = set().union(*(laptop.made for laptop in world.laptops))
    if lost := saved - there - world.excused:
        _fail("I15", f"lost: {sorted(lost)}")
    if doubled := [op_id for op_id, count in effects.items() if count > 1]:
        _fail("I1", f"doubled: {doubled}")
    if phantom := there - saved - world.excused:
        _fail("I1", f"phantom: {sorted(phantom)}")


def as_it_was_said(world: World) -> None:
    """I14: the ledger holds each operation as its laptop made it, whoever stood in between."""
    made = {op_id: one["body"] for laptop in world.laptops for op_id, one in laptop.made.items()}
    for row in world.centre.rows("SELECT op_id, body FROM ledger"):
        if (own := made.get(row.op_id)) is not None:
            body = json.loads(row.body)
            if any(body[name] != own[name] for name in ("kind", "row_id", "set", "was", "made_at", "user_id")):
                _fail("I14", f"operation {row.op_id} is not the one that was made: {body} {own}")


def one_verdict_each(world: World) -> None:
    """I4: a final verdict for each operation, or "held" with what it waits for; I5: nothing waits behind them."""
    for row in world.centre.rows("SELECT op_id, outcome, waits_for FROM ledger"):
        if row.outcome not in FINAL and not (row.outcome == "held" and row.waits_for):
            _fail("I4", f"{row.op_id} is {row.outcome!r} and waits for {row.waits_for!r}")
    for laptop in world.laptops:
        for one in laptop.outbox():
            if not one["acknowledged_at"] or not one["outcome"]:
                _fail(
                    "I5",
                    f"{laptop.name}: operation {one['number']} waits: {one['acknowledged_at']!r} {one['outcome']!r}",
                )


def dense_chains(world: World) -> None:
    """I6: in each incarnation the numbers are 1, 2, 3 ... without a gap, and the chain stands at the last."""
    found: dict[tuple[str, int], list[int]] = {}
    for row in world.centre.rows("SELECT device_id, incarnation, seq FROM ledger ORDER BY seq"):
        found.setdefault((row.device_id, row.incarnation), []).append(row.seq)
    for chain in world.centre.rows("SELECT device_id, incarnation, next_seq FROM device_chain"):
        seqs = found.pop((chain.device_id, chain.incarnation), [])
        if seqs != list(range(1, chain.next_seq)):
            _fail("I6", f"incarnation {chain.incarnation} of {chain.device_id}: {seqs}, next {chain.next_seq}")
    if found:
        _fail("I6", f"operations of no chain: {list(found)}")


def dense_feed(world: World) -> None:
    """I7: no two records of a scope have one number, none is above the counter."""
    members: dict[str, list[int]] = {}
    for row in world.centre.rows("SELECT scope_id, v FROM member"):
        members.setdefault(row.scope_id, []).append(row.v)
    for scope in world.centre.rows("SELECT id, v FROM scope"):
        vs = members.get(scope.id, [])
        if len(vs) != len(set(vs)) or any(v > scope.v for v in vs):
            _fail("I7", f"{scope.id} at {scope.v}: {sorted(vs)}")


def same_image(world: World) -> None:
    """I8, I9, I10: each laptop holds what the centre has of its districts, and only that beside its own work."""
    records = centre_records(world)
    for laptop in world.laptops:
        theirs = centre_image(world, records, laptop.name)
        with laptop.open() as opened:
            for entity in ENTITIES.values():
                columns = ", ".join(("id", "rev", *entity.field_names))
                found = rows(opened.register, f"SELECT scope, {columns} FROM {entity.name}")
                ours = {one["id"]: plain(one) for one in found if one.pop("scope") != LEFT}
                if ours != theirs[entity.name]:
                    _fail("I8", f"{laptop.name} {entity.name}: {difference(ours, theirs[entity.name])}")
            left = rows(opened.register, "SELECT id FROM employer WHERE scope = ''")
            open_here = {
                one["employer_id"]
                for one in rows(opened.work, "SELECT employer_id FROM inspection WHERE closed_at = ''")
            }
            if extra := {one["id"] for one in left} - open_here:
                _fail("I10", f"{laptop.name} still holds {sorted(extra)}")


def never_repaired(world: World) -> None:
    """I8 without its safety net: as long as nobody restored anything, the feed alone kept the copies right."""
    repaired = sum(laptop.repaired for laptop in world.laptops)
    if repaired and not world.restored:
        _fail("I8", f"{repaired} records had to be repaired")


def nothing_overwritten_unseen(world: World) -> None:
    """I11: a field value of somebody else is overwritten with a conflict row or not at all; none is passed over."""
    values, conflicts = _values_seen(world), _conflicts(world)
    for row in world.centre.rows(_CORRECTIONS):
        for name, value in json.loads(row.body)["set"].items():
            group = EMPLOYER.field(name).group or name
            if value not in values[row.row_id, name] and (row.row_id, group, row.device_id) not in conflicts:
                _fail("I11", f"{name} of {row.row_id}: {value!r} was neither written nor kept in a conflict")
    for change in world.centre.rows("SELECT row_id, was, now, stamps FROM seen_change ORDER BY n"):
        _check_change(world, change, conflicts)


def _check_change(world: World, change: Any, conflicts: set[tuple[str, str, str]]) -> None:
    was, now, stamps = (json.loads(text or "{}") for text in (change.was, change.now, change.stamps))
    for name in EMPLOYER.field_names:
        if was[name] == now[name]:
            continue
        _, device, incarnation, seq, *_ = stamps[name]
        if not device:
            continue
        query = "SELECT body FROM ledger WHERE device_id = :d AND incarnation = :i AND seq = :s"
        found = world.centre.rows(query, d=device, i=incarnation, s=seq)
        base = json.loads(found[0].body)["was"].get(name) if found else None
        if base != was[name] and not _own(world, change, name, device):
            group = EMPLOYER.field(name).group or name
            if (change.row_id, group, device) not in conflicts:
                _fail(
                    "I11", f"{name} of {change.row_id}: {was[name]!r} became {now[name]!r}, base {base!r}, no conflict"
                )


def _own(world: World, change: Any, name: str, device: str) -> bool:
    """Return whether the value that was overwritten came from the same laptop."""
    query = "SELECT now, stamps FROM seen_change WHERE row_id = :row ORDER BY n"
    was = json.loads(change.was)[name]
    return any(
        json.loads(row.now)[name] == was and json.loads(row.stamps).get(name, [0, ""])[1] == device
        for row in world.centre.rows(query, row=change.row_id)
    )


def no_conflict_with_oneself(world: World) -> None:
    """I12: a laptop's own consecutive changes never conflict with each other."""
    lives = Counter(row.device_id for row in world.centre.rows("SELECT device_id FROM device_chain"))
    for row in world.centre.rows(
        "SELECT id, standing_user_id AS theirs, arriving_user_id AS ours, arriving_device_id AS d FROM conflict"
    ):
        if row.theirs == row.ours and lives[row.d] == 1:
            _fail("I12", f"conflict {row.id} of {row.ours} with the same person")


def evidence_is_what_it_says(world: World) -> None:
    """I16: every file that the centre holds has the bytes of its name; every one that a laptop calls held is there."""
    folder = world.centre.machine.folder / "evidence"
    held = set()
    for file in folder.rglob("*"):
        if file.is_file() and len(file.stem) == 64:
            held.add(file.stem)
            if hashlib.sha256(file.read_bytes()).hexdigest() != file.stem:
                _fail("I16", f"{file.name} has other bytes")
    for laptop in world.laptops:
        with laptop.open() as opened:
            said = {one["sha256"] for one in rows(opened.work, "SELECT sha256 FROM evidence_file WHERE held_at <> ''")}
            if missing := said - held:
                _fail("I16", f"{laptop.name} takes {sorted(missing)} as held by the centre")


def one_decision_each(world: World) -> None:
    """I19: a conflict was decided once, by one supervisor."""
    for row in world.centre.rows("SELECT id, state, version, resolved_by FROM conflict"):
        if (row.state == "resolved") != bool(row.resolved_by) or row.version > 2:
            _fail("I19", f"conflict {row.id}: {row.state}, version {row.version}, by {row.resolved_by}")


def status_from_what_is_stored(world: World) -> None:
    """I22: what the queue page says depends on what is stored alone."""
    for laptop in world.laptops:
        said = []
        for _ in range(2):
            with laptop.open() as opened:
                said.append(repr(read_status(opened)))
        if said[0] != said[1]:
            _fail("I22", f"{laptop.name}: {said}")


def receipts_verify(world: World) -> None:
    """I23: every receipt that a laptop keeps is the centre's, without asking the centre."""
    for laptop in world.laptops:
        with laptop.open() as opened:
            [device] = rows(opened.work, "SELECT device_id, centre_public_key FROM device")
            for one in rows(opened.work, "SELECT body FROM receipt"):
                receipt = json.loads(one["body"])
                own = {"device_id": receipt["device_id"], "incarnation": receipt["incarnation"]}
                verify_receipt(device["centre_public_key"], receipt, heads={receipt["seq"]: receipt["head"]}, **own)
                if receipt["device_id"] != device["device_id"]:
                    _fail("I23", f"{laptop.name} keeps a receipt of {receipt['device_id']}")


def _values_seen(world: World) -> dict[tuple[str, str], set[Any]]:
    """Return every value that each field of each employer ever had."""
    seen: dict[tuple[str, str], set[Any]] = {}
    changes = world.centre.rows("SELECT row_id, was, now FROM seen_change")
    states = [(row.row_id, json.loads(text)) for row in changes for text in (row.was, row.now)]
    states += [(row.id, dict(row._mapping)) for row in world.centre.rows("SELECT * FROM employer")]
    for row_id, state in states:
        for name in EMPLOYER.field_names:
            seen.setdefault((row_id, name), set()).add(state[name])
    return seen


def _conflicts(world: World) -> set[tuple[str, str, str]]:
    query = "SELECT row_id, field, arriving_device_id AS device FROM conflict"
    return {(row.row_id, row.field, row.device) for row in world.centre.rows(query)}


AT_REST: Mapping[str, Callable[[World], None]] = {
    "I1 I14 I15": once_each,
    "I14 content": as_it_was_said,
    "I4 I5": one_verdict_each,
    "I6": dense_chains,
    "I7": dense_feed,
    "I8 without repair": never_repaired,
    "I8 I9 I10": same_image,
    "I11": nothing_overwritten_unseen,
    "I12": no_conflict_with_oneself,
    "I16": evidence_is_what_it_says,
    "I19": one_decision_each,
    "I23": receipts_verify,
}
"""Checks at rest, by the invariants that they hold."""

AFTER_REST: Mapping[str, Callable[[World], None]] = {"I22": status_from_what_is_stored}
"""Checks that open each laptop themselves."""
