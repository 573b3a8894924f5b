"""Laptops that were copied or restored: each history goes on in its own incarnation, nothing is lost or doubled."""

from __future__ import annotations

from typing import Any

import pytest
from uuid_utils.compat import uuid7
from wire_laptop import Laptop

from casework.signatures import new_private_key
from sync_protocol.chain import GENESIS
from sync_protocol.receipts import verify_receipt
from sync_protocol.schemas_enrol import IncarnationReplySchema
from sync_server.models import Device, DeviceAlarm, DeviceChain

INCARNATION = "/sync/v1/incarnation"


def alarms(centre: Any) -> list[tuple[str, dict[str, Any]]]:
    rows = centre.session.query(DeviceAlarm).order_by(DeviceAlarm.kind, DeviceAlarm.raised_at).all()
    found = [(row.kind, dict(row.facts)) for row in rows]
    centre.session.rollback()
    return found


def phone(centre: Any, employer: str) -> str:
    return str(centre.scalar("SELECT phone FROM employer WHERE id = :id", id=employer))


def news(reply: dict[str, Any]) -> list[tuple[int, str]]:
    """Return `(seq, outcome)` of the verdicts of a reply, oldest verdict first."""
    return [(verdict["seq"], verdict["outcome"]) for verdict in reply["verdicts"]]


def start_and_find(laptop: Laptop, employer: str, findings: int = 1) -> str:
    inspection = laptop.start(employer)
    for _ in range(findings):
        laptop.finding(inspection)
    return inspection


def test_both_branches_of_a_copied_laptop_land_with_one_alarm(either_centre: Any) -> None:
    laptop, employer = either_centre.laptop(), either_centre.employer()
    start_and_find(laptop, employer)
    laptop.sync()
    copy = laptop.copied()
    start_and_find(laptop, employer, findings=3)
    start_and_find(copy, employer, findings=2)
    laptop.sync()
    for _ in range(3):
        refused = copy.post(copy.message())
        assert (refused.status_code, refused.get_json()["code"]) == (409, "E_FORK")
    reply = copy.begin_incarnation("fork")
    assert reply["incarnation"] == 2
    assert news(copy.sync())[-3:] == [(1, "applied"), (2, "applied"), (3, "applied")]
    laptop.finding(laptop.operations[0]["row_id"])
    copy.finding(copy.operations[0]["row_id"])
    laptop.sync()
    copy.sync()
    assert either_centre.scalar("SELECT count(*) FROM finding") == 8
    assert either_centre.scalar("SELECT count(*) FROM inspection") == 3
    [(kind, facts)] = alarms(either_centre)
    assert kind == "fork"
    assert {name: facts[name] for name in ("incarnation", "new_incarnation", "seq", "centre_seq")} == {
        "incarnation": 1,
        "new_incarnation": 2,
        "seq": 3,
        "centre_seq": 6,
    }


def test_a_second_copy_of_the_same_laptop_is_a_second_event(centre: Any) -> None:
    laptop, employer = centre.laptop(), centre.employer()
    copies = [laptop.copied(), laptop.copied()]
    laptop.correct(employer, was={"phone": ""}, phone="1")
    laptop.sync()
    for number, copy in enumerate(copies):
        copy.correct(employer, was={"trade_name": ""}, trade_name=f"Name {number}")
        assert copy.post(copy.message()).status_code == 409
        assert copy.begin_incarnation("fork", f"nonce of the copy {number}")["incarnation"] == number + 2
        copy.sync()
    assert [facts["new_incarnation"] for _, facts in alarms(centre)] == [2, 3]


def test_the_same_nonce_gets_the_same_incarnation_and_what_the_centre_holds_of_it(either_centre: Any) -> None:
    laptop, employer = either_centre.laptop(), either_centre.employer()
    laptop.correct(employer, was={"phone": ""}, phone="1")
    request = laptop.asks_for_incarnation("restored")
    first, second = (
        either_centre.client.post(INCARNATION, json=request, headers=laptop.headers).get_json() for _ in range(2)
    )
    assert first == second
    IncarnationReplySchema().load(first)
    laptop.begin_incarnation("restored")
    laptop.sync()
    again = either_centre.client.post(INCARNATION, json=request, headers=laptop.headers).get_json()
    device_id, key = str(laptop.enrolment["device_id"]), str(laptop.enrolment["centre_public_key"])
    heads = {0: GENESIS, 1: laptop.head}
    held = [
        verify_receipt(key, reply["receipt"], device_id=device_id, incarnation=2, heads=heads)
        for reply in (first, again)
    ]
    assert held == [0, 1]
    assert [kind for kind, _ in alarms(either_centre)] == ["restored"]
    assert either_centre.scalar("SELECT incarnation FROM device") == 2


def test_a_laptop_restored_to_yesterday_doubles_nothing_and_loses_nothing(either_centre: Any) -> None:
    laptop, employer = either_centre.laptop(), either_centre.employer()
    inspection = start_and_find(laptop, employer)
    yesterday = laptop.copied()
    laptop.sync()
    laptop.finding(inspection)
    laptop.sync()
    reply = yesterday.post(yesterday.message([])).get_json()
    assert reply["receipt"]["seq"] == 3 > len(yesterday.operations)
    yesterday.begin_incarnation("restored")
    yesterday.finding(inspection)
    assert news(yesterday.sync())[-3:] == [(1, "duplicate"), (2, "duplicate"), (3, "applied")]
    assert either_centre.scalar("SELECT count(*) FROM finding") == 3
    assert either_centre.scalar("SELECT count(*) FROM inspection") == 1
    [(kind, facts)] = alarms(either_centre)
    assert (kind, facts["seq"], facts["centre_seq"], facts["new_incarnation"]) == ("restored", 2, 3, 2)


def test_an_operation_that_was_rejected_or_held_is_so_in_its_second_incarnation_too(centre: Any) -> None:
    laptop, employer = centre.laptop(), centre.employer()
    yesterday = laptop.copied()
    parent = str(uuid7())
    laptop.correct(employer, was={"phone": ""}, phone="ring the bell")
    laptop.finding(parent)
    yesterday.operations = list(laptop.operations)
    laptop.sync()
    yesterday.begin_incarnation("restored")
    assert news(yesterday.sync()) == [(1, "rejected"), (2, "held")] * 2
    yesterday.verdicts_since = 4
    yesterday.start(employer, parent)
    released = yesterday.sync()
    assert yesterday.outcomes(released) == [(2, "applied", ""), (2, "duplicate", ""), (3, "applied", "")]
    assert centre.scalar("SELECT count(*) FROM finding") == 1


def test_another_intent_under_a_known_id_is_rejected_and_not_taken_for_the_first(centre: Any) -> None:
    laptop, employer = centre.laptop(), centre.employer()
    first = laptop.correct(employer, was={"phone": ""}, phone="1")
    laptop.make("employer.correct", employer, {"phone": "2"}, was={"phone": "1"}, op_id=first["op_id"])
    assert laptop.outcomes(laptop.sync()) == [(1, "applied", ""), (2, "rejected", "E_IMMUTABLE")]
    assert phone(centre, employer) == "1"


def test_a_centre_that_was_restored_never_gives_an_incarnation_again(centre: Any) -> None:
    laptop, employer = centre.laptop(), centre.employer()
    laptop.begin_incarnation("restored")
    centre.session.query(DeviceChain).filter_by(incarnation=2).delete()
    centre.session.get(Device, laptop.enrolment["device_id"]).incarnation = 1
    centre.session.commit()
    laptop.correct(employer, was={"phone": ""}, phone="1")
    refused = laptop.post(laptop.message())
    assert (refused.status_code, refused.get_json()["facts"]) == (409, {"incarnation": 2})
    assert laptop.begin_incarnation("fork", "another nonce of this laptop")["incarnation"] == 3
    assert laptop.outcomes(laptop.sync()) == [(1, "applied", "")]


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"seq": 7}, 422, "E_CHAIN"),
        ({"signature": "none"}, 422, "E_CHAIN"),
        ({"device_id": "01930000-0000-7000-8000-000000000001"}, 401, "E_TOKEN"),
        ({"cause": "boredom"}, 400, "E_MALFORMED"),
        ({"nonce": "short"}, 400, "E_MALFORMED"),
    ],
)
def test_a_request_that_is_not_this_laptops_own_word_changes_nothing(
    centre: Any, change: dict[str, Any], status: int, code: str
) -> None:
    laptop = centre.laptop()
    request = {**laptop.asks_for_incarnation("fork"), **change}
    response = centre.client.post(INCARNATION, json=request, headers=laptop.headers)
    assert (response.status_code, response.get_json()["code"]) == (status, code)
    assert (centre.scalar("SELECT incarnation FROM device"), alarms(centre)) == (1, [])


def test_a_withdrawn_laptop_gets_no_incarnation(centre: Any) -> None:
    laptop = centre.laptop()
    centre.session.get(Device, laptop.enrolment["device_id"]).revoked_at = centre.clock()
    centre.session.commit()
    request = laptop.asks_for_incarnation("fork")
    response = centre.client.post(INCARNATION, json=request, headers=laptop.headers)
    assert (response.status_code, response.get_json()["code"]) == (403, "E_REVOKED")


def test_a_broken_chain_is_one_alarm_however_often_it_is_sent_and_others_are_not_kept_waiting(centre: Any) -> None:
    employer, laptop, other = centre.employer(), centre.laptop(), centre.laptop()
    laptop.correct(employer, was={"phone": ""}, phone="1")
    laptop.private_key = new_private_key()
    for _ in range(3):
        assert laptop.post(laptop.message()).get_json()["code"] == "E_CHAIN"
    other.correct(employer, was={"phone": ""}, phone="2")
    assert other.outcomes(other.sync()) == [(1, "applied", "")]
    assert [kind for kind, _ in alarms(centre)] == ["chain"]
