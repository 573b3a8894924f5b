"""How many bytes go over the wire when a laptop syncs and neither side has anything to say.

Bodies as they are sent, compressed where that pays, without headers. Run: python benchmarks/empty_sync.py. Ends with
status 1 over the goal.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmark_centre import benchmark_centre

from inspector_app.services.synchronise import synchronise
from inspector_app.tools import Tools

GOAL_BYTES = 600
TURNS = 20


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="muaina-bench-") as folder:
        figures = measure(Path(folder))
    print(json.dumps(figures, indent=1))
    if figures["requests"] > 1 or max(figures["bytes_up"], figures["bytes_down"]) > GOAL_BYTES:
        print(f"over the goal of one request and {GOAL_BYTES} bytes each way", file=sys.stderr)
        return 1
    return 0


def measure(folder: Path) -> dict[str, Any]:
    with benchmark_centre(folder, employers=100) as centre:
        session, seconds, exchanges = centre.laptop("one"), [], []
        tools = Tools(now=centre.tools.now, new_id=lambda: "")
        for _ in range(TURNS + 1):
            before = (centre.requests, centre.bytes_up, centre.bytes_down)
            with session.open() as opened:
                started = perf_counter()
                outcome = synchronise(opened, centre_url="", timeout_s=60.0, tools=tools)
                seconds.append(perf_counter() - started)
            assert outcome.finished, outcome.text.en
            exchanges.append((centre.requests - before[0], centre.bytes_up - before[1], centre.bytes_down - before[2]))
    requests, up, down = (max(counted) for counted in zip(*exchanges[1:], strict=True))
    return {
        "syncs": TURNS,
        "requests": requests,
        "bytes_up": up,
        "bytes_down": down,
        "goal_bytes": GOAL_BYTES,
        "fastest_s": round(min(seconds[1:]), 4),
    }


if __name__ == "__main__":
    sys.exit(main())
