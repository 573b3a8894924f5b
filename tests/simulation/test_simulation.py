"""Many small worlds, each from a seed: nothing lost, nothing doubled, no copy that differs, no conflict unrecorded."""

from __future__ import annotations

import os
import time
from collections import Counter

import pytest

from .invariants import AT_REST
from .planted_bugs import BUGS
from .scene import Scene
from .world import Violation, World, run

SHARDS = 2
BOX_S = 20.0
"""How long each shard runs when `MUAINA_SIMULATION_SEEDS` does not say how many seeds there are to be."""

LONGEST_HUNT = 400
"""Seeds within which each planted bug must have been found."""


@pytest.mark.timeout(0)
@pytest.mark.parametrize("shard", range(SHARDS))
def test_no_seed_breaks_an_invariant(scene: Scene, shard: int) -> None:
    wanted = int(os.environ.get("MUAINA_SIMULATION_SEEDS", "0"))
    begun, seed, done = time.monotonic(), shard, 0
    while seed < wanted if wanted else time.monotonic() - begun < BOX_S:
        replayable(scene, seed)
        seed += SHARDS
        done += 1
    print(f"shard {shard}: {done} seeds in {time.monotonic() - begun:.1f} s")
    assert done


def replayable(scene: Scene, seed: int) -> World:
    """Run a seed; when it breaks an invariant, say how to see it again."""
    try:
        return run(scene, seed)
    except Violation as problem:
        pytest.fail(f"{problem}\nreplay: python -m tests.simulation --seed {seed} --trace")


def test_the_same_seed_twice_leaves_the_same_trace(scene: Scene) -> None:
    first, second = (replayable(scene, 11) for _ in range(2))
    assert first.trace == second.trace
    assert first.trace_hash == second.trace_hash
    assert replayable(scene, 12).trace_hash != first.trace_hash


def test_a_world_without_faults_comes_to_rest(scene: Scene) -> None:
    world = run(scene, 5, steps=30, faults=False)
    assert any(laptop.saved for laptop in world.laptops)


@pytest.mark.timeout(0)
@pytest.mark.parametrize("name", BUGS)
def test_a_planted_bug_is_found(scene: Scene, name: str) -> None:
    seed, found = hunt(scene, name)
    assert found is not None, f"{name}: not found by {LONGEST_HUNT} seeds"
    assert found.invariant != "crash", f"seed {seed}: the planted bug breaks off: {found}"
    print(f"{name}: found by {found.invariant} with seed {seed}, {seed + 1} seeds")


def hunt(scene: Scene, name: str) -> tuple[int, Violation | None]:
    """Return the first seed that finds a planted bug, and what it saw."""
    for seed in range(LONGEST_HUNT):
        try:
            with BUGS[name]():
                run(scene, seed)
        except Violation as found:
            return seed, found
    return LONGEST_HUNT, None


def test_machines_lose_power_at_every_kind_of_point(scene: Scene) -> None:
    passed: Counter[str] = Counter()
    for seed in range(6):
        for machine in replayable(scene, seed).machines():
            passed.update(machine.points)
    expected = {"before commit of work.db", "after commit of work.db", "before commit of centre.db"}
    assert expected | {"after commit of centre.db"} <= set(passed)


def test_every_check_at_rest_says_which_invariants_it_holds() -> None:
    assert all(check.__doc__ and name.split()[0] in check.__doc__ for name, check in AT_REST.items())
