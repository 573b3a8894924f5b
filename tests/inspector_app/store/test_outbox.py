"""What the outbox keeps, and how long; where an operation stands in the chain of each incarnation."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from prepared_laptop import BEGIN, MILL
from sqlcipher3 import dbapi2
from sqlite_utils import Database

from inspector_app.services.correct_employer import correct_employer
from inspector_app.store import histories, outbox, verdicts
from inspector_app.store.device import device, set_protocol
from inspector_app.store.driver import rows, run, writing
from inspector_app.store.queue_schema import queue as queue_migrations
from inspector_app.store.way import set_beacon_reading
from inspector_app.store.work_schema import inspections as inspection_migrations
from inspector_app.sync.synchronise import KEPT_DAYS
from inspector_app.tools import ClockReading
from sync_protocol.chain import GENESIS, verify_run


def _made(desk, *phones: str) -> Database:
    for phone in phones:
        correct_employer(desk.opened, MILL, {"phone": phone}, at=BEGIN, op_id=desk.ids())
    return desk.opened.work


def _verdict(work: Database, seq: int, outcome: str = "applied", number: int = 0) -> None:
    [operation] = outbox.operations_after(work, seq - 1, limit=1)
    verdicts.put_verdict(work, {
        "op_id": operation["op_id"], "seq": seq, "number": number or seq, "outcome": outcome, "code": "",
        "reason_en": "", "reason_ur": "", "waits_for": "", "conflict_ids": [],
    })  # fmt: skip


def _removed(work: Database, after: timedelta) -> int:
    with writing(work):
        return verdicts.remove_old(work, now=(BEGIN + after).isoformat(), days=KEPT_DAYS, limit=100)


def test_an_acknowledged_operation_is_kept_for_45_days_of_the_centres_time_and_then_removed(desk) -> None:
    work = _made(desk, "042-1000001", "042-1000002")
    last = outbox.last(work)
    outbox.mark_acknowledged(work, 2, BEGIN.isoformat())
    _verdict(work, 1)
    _verdict(work, 2, "rejected")
    assert _removed(work, timedelta(days=45)) == 0
    assert _removed(work, timedelta(days=45, seconds=1)) == 2
    assert outbox.last(work) == last
    assert outbox.made(work) == 2
    _made(desk, "042-1000003")
    [operation] = outbox.operations_after(work, 2, limit=5)
    assert verify_run(last[1], [operation]) == outbox.last(work)[1]
    assert rows(work, "SELECT number FROM outbox")[0]["number"] == 3


def test_nothing_without_a_receipt_or_a_final_verdict_is_ever_removed(desk) -> None:
    work = _made(desk, "042-1000001", "042-1000002", "042-1000003")
    outbox.mark_acknowledged(work, 2, BEGIN.isoformat())
    _verdict(work, 1, "held")
    assert _removed(work, timedelta(days=4000)) == 0
    for number in (1, 2, 3):
        with pytest.raises(Exception, match="never removed"):
            run(work, "DELETE FROM outbox WHERE number = ?", (number,))
    with pytest.raises(Exception, match="never cut"):
        run(work, "DELETE FROM chain_link")


def test_operations_chained_anew_keep_their_ids_and_what_was_acknowledged_keeps_its_place(desk) -> None:
    work = _made(desk, "042-1000001", "042-1000002", "042-1000003")
    outbox.mark_acknowledged(work, 1, BEGIN.isoformat())
    before = outbox.operations_after(work, 1, limit=10)
    histories.begin(work, 2)
    after = outbox.operations_after(work, 0, limit=10)
    assert [one["op_id"] for one in after] == [one["op_id"] for one in before]
    assert [one["seq"] for one in after] == [1, 2]
    assert verify_run(GENESIS, after) == outbox.last(work)[1]
    assert outbox.acknowledged_through(work) == 0
    assert outbox.unsent(work) == 2
    assert len(rows(work, "SELECT * FROM chain_link WHERE incarnation = 1")) == 3


def test_a_run_says_of_its_operations_that_they_were_applied_unless_something_later_was_said(desk) -> None:
    work = _made(desk, *(f"042-100000{n}" for n in range(5)))
    _verdict(work, 3, "merged", number=9)
    _verdict(work, 4, "held", number=4)
    verdicts.put_run(work, {"number": 2, "seq": 2, "count": 3}, incarnation=1)
    verdicts.put_run(work, {"number": 5, "seq": 5, "count": 1}, incarnation=2)
    found = [tuple(one.values()) for one in rows(work, "SELECT outcome, verdict_no FROM outbox ORDER BY number")]
    assert found == [("", 0), ("applied", 2), ("merged", 9), ("applied", 4), ("", 0)]


def test_a_duplicate_under_another_number_does_not_hide_what_became_of_the_first(desk) -> None:
    work = _made(desk, "042-1000001")
    _verdict(work, 1, "merged", number=4)
    _verdict(work, 1, "duplicate", number=9)
    assert rows(work, "SELECT outcome, verdict_no FROM outbox") == [{"outcome": "merged", "verdict_no": 4}]
    _verdict(work, 1, "rejected", number=12)
    assert rows(work, "SELECT outcome FROM outbox") == [{"outcome": "rejected"}]


def test_a_run_of_operations_fits_its_bytes_and_is_one_at_least(desk) -> None:
    work = _made(desk, *(f"042-10000{number:02d}" for number in range(10)))
    size = rows(work, "SELECT size FROM outbox LIMIT 1")[0]["size"]
    assert len(outbox.operations_after(work, 0, limit=100, size=size * 3 + 10)) == 3
    assert len(outbox.operations_after(work, 0, limit=100, size=1)) == 1
    assert len(outbox.operations_after(work, 0, limit=4)) == 4


def test_an_operation_carries_the_clock_that_nobody_can_set_once_the_centre_knows_of_it(desk) -> None:
    work = desk.opened.work
    set_beacon_reading(work, ClockReading("one", 1_000))
    bodies: list[dict[str, Any]] = []
    for protocol, reading in (
        (1, ClockReading("one", 5_000)),
        (2, ClockReading("one", 5_500)),
        (2, ClockReading("two", 7)),
    ):
        set_protocol(work, protocol)
        intent = outbox.Intent(desk.ids(), "employer.correct", MILL, MILL, "", set={"phone": "1"}, was={"phone": "2"})
        outbox.append(work, [intent], user_id=desk.opened.person.id, made_at=BEGIN.isoformat(), reading=reading)
        bodies.append(outbox.operations_after(work, outbox.last(work)[0] - 1, limit=1)[0])
    assert "clock" not in bodies[0]
    assert bodies[1]["clock"] == {"boot": "one", "mono_ms": 5_500, "since_beacon_ms": 4_500}
    assert bodies[2]["clock"] == {"boot": "two", "mono_ms": 7}


_OLD = """
INSERT INTO device VALUES (1, 'd', 3, 't', 'k', 'u', 'c', '[]', '', 2);
INSERT INTO outbox (seq, op_id, kind, row_id, employer_id, inspection_id, made_at, body, hash, acknowledged_at)
VALUES (1, 'a', 'k', 'r', 'e', '', 'm', '{"op_id": "a", "set": {"n": "ع"}, "seq": 1, "hash": "h1"}', 'h1', '2026'),
       (2, 'b', 'k', 'r', 'e', '', 'm', '{"op_id": "b", "set": {}, "seq": 2, "hash": "h2"}', 'h2', '')
"""


def test_the_outbox_of_the_first_version_goes_on_as_it_was() -> None:
    work = Database(dbapi2.connect(":memory:", isolation_level=None), execute_plugins=False)
    inspection_migrations.apply(work)
    queue_migrations.apply(work, stop_before="m002_incarnations")
    for statement in _OLD.split(";\n"):
        work.conn.execute(statement)
    queue_migrations.apply(work)
    assert (outbox.acknowledged_through(work), outbox.last(work), outbox.made(work)) == (1, (2, "h2"), 2)
    assert outbox.operations_after(work, 0, limit=9) == [
        {"op_id": "a", "set": {"n": "ع"}, "seq": 1, "hash": "h1"},
        {"op_id": "b", "set": {}, "seq": 2, "hash": "h2"},
    ]
    assert (device(work).incarnation, device(work).protocol) == (3, 1)
    assert json.loads(rows(work, "SELECT body FROM outbox")[0]["body"]) == {"op_id": "a", "set": {"n": "ع"}}
    assert outbox.unsent(work) == 1
    work.conn.close()
