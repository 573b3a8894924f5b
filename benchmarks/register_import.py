"""How long an import of employers takes beside a bare executemany of the same rows into the same kind of SQLite.

Run: python benchmarks/register_import.py [--employers 105157] [--seed 1]. Ends with status 1 over the goal.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

from simplify_content.law_loader import load_law_pack
from simplify_content.table_files.tables import SourceFile
from simplify_content.text import Text
from sync_server.app import create_app
from sync_server.config import Config
from sync_server.models import db
from sync_server.queries.database import open_sqlite
from sync_server.queries.settings import CentreFacts
from sync_server.register.generate import generate_register
from sync_server.register.report import ImportReport
from sync_server.register.synthetic.recipe import Recipe
from sync_server.services.import_register import ImportOptions, import_register
from sync_server.services.initialise import initialise
from sync_server.tools import current_tools

GOAL = 20
FACTS = CentreFacts("pessi", "pessi", Text(en="Benchmark", ur="پیمائش"), demonstration=True)


def main() -> int:
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--employers", type=int, default=105_157)
    wanted.add_argument("--seed", type=int, default=1)
    given = wanted.parse_args()
    with tempfile.TemporaryDirectory(prefix="muaina-bench-") as folder:
        figures = measure(Path(folder), Recipe(given.employers, given.seed, detail=0))
    print(json.dumps(figures, indent=1))
    if figures["ratio"] > GOAL:
        print(f"over the goal of {GOAL} times a bare executemany", file=sys.stderr)
        return 1
    return 0


def measure(folder: Path, recipe: Recipe) -> dict[str, Any]:
    started = perf_counter()
    made = generate_register(recipe, folder / "register", law=load_law_pack("pessi"))
    generated_s = perf_counter() - started
    source = SourceFile("employers.csv", made.files["employers"].read_bytes())
    app = create_app(Config(home=folder / "centre", secret_key="benchmark"))
    with app.app_context():
        initialise(db.session(), db.engine, FACTS, tools=current_tools())
        first, first_s = timed_import(source)
        again, again_s = timed_import(source)
        bare_s = min(bare_executemany(folder / f"bare{turn}.db") for turn in range(3))
        db.session.remove()
        db.engine.dispose()
    rows = recipe.employers
    assert (first.changes, again.changes) == (rows, 0)
    return {
        "employers": rows,
        "generate_s": round(generated_s, 2),
        "import_s": round(first_s, 2),
        "import_rows_per_s": round(rows / first_s),
        "import_again_s": round(again_s, 2),
        "import_again_rows_per_s": round(rows / again_s),
        "import_again_changes": again.changes,
        "bare_executemany_s": round(bare_s, 2),
        "bare_rows_per_s": round(rows / bare_s),
        "ratio": round(first_s / bare_s, 1),
        "ratio_again": round(again_s / bare_s, 1),
        "goal": GOAL,
    }


def timed_import(source: SourceFile) -> tuple[ImportReport, float]:
    started = perf_counter()
    report = import_register(db.session(), [source], options=ImportOptions("pessi"), tools=current_tools())
    return report, perf_counter() - started


def bare_executemany(path: Path) -> float:
    """Insert the rows that the import made into an empty table of the same shape and indexes, nothing else."""
    with db.engine.connect() as connection:
        schema = connection.exec_driver_sql(
            "SELECT sql FROM sqlite_master WHERE tbl_name = 'employer' AND type <> 'trigger' AND sql IS NOT NULL "
            "ORDER BY type DESC"
        ).scalars()
        statements = list(schema)
        rows = [tuple(row) for row in connection.exec_driver_sql("SELECT * FROM employer ORDER BY id")]
    bare = open_sqlite(path, busy_timeout_s=5)
    for statement in statements:
        bare.execute(statement)
    marks = ", ".join("?" * len(rows[0]))
    started = perf_counter()
    bare.execute("BEGIN IMMEDIATE")
    bare.executemany(f"INSERT INTO employer VALUES ({marks})", rows)
    bare.execute("COMMIT")
    seconds = perf_counter() - started
    bare.close()
    return seconds


if __name__ == "__main__":
    sys.exit(main())
