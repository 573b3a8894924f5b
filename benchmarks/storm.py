"""Many laptops that push at the same moment: none lost, none doubled, how long until each has its receipt.

50 laptops with 50 findings each, then 1,000 with 10 each, from a process of their own over HTTP; a laptop that is told
to come back does so after the time named and a part of the spread.
Run: python benchmarks/storm.py [--laptops 1000] [--postgres ADDRESS]. Ends with status 1 when something is amiss.
"""

from __future__ import annotations

import argparse
import http.client
import json
import multiprocessing
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from benchmark_centre import BenchmarkCentre, benchmark_centre
from benchmark_wire import wire_laptops

Parcel = tuple[bytes, dict[str, str], str]
"""Body, headers, and the head that the receipt has to name."""


def main() -> int:
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--laptops", type=int, default=1000)
    wanted.add_argument("--postgres", default="", help="address of a PostgreSQL server; left out: SQLite")
    given = wanted.parse_args()
    figures: dict[str, Any] = {"database": "PostgreSQL" if given.postgres else "SQLite"}
    for laptops, findings in ((50, 50), (given.laptops, 10)):
        with (
            tempfile.TemporaryDirectory(prefix="muaina-bench-") as folder,
            benchmark_centre(Path(folder), postgres=given.postgres, employers=100, threads=8) as centre,
        ):
            figures[f"{laptops} laptops, {findings} findings"] = storm(centre, laptops, findings)
    print(json.dumps(figures, indent=1))
    storms = [one for one in figures.values() if isinstance(one, dict)]
    is_amiss = any(one["lost"] or one["doubled"] or set(one["statuses"]) - {"200", "503", "429"} for one in storms)
    return 1 if is_amiss else 0


def storm(centre: BenchmarkCentre, laptops: int, findings: int) -> dict[str, Any]:
    chance = random.Random(laptops)
    made = wire_laptops(centre, laptops)
    for number, laptop in enumerate(made):
        laptop.inspect(centre.employers[number % len(centre.employers)], findings, chance)
    parcels = [(laptop.body(), laptop.headers, laptop.operations[-1]["hash"]) for laptop in made]
    context = multiprocessing.get_context("spawn")
    answers = context.Queue()
    sender = context.Process(target=send_all, args=(centre.url, parcels, answers))
    sender.start()
    seconds, statuses = answers.get(timeout=900)
    sender.join(timeout=60)
    expected, ordered = laptops * findings, sorted(seconds)
    held = centre.scalar("SELECT count(*) FROM finding")
    entries = centre.scalar("SELECT count(*) FROM ledger")
    ids = centre.scalar("SELECT count(DISTINCT op_id) FROM ledger WHERE outcome = 'applied'")
    return {
        **{
            f"p{share}_s": round(ordered[min(len(ordered) * share // 100, len(ordered) - 1)], 2)
            for share in (50, 95, 99)
        },
        "all_s": round(ordered[-1], 2),
        "operations_per_s": round((expected + laptops) / ordered[-1]),
        "lost": expected + laptops - ids + (laptops - len(seconds)),
        "doubled": entries - ids + max(held - expected, 0),
        "statuses": dict(statuses),
    }


def send_all(url: str, parcels: Sequence[Parcel], answers: Any) -> None:
    """Send every parcel in a thread of its own, all at the same moment; runs in a process of its own."""
    seconds: list[float] = []
    statuses: Counter[str] = Counter()
    gate = threading.Barrier(len(parcels))
    threads = [threading.Thread(target=_send, args=(url, parcel, gate, seconds, statuses)) for parcel in parcels]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    answers.put((seconds, dict(statuses)))


def _send(url: str, parcel: Parcel, gate: threading.Barrier, seconds: list[float], statuses: Counter[str]) -> None:
    body, headers, head = parcel
    chance = random.Random(head)
    gate.wait()
    started = time.perf_counter()
    for _ in range(30):
        status, reply = _post(url, body, headers)
        statuses[str(status)] += 1
        if status == http.client.OK:
            assert reply["receipt"]["head"] == head
            seconds.append(time.perf_counter() - started)
            return
        facts = reply.get("facts", {})
        time.sleep(facts.get("after_s", 5) + chance.random() * facts.get("spread_s", 5))


def _post(url: str, body: bytes, headers: dict[str, str]) -> tuple[int, dict[str, Any]]:
    """Return status and message; 0 where the connection broke."""
    place = urlsplit(url)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=300)
    try:
        connection.request("POST", "/sync/v1/sync", body=body, headers=headers)
        response = connection.getresponse()
        return response.status, json.loads(response.read())
    except (OSError, http.client.HTTPException):
        return 0, {}
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main())
