"""What may happen in a world at each step, with how often; new kinds of events are lines of the one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from .laptop import Laptop
from .world import World


def _laptop(world: World) -> Laptop | None:
    awake = world.awake()
    return world.plan.choice(awake) if awake else None


def sync(world: World) -> object:
    laptop = _laptop(world)
    return world.sync(laptop) if laptop else ""


def correct(world: World) -> object:
    laptop = _laptop(world)
    return (laptop.name, laptop.correct(world.number)) if laptop else ""


def inspect(world: World) -> object:
    laptop = _laptop(world)
    return (laptop.name, laptop.inspect(world.number)) if laptop else ""


def add_employer(world: World) -> object:
    laptop = _laptop(world)
    return (laptop.name, laptop.add_employer(world.number)) if laptop else ""


def make_odd(world: World) -> object:
    laptop = _laptop(world)
    return (laptop.name, laptop.make_odd(world.number)) if laptop else ""


def sync_and_lose_power(world: World) -> object:
    """The laptop loses power at one of the next points at which something becomes durable."""
    laptop = _laptop(world)
    if laptop is None:
        return ""
    laptop.machine.cut_in = world.plan.randrange(1, 24)
    said = world.sync(laptop)
    laptop.machine.cut_in = 0
    return said


def work_and_lose_power(world: World) -> object:
    laptop = _laptop(world)
    if laptop is None:
        return ""
    laptop.machine.cut_in = world.plan.randrange(1, 5)
    said = laptop.correct(world.number)
    laptop.machine.cut_in = 0
    return laptop.name, said


def centre_loses_power(world: World) -> object:
    """The centre will lose power at one of the next points, whoever speaks to it then."""
    world.centre.machine.cut_in = world.plan.randrange(1, 16)
    return world.centre.machine.cut_in


def centre_starts(world: World) -> object:
    if not world.centre.is_down:
        return "up"
    world.recover(world.centre.machine)
    return "started"


def full_disk(world: World) -> object:
    """A disk is full at one of the next points, and has room again after it."""
    machine = world.plan.choice(world.machines())
    machine.full_in = world.plan.randrange(1, 6)
    return machine.name


def change_employer(world: World) -> object:
    return world.centre.change_employer(world.number)


def move_employer(world: World) -> object:
    return world.centre.move_employer()


def reassign(world: World) -> object:
    return world.centre.reassign(world.plan.choice(world.laptops).name.partition(" ")[0])


def resolve(world: World) -> object:
    return world.centre.resolve(world.number)


def do_chores(world: World) -> object:
    return world.centre.do_chores()


def bring_late(world: World) -> object:
    world.network.bring_late()
    return len(world.network.late)


def jump_clock(world: World) -> object:
    """A clock is set wrong, by minutes, days or years, forward or back."""
    machine = world.plan.choice(world.machines()[1:])
    machine.skew = world.plan.choice((-1, 1)) * timedelta(seconds=10 ** world.plan.uniform(1, 8))
    return machine.name, machine.skew


EVENTS: Mapping[str, tuple[float, Callable[[World], object]]] = {
    "sync": (18, sync),
    "correct": (14, correct),
    "inspect": (6, inspect),
    "add employer": (2, add_employer),
    "make odd": (2, make_odd),
    "sync and lose power": (8, sync_and_lose_power),
    "work and lose power": (3, work_and_lose_power),
    "centre loses power": (4, centre_loses_power),
    "centre starts": (3, centre_starts),
    "full disk": (2, full_disk),
    "change employer": (5, change_employer),
    "move employer": (5, move_employer),
    "reassign": (3, reassign),
    "resolve": (4, resolve),
    "chores": (1, do_chores),
    "bring late": (3, bring_late),
    "jump clock": (2, jump_clock),
}
"""Weight of each event."""
