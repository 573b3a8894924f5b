"""What may happen in a world at each step, with how often; new kinds of events are lines of the one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from random import Random

from sync_protocol.versions import SCHEMA_VERSION

from .centre import Centre
from .laptop import Laptop
from .machine import Machine, watch
from .scene import LAPTOPS
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


def back_up(world: World) -> object:
    """Somebody copies the files of a laptop or of the centre."""
    owner = world.plan.choice([world.centre, *world.awake()])
    if world.centre.is_down and owner is world.centre:
        return ""
    place = owner.machine.folder.with_name(f"{owner.machine.name}.copy")
    owner.back_up(place)
    world.copies[owner.machine.name] = place
    return owner.machine.name


def restore(world: World) -> object:
    """Somebody puts an earlier copy back; nobody is in the middle of a sync then."""
    owners = [one for one in (world.centre, *world.laptops) if one.machine.name in world.copies]
    if not owners or world.depth > 1 or world.centre.is_down:
        return ""
    owner = world.plan.choice(owners)
    owner.restore(world.copies[owner.machine.name])
    world.restored.add(owner.machine.name)
    world.excuse_what_is_gone()
    if isinstance(owner, Centre) and world.plan.random() < 0.5:
        owner.begin_new_history()
        return "centre, and told so"
    return owner.machine.name


def copy_laptop(world: World) -> object:
    """A laptop's folder is copied to another machine, and both are worked on from now on."""
    awake = world.awake()
    if not awake or len(world.laptops) > len(LAPTOPS) or any("copy" in one.name for one in world.laptops):
        return ""
    first = world.plan.choice(awake)
    name = f"{first.name} copy"
    machine = Machine(name, first.machine.folder.with_name(name), first.machine.now, first.machine.skew)
    first.back_up(machine.folder)
    watch(machine)
    machine.note_all_flushed()
    second = Laptop(name, machine, first.key, Random(f"{name} {world.seed}"), first.new_id)
    with second.open() as opened:
        second.note_saved(opened)
    world.laptops.append(second)
    world.restored.add(name)
    return name


def change_version(world: World) -> object:
    """A laptop works for a while as one of the schema before ours did, or is brought up to date."""
    laptop = world.plan.choice(world.laptops)
    laptop.schema = 0 if laptop.schema else SCHEMA_VERSION - 1
    return laptop.name, laptop.schema


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
    "back up": (3, back_up),
    "restore": (2, restore),
    "copy laptop": (1, copy_laptop),
    "change version": (1, change_version),
}
"""Weight of each event."""
