"""How long an import of employers takes beside a bare executemany of the same rows into the same kind of SQLite.

Run: python benchmarks/register_import.py [--employers 105157] [--seed 1]. Ends with status 1 over the goal.
"""

from __future__ import annotations

import sys
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmark_run import generated_employers, inside_new_centre, of_a_register

from simplify_content.table_files.tables import SourceFile
from sync_server.models import db
from sync_server.queries.database import open_sqlite
from sync_server.register.report import ImportReport
from sync_server.register.synthetic.recipe import Recipe
from sync_server.services.import_register import ImportOptions, import_register
from sync_server.tools import current_tools

GOAL = 20


def measure(folder: Path, recipe: Recipe) -> dict[str, Any]:
    started = perf_counter()
    source = generated_employers(folder, recipe)
    generated_s = perf_counter() - started
    with inside_new_centre(folder):
        first, first_s = timed_import(source)
        again, again_s = timed_import(source)
        bare_s = min(bare_executemany(folder / f"bare{turn}.db") for turn in range(3))
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
    sys.exit(of_a_register(__doc__, measure, goal=GOAL))
