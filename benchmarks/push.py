"""How long 10,000 findings take from a laptop's outbox to a believed receipt, beside bare Python that stores the same.

The floor reads the same operations from their JSON, hashes and compares each link, checks each content by hand, and
inserts both rows by executemany into tables of the same columns and indexes of the same database, in durable
transactions of 200.
Run: python benchmarks/push.py [--findings 10000] [--turns 3] [--postgres ADDRESS]. Ends with status 1 over a goal.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import zstandard
from benchmark_centre import BenchmarkCentre, benchmark_centre
from sqlalchemy import text
from uuid_utils.compat import uuid7

from checklists.library import load_checklist
from inspector_app.services.session import Session
from inspector_app.services.synchronise import synchronise
from inspector_app.store import outbox
from inspector_app.store.driver import run, writing
from inspector_app.tools import Tools, moment

GOALS = {"ratio": 4.0, "bytes_ratio": 1.3, "again_ratio": 0.5}
BATCH = 200
PER_INSPECTION = 100

CODES = (
    ("CERT_NOT_DISPLAYED", "certificate_displayed", "PESSO65.s59", "The certificate was not displayed."),
    ("WAGE_REGISTER_MISSING", "wage_register", "PESSO65.s21", "The wage register was not produced on demand."),
    ("WORKERS_UNDECLARED", "workers_present", "PESSO65.s20", "Workers were at work who are not declared."),
)
URDU = "معائنے کے وقت ریکارڈ پیش نہیں کیا گیا اور کارکنوں کا اندراج نامکمل پایا گیا۔"


def main() -> int:
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--findings", type=int, default=10_000)
    wanted.add_argument("--turns", type=int, default=3)
    wanted.add_argument("--postgres", default="", help="address of a PostgreSQL server; left out: SQLite")
    given = wanted.parse_args()
    with tempfile.TemporaryDirectory(prefix="muaina-bench-") as folder:
        figures = measure(Path(folder), given.findings, given.turns, postgres=given.postgres)
    print(json.dumps(figures, indent=1))
    over = [name for name, goal in GOALS.items() if figures[name] > goal]
    if over:
        print(f"over the goal: {', '.join(over)}", file=sys.stderr)
    return 1 if over else 0


def measure(folder: Path, findings: int, turns: int, *, postgres: str) -> dict[str, Any]:
    times: dict[str, list[float]] = {"append": [], "push": [], "again": [], "floor": []}
    sizes: list[tuple[int, int]] = []
    with benchmark_centre(folder, postgres=postgres) as centre:
        make_bare_tables(centre)
        for turn in range(turns):
            laptop, inspections = begun(centre, f"inspector{turn}", findings)
            times["append"].append(append_findings(laptop, inspections, findings))
            before = centre.bytes_up
            times["push"].append(pushed(laptop, findings))
            sent = centre.bytes_up - before
            operations = bodies(laptop, findings)
            times["floor"].append(floor(centre, operations))
            times["again"].append(pushed_again(laptop))
            sizes.append((sent, smallest_bytes(operations)))
            assert centre.scalar("SELECT count(*) FROM finding") == findings * (turn + 1)
    middle = {name: median(seconds) for name, seconds in times.items()}
    return {
        "database": "PostgreSQL" if postgres else "SQLite",
        "findings": findings,
        "operation_bytes": round(sum(map(len, operations)) / len(operations)),
        **{f"{name}_s": [round(second, 2) for second in seconds] for name, seconds in times.items()},
        "operations_per_s": round(findings / middle["push"]),
        "ratio": round(middle["push"] / middle["floor"], 2),
        "again_ratio": round(middle["again"] / middle["push"], 2),
        "bytes_up": sizes[-1][0],
        "bytes_ratio": round(max(up / small for up, small in sizes), 2),
        "goals": GOALS,
    }


def begun(centre: BenchmarkCentre, name: str, findings: int) -> tuple[Session, list[str]]:
    """Return a laptop, and inspections that it has begun and the centre holds."""
    laptop = centre.laptop(name)
    checklist = "registration_contribution"
    intents = [
        outbox.Intent(
            op_id=str(uuid7()),
            kind="inspection.start",
            row_id=str(uuid7()),
            employer_id=centre.employers[0],
            inspection_id="",
            set={
                "employer_id": centre.employers[0],
                "checklist": checklist,
                "checklist_version": load_checklist(checklist).version,
                "started_at": "2026-11-21T05:00:00Z",
            },
            was={},
        )
        for _ in range(max(1, findings // PER_INSPECTION))
    ]
    with laptop.open() as opened, writing(opened.work):
        outbox.append(opened.work, intents, user_id=opened.person.id, made_at="2026-11-21T05:00:00Z")
    _sync(laptop)
    return laptop, [intent.row_id for intent in intents]


def append_findings(laptop: Session, inspections: Sequence[str], findings: int) -> float:
    """Queue findings, as many in one transaction as an inspection has, and return the seconds it took."""
    chance = random.Random(1)
    with laptop.open() as opened:
        started = perf_counter()
        for first in range(0, findings, PER_INSPECTION):
            inspection_id = inspections[first // PER_INSPECTION % len(inspections)]
            some = [finding_of(chance, inspection_id) for _ in range(min(PER_INSPECTION, findings - first))]
            with writing(opened.work):
                made_at = moment(_tools(laptop).now())
                outbox.append(opened.work, some, user_id=opened.person.id, made_at=made_at)
        return perf_counter() - started


def finding_of(chance: random.Random, inspection_id: str) -> outbox.Intent:
    code, item, provision, words = chance.choice(CODES)
    facts = {"seen": f"{chance.randint(1, 400)} of {chance.randint(400, 900)}"}
    content = {
        "inspection_id": inspection_id,
        "code": code,
        "item": item,
        "key": "",
        "text_en": words,
        "text_ur": URDU[: chance.randint(30, len(URDU))],
        "provisions": [provision],
        "severity": chance.choice(("minor", "serious", "grave")),
        "remedy_days": chance.choice((7, 15, 30)),
        "privacy": "public",
        "facts": facts,
        "evidence": [],
    }
    return outbox.Intent(str(uuid7()), "finding.record", str(uuid7()), "", inspection_id, content, {})


def pushed(laptop: Session, findings: int) -> float:
    started = perf_counter()
    counts = _sync(laptop)
    seconds = perf_counter() - started
    assert counts.acknowledged == findings
    return seconds


def pushed_again(laptop: Session) -> float:
    """Forget every acknowledgement, as after a centre was restored, and return the seconds until all stand again."""
    with laptop.open() as opened, writing(opened.work):
        count = run(opened.work, "UPDATE outbox SET acknowledged_at = ''")
        run(opened.work, "UPDATE chain SET acknowledged = 0")
    started = perf_counter()
    counts = _sync(laptop)
    seconds = perf_counter() - started
    assert counts.acknowledged == count
    return seconds


def _sync(laptop: Session) -> Any:
    with laptop.open() as opened:
        outcome = synchronise(opened, centre_url="", timeout_s=60.0, tools=_tools(laptop))
    assert outcome.finished, outcome.text.en
    return outcome.counts


def _tools(laptop: Session) -> Tools:
    return laptop._tools


def bodies(laptop: Session, findings: int) -> list[bytes]:
    """Return the findings as they stand in the outbox, JSON as on the wire."""
    with laptop.open() as opened:
        first = outbox.last(opened.work)[0] - findings
        found = outbox.operations_after(opened.work, first, limit=findings)
    return [json.dumps(one, ensure_ascii=False, separators=(",", ":")).encode() for one in found]


def smallest_bytes(operations: Sequence[bytes]) -> int:
    """Return the bytes of the same operations, zstd at level 19 in batches of 200."""
    packer = zstandard.ZstdCompressor(level=19)
    return sum(
        len(packer.compress(b"[" + b",".join(operations[first : first + BATCH]) + b"]"))
        for first in range(0, len(operations), BATCH)
    )


LEDGER = "device_id incarnation seq op_id hash kind row_id body outcome code reason_en reason_ur waits_for conflict_ids"
LEDGER_COLUMNS = (*LEDGER.split(), "verdict_no", "received_at", "clock_flags")
FINDING = "id inspection_id code item key text_en text_ur provisions severity remedy_days privacy facts evidence"
FINDING_COLUMNS = tuple(FINDING.split())


def make_bare_tables(centre: BenchmarkCentre) -> None:
    """Make tables with the columns, keys and indexes of `ledger` and `finding`."""
    with centre.inside() as session:
        if session.get_bind().dialect.name == "postgresql":
            for table in ("ledger", "finding"):
                session.execute(text(f"CREATE TABLE bare_{table} (LIKE {table} INCLUDING ALL)"))
        else:
            query = "SELECT sql FROM sqlite_master WHERE tbl_name IN ('ledger', 'finding') AND type <> 'trigger'"
            for statement in session.scalars(text(f"{query} AND sql IS NOT NULL ORDER BY type DESC")).all():
                bare = statement.replace("ix_", "bare_ix_")
                for table in ("ledger", "finding"):
                    for before in ("TABLE ", 'TABLE "', "ON "):
                        bare = bare.replace(f"{before}{table}", f"{before}bare_{table}")
                session.execute(text(bare.replace(":", "\\:")))
        session.commit()


def floor(centre: BenchmarkCentre, operations: Sequence[bytes]) -> float:
    """Read, hash, check and insert the operations with nothing but the driver; return the seconds it took."""
    device, at, previous = str(uuid7()), centre.tools.now().isoformat(), ""
    with centre.inside() as session:
        connection = session.connection().connection.driver_connection
        is_postgres = session.get_bind().dialect.name == "postgresql"
        session.rollback()
        mark = "%s" if is_postgres else "?"
        ledger = _insert("bare_ledger", LEDGER_COLUMNS, mark)
        finding = _insert("bare_finding", FINDING_COLUMNS, mark)
        started = perf_counter()
        for first in range(0, len(operations), BATCH):
            cursor = connection.cursor()
            cursor.execute("BEGIN")
            entries, findings = [], []
            for body in operations[first : first + BATCH]:
                previous = _take(body, previous, device, at, entries=entries, findings=findings)
            cursor.executemany(ledger, entries)
            cursor.executemany(finding, findings)
            cursor.execute("COMMIT")
        return perf_counter() - started


def _insert(table: str, columns: Sequence[str], mark: str) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join([mark] * len(columns))})"


def _take(
    body: bytes, previous: str, device: str, at: str, *, entries: list[tuple[Any, ...]], findings: list[tuple[Any, ...]]
) -> str:
    operation = json.loads(body)
    own = operation.pop("hash")
    plain = json.dumps(operation, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    if previous and hashlib.sha256(previous.encode() + plain).hexdigest() != own:
        raise ValueError("the chain is broken")
    content = operation["set"]
    for name in ("inspection_id", "code", "item", "key", "text_en", "text_ur", "severity", "privacy"):
        if not isinstance(content[name], str) or len(content[name]) > 2000:
            raise ValueError(name)
    names = (operation["op_id"], own, operation["kind"], operation["row_id"], body.decode())
    entries.append((device, 1, operation["seq"], *names, "applied", "", "", "", "", "[]", operation["seq"], at, ""))
    findings.append(
        (
            str(uuid7()),
            *(content[name] for name in FINDING_COLUMNS[1:7]),
            json.dumps(content["provisions"]),
            *(content[name] for name in FINDING_COLUMNS[8:11]),
            json.dumps(content["facts"]),
            json.dumps(content["evidence"]),
        )
    )
    return str(own)


if __name__ == "__main__":
    sys.exit(main())
