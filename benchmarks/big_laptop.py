"""A laptop with a whole province's register, made without a centre, for the benchmarks of the laptop.

105,157 employers, 400,000 secured workers spread over them as unevenly as in life, and two years of contribution
months of the employers whose file is opened. The names of a synthetic register are put together from few words; as
many others as a real one has stand in its list of words beside them.
`MUAINA_BENCH_HOME` names a folder in which it is kept for the next run.
"""

from __future__ import annotations

import csv
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from sqlite_utils import Database
from uuid_utils.compat import uuid7

from casework.signatures import new_private_key, public_key_of
from inspector_app.config import Config
from inspector_app.store.device import Device, put_device
from inspector_app.store.driver import writing
from inspector_app.store.opened import Person, Room
from inspector_app.store.register_changes import insert_rows
from inspector_app.store.register_cursors import set_cursor
from inspector_app.store.rooms import make_room, set_desk
from inspector_app.store.search import rebuild_search
from inspector_app.store.seats import free_seat, label_seat
from inspector_app.store.spelling import add_spellings
from inspector_app.store.vault import create_vault
from simplify_content.law_loader import load_law_pack
from sync_protocol.entities import EMPLOYER, ENTITIES
from sync_server.register.generate import generate_register
from sync_server.register.synthetic.recipe import Recipe

EMPLOYERS, WORKERS, SEED = 105_157, 400_000, 1
WITH_MONTHS = 2_000
WORDS = 40_000
PASSWORD = "benchmark of the laptop"
SCOPE = "district:lahore"
PERSON = Person("01993b1a-0000-7000-8000-00000000b001", "Benchmark", "پیمائش", "inspector")
NOWHERE = "http://127.0.0.1:9"
_KEPT = "MUAINA_BENCH_HOME"


@contextmanager
def big_laptop(employers: int = EMPLOYERS, workers: int = WORKERS) -> Iterator[Config]:
    """Give the settings of a laptop with such a register."""
    with TemporaryDirectory(prefix="muaina-bench-") as folder:
        kept = os.environ.get(_KEPT)
        root = Path(kept) / f"{employers}-{workers}" if kept else Path(folder)
        config = Config(home=root / "laptop", port=8791, centre_url=NOWHERE, sync_every_s=0, timeout_s=1.0)
        if not (root / "made").exists():
            shutil.rmtree(config.home, ignore_errors=True)
            make_laptop(config, list(generated_employers(Path(folder), employers)), workers)
            (root / "made").touch()
        yield config


def generated_employers(folder: Path, count: int) -> Iterator[dict[str, Any]]:
    """Yield the employers of a synthetic register."""
    made = generate_register(Recipe(count, SEED, detail=0), folder / "register", law=load_law_pack("pessi"))
    names = (
        "registration_no", "name_en", "name_ur", "trade_name", "ntn", "owner_name", "owner_cnic", "phone",
        "address_en", "address_ur", "district", "sector", "status", "registered_on", "self_assessment",
    )  # fmt: skip
    with made.files["employers"].open(encoding="utf-8-sig", newline="") as opened:
        lines = csv.reader(opened)
        next(lines)
        for line in lines:
            yield {**dict(zip(names, line, strict=True)), "institution": "pessi", "self_assessment": 0}


def make_laptop(config: Config, employers: list[dict[str, Any]], workers: int) -> None:
    """Make the files of an enrolled laptop that holds these employers and so many workers."""
    ids = [str(uuid7()) for _ in employers]

    def fill(register: Database, work: Database) -> None:
        with writing(register):
            own = ((id_, 1, *(row.get(name) for name in EMPLOYER.field_names))
                   for id_, row in zip(ids, employers, strict=True))  # fmt: skip
            insert_rows(register, EMPLOYER, SCOPE, own)
            insert_rows(register, ENTITIES["coverage"], SCOPE, _coverage(ids, workers))
            insert_rows(register, ENTITIES["contribution_month"], SCOPE, _months(ids[:WITH_MONTHS]))
            rebuild_search(register)
            add_spellings(register, _words())
            set_cursor(register, SCOPE, epoch="benchmark", v=1)
        set_desk(work, PERSON, scheme="pessi", institution="pessi", demonstration=True)
        put_device(work, _device())

    folder = free_seat(config.home)
    folder.mkdir(parents=True)
    make_room(folder, create_vault(folder, PASSWORD), Room.FIELD, fill=fill)
    label_seat(folder, PERSON)


def _coverage(ids: list[str], workers: int) -> Iterator[tuple[Any, ...]]:
    chance, fields = Random(SEED), ENTITIES["coverage"].field_names
    for number in range(workers):
        owner = ids[int(chance.random() ** 3 * len(ids))]
        values = {
            "employer_id": owner, "worker_id": f"w{number:032}", "secured_no": f"SS-{number:07}",
            "name_en": f"Worker {number}", "name_ur": f"کارکن {number}", "cnic": f"35202{number:07}1",
            "sex": "m" if number % 3 else "f", "from_on": "2020-04-01", "to_on": "",
            "wage_at_entry_paisa": 18_000_00,
        }  # fmt: skip
        yield (f"c{number:035}", 1, *(values.get(name) for name in fields))


def _words() -> Iterator[str]:
    """Yield words as long as names have them, of syllables that names have."""
    chance = Random(SEED)
    syllables = [first + vowel for first in ("ch", "kh", "sh", *"bdfghjklmnpqrstwyz") for vowel in "aeiou"]
    for _ in range(WORDS):
        yield "".join(chance.choices(syllables, k=chance.choice((2, 3, 3, 4))))


def _months(ids: list[str]) -> Iterator[tuple[Any, ...]]:
    fields = ENTITIES["contribution_month"].field_names
    for owner in ids:
        for back in range(24):
            month = f"{2024 + (10 + back) // 12}-{(10 + back) % 12 + 1:02}"
            unpaid = back > 19
            values = {
                "employer_id": owner, "month": month, "declared_workers": 30, "wages_paisa": 30 * 40_000_00,
                "due_paisa": 30 * 40_000_00 * 6 // 100, "paid_paisa": 0 if unpaid else 30 * 40_000_00 * 6 // 100,
                "paid_on": "" if unpaid else f"{month}-14", "challan_no": "" if unpaid else f"CH-{month}",
            }  # fmt: skip
            yield (str(uuid7()), 1, *(values.get(name) for name in fields))


def _device() -> Device:
    centre = public_key_of(new_private_key())
    now = datetime.now(UTC).isoformat()
    return Device(str(uuid7()), 1, "token", new_private_key(), NOWHERE, centre, (SCOPE,), now, 0)
