"""`python -m tests.simulation --seed N`: run one seed or many, and print what happened."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

from .scene import made_scene
from .world import Violation, run


def quick_folder() -> str | None:
    """Return a folder in memory where there is one: the simulator models the disk, it need not wait for one."""
    memory = Path("/dev/shm")
    return str(memory) if memory.is_dir() else None


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--seed", type=int, default=0, help="first seed")
    parser.add_argument("--count", type=int, default=1, help="how many seeds from there")
    parser.add_argument("--seconds", type=float, default=0, help="stop after so long, however many seeds are left")
    parser.add_argument("--trace", action="store_true", help="print every line of the trace")
    given = parser.parse_args()
    failed, points, begun, done = [], Counter[str](), time.monotonic(), 0
    with tempfile.TemporaryDirectory(dir=quick_folder()) as folder, made_scene(Path(folder)) as scene:
        begun = time.monotonic()
        for seed in range(given.seed, given.seed + given.count):
            if given.seconds and time.monotonic() - begun > given.seconds:
                break
            done += 1
            try:
                world = run(scene, seed)
            except Violation as problem:
                failed.append(seed)
                print(f"seed {seed}: {problem}\n  replay: python -m tests.simulation --seed {seed} --trace", flush=True)
                if given.trace and problem.world:
                    print("\n".join(problem.world.trace))
                    traceback.print_exc()
                continue
            for machine in world.machines():
                points.update({f"{machine.name.partition(' ')[0]}: {name}": n for name, n in machine.points.items()})
            if given.count == 1:
                print(f"seed {seed}: {len(world.trace)} lines, trace {world.trace_hash}")
            if given.trace:
                print("\n".join(world.trace))
    took = time.monotonic() - begun
    if given.count > 1:
        print("\n".join(f"{count:8} {name}" for name, count in sorted(points.items())))
    print(f"{done} seeds in {took:.1f} s ({done / took:.1f}/s), {len(failed)} failed: {failed[:20]}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
