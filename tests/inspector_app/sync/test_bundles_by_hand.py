"""A laptop without a network: a stick to the centre, a stick back, and then the link after all."""

from __future__ import annotations

import io
import socket
from dataclasses import replace

import pytest
from copies import phone
from inspector_at_work import Desk
from live_centre import TOOLS

from inspector_app.services.bundles import AnswerTaken, bundle_name, read_answer, save_bundle
from inspector_app.services.queue import QueueState, queue
from inspector_app.store import outbox
from inspector_app.sync import exchange
from inspector_app.sync.bundles import WrongBundle
from sync_protocol.entities import EMPLOYER, ENTITIES
from sync_protocol.versions import SCHEMA_VERSION
from sync_server.models import db
from sync_server.services.evidence_store import evidence_place
from sync_server.services.take_bundle import take_bundle


def saved(laptop) -> bytes:
    target = io.BytesIO()
    with laptop.open() as opened:
        save_bundle(opened, target, tools=TOOLS)
    return target.getvalue()


def answered(centre, data: bytes) -> bytes:
    answer = io.BytesIO()
    with centre.inside():
        place = evidence_place(centre.app.config["MUAINA"])
        tools = centre.app.extensions["muaina"]
        take_bundle(db.session(), io.BytesIO(data), answer=answer, place=place, tools=tools)
    return answer.getvalue()


def read(laptop, data: bytes) -> AnswerTaken:
    with laptop.open() as opened:
        return read_answer(opened, io.BytesIO(data), tools=TOOLS)


@pytest.fixture
def visited(centre, enrolled):
    """A laptop with a closed inspection that nobody has heard of."""
    employer_id = centre.employer(1)
    laptop = enrolled()
    laptop.sync()
    with laptop.open() as opened:
        Desk(opened).whole_inspection(employer_id, visit_id="")
    return laptop


def test_a_stick_brings_everything_and_the_answer_says_received(centre, visited, monkeypatch) -> None:
    def no_network(*_: object, **__: object) -> None:
        raise AssertionError("a bundle needs no network")

    with monkeypatch.context() as patched:
        patched.setattr(socket.socket, "connect", no_network)
        data = saved(visited)
        with visited.open() as opened:
            assert queue(opened).counts[QueueState.RECEIVED] == 0
            made = outbox.last(opened.work)[0]
        taken = read(visited, answered(centre, data))
    assert (taken.acknowledged, taken.left) == (made, 0)
    assert centre.scalar("SELECT count(*) FROM ledger") == made
    assert centre.scalar("SELECT count(*) FROM evidence WHERE held_at IS NULL") == 0
    with visited.open() as opened:
        assert queue(opened).all_received


def test_the_answer_brings_what_is_new_in_the_register(centre, visited) -> None:
    data = saved(visited)
    centre.employer(2, name_en="Newcomer Foods")
    assert read(visited, answered(centre, data)).rows >= 1
    outcome = visited.sync()
    assert (outcome.finished, outcome.counts.rows) == (True, 0)


def test_what_a_stick_brings_for_the_version_before_is_completed_over_the_link(centre, visited, monkeypatch) -> None:
    fields = tuple(replace(one, since=SCHEMA_VERSION) if one.name == "phone" else one for one in EMPLOYER.fields)
    monkeypatch.setitem(ENTITIES, "employer", replace(EMPLOYER, fields=fields))
    with monkeypatch.context() as before:
        before.setattr(exchange, "SCHEMA_VERSION", SCHEMA_VERSION - 1)
        data = saved(visited)
    employer = centre.employer(2, phone="new")
    assert read(visited, answered(centre, data)).rows >= 1
    assert phone(visited, employer) == "None"
    assert visited.sync().finished
    assert phone(visited, employer) == "new"


def test_stick_and_link_in_any_order_have_one_effect(centre, visited) -> None:
    data = saved(visited)
    assert visited.sync().finished
    before = centre.scalar("SELECT count(*) FROM ledger"), centre.scalar("SELECT count(*) FROM finding")
    first = answered(centre, data)
    second = answered(centre, data)
    for answer in (first, second, first):
        assert read(visited, answer).left == 0
    assert visited.sync().finished
    assert (centre.scalar("SELECT count(*) FROM ledger"), centre.scalar("SELECT count(*) FROM finding")) == before


def test_a_stick_that_is_lost_loses_nothing(centre, visited) -> None:
    saved(visited)
    with visited.open() as opened:
        assert queue(opened).counts[QueueState.SENT] == outbox.last(opened.work)[0]
    assert visited.sync().finished


def test_a_file_that_is_no_answer_to_this_laptop_is_refused(centre, enrolled, visited) -> None:
    data = saved(visited)
    other = enrolled("bilal")
    other.sync()
    for wrong in (data, answered(centre, saved(other)), b"", b"holiday.jpg", answered(centre, data)[:-40]):
        with pytest.raises(WrongBundle):
            read(visited, wrong)
    with visited.open() as opened:
        assert queue(opened).counts[QueueState.RECEIVED] == 0


def test_its_name_says_nothing_about_anybody(centre, visited) -> None:
    with visited.open() as opened:
        assert opened.person.name_en.lower() not in bundle_name(opened).lower()
        assert bundle_name(opened).endswith(".muaina")
