"""Every operation gets one verdict; what had no effect stops nothing, is told on both sides, follows when mended."""

from __future__ import annotations

from typing import Any

import pytest
from centre_visitor import visit
from uuid_utils.compat import uuid7

from sync_server.models import LedgerEntry, Role, User
from sync_server.services import apply_inspection, apply_operation
from sync_server.worker import try_held_again


def outcomes(centre: Any) -> dict[str, int]:
    rows = centre.session.query(LedgerEntry.outcome).all()
    centre.session.rollback()
    found = [row.outcome for row in rows]
    return {name: found.count(name) for name in set(found)}


def path_of(laptop: Any) -> str:
    return f"/devices/{laptop.enrolment['device_id']}"


def test_one_invalid_one_crashing_and_998_good_operations_arrive_within_two_rounds(
    either_centre: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    either_centre.user("boss", Role.SUPERVISOR)
    laptop = either_centre.laptop()
    inspection = laptop.start(either_centre.employer())
    for number in range(999):
        laptop.finding(inspection, **{"severity": "dreadful"} if number == 300 else {})
    crashing = laptop.operations[700]["row_id"]
    sound = apply_inspection.record_finding

    def crash_on_one(arrival: Any, content: Any) -> Any:
        verdict = sound(arrival, content)
        if arrival.row_id == crashing:
            raise ZeroDivisionError
        return verdict

    monkeypatch.setitem(apply_operation._EFFECTS, apply_operation.OperationKind.FINDING_RECORD, crash_on_one)
    replies = [laptop.sync(operations=laptop.operations[:500]), laptop.sync(operations=laptop.operations[500:])]
    assert laptop.acknowledged == 1000
    assert outcomes(either_centre) == {"applied": 998, "rejected": 1, "held": 1}
    told = {verdict["seq"]: verdict for reply in replies for verdict in reply["verdicts"]}
    refused = {seq: verdict for seq, verdict in told.items() if verdict["outcome"] != "applied"}
    assert [(seq, one["outcome"], one["code"]) for seq, one in sorted(refused.items())] == [
        (302, "rejected", "E_VALIDATION"),
        (701, "held", "E_UNKNOWN_KIND"),
    ]
    assert all(one["reason_en"] and one["reason_ur"] for one in refused.values())
    assert refused[701]["waits_for"] == "upgrade"
    for lang, sentence in (
        ("en", "These parts cannot stand as they are: severity."),
        ("ur", "سافٹ ویئر کی خرابی"),
    ):
        page = visit(either_centre, "boss", lang=lang).open(path_of(laptop)).text
        assert sentence in page.replace("\u2068", "").replace("\u2069", "")
    assert either_centre.scalar("SELECT count(*) FROM finding") == 997


def test_a_faulty_operation_is_taken_after_the_fault_is_mended(centre: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    laptop = centre.laptop()
    inspection = laptop.start(centre.employer())
    with monkeypatch.context() as patched:
        patched.setattr(apply_inspection, "fetch_row", None)
        laptop.finding(inspection)
        laptop.sync()
    assert outcomes(centre) == {"held": 2}
    assert try_held_again(centre.app) == 1
    assert outcomes(centre) == {"applied": 2}


def test_children_of_a_rejected_inspection_follow_when_a_supervisor_has_mended_it(either_centre: Any) -> None:
    either_centre.user("boss", Role.SUPERVISOR)
    person = either_centre.user("nadia")
    laptop = either_centre.laptop(person)
    inspection = laptop.start(either_centre.employer("multan"))
    laptop.finding(inspection)
    laptop.close(inspection)
    reply = laptop.sync()
    assert laptop.outcomes(reply) == [(1, "rejected", "E_SCOPE"), (2, "held", "E_PARENT"), (3, "held", "E_PARENT")]
    assert {one["waits_for"] for one in reply["verdicts"][1:]} == {inspection}
    laptop.verdicts_since = reply["verdicts"][-1]["number"]
    session = either_centre.session
    session.get_one(User, person.id).scopes = ["district:lahore", "district:multan"]
    session.commit()
    visitor = visit(either_centre, "boss")
    assert "not in a district assigned" in visitor.open(path_of(laptop)).text
    accept = f"{path_of(laptop)}/operations/1-1/accept"
    assert visitor.send(accept, reason="The district is assigned now").status_code == 303
    news = laptop.sync()
    assert laptop.outcomes(news) == [(1, "applied", ""), (2, "applied", ""), (3, "applied", "")]
    assert either_centre.scalar("SELECT state FROM inspection") == "received"
    assert visitor.send(accept, reason="Again").status_code == 409


def test_what_still_cannot_stand_stays_rejected_and_nothing_is_doubled(centre: Any) -> None:
    centre.user("boss", Role.SUPERVISOR)
    laptop = centre.laptop()
    laptop.start(centre.employer("multan"))
    laptop.sync()
    visitor = visit(centre, "boss")
    for _ in range(2):
        assert visitor.send(f"{path_of(laptop)}/operations/1-1/accept", reason="Please").status_code == 303
    assert outcomes(centre) == {"rejected": 1}
    assert centre.scalar("SELECT count(*) FROM inspection") == 0


@pytest.mark.parametrize("change", [{"kind": "employer.paint"}, {"schema": 99}])
def test_what_a_newer_laptop_sends_is_held_until_the_centre_is_updated(
    centre: Any, monkeypatch: pytest.MonkeyPatch, change: dict[str, Any]
) -> None:
    laptop, employer = centre.laptop(), centre.employer()
    laptop.make(**{"kind": "employer.correct", "row_id": employer, "set_": {"colour": "green"}, **change})
    laptop.correct(employer, was={"phone": ""}, phone="1")
    reply = laptop.sync()
    assert laptop.outcomes(reply) == [(1, "held", "E_UNKNOWN_KIND"), (2, "applied", "")]
    assert reply["verdicts"][0]["waits_for"] == "upgrade"
    monkeypatch.setattr(apply_operation, "_effect", lambda arrival: apply_inspection.APPLIED)
    assert try_held_again(centre.app) == 1
    laptop.verdicts_since = 2
    assert laptop.outcomes(laptop.sync()) == [(1, "applied", "")]


def test_a_permission_that_ends_in_the_middle_of_a_queue_leaves_nothing_silent(centre: Any) -> None:
    person = centre.user("nadia")
    laptop, employer = centre.laptop(person), centre.employer()
    laptop.correct(employer, was={"phone": ""}, phone="1")
    laptop.sync()
    centre.session.get_one(User, person.id).scopes = ["district:kasur"]
    centre.session.commit()
    laptop.correct(employer, was={"phone": "1"}, phone="2")
    laptop.start(employer)
    reply = laptop.sync()
    assert [(seq, outcome) for seq, outcome, _ in laptop.outcomes(reply)][1:] == [(2, "rejected"), (3, "rejected")]
    assert centre.scalar("SELECT phone FROM employer") == "1"


def test_a_correction_of_one_laptop_waits_for_nothing_of_another(centre: Any) -> None:
    first, second, employer = centre.laptop(), centre.laptop(), centre.employer()
    first.finding(str(uuid7()))
    second.correct(employer, was={"phone": ""}, phone="1")
    assert first.outcomes(first.sync()) == [(1, "held", "E_PARENT")]
    assert second.outcomes(second.sync()) == [(1, "applied", "")]
