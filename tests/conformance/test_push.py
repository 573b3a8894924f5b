"""Enrolment, push, verdicts, receipts, chains and incarnations as any laptop may rely on them."""

from __future__ import annotations

from typing import Any

import pytest
from conformance.conftest import UnderTest
from conformance.wire import Wire, new_id


def visit(under_test: UnderTest, device: Wire) -> str:
    return device.start(under_test.new_employer(), under_test.checklist)


def test_a_lost_enrolment_is_answered_again_and_nobody_else_gets_it(under_test: UnderTest, device: Wire) -> None:
    first = dict(device.enrolment)
    assert device.enrol().json() == first
    assert device.enrol(nonce="another nonce of enough letters").status_code == 401
    assert Wire(under_test.url, "NO-SUCH-CODE").enrol().json()["code"] == "E_TOKEN"


def test_a_first_sync_gives_a_receipt_for_nothing(device: Wire) -> None:
    reply = device.sync()
    assert (reply["receipt"]["seq"], reply["verdicts"], reply["pull"]) == (0, [], [])


def test_what_is_pushed_is_applied_and_receipted_and_pushing_again_changes_nothing(
    under_test: UnderTest, device: Wire
) -> None:
    inspection_id = visit(under_test, device)
    device.finding(inspection_id)
    first = device.sync()
    assert device.acknowledged == 2
    assert set(device.outcomes(first).values()) == {("applied", "")}
    device.acknowledged = 0
    second = device.sync()
    assert (second["verdicts"], second["receipt"]["seq"]) == (first["verdicts"], 2)


def test_who_asks_for_runs_learns_of_every_operation_once(under_test: UnderTest, device: Wire) -> None:
    inspection_id = visit(under_test, device)
    device.finding(inspection_id)
    device.finding(inspection_id, severity="enormous")
    device.finding(inspection_id)
    reply = device.sync(protocol=3, runs=True)
    applied = [seq for one in reply["runs"] for seq in range(one["seq"], one["seq"] + one["count"])]
    assert applied == [1, 2, 4]
    assert device.outcomes(reply) == {3: ("rejected", "E_VALIDATION")}
    numbers = [one["number"] + place for one in reply["runs"] for place in range(one["count"])]
    assert sorted([*numbers, *(one["number"] for one in reply["verdicts"])]) == [1, 2, 3, 4]


def test_a_bad_operation_does_not_stop_the_ones_behind_it(under_test: UnderTest, device: Wire) -> None:
    inspection_id = visit(under_test, device)
    bad = device.finding(inspection_id, severity="enormous")
    device.finding(inspection_id)
    reply = device.sync()
    assert device.acknowledged == 3
    assert device.outcomes(reply)[2] == ("rejected", "E_VALIDATION")
    assert device.outcomes(reply)[3] == ("applied", "")
    [verdict] = [one for one in reply["verdicts"] if one["op_id"] == bad["op_id"]]
    assert verdict["reason_en"]
    assert verdict["reason_ur"]


def test_an_operation_waits_for_its_record_and_is_applied_when_that_comes(under_test: UnderTest, device: Wire) -> None:
    inspection_id = new_id()
    device.finding(inspection_id)
    reply = device.sync()
    assert device.outcomes(reply)[1][0] == "held"
    assert reply["verdicts"][0]["waits_for"] == inspection_id
    content = {"employer_id": under_test.new_employer(), "started_at": "2026-11-21T05:00:00Z", **under_test.checklist}
    device.make("inspection.start", inspection_id, content)
    assert device.outcomes(device.sync())[1] == ("applied", "")


def test_a_kind_that_is_not_known_is_kept_for_a_later_version(device: Wire) -> None:
    device.make("inspection.levitate", new_id(), {})
    assert device.outcomes(device.sync())[1] == ("held", "E_UNKNOWN_KIND")
    assert device.acknowledged == 1


def test_an_employer_of_another_scope_cannot_be_written_about(under_test: UnderTest, device: Wire) -> None:
    device.start(under_test.other_employer_id, under_test.checklist)
    outcome, code = device.outcomes(device.sync())[1]
    assert outcome == "rejected"
    assert code in ("E_SCOPE", "E_PERMISSION")


@pytest.mark.parametrize("what", ["content", "hash", "signature", "order"])
def test_a_chain_that_does_not_hold_is_refused_whole(under_test: UnderTest, device: Wire, what: str) -> None:
    device.finding(visit(under_test, device))
    message = device.message()
    operations = message["push"]["operations"]
    if what == "content":
        operations[0]["set"] = {**operations[0]["set"], "authorisation": {"order_no": "1"}}
    elif what == "hash":
        operations[1]["hash"] = "f" * 64
    elif what == "order":
        message["push"]["operations"] = operations[::-1]
    else:
        message["push"]["signature"] = Wire("", "").sign({"head": "another's"})
    refused = device.post(message)
    assert (refused.status_code, refused.json()["code"]) == (422, "E_CHAIN")
    assert device.sync(run=[])["receipt"]["seq"] == 0


def test_a_missing_number_is_named(under_test: UnderTest, device: Wire) -> None:
    device.finding(visit(under_test, device))
    refused = device.post(device.message(device.operations[1:]))
    assert (refused.status_code, refused.json()["code"]) == (409, "E_SEQ_GAP")
    assert refused.json()["facts"]["expected"] == 1


def test_another_history_under_a_number_is_a_fork_and_goes_on_in_a_new_incarnation(
    under_test: UnderTest, device: Wire
) -> None:
    inspection_id = visit(under_test, device)
    device.sync()
    copy = Wire(device.url, "", key=device.key, enrolment=device.enrolment, operations=list(device.operations))
    copy.acknowledged = 1
    device.finding(inspection_id)
    copy.finding(inspection_id)
    assert device.outcomes(device.sync())[2] == ("applied", "")
    refused = copy.post(copy.message())
    assert (refused.status_code, refused.json()["code"]) == (409, "E_FORK")

    nonce = "the same nonce asked twice"
    granted = copy.begin_incarnation(nonce)
    assert granted.status_code == 200, granted.text
    assert copy.begin_incarnation(nonce).json()["incarnation"] == granted.json()["incarnation"] == 2
    copy.incarnation, mine, copy.operations, copy.acknowledged = 2, copy.operations[1], [], 0
    body = {name: value for name, value in mine.items() if name not in ("hash", "seq")}
    copy.make(body.pop("kind"), body.pop("row_id"), body.pop("set"), **body)
    assert copy.sync()["receipt"]["incarnation"] == 2
    device.finding(inspection_id)
    assert device.outcomes(device.sync())[3] == ("applied", "")


def test_an_operation_that_comes_again_under_another_number_is_a_duplicate(under_test: UnderTest, device: Wire) -> None:
    inspection_id = visit(under_test, device)
    device.sync()
    first = device.operations[0]
    device.make(first["kind"], inspection_id, first["set"], op_id=first["op_id"])
    assert device.outcomes(device.sync())[2][0] == "duplicate"


def test_an_incarnation_is_not_given_to_another_key(device: Wire) -> None:
    refused = device.begin_incarnation(signature=Wire("", "").sign({"not": "this"}))
    assert refused.status_code in (401, 422)


def refusals() -> list[tuple[dict[str, Any], int, str]]:
    return [
        ({"colour": "green"}, 400, "E_MALFORMED"),
        ({"sent_at": 5}, 400, "E_MALFORMED"),
        ({"max_rows": 0}, 400, "E_MALFORMED"),
        ({"push": {"operations": []}}, 400, "E_MALFORMED"),
        ({"protocol": 99}, 426, "E_UPGRADE"),
        ({"incarnation": 7}, 409, "E_FORK"),
        ({"device_id": "01930000-0000-7000-8000-000000000001"}, 401, "E_TOKEN"),
    ]


@pytest.mark.parametrize(("change", "status", "code"), refusals())
def test_a_message_that_is_not_of_the_protocol_is_refused(
    device: Wire, change: dict[str, Any], status: int, code: str
) -> None:
    refused = device.post(device.message(**change))
    problem = refused.json()
    assert (refused.status_code, problem["code"]) == (status, code)
    assert set(problem) == {"code", "message_en", "message_ur", "facts"}


def test_nobody_speaks_without_a_token(device: Wire) -> None:
    refused = device.post(device.message(), headers={"Authorization": "Bearer another"})
    assert (refused.status_code, refused.json()["code"]) == (401, "E_TOKEN")


def test_bodies_may_be_compressed_and_bombs_are_refused(device: Wire) -> None:
    assert device.post_packed(device.message()).status_code == 200
    assert device.post_packed(None, body=b"no zstd").json()["code"] == "E_MALFORMED"
    assert device.post_packed(device.message(), "br").status_code == 415
    bomb = device.post_packed({"x": "0" * (17 * 1024 * 1024)})
    assert (bomb.status_code, bomb.json()["code"]) == (413, "E_TOO_BIG")
