"""How long it takes to find the likely duplicates of a whole register, and of what changed since, beside its import.

Run: python benchmarks/pairing.py [--employers 105157] [--seed 1]. Ends with status 1 over the goal.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from benchmark_run import generated_employers, inside_new_centre, of_a_register
from register_import import timed_import
from sqlalchemy import func, select
from uuid_utils.compat import uuid7

from sync_protocol.entities import ENTITIES
from sync_server.models import DuplicatePair, Employer, db
from sync_server.queries.gateway import writing
from sync_server.register.synthetic.recipe import Recipe
from sync_server.services.pair_employers import pair_employers
from sync_server.tools import current_tools

GOAL = 4
"""Most times the import of the same employers that comparing all of them may take."""

PLANTED = 200
RESPELLED = (("ee", "i"), ("oo", "u"), ("ch", "c"), ("aa", "a"), ("i", "ee"), ("Mills", "Mill"), ("u", "o"))


def measure(folder: Path, recipe: Recipe) -> dict[str, Any]:
    source = generated_employers(folder, recipe)
    with inside_new_centre(folder):
        _, import_s = timed_import(source)
        before_s = process_time()
        all_s, raised = timed_pairing()
        all_cpu_s = process_time() - before_s
        planted = plant(random.Random(recipe.seed))
        planted_s, _ = timed_pairing()
        found = sum(is_paired(*pair) for pair in planted)
        touch_one()
        one_s, _ = timed_pairing()
    return {
        "employers": recipe.employers,
        "import_s": round(import_s, 2),
        "pair_all_s": round(all_s, 2),
        "pair_all_processor_s": round(all_cpu_s, 2),
        "pairs_raised": raised,
        "planted": len(planted),
        "planted_found": found,
        "pair_planted_s": round(planted_s, 2),
        "pair_one_changed_ms": round(1000 * one_s, 1),
        "ratio": round(all_s / import_s, 2),
        "goal": GOAL,
    }


def timed_pairing() -> tuple[float, int]:
    db.session.rollback()
    started = perf_counter()
    done = pair_employers(db.session(), tools=current_tools())
    return perf_counter() - started, done.raised


def plant(chance: random.Random) -> list[tuple[str, str]]:
    """Enter some employers again as a street survey would: respelled, in one script, with or without the telephone."""
    session = db.session()
    total = session.scalar(select(func.count()).select_from(Employer)) or 0
    offsets = sorted(chance.sample(range(total), min(PLANTED, total)))
    picked = [session.scalars(select(Employer).order_by(Employer.id).offset(place).limit(1)).one() for place in offsets]
    pairs, rows = [], []
    for number, one in enumerate(picked):
        row = {"id": str(uuid7()), **{name: getattr(one, name) for name in ENTITIES["employer"].field_names}}
        row |= {"registration_no": "", "status": "provisional", "registered_on": None, "ntn": "", "owner_cnic": ""}
        row |= {"name_en": respelled(one.name_en, chance), "name_ur": "", "trade_name": "", "address_ur": ""}
        if number % 3 == 0 and one.name_ur:
            row["name_en"] = one.name_ur
        if number % 2:
            row["phone"] = ""
        rows.append(row)
        pairs.append((one.id, row["id"]))
    session.rollback()
    with writing(session, now=current_tools().now()) as gateway:
        gateway.write_many("employer", rows)
    return pairs


def respelled(name: str, chance: random.Random) -> str:
    fitting = [pair for pair in RESPELLED if pair[0] in name]
    return name.replace(*chance.choice(fitting), 1) if fitting else name


def is_paired(one: str, other: str) -> bool:
    first, second = sorted((one, other))
    query = select(DuplicatePair.id).where(DuplicatePair.first_id == first, DuplicatePair.second_id == second)
    return db.session().scalar(query) is not None


def touch_one() -> None:
    session = db.session()
    employer_id = session.scalars(select(Employer.id).limit(1)).one()
    session.rollback()
    with writing(session, now=current_tools().now()) as gateway:
        gateway.write("employer", employer_id, {"phone": "042-99999999"})


if __name__ == "__main__":
    sys.exit(of_a_register(__doc__, measure, goal=GOAL))
