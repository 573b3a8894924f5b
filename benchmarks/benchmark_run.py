"""What every benchmark does around its measuring: sizes from the command line, a folder, figures as JSON, a status."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from simplify_content.law_loader import load_law_pack
from simplify_content.table_files.tables import SourceFile
from simplify_content.text import Text
from sync_server.app import create_app
from sync_server.config import Config
from sync_server.models import db
from sync_server.queries.settings import CentreFacts
from sync_server.register.generate import generate_register
from sync_server.register.synthetic.recipe import Recipe
from sync_server.services.initialise import initialise
from sync_server.tools import current_tools

EMPLOYERS, SEED = 105_157, 1
FACTS = CentreFacts("pessi", "pessi", Text(en="Benchmark", ur="پیمائش"), demonstration=True)


def sizes(about: str | None, **defaults: int) -> argparse.Namespace:
    """Return the whole numbers that the command line gives, or their defaults."""
    wanted = argparse.ArgumentParser(description=about)
    for name, default in defaults.items():
        wanted.add_argument(f"--{name}", type=int, default=default)
    return wanted.parse_args()


@contextmanager
def folder() -> Iterator[Path]:
    """Give a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="muaina-bench-") as made:
        yield Path(made)


def told(figures: dict[str, Any], *missed: str) -> int:
    """Print figures and the goals that were missed; return the status to end with."""
    print(json.dumps(figures, indent=1))
    for goal in missed:
        print(f"over the goal: {goal}", file=sys.stderr)
    return 1 if missed else 0


def of_a_register(about: str | None, measure: Callable[[Path, Recipe], dict[str, Any]], *, goal: float) -> int:
    """Run a benchmark of a generated register whose `ratio` has a goal; return the status to end with."""
    given = sizes(about, employers=EMPLOYERS, seed=SEED)
    with folder() as place:
        figures = measure(place, Recipe(given.employers, given.seed, detail=0))
    return told(figures, *([f"ratio at most {goal}"] if figures["ratio"] > goal else []))


def generated_employers(place: Path, recipe: Recipe) -> SourceFile:
    """Return the employers of a generated register as a file to import."""
    made = generate_register(recipe, place / "register", law=load_law_pack("pessi"))
    return SourceFile("employers.csv", made.files["employers"].read_bytes())


@contextmanager
def inside_new_centre(place: Path) -> Iterator[None]:
    """Give the context of a centre's app on an empty database."""
    app = create_app(Config(home=place / "centre", secret_key="benchmark"))
    with app.app_context():
        initialise(db.session(), db.engine, FACTS, tools=current_tools())
        try:
            yield
        finally:
            db.session.remove()
            db.engine.dispose()
