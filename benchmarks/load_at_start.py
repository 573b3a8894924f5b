"""How long it takes to load all law packs, checklists and the handbook with its search index, in a fresh process.

Run: python benchmarks/load_at_start.py [--processes 5]. Prints the median of so many fresh processes for each step,
each after the one before it, and for all. An app needs less at its start: it reads the headings of the checklists, and
compiles one when it is first opened.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

MODULES = (
    "pyxform.xls2xform",
    "checklists.library",
    "simplify_content.handbook",
    "simplify_content.handbook_search",
    "simplify_content.scheme_rules",
)
REPOSITORY = Path(__file__).parents[1]


def main() -> int:
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--processes", type=int, default=5)
    wanted.add_argument("--once", action="store_true", help="load here and now, and print the seconds of each step")
    given = wanted.parse_args()
    if given.once:
        print(json.dumps(load()))
        return 0
    runs = [_fresh() for _ in range(given.processes)]
    figures = {step: round(median(run[step] for run in runs), 3) for step in runs[0]}
    print(json.dumps(figures, indent=1))
    return 0


def load() -> dict[str, float]:
    """Return how much each step loads, and in how many seconds."""
    steps: dict[str, float] = {}
    began = perf_counter()
    _timed(steps, "import_modules_s", _import)
    from checklists.library import available_checklists, definition_of, headings_for, load_checklist
    from simplify_content.handbook import load_handbook
    from simplify_content.handbook_search import index_of
    from simplify_content.law_loader import available_schemes, load_law_pack
    from simplify_content.scheme_rules import load_scheme_rules

    schemes, versions = available_schemes(), available_checklists()
    _timed(steps, "law_packs_s", lambda: [(load_law_pack(scheme), load_scheme_rules(scheme)) for scheme in schemes])
    _timed(steps, "checklist_headings_s", lambda: [headings_for(scheme) for scheme in schemes])
    _timed(steps, "checklists_newest_s", lambda: [load_checklist(name) for name in versions])
    older = [(name, version) for name, all_of in versions.items() for version in all_of[:-1]]
    _timed(steps, "checklists_older_s", lambda: [load_checklist(name, version) for name, version in older])
    handbook = _timed(steps, "handbook_s", load_handbook)
    index = _timed(steps, "search_index_s", lambda: index_of(handbook))
    steps["all_s"] = perf_counter() - began
    at_start = ("law_packs_s", "checklist_headings_s", "handbook_s", "search_index_s")
    steps["needed_at_start_s"] = sum(steps[step] for step in at_start)
    return steps | {
        "law_packs": len(schemes),
        "checklists_newest": len(versions),
        "checklists_older": len(older),
        "checklist_rows": sum(len(definition_of(name, all_of[-1]).survey) for name, all_of in versions.items()),
        "handbook_sections": len(handbook.sections),
        "index_words": len(index.holding),
    }


def _import() -> None:
    """Bring in what the loading itself needs, for the most part pyxform with its reader of spreadsheets."""
    for module in MODULES:
        import_module(module)


def _timed(steps: dict[str, float], name: str, step: Callable[[], Any]) -> Any:
    began = perf_counter()
    done = step()
    steps[name] = perf_counter() - began
    return done


def _fresh() -> dict[str, float]:
    command = [sys.executable, __file__, "--once"]
    found: dict[str, float] = json.loads(
        subprocess.run(command, check=True, capture_output=True, cwd=REPOSITORY, text=True).stdout
    )
    return found


if __name__ == "__main__":
    sys.exit(main())
