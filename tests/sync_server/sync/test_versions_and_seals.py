"""Verdicts on closings with a sealed part, on later versions and on amendments; laptops that know neither go on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from uuid_utils.compat import uuid7
from wire_laptop import MADE_AT, Laptop

from sync_protocol.sealing import BoxKey, box_key_of, new_box_key, seal
from sync_server.models import Inspection, InspectionVersion, Role
from sync_server.queries.findings import findings_of
from sync_server.services.box_keys import box_key
from sync_server.services.return_inspection import return_inspection

SAID = {
    "answers": [{"item": "iv_alias", "key": "a", "value": "Grey shawl", "state": "given", "reason": ""}],
    "repeats": {"interviews": ["a"]},
}


def closing(**changes: Any) -> dict[str, Any]:
    return {
        "answers": [{"item": "certificate_displayed", "key": "", "value": "no", "state": "given", "reason": ""}],
        "repeats": {},
        "statement": {"declined": True},
        "signature": {"refused": True, "refusal_reason": "none given"},
        "closed_at": MADE_AT,
        **changes,
    }


def last_verdict(laptop: Laptop) -> tuple[str, str]:
    return laptop.outcomes(laptop.sync())[-1][1:]


@pytest.fixture
def key(centre: Any) -> BoxKey:
    found = BoxKey(box_key(centre.session))
    centre.session.rollback()
    return found


@pytest.fixture
def laptop(centre: Any) -> Laptop:
    made: Laptop = centre.laptop()
    return made


@pytest.fixture
def send_back(centre: Any) -> Callable[[str], None]:
    supervisor = centre.user(role=Role.SUPERVISOR)

    def act(inspection_id: str) -> None:
        version = centre.session.get_one(Inspection, inspection_id).version
        centre.session.rollback()
        return_inspection(
            centre.session, supervisor, inspection_id, remark="Again.", version=version, tools=centre.tools
        )

    return act


def test_the_enrolment_tells_a_laptop_of_today_the_key_and_one_of_the_first_protocol_nothing(centre: Any) -> None:
    from sync_server.services.invite_device import invite_device

    replies = []
    for protocol in ({}, {"protocol": 2}, {"protocol": 3}):
        code = invite_device(centre.session, centre.user().sign_in, tools=centre.tools)
        message = {"code": code, "nonce": uuid7().hex, "device_name": "x", "public_key": "A" * 43 + "=", **protocol}
        replies.append(centre.client.post("/sync/v1/enrol", json=message).get_json())
    assert ["centre_box_key" in reply for reply in replies] == [False, True, True]
    assert replies[1]["centre_box_key"] == replies[2]["centre_box_key"] == box_key(centre.session)


def test_what_came_sealed_is_part_of_the_answers_and_known_as_such(centre: Any, laptop: Laptop, key: BoxKey) -> None:
    inspection_id = laptop.start(centre.employer())
    content = closing(sealed=seal({"confidential": SAID}, key))
    laptop.make("inspection.close", inspection_id, content, schema=3)
    assert last_verdict(laptop) == ("applied", "")
    inspection = centre.session.get_one(Inspection, inspection_id)
    assert inspection.confidential == SAID
    assert [one["item"] for one in inspection.answers["answers"]] == ["certificate_displayed", "iv_alias"]
    assert inspection.answers["repeats"] == {"interviews": ["a"]}


@pytest.mark.parametrize(
    ("sealed", "verdict"),
    [
        (lambda key: seal({"confidential": SAID}, box_key_of(new_box_key())), ("held", "E_KEY")),
        (lambda key: {**seal({"confidential": SAID}, key), "box": "AAAA"}, ("rejected", "E_VALIDATION")),
        (lambda key: seal({"confidential": {"answers": []}}, key), ("rejected", "E_VALIDATION")),
        (lambda key: seal({"closed_at": MADE_AT}, key), ("rejected", "E_VALIDATION")),
        (lambda key: seal({"unheard_of": 1}, key), ("rejected", "E_VALIDATION")),
        (lambda key: "nothing of the kind", ("rejected", "E_VALIDATION")),
    ],
)
def test_a_box_that_cannot_be_opened_stops_its_own_operation_only(
    centre: Any, laptop: Laptop, key: BoxKey, sealed: Callable[[BoxKey], Any], verdict: tuple[str, str]
) -> None:
    inspection_id = laptop.start(centre.employer())
    laptop.make("inspection.close", inspection_id, closing(sealed=sealed(key)), schema=3)
    laptop.correct(centre.employer(), was={"phone": ""}, phone="1")
    outcomes = laptop.outcomes(laptop.sync())
    assert [one[1:] for one in outcomes] == [("applied", ""), verdict, ("applied", "")]
    assert centre.session.get_one(Inspection, inspection_id).state == "started"


def test_the_next_version_keeps_the_one_before_and_carries_what_was_sealed(
    centre: Any, laptop: Laptop, key: BoxKey, send_back: Callable[[str], None]
) -> None:
    inspection_id = laptop.start(centre.employer())
    laptop.finding(inspection_id)
    laptop.finding(inspection_id, privacy="worker_secret", code="DEDUCTED_FROM_WAGES")
    laptop.make("inspection.close", inspection_id, closing(sealed=seal({"confidential": SAID}, key)), schema=3)
    laptop.sync()
    send_back(inspection_id)
    laptop.finding(inspection_id, version=2, code="CERT_MISMATCH")
    answers = [{"item": "certificate_displayed", "key": "", "value": "yes", "state": "given", "reason": ""}]
    more = {"answers": [{**SAID["answers"][0], "key": "b", "value": "Blue cap"}], "repeats": {"interviews": ["b"]}}
    content = closing(answers=answers, version=2, sealed=seal({"confidential": more}, key))
    laptop.make("inspection.close", inspection_id, content, schema=3)
    assert last_verdict(laptop) == ("applied", "")
    inspection = centre.session.get_one(Inspection, inspection_id)
    assert (inspection.record_version, inspection.findings_from, inspection.state) == (2, 2, "received")
    assert {one["value"] for one in inspection.answers["answers"]} == {"yes", "Grey shawl", "Blue cap"}
    assert inspection.answers["repeats"] == {"interviews": ["a", "b"]}
    kept = centre.session.get_one(InspectionVersion, (inspection_id, 1))
    assert {one["value"] for one in kept.answers["answers"]} == {"no", "Grey shawl"}
    assert {one.code for one in findings_of(centre.session, inspection_id)} == {"CERT_MISMATCH", "DEDUCTED_FROM_WAGES"}


def test_a_laptop_that_knows_no_versions_adds_to_the_findings_that_stand(
    centre: Any, laptop: Laptop, send_back: Callable[[str], None]
) -> None:
    inspection_id = laptop.start(centre.employer())
    laptop.finding(inspection_id)
    laptop.close(inspection_id)
    laptop.sync()
    send_back(inspection_id)
    laptop.finding(inspection_id, code="CERT_MISMATCH")
    laptop.close(inspection_id)
    assert last_verdict(laptop) == ("applied", "")
    assert centre.session.get_one(Inspection, inspection_id).record_version == 2
    assert {one.code for one in findings_of(centre.session, inspection_id)} == {"CERT_NOT_DISPLAYED", "CERT_MISMATCH"}


@pytest.mark.parametrize("version", [2, 3])
def test_a_version_that_does_not_come_next_is_refused(
    centre: Any, laptop: Laptop, send_back: Callable[[str], None], version: int
) -> None:
    inspection_id = laptop.start(centre.employer())
    if version == 3:
        laptop.close(inspection_id)
        laptop.sync()
        send_back(inspection_id)
    laptop.make("inspection.close", inspection_id, closing(version=version), schema=3)
    assert last_verdict(laptop) == ("rejected", "E_IMMUTABLE")
    assert centre.scalar("SELECT count(*) FROM inspection_version") == 0


def amendment(inspection_id: str, **changes: Any) -> dict[str, Any]:
    return {
        "inspection_id": inspection_id, "version": 1, "item": "certificate_displayed", "key": "", "value": "yes",
        "state": "given", "reason": "", "why": "It hung behind the door.", "amended_at": MADE_AT, **changes,
    }  # fmt: skip


def test_an_amendment_changes_no_answer(centre: Any, laptop: Laptop) -> None:
    inspection_id = laptop.start(centre.employer())
    laptop.close(inspection_id)
    laptop.make("inspection.amend", str(uuid7()), amendment(inspection_id), schema=3)
    assert last_verdict(laptop) == ("applied", "")
    [answer] = centre.session.get_one(Inspection, inspection_id).answers["answers"]
    assert answer["value"] == "no"
    assert centre.scalar("SELECT why FROM amendment") == "It hung behind the door."


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({"why": ""}, ("rejected", "E_VALIDATION")),
        ({"state": "perhaps"}, ("rejected", "E_VALIDATION")),
        ({"version": 2}, ("rejected", "E_IMMUTABLE")),
        ({"more": 1}, ("rejected", "E_VALIDATION")),
    ],
)
def test_an_amendment_that_cannot_stand_is_refused(
    centre: Any, laptop: Laptop, changes: dict[str, Any], verdict: tuple[str, str]
) -> None:
    inspection_id = laptop.start(centre.employer())
    laptop.close(inspection_id)
    laptop.make("inspection.amend", str(uuid7()), amendment(inspection_id, **changes), schema=3)
    assert last_verdict(laptop) == verdict


def test_an_open_inspection_is_not_amended_nor_anothers(centre: Any, laptop: Laptop) -> None:
    inspection_id, other = laptop.start(centre.employer()), centre.laptop()
    laptop.make("inspection.amend", str(uuid7()), amendment(inspection_id), schema=3)
    assert last_verdict(laptop) == ("rejected", "E_IMMUTABLE")
    other.make("inspection.amend", str(uuid7()), amendment(inspection_id), schema=3)
    assert last_verdict(other) == ("rejected", "E_PERMISSION")


def test_an_amendment_waits_for_its_inspection(centre: Any, laptop: Laptop) -> None:
    inspection_id = str(uuid7())
    laptop.make("inspection.amend", str(uuid7()), amendment(inspection_id), schema=3)
    assert last_verdict(laptop) == ("held", "E_PARENT")


@pytest.mark.parametrize("table", ["amendment", "inspection_version"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = 'x'", "DELETE FROM {}"])
def test_neither_is_ever_changed_or_deleted(
    centre: Any, laptop: Laptop, send_back: Callable[[str], None], table: str, statement: str
) -> None:
    inspection_id = laptop.start(centre.employer())
    laptop.close(inspection_id)
    laptop.make("inspection.amend", str(uuid7()), amendment(inspection_id), schema=3)
    laptop.sync()
    send_back(inspection_id)
    laptop.close(inspection_id)
    laptop.sync()
    assert centre.scalar(f"SELECT count(*) FROM {table}") == 1
    column = {"amendment": "value", "inspection_version": "closed_at"}[table]
    with pytest.raises(Exception, match="append-only"):
        centre.scalar(statement.format(table, column))
    centre.session.rollback()
