"""Many small worlds, each from a seed: nothing lost, nothing doubled, no copy that differs, no conflict unrecorded."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from .invariants import AFTER_REST, AT_REST
from .planted_bugs import BUGS
from .scene import Scene
from .world import Violation, World, run

ROOT = Path(__file__).parents[2]

SHARDS = 4
SEEDS = int(os.environ.get("MUAINA_SIMULATION_SEEDS", "2000"))
"""Seeds in all, from 0 on; each shard runs its part."""

BOX_S = float(os.environ.get("MUAINA_SIMULATION_BOX_S", "0" if "MUAINA_SIMULATION_SEEDS" in os.environ else "75"))
"""Seconds after which a shard ends, however many of its seeds are left; 0 for none."""

MOST_SHOWN = 5
"""Seeds that break an invariant, after which a shard has shown enough."""

LONGEST_HUNT = 400
"""Seeds within which each planted bug must have been found."""


@pytest.mark.timeout(0)
@pytest.mark.parametrize("shard", range(SHARDS))
def test_no_seed_breaks_an_invariant(scene: Scene, shard: int, show_at_the_end: Callable[[str], None]) -> None:
    seeds, begun, done = range(shard, SEEDS, SHARDS), time.monotonic(), 0
    broken: list[str] = []
    for seed in seeds:
        if (BOX_S and time.monotonic() - begun > BOX_S) or len(broken) == MOST_SHOWN:
            break
        try:
            run(scene, seed)
        except Violation as problem:
            broken.append(_told(seed, problem))
        done += 1
    took = time.monotonic() - begun
    figures = f"{done} of {len(seeds)} seeds in {took:.0f} s, {len(broken)} violations"
    show_at_the_end(f"simulation, shard {shard + 1} of {SHARDS}: {figures}")
    assert broken == []
    assert done


def _told(seed: int, problem: Violation) -> str:
    return f"{problem}\nreplay: python -m tests.simulation --seed {seed} --trace"


def replayable(scene: Scene, seed: int) -> World:
    """Run a seed; when it breaks an invariant, say how to see it again."""
    try:
        return run(scene, seed)
    except Violation as problem:
        pytest.fail(_told(seed, problem))


def test_the_same_seed_twice_leaves_the_same_trace(scene: Scene) -> None:
    first, second = (replayable(scene, 11) for _ in range(2))
    assert first.trace == second.trace
    assert first.trace_hash == second.trace_hash
    assert replayable(scene, 12).trace_hash != first.trace_hash


def test_the_same_seed_leaves_the_same_trace_in_every_process(scene: Scene) -> None:
    told = {replay_elsewhere(11, hash_seed=number) for number in (1, 2)}
    world = replayable(scene, 11)
    assert told == {f"seed 11: {len(world.trace)} lines, trace {world.trace_hash}"}


def replay_elsewhere(seed: int, *, hash_seed: int) -> str:
    """Return what a process of its own says of a seed; sets of texts are ordered otherwise there."""
    command = [sys.executable, "-m", "tests.simulation", "--seed", str(seed)]
    surroundings = {**os.environ, "PYTHONHASHSEED": str(hash_seed)}
    ended = subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=True)
    return ended.stdout.splitlines()[0]


def test_a_world_without_faults_comes_to_rest(scene: Scene) -> None:
    world = run(scene, 5, steps=30, faults=False)
    assert any(laptop.saved for laptop in world.laptops)


@pytest.mark.timeout(0)
@pytest.mark.parametrize("name", BUGS)
def test_a_planted_bug_is_found(scene: Scene, name: str, show_at_the_end: Callable[[str], None]) -> None:
    seed, found = hunt(scene, name)
    assert found is not None, f"{name}: not found by {LONGEST_HUNT} seeds"
    assert found.invariant != "crash", f"seed {seed}: the planted bug breaks off: {found}"
    show_at_the_end(f"planted bug, {name}: found by {found.invariant} after {seed + 1} seeds")


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
    assert all(
        check.__doc__ and name.split()[0] in check.__doc__ for name, check in [*AT_REST.items(), *AFTER_REST.items()]
    )
