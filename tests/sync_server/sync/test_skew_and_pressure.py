"""Laptops that are too old drain their outbox; a centre that is busy, or called too often, says when to come back."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import zstandard
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from sync_protocol.schemas import OldSyncReplySchema, ProblemSchema, SyncReplySchema
from sync_server.api import sync as sync_api
from sync_server.api.pace import Pace
from sync_server.models import LedgerEntry
from sync_server.services import reply as reply_module

LAHORE = "district:lahore"


@pytest.mark.parametrize(("protocol", "is_told"), [(1, False), (2, True)])
def test_a_laptop_that_is_too_old_drains_its_outbox_and_gets_no_pages(
    centre: Any, monkeypatch: pytest.MonkeyPatch, protocol: int, is_told: bool
) -> None:
    laptop, employer = centre.laptop(), centre.employer()
    epoch = centre.scalar("SELECT epoch FROM scope")
    cursor = {"scope": LAHORE, "epoch": epoch, "since": 0}
    fresh = laptop.post(laptop.message(pull=[cursor], protocol=protocol)).get_json()
    assert len(fresh["pull"]) == 1
    assert "update" not in fresh
    monkeypatch.setattr(reply_module, "OLDEST_PROTOCOL", 3)
    laptop.correct(employer, was={"phone": ""}, phone="1")
    reply = laptop.sync(pull=[cursor], protocol=protocol)
    assert (laptop.acknowledged, laptop.outcomes(reply)) == (1, [(1, "applied", "")])
    assert (reply["pull"], reply["scopes"], reply.get("update", False)) == ([], [LAHORE], is_told)
    (OldSyncReplySchema if protocol == 1 else SyncReplySchema)().load(reply)


def test_a_laptop_of_a_schema_that_is_too_old_drains_too(centre: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    laptop, employer = centre.laptop(), centre.employer()
    monkeypatch.setattr(reply_module, "OLDEST_SCHEMA", 2)
    laptop.correct(employer, was={"phone": ""}, phone="1")
    reply = laptop.sync(protocol=2)
    assert (laptop.acknowledged, reply["update"]) == (1, True)


@pytest.mark.parametrize("problem", [OperationalError("", {}, Exception("database is locked")), PoolTimeout("pool")])
def test_a_busy_database_is_503_with_when_to_come_back_and_how_to_spread(
    centre: Any, monkeypatch: pytest.MonkeyPatch, problem: Exception
) -> None:
    def busy(*_: Any, **__: Any) -> None:
        raise problem

    laptop = centre.laptop()
    monkeypatch.setattr(sync_api, "receive", busy)
    response = laptop.post(laptop.message())
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    assert response.get_json()["facts"] == {"after_s": 5, "spread_s": 15}
    ProblemSchema().load(response.get_json())


def test_a_laptop_that_calls_far_too_often_is_told_to_wait_and_others_are_not(centre: Any) -> None:
    centre.app.extensions["muaina_pace"] = Pace(per_minute=3)
    hasty, other = centre.laptop(), centre.laptop()
    statuses = [hasty.post(hasty.message([])).status_code for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
    refused = hasty.post(hasty.message([]))
    assert (refused.headers["Retry-After"], refused.get_json()["code"]) == ("10", "E_BUSY")
    assert refused.get_json()["facts"] == {"after_s": 10, "spread_s": 15}
    assert "بہت زیادہ بار" in refused.get_json()["message_ur"]
    assert other.post(other.message([])).status_code == 200
    centre.clock.move(seconds=20)
    assert hasty.post(hasty.message([])).status_code == 200


def test_the_pace_is_kept_for_so_many_laptops_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sync_server.api.pace.MOST_LAPTOPS", 2)
    now, pace = datetime(2026, 11, 22, tzinfo=UTC), Pace(per_minute=1)
    assert [pace.wait_s(name, now) for name in "abca"] == [0, 0, 0, 0]
    assert pace.wait_s("a", now - timedelta(hours=1)) == 10


def test_the_same_batch_sent_five_times_at_once_is_applied_once_with_five_equal_answers(either_centre: Any) -> None:
    laptop, employer = either_centre.laptop(), either_centre.employer()
    inspection = laptop.start(employer)
    for _ in range(30):
        laptop.finding(inspection)
    message, replies = laptop.message(), []

    def send() -> None:
        replies.append(laptop.post(message))

    threads = [threading.Thread(target=send) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert [reply.status_code for reply in replies] == [200] * 5
    told = [laptop.outcomes(reply.get_json()) for reply in replies]
    assert told == [told[0]] * 5
    assert len(told[0]) == 31
    assert {reply.get_json()["receipt"]["head"] for reply in replies} == {laptop.head}
    assert either_centre.scalar("SELECT count(*) FROM finding") == 30


def test_two_laptops_that_push_at_once_each_get_a_gap_free_ledger(either_centre: Any) -> None:
    laptops = [either_centre.laptop() for _ in range(3)]
    employer, failures = either_centre.employer(), []

    def work(laptop: Any) -> None:
        try:
            inspection = laptop.start(employer)
            for _ in range(4):
                laptop.finding(inspection)
                laptop.correct(employer, was={"phone": ""}, phone=str(len(laptop.operations)))
                laptop.sync()
        except BaseException as failure:
            failures.append(failure)

    threads = [threading.Thread(target=work, args=(laptop,)) for laptop in laptops]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert failures == []
    rows = either_centre.session.query(LedgerEntry.device_id, LedgerEntry.seq, LedgerEntry.verdict_no).all()
    either_centre.session.rollback()
    for laptop in laptops:
        own = [(row.seq, row.verdict_no) for row in rows if row.device_id == laptop.enrolment["device_id"]]
        assert sorted(own) == [(number, number) for number in range(1, 10)]


def test_a_body_cut_at_any_place_changes_nothing(centre: Any) -> None:
    laptop, employer = centre.laptop(), centre.employer()
    laptop.correct(employer, was={"phone": ""}, phone="1")
    whole = zstandard.ZstdCompressor(write_checksum=True).compress(json.dumps(laptop.message()).encode())
    headers = {**laptop.headers, "Content-Encoding": "zstd"}
    content_ends = len(whole) - 4  # behind it only the checksum follows; what it sums up is chained and signed
    for length in range(0, content_ends, 7):
        cut = centre.client.post("/sync/v1/sync", data=whole[:length], content_type="application/json", headers=headers)
        assert cut.status_code == 400
    assert centre.scalar("SELECT count(*) FROM ledger") == 0
    assert laptop.outcomes(laptop.sync()) == [(1, "applied", "")]


def test_a_recorded_request_replayed_by_somebody_else_has_no_effect(centre: Any) -> None:
    laptop, other, employer = centre.laptop(), centre.laptop(), centre.employer()
    laptop.correct(employer, was={"phone": ""}, phone="1")
    message = laptop.message()
    laptop.sync()
    stolen = centre.client.post("/sync/v1/sync", json=message, headers=other.headers)
    assert (stolen.status_code, stolen.get_json()["code"]) == (401, "E_TOKEN")
    bare = centre.client.post("/sync/v1/sync", json=message)
    assert bare.status_code == 401
    assert centre.scalar("SELECT count(*) FROM ledger") == 1
