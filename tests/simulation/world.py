"""One run of the simulator: a seed decides who does what, which message meets which fault, and who loses power when."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

from sqlalchemy.exc import OperationalError

from inspector_app.errors import Refusal
from inspector_app.store.driver import DatabaseError

from .centre import Centre
from .laptop import Laptop
from .machine import Machine, PowerCut, watched
from .network import Message, Network, Reply, instead_of_sockets
from .scene import BEGIN, LAPTOPS, Ids, Scene, moving

FAULTS = {
    "drop": 0.04,
    "late": 0.03,
    "cut request": 0.02,
    "portal": 0.01,
    "busy": 0.02,
    "gateway": 0.01,
    "twice": 0.03,
    "tamper": 0.02,
    "reply lost": 0.06,
    "cut reply": 0.03,
    "junk reply": 0.02,
}
"""Chance of each thing that may happen to a message."""

MOST_ROUNDS = 8
"""Syncs within which each laptop must have come to rest once nothing fails any more."""


class Violation(AssertionError):
    """An invariant does not hold: its name and what was seen."""

    def __init__(self, invariant: str, seen: str) -> None:
        super().__init__(f"{invariant}: {seen}")
        self.invariant = invariant
        self.world: World | None = None


@dataclass
class World:
    """Everything of one run. `trace` is what happened, line by line; its hash is the same for the same seed."""

    scene: Scene
    seed: int
    centre: Centre
    laptops: list[Laptop]
    network: Network
    plan: Random
    trace: list[str] = field(default_factory=list)
    acknowledged: set[str] = field(default_factory=set)
    """Operations that a laptop was told are held by the centre."""
    excused: set[str] = field(default_factory=set)
    """Operations whose every copy a restore destroyed."""
    copies: dict[str, Any] = field(default_factory=dict)
    """Earlier copies of files that a restore may put back, by machine."""
    restored: set[str] = field(default_factory=set)
    number: int = 0
    depth: int = 0

    def note(self, *words: object) -> None:
        self.trace.append(" ".join(str(word) for word in words))

    @property
    def trace_hash(self) -> str:
        return hashlib.sha256("\n".join(self.trace).encode()).hexdigest()[:16]

    def awake(self) -> list[Laptop]:
        return [laptop for laptop in self.laptops if not laptop.is_syncing]

    def pass_time(self, seconds: float) -> None:
        for machine in self.machines():
            machine.now += timedelta(seconds=seconds)

    def machines(self) -> list[Machine]:
        return [self.centre.machine, *(laptop.machine for laptop in self.laptops)]

    def between_messages(self) -> None:
        """While a message is on its way, others may go on with their work."""
        self.pass_time(self.network.random.random() * 3)
        if self.depth == 0 and self.network.rates and self.plan.random() < 0.12:
            self.step()

    def step(self) -> None:
        """One thing happens, of those that the seed may choose from."""
        from .events import EVENTS

        self.depth += 1
        self.number += 1
        name, event = self.plan.choices(
            [(name, event) for name, (_, event) in EVENTS.items()], [weight for weight, _ in EVENTS.values()]
        )[0]
        try:
            said = event(self)
        except PowerCut as cut:
            said = f"power cut of {cut.machine.name}"
            self.recover(cut.machine)
        except (Refusal, DatabaseError, OperationalError, OSError) as problem:
            said = type(problem).__name__
            if not isinstance(problem, Refusal) and not any(machine.was_full for machine in self.machines()):
                raise
        finally:
            self.depth -= 1
        self.note(self.number, name, said)

    def recover(self, machine: Machine) -> None:
        """Start a machine again after a power cut and check what it must not have forgotten."""
        from . import checks

        if machine is self.centre.machine:
            self.centre.start_again()
            checks.nothing_acknowledged_is_forgotten(self)
            return
        laptop = next(one for one in self.laptops if one.machine is machine)
        laptop.is_syncing = False
        machine.restart()
        checks.nothing_saved_is_forgotten(self, laptop)

    def excuse_what_is_gone(self) -> None:
        """After a restore, what neither the centre nor a laptop nor a message on its way holds need not come back."""
        from . import checks

        there = checks.ledger_ids(self)
        for laptop in self.laptops:
            there |= {one["op_id"] for one in laptop.outbox()}
        made: set[str] = set().union(*(laptop.made for laptop in self.laptops))
        self.excused |= made - there

    def sync(self, laptop: Laptop) -> str:
        from . import checks

        outcome = laptop.sync()
        checks.after_a_sync(self, laptop)
        return f"{laptop.name} reached={outcome.reached} finished={outcome.finished} {outcome.counts}"


def run(scene: Scene, seed: int, *, steps: int = 0, faults: bool = True) -> World:
    """Run one seed to its end and return the world.

    Raises:
        Violation: an invariant does not hold.
    """
    from . import checks

    scene.lay_out()
    plan = Random(f"plan {seed}")
    world = _world(scene, seed, plan)
    world.network.rates = FAULTS if faults else {}
    logging.disable(logging.CRITICAL)  # what goes wrong is meant to
    with ExitStack() as stack:
        stack.callback(logging.disable, logging.NOTSET)
        stack.enter_context(watched(world.machines()))
        stack.enter_context(instead_of_sockets(lambda message: _carry(world, message)))
        for machine in world.machines():
            machine.note_all_flushed()
        try:
            for _ in range(steps or plan.randrange(6, 22)):
                world.pass_time(plan.expovariate(1 / 600))
                world.step()
            come_to_rest(world)
            checks.at_rest(world)
        except Violation as problem:
            problem.world = world
            raise
        except Exception as problem:
            crash = Violation("crash", f"{type(problem).__name__}: {problem}")
            crash.world = world
            raise crash from problem
        finally:
            with suppress(Exception):
                moving.machine = None
    return world


def come_to_rest(world: World) -> None:
    """Heal everything, let late messages arrive, and sync until nobody has anything left."""
    world.network.rates = {}
    for machine in world.machines():
        machine.cut_in = machine.full_in = 0
    if world.centre.is_down:
        world.recover(world.centre.machine)
    while world.network.late:
        world.network.bring_late()
    for laptop in world.laptops:
        laptop.schema = 0
    for number in range(MOST_ROUNDS):
        world.pass_time(4000 if world.restored else 90)  # a restored copy is compared by digest, at most hourly
        said = [world.sync(laptop) for laptop in world.laptops]
        world.note("rest", number, said)
        if number and all(laptop.is_at_rest() for laptop in world.laptops):
            return
    words = {laptop.name: laptop.outcome.text.en for laptop in world.laptops if laptop.outcome}
    raise Violation("rest", f"still not finished: {words} {said}")


def _carry(world: World, message: Message) -> Reply:
    return world.network.carry(message)


def _world(scene: Scene, seed: int, plan: Random) -> World:
    ids = Ids(Random(f"ids {seed}"))
    machine = Machine("centre", scene.centre, BEGIN)
    centre = Centre(scene, machine, Random(f"centre {seed}"))
    moving.machine, moving.ids = machine, ids
    laptops = [
        Laptop(name, Machine(name, scene.laptop(name), BEGIN), scene.keys[name], Random(f"{name} {seed}"), ids)
        for name, _ in LAPTOPS[: plan.choice((2, 2, 3))]
    ]
    network = Network(Random(f"network {seed}"), centre.deliver, between=_nothing, note=_nothing, look=_nothing)
    world = World(scene, seed, centre, laptops, network, plan)
    network.between, network.note = world.between_messages, world.note
    network.look = lambda message, reply: _look(world, message, reply)
    return world


def _look(world: World, message: Message, reply: Reply) -> None:
    from . import checks

    checks.a_reply(world, message, reply)


def _nothing(*_: Any) -> None:
    """Nobody is asked yet."""


Event = Callable[[World], object]
