"""Whether an operation costs the centre as much with a million operations stored as with ten thousand.

The ledger and the findings are filled by one statement each; then the same number of new findings is pushed in batches
of 500, several times at each size, and the processor's time of the centre is compared.
Run: python benchmarks/server_growth.py [--sizes 10000 100000 1000000]. Ends with status 1 over the goal.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from contextlib import closing
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

from benchmark_centre import BenchmarkCentre, benchmark_centre
from benchmark_wire import wire_laptops
from sqlalchemy import text

GOAL = 1.3
"""Of the cost at the smallest size."""

BATCH, TURNS = 500, 6


def main() -> int:
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    given = wanted.parse_args()
    figures: dict[str, Any] = {}
    with (
        tempfile.TemporaryDirectory(prefix="muaina-bench-") as folder,
        benchmark_centre(Path(folder), employers=100) as centre,
    ):
        cost(centre)  # the first push pays for what is made once
        for size in given.sizes:
            fill(centre, size)
            figures[str(size)] = cost(centre)
    smallest, largest = (figures[str(size)]["cpu_us"] for size in (given.sizes[0], given.sizes[-1]))
    figures |= {"ratio": round(largest / smallest, 2), "goal": GOAL}
    print(json.dumps(figures, indent=1))
    return 1 if figures["ratio"] > GOAL else 0


def fill(centre: BenchmarkCentre, size: int) -> None:
    """Fill ledger and findings up to a size, spread over devices that nobody has."""
    missing = size - centre.scalar("SELECT count(*) FROM ledger")
    start = centre.scalar("SELECT count(*) FROM ledger")
    numbers = f"WITH RECURSIVE n(i) AS (SELECT {start} UNION ALL SELECT i + 1 FROM n WHERE i < {start + missing - 1})"
    id_ = "lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-7000-8000-' || hex(randomblob(6)))"
    ledger = f"""
    INSERT INTO ledger (device_id, incarnation, seq, op_id, hash, kind, row_id, body, outcome, code, reason_en,
                        reason_ur, waits_for, conflict_ids, verdict_no, received_at, clock_flags)
    {numbers} SELECT printf('00000000-0000-7000-8000-%012d', i % 200), 1, i + 1, {id_}, hex(randomblob(32)),
    'finding.record', {id_}, '{{}}', 'applied', '', '', '', '', '[]', i + 1, '2026-11-22 09:00:00', '' FROM n
    """
    finding = f"""
    INSERT INTO finding (id, inspection_id, code, item, "key", text_en, text_ur, provisions, severity, privacy, facts,
                         evidence)
    {numbers} SELECT {id_}, {id_}, 'X', 'item', '', 'text', 'متن', '[]', 'minor', 'public', '{{}}', '[]' FROM n
    """
    with centre.inside() as session:
        for statement in (ledger, finding):
            session.execute(text(statement.replace(":00:00", "\\:00\\:00")))
        session.commit()
        with closing(session.get_bind().raw_connection()) as raw:
            raw.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # not for the pushes to move


def cost(centre: BenchmarkCentre) -> dict[str, float]:
    """Return the microseconds of one operation, of the processor and by the clock, in the middle of the turns."""
    chance, cpu, wall = random.Random(1), [], []
    client = centre.app.test_client()
    for laptop in wire_laptops(centre, TURNS):
        laptop.inspect(chance.choice(centre.employers), BATCH - 1, chance)
        body = laptop.body()
        started, began = perf_counter(), process_time()
        response = client.post("/sync/v1/sync", data=body, headers=laptop.headers)
        cpu.append((process_time() - began) / BATCH * 1e6)
        wall.append((perf_counter() - started) / BATCH * 1e6)
        assert response.get_json()["receipt"]["seq"] == BATCH
    return {"cpu_us": round(median(cpu), 1), "wall_us": round(median(wall), 1)}


if __name__ == "__main__":
    sys.exit(main())
