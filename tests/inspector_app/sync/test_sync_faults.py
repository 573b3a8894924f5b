"""What goes wrong on the way, and what the laptop believes then."""

from __future__ import annotations

from typing import Any

import pytest
from fault_proxy import Faults, fault_proxy
from faulty_link import Between, Change
from inspector_at_work import Desk
from live_centre import serving

from casework.signatures import new_private_key
from inspector_app.services.queue import QueueState, queue
from inspector_app.services.search_register import search_register
from inspector_app.store import outbox
from inspector_app.store.driver import writing
from sync_protocol.receipts import issue_receipt


def _prepared(centre, enrolled):
    employer_id = centre.employer(1)
    laptop = enrolled()
    assert laptop.sync().finished
    with laptop.open() as opened:
        Desk(opened).whole_inspection(employer_id, visit_id="")
        made = outbox.last(opened.work)[0]
    return laptop, made


def _counts(laptop) -> dict[QueueState, int]:
    with laptop.open() as opened:
        return dict(queue(opened).counts)


def test_a_lost_reply_is_sent_again_and_nothing_is_doubled(centre, enrolled) -> None:
    laptop, made = _prepared(centre, enrolled)
    with fault_proxy(centre.url, Faults(lost_replies=1)) as link:
        outcome = laptop.sync(link.url)
    assert (outcome.finished, outcome.counts.resent > 0) == (True, True), outcome.text.en
    assert centre.scalar("SELECT count(*) FROM ledger") == made
    assert centre.scalar("SELECT count(*) FROM inspection") == 1
    assert centre.scalar("SELECT count(*) - count(DISTINCT id) FROM finding") == 0
    assert _counts(laptop)[QueueState.RECEIVED] == made


def test_a_link_that_stays_broken_leaves_everything_sent_but_not_received(centre, enrolled) -> None:
    laptop, made = _prepared(centre, enrolled)
    with fault_proxy(centre.url, Faults(lost_replies=100)) as link:
        outcome = laptop.sync(link.url)
    assert (outcome.reached, outcome.finished) == (False, False)
    counts = _counts(laptop)
    assert counts[QueueState.RECEIVED] == 0
    assert counts[QueueState.SENT] + counts[QueueState.WAITING] == made
    assert laptop.sync().finished
    assert centre.scalar("SELECT count(*) FROM ledger") == made


@pytest.mark.parametrize(
    "change",
    [
        lambda reply: b"<html><body>Welcome to the hotel's network. Sign in.</body></html>",
        lambda reply: {},
        lambda reply: [],
        lambda reply: {"ok": True},
        lambda reply: {name: value for name, value in reply.items() if name != "receipt"},
        lambda reply: {**reply, "surplus": 1},
    ],
    ids=["html", "empty", "list", "other", "no receipt", "surplus"],
)
def test_a_200_that_is_not_the_centres_word_is_never_believed(centre, enrolled, change: Change) -> None:
    laptop, _ = _prepared(centre, enrolled)
    with serving(Between(centre.app, change)) as url:
        outcome = laptop.sync(url)
    assert (outcome.reached, outcome.finished) == (False, False)
    assert _counts(laptop)[QueueState.RECEIVED] == 0


def _receipt(**wrong: Any) -> Change:
    return lambda reply: {**reply, "receipt": {**reply["receipt"], **wrong}}


def _signed_by_another(reply: dict[str, Any]) -> dict[str, Any]:
    names = ("device_id", "incarnation", "seq", "head", "server_time")
    claim = {name: reply["receipt"][name] for name in names}
    return {**reply, "receipt": issue_receipt(new_private_key(), **claim)}


@pytest.mark.parametrize(
    "change",
    [
        _receipt(seq=1),
        _receipt(seq=10_000),
        _receipt(head="0" * 64),
        _receipt(incarnation=2),
        _receipt(device_id="01993b1a-0000-7000-8000-00000000dead"),
        _receipt(server_time="2030-01-01T00:00:00Z"),
        _receipt(signature=""),
        _signed_by_another,
    ],
    ids=["seq", "far seq", "head", "incarnation", "device", "time", "no signature", "another key"],
)
def test_a_wrong_receipt_is_refused_and_nothing_counts_as_received(centre, enrolled, change: Change) -> None:
    laptop, _ = _prepared(centre, enrolled)
    with serving(Between(centre.app, change)) as url:
        outcome = laptop.sync(url)
    assert not outcome.finished
    counts = _counts(laptop)
    assert counts[QueueState.RECEIVED] == counts[QueueState.REJECTED] == 0
    assert laptop.sync().finished


def test_a_page_of_half_records_is_not_taken(centre, enrolled) -> None:
    laptop, _ = _prepared(centre, enrolled)
    centre.employer(2, name_en="Newcomer Foods")

    def change(reply: dict[str, Any]) -> dict[str, Any]:
        for page in reply["pull"]:
            for one in page["changes"]:
                one["values"].pop("name_en", None)
        return reply

    with serving(Between(centre.app, change)) as url:
        assert not laptop.sync(url).finished
    with laptop.open() as opened:
        assert search_register(opened, "LHR-00002") == ()
    assert laptop.sync().finished
    with laptop.open() as opened:
        assert len(search_register(opened, "newcomer")) == 1


def test_a_snapshot_that_is_not_what_its_manifest_says_is_not_put_in_place(centre, enrolled) -> None:
    centre.employer(1)
    laptop = enrolled()

    def change(manifest: dict[str, Any]) -> dict[str, Any]:
        return {**manifest, "v": manifest["v"] + 1}

    with serving(Between(centre.app, change, path="/sync/v1/snapshots/district")) as url:
        assert not laptop.sync(url).finished
    with laptop.open() as opened:
        assert search_register(opened, "employer") == ()
    assert laptop.sync().finished


def test_another_history_of_the_centre_is_fetched_as_a_whole_and_the_work_stays(centre, enrolled) -> None:
    laptop, made = _prepared(centre, enrolled)
    centre.alter("UPDATE scope SET epoch = 'another-epoch'")
    centre.employer(2, name_en="Newcomer Foods")
    outcome = laptop.sync()
    assert outcome.finished, outcome.text.en
    with laptop.open() as opened:
        assert len(search_register(opened, "newcomer")) == 1
    assert _counts(laptop)[QueueState.RECEIVED] == made


def test_operations_that_the_centre_lacks_are_sent_again_from_where_it_stands(centre, enrolled) -> None:
    laptop, made = _prepared(centre, enrolled)
    with laptop.open() as opened, writing(opened.work):
        outbox.mark_acknowledged(opened.work, made - 1, "2026-11-20T00:00:00Z")
    outcome = laptop.sync()
    assert outcome.finished, outcome.text.en
    assert centre.scalar("SELECT count(*) FROM ledger") == made


def test_a_withdrawn_laptop_is_told_so_and_keeps_its_work(centre, enrolled) -> None:
    laptop, made = _prepared(centre, enrolled)
    centre.alter("UPDATE device SET revoked_at = '2026-11-21 00:00:00'")
    outcome = laptop.sync()
    assert (outcome.finished, outcome.text.ur != "") == (False, True)
    counts = _counts(laptop)
    assert counts[QueueState.WAITING] + counts[QueueState.SENT] == made


def test_no_network_is_an_ordinary_outcome(centre, enrolled) -> None:
    laptop, made = _prepared(centre, enrolled)
    outcome = laptop.sync("http://127.0.0.1:9")
    assert (outcome.reached, outcome.finished) == (False, False)
    with laptop.open() as opened:
        view = queue(opened)
        assert view.last_attempt is not None
        assert not view.last_attempt.reached
        assert view.oldest_waiting_at
    assert _counts(laptop)[QueueState.WAITING] + _counts(laptop)[QueueState.SENT] == made
