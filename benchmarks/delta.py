"""What a laptop fetches and how long it takes when 100 employers changed, in a small and in a large register.

Both registers stand at one centre, each with its laptop; the turns alternate and the ratio is the median of theirs.
The time is that of a whole sync over loopback: request, feed, reply, the register written durably.
Run: python benchmarks/delta.py [--small 10000] [--large 105157] [--turns 15]. Ends with status 1 over a goal.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from benchmark_centre import benchmark_centre
from benchmark_run import folder, sizes, told

from inspector_app.services.synchronise import synchronise
from inspector_app.store.register_digests import bucket_digests
from inspector_app.tools import Tools
from sync_protocol.digests import combined
from sync_protocol.entities import ENTITIES
from sync_server.queries.gateway import writing

CHANGED = 100
GOAL_BYTES, GOAL_RATIO = 4096, 1.3
FIRST = ("Muhammad", "Abdul", "Tariq", "Saima", "Nadeem", "Rubina", "Ghulam", "Faisal", "Khalida", "Imran", "Asma")
LAST = ("Rafiq", "Chaudhry", "Butt", "Mehmood", "Iqbal", "Parveen", "Rasool", "Malik", "Sheikh", "Qureshi", "Bhatti")


def main() -> int:
    given = sizes(__doc__, small=10_000, large=105_157, turns=15)
    with folder() as place:
        figures = measure(place, {"lahore": given.small, "multan": given.large}, turns=given.turns)
    goals = {"bytes_down": GOAL_BYTES, "ratio": GOAL_RATIO}
    return told(figures, *(f"{name} at most {goal}" for name, goal in goals.items() if figures[name] > goal))


def measure(folder: Path, sizes: dict[str, int], *, turns: int) -> dict[str, Any]:
    chance = random.Random(1)
    with benchmark_centre(folder, employers=0) as centre:
        registers = {district: Follower(centre, district, size, chance) for district, size in sizes.items()}
        down: list[int] = []
        for turn in range(turns):
            for follower in list(registers.values())[:: 1 if turn % 2 else -1]:
                follower.change()
                before = centre.bytes_down
                follower.sync()
                down.append(centre.bytes_down - before)
        assert all(follower.is_the_centres() for follower in registers.values())
    small, large = registers.values()
    ratios = [of_large / of_small for of_small, of_large in zip(small.seconds, large.seconds, strict=True)]
    return {
        "changed": CHANGED,
        "registers": list(sizes.values()),
        "bytes_down": max(down),
        "goal_bytes": GOAL_BYTES,
        "fastest_s": [round(min(follower.seconds), 3) for follower in (small, large)],
        "median_s": [round(median(follower.seconds), 3) for follower in (small, large)],
        "ratio": round(median(ratios), 2),
        "goal_ratio": GOAL_RATIO,
        "digest_from_all_rows_s": [round(follower.compared_s, 2) for follower in (small, large)],
    }


class Follower:
    """One district and the laptop that follows it."""

    def __init__(self, centre: Any, district: str, size: int, chance: random.Random) -> None:
        self._centre, self._district, self._chance = centre, district, chance
        self.scope, self.seconds = f"district:{district}", list[float]()
        self._employers = [f"{chance.getrandbits(48):012x}" for _ in range(size)]
        self._employers = [f"{one[:8]}-{one[8:]}-7000-8000-{chance.getrandbits(48):012x}" for one in self._employers]
        self._write([{"id": employer, **self._values(number)} for number, employer in enumerate(self._employers)])
        self._session = centre.laptop(district, scopes=(self.scope,))
        self.sync()
        self.seconds.clear()
        self.compared_s = 0.0

    def change(self) -> None:
        """Correct one field each of some employers, as a day's work at the centre does."""
        chance = self._chance
        with self._centre.inside() as session, writing(session, now=self._centre.tools.now()) as gateway:
            for number, employer in enumerate(chance.sample(self._employers, CHANGED)):
                name = ("phone", "phone", "phone", "owner_name", "status")[number % 5]
                gateway.write("employer", employer, {name: self._value(name)})

    def sync(self) -> None:
        tools = Tools(now=self._centre.tools.now, new_id=lambda: "")
        with self._session.open() as opened:
            started = perf_counter()
            outcome = synchronise(opened, centre_url="", timeout_s=600.0, tools=tools)
            self.seconds.append(perf_counter() - started)
        assert outcome.finished, outcome.text.en

    def is_the_centres(self) -> bool:
        with self._session.open() as opened:
            started = perf_counter()
            digest = combined(bucket_digests(opened.register, self.scope))
            self.compared_s = perf_counter() - started
        return bool(digest == self._centre.scalar(f"SELECT digest FROM scope WHERE id = '{self.scope}'"))

    def _write(self, rows: list[dict[str, Any]]) -> None:
        with self._centre.inside() as session, writing(session, now=self._centre.tools.now()) as gateway:
            gateway.write_many("employer", rows)

    def _values(self, number: int) -> dict[str, Any]:
        owner = self._value("owner_name")
        return {
            **dict.fromkeys(ENTITIES["employer"].field_names, ""),
            "institution": "pessi",
            "registration_no": f"{self._district[:3].upper()}-{number:06}",
            "name_en": f"{owner} {self._chance.choice(('Textile', 'Knitwear', 'Foods', 'Engineering'))} {number}",
            "name_ur": f"آجر {number}",
            "owner_name": owner,
            "owner_cnic": f"{self._chance.randrange(10**12, 10**13)}",
            "phone": self._value("phone"),
            "address_en": f"Plot {self._chance.randrange(900)}, Road {self._chance.randrange(90)}",
            "district": self._district,
            "sector": "textile",
            "status": "active",
            "registered_on": "2010-01-01",
            "self_assessment": False,
        }

    def _value(self, name: str) -> str:
        chance = self._chance
        if name == "phone":
            return f"03{chance.randrange(10**9):09}"
        if name == "owner_name":
            return f"{chance.choice(FIRST)} {chance.choice(FIRST)} {chance.choice(LAST)}"
        return chance.choice(("active", "defaulter", "closed"))


if __name__ == "__main__":
    sys.exit(main())
