"""A push: each operation is stored once with its effect, whatever is repeated, missing, forged or wrong."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from uuid_utils.compat import uuid7

from casework.signatures import new_private_key
from sync_protocol.chain import GENESIS, chained
from sync_server.models import Device, Inspection, LedgerEntry, Role, User


def ledger_rows(centre: Any) -> int:
    return int(centre.scalar("SELECT count(*) FROM ledger"))


def test_push_repeated_after_a_lost_reply_stores_nothing_twice(either_centre: Any) -> None:
    employer = either_centre.employer()
    laptop = either_centre.laptop()
    laptop.correct(employer, was={"phone": ""}, phone="042-111")
    inspection = laptop.start(employer)
    laptop.finding(inspection)
    message = laptop.message()
    replies = [laptop.post(message).get_json() for _ in range(3)]
    assert [laptop.outcomes(reply) for reply in replies] == [laptop.outcomes(replies[0])] * 3
    assert laptop.outcomes(replies[0]) == [(1, "applied", ""), (2, "applied", ""), (3, "applied", "")]
    assert (ledger_rows(either_centre), either_centre.scalar("SELECT count(*) FROM finding")) == (3, 1)
    assert either_centre.scalar("SELECT rev FROM employer") == 2


def test_verdicts_of_operations_sent_again_come_even_when_the_laptop_says_it_knows_them(centre: Any) -> None:
    laptop = centre.laptop()
    laptop.correct(centre.employer(), was={"phone": ""}, phone="1")
    message = laptop.message()
    laptop.post(message)
    again = laptop.post({**message, "verdicts_since": 1}).get_json()
    assert laptop.outcomes(again) == [(1, "applied", "")]


def test_what_was_simply_applied_comes_as_runs_to_who_asks_for_them(either_centre: Any) -> None:
    employer, laptop = either_centre.employer(), either_centre.laptop()
    for phone in ("1", "2", "not a number", "4"):
        laptop.correct(employer, was={"phone": ""}, phone=phone)
    message = {**laptop.message(), "protocol": 3, "runs": True}
    replies = [laptop.post({**message, "verdicts_since": since}).get_json() for since in (0, 0, 4)]
    for reply in replies:
        assert reply["runs"] == [{"number": 1, "seq": 1, "count": 2}, {"number": 4, "seq": 4, "count": 1}]
        assert laptop.outcomes(reply) == [(3, "rejected", "E_VALIDATION")]
    plain = laptop.post({**message, "runs": False}).get_json()
    assert "runs" not in plain
    assert [seq for seq, _, _ in laptop.outcomes(plain)] == [1, 2, 3, 4]


def test_a_run_that_overlaps_what_is_stored_goes_on_where_the_ledger_ends(centre: Any) -> None:
    employer, laptop = centre.employer(), centre.laptop()
    laptop.correct(employer, was={"phone": ""}, phone="1")
    laptop.post(laptop.message())
    laptop.correct(employer, was={"phone": "1"}, phone="2")
    reply = laptop.post(laptop.message()).get_json()
    assert reply["receipt"]["seq"] == 2
    assert centre.scalar("SELECT phone FROM employer") == "2"
    assert centre.scalar("SELECT count(*) FROM conflict") == 0


def test_a_gap_is_answered_with_the_number_expected_and_nothing_is_stored(either_centre: Any) -> None:
    employer, laptop = either_centre.employer(), either_centre.laptop()
    laptop.correct(employer, was={"phone": ""}, phone="1")
    laptop.correct(employer, was={"phone": "1"}, phone="2")
    response = laptop.post(laptop.message(laptop.operations[1:]))
    problem = response.get_json()
    assert (response.status_code, problem["code"], problem["facts"]) == (409, "E_SEQ_GAP", {"expected": 1})
    assert ledger_rows(either_centre) == 0


def test_another_operation_under_a_stored_number_is_a_fork(either_centre: Any) -> None:
    employer, laptop = either_centre.employer(), either_centre.laptop()
    clone = copy.copy(laptop)
    clone.operations = []
    laptop.correct(employer, was={"phone": ""}, phone="1")
    laptop.sync()
    clone.correct(employer, was={"phone": ""}, phone="2")
    response = clone.post(clone.message())
    assert (response.status_code, response.get_json()["code"]) == (409, "E_FORK")
    clone.correct(employer, was={"phone": ""}, phone="3")
    later = clone.post(clone.message(clone.operations[1:]))
    assert (later.status_code, later.get_json()["code"]) == (409, "E_FORK")
    assert either_centre.scalar("SELECT phone FROM employer") == "1"
    assert ledger_rows(either_centre) == 1


def test_a_tampered_operation_is_refused_before_anything_is_written(centre: Any) -> None:
    employer, laptop = centre.employer(), centre.laptop()
    laptop.correct(employer, was={"phone": ""}, phone="1")
    laptop.correct(employer, was={"phone": "1"}, phone="2")
    message = laptop.message()
    message["push"]["operations"][1]["set"]["phone"] = "3"
    response = laptop.post(message)
    assert (response.status_code, response.get_json()["code"]) == (422, "E_CHAIN")
    assert ledger_rows(centre) == 0


def test_a_head_signed_by_another_key_is_refused(centre: Any) -> None:
    laptop = centre.laptop()
    laptop.correct(centre.employer(), was={"phone": ""}, phone="1")
    laptop.private_key = new_private_key()
    response = laptop.post(laptop.message())
    assert (response.status_code, response.get_json()["code"]) == (422, "E_CHAIN")
    assert ledger_rows(centre) == 0


def test_an_operation_that_cannot_stand_does_not_stop_the_others(either_centre: Any) -> None:
    employer, laptop = either_centre.employer(), either_centre.laptop()
    laptop.correct(employer, was={"phone": ""}, phone="1")
    laptop.correct(employer, was={"phone": ""}, phone="ring the bell")
    laptop.correct(employer, was={"name_ur": ""}, name_ur="\x00")
    laptop.make("employer.paint", employer, {"colour": "green"})
    laptop.correct(employer, was={"trade_name": ""}, trade_name="New")
    reply = laptop.sync()
    assert laptop.outcomes(reply) == [
        (1, "applied", ""),
        (2, "rejected", "E_VALIDATION"),
        (3, "rejected", "E_VALIDATION"),
        (4, "held", "E_UNKNOWN_KIND"),
        (5, "applied", ""),
    ]
    assert laptop.acknowledged == 5
    assert "phone" in reply["verdicts"][1]["reason_en"]
    assert reply["verdicts"][1]["reason_ur"]
    assert either_centre.scalar("SELECT trade_name FROM employer") == "New"


def test_findings_wait_for_their_inspection_and_are_taken_when_it_arrives(either_centre: Any) -> None:
    employer, laptop = either_centre.employer(), either_centre.laptop()
    inspection = laptop.start(employer, checklist="no such name!")
    laptop.finding(inspection)
    laptop.close(inspection)
    held = laptop.sync()
    assert laptop.outcomes(held) == [(1, "rejected", "E_VALIDATION"), (2, "held", "E_PARENT"), (3, "held", "E_PARENT")]
    assert {verdict["waits_for"] for verdict in held["verdicts"][1:]} == {inspection}
    laptop.verdicts_since = held["verdicts"][-1]["number"]
    laptop.start(employer, inspection)
    released = laptop.sync()
    assert laptop.outcomes(released) == [(2, "applied", ""), (3, "applied", ""), (4, "applied", "")]
    assert min(verdict["number"] for verdict in released["verdicts"]) > laptop.verdicts_since
    assert either_centre.scalar("SELECT state FROM inspection") == "received"
    assert either_centre.scalar("SELECT count(*) FROM finding") == 1


def test_an_operation_known_under_another_number_is_a_duplicate(centre: Any) -> None:
    employer, laptop = centre.employer(), centre.laptop()
    first = laptop.correct(employer, was={"phone": ""}, phone="1")
    laptop.make("employer.correct", employer, {"phone": "1"}, was={"phone": ""}, base_rev=1, op_id=first["op_id"])
    assert laptop.outcomes(laptop.sync()) == [(1, "applied", ""), (2, "duplicate", "")]


def test_a_whole_inspection_becomes_received_with_summary_and_visit_done(either_centre: Any) -> None:
    employer, laptop = either_centre.employer(), either_centre.laptop()
    visit = either_centre.write(
        "visit",
        {
            "employer_id": employer,
            "inspector_id": laptop.user_id,
            "planned_on": "2026-11-21",
            "purpose_en": "Regular",
            "purpose_ur": "معمول",
            "order_no": "7",
            "authorised_by": "Director",
            "status": "planned",
        },
    )
    inspection = laptop.start(employer, visit_id=visit)
    laptop.close(inspection)
    laptop.finding(inspection)
    sha256 = laptop.evidence(inspection, b"a photo")
    reply = laptop.sync()
    assert [outcome for _, outcome, _ in laptop.outcomes(reply)] == ["applied"] * 4
    assert reply["evidence_wanted"] == [sha256]
    session = either_centre.session
    row = session.get(Inspection, inspection)
    assert (row.state, row.scope_id, row.inspector_id) == ("received", "district:lahore", laptop.user_id)
    assert row.answers["answers"][0]["item"] == "certificate_displayed"
    assert row.received_at is not None
    session.rollback()
    assert either_centre.scalar("SELECT status FROM visit") == "done"
    assert either_centre.scalar("SELECT findings_count FROM inspection_summary") == 1
    assert either_centre.scalar("SELECT count(*) FROM flag WHERE inspection_id = :id", id=inspection) > 0


def test_a_received_inspection_is_closed_again_only_after_it_was_returned(centre: Any) -> None:
    laptop = centre.laptop()
    inspection = laptop.start(centre.employer())
    laptop.close(inspection)
    laptop.close(inspection)
    assert laptop.outcomes(laptop.sync())[-1] == (3, "rejected", "E_IMMUTABLE")
    centre.session.get(Inspection, inspection).state = "returned"
    centre.session.commit()
    laptop.verdicts_since = 3
    laptop.close(inspection)
    assert laptop.outcomes(laptop.sync()) == [(4, "applied", "")]
    assert centre.scalar("SELECT version FROM inspection") == 2


def test_nothing_is_added_to_an_approved_inspection(centre: Any) -> None:
    laptop = centre.laptop()
    inspection = laptop.start(centre.employer())
    laptop.close(inspection)
    laptop.sync()
    centre.session.get(Inspection, inspection).state = "approved"
    centre.session.commit()
    laptop.verdicts_since = 2
    laptop.finding(inspection)
    assert laptop.outcomes(laptop.sync()) == [(3, "rejected", "E_IMMUTABLE")]


def test_work_about_an_employer_of_another_district_is_rejected_and_nothing_written(either_centre: Any) -> None:
    foreign, laptop = either_centre.employer("multan"), either_centre.laptop()
    inspection = laptop.start(foreign)
    laptop.finding(inspection)
    laptop.correct(foreign, was={"phone": ""}, phone="1")
    laptop.correct(str(uuid7()), was={"phone": ""}, phone="1")
    assert laptop.outcomes(laptop.sync()) == [
        (1, "rejected", "E_SCOPE"),
        (2, "held", "E_PARENT"),
        (3, "rejected", "E_SCOPE"),
        (4, "rejected", "E_SCOPE"),
    ]
    assert either_centre.scalar("SELECT count(*) FROM inspection") == 0
    assert either_centre.scalar("SELECT rev FROM employer") == 1


def test_work_on_an_employer_that_moved_away_meanwhile_is_still_taken_for_thirty_days(centre: Any) -> None:
    employer, laptop = centre.employer(), centre.laptop()
    centre.write("employer", {"district": "multan"}, employer)
    laptop.correct(employer, was={"phone": ""}, phone="1")
    assert laptop.outcomes(laptop.sync()) == [(1, "merged", "")]
    centre.clock.move(days=31)
    laptop.verdicts_since = 1
    laptop.correct(employer, was={"phone": "1"}, phone="2")
    assert laptop.outcomes(laptop.sync()) == [(2, "rejected", "E_SCOPE")]


def test_another_inspectors_inspection_is_not_written_to(centre: Any) -> None:
    employer, mine, theirs = centre.employer(), centre.laptop(), centre.laptop()
    inspection = mine.start(employer)
    mine.sync()
    theirs.finding(inspection)
    theirs.close(inspection)
    assert theirs.outcomes(theirs.sync()) == [(1, "rejected", "E_PERMISSION"), (2, "rejected", "E_PERMISSION")]


def test_operations_in_another_persons_name_are_rejected(centre: Any) -> None:
    employer, laptop = centre.employer(), centre.laptop()
    laptop.make("employer.correct", employer, {"phone": "1"}, was={"phone": ""}, base_rev=1, user_id=str(uuid7()))
    assert laptop.outcomes(laptop.sync()) == [(1, "rejected", "E_PERMISSION")]


@pytest.mark.parametrize("change", [{"active": False}, {"role": Role.TRAINER}])
def test_somebody_who_is_no_active_inspector_any_more_gets_verdicts_but_no_effect_and_no_register(
    centre: Any, change: dict[str, Any]
) -> None:
    employer, laptop = centre.employer(), centre.laptop()
    user = centre.session.get(User, laptop.user_id)
    for name, value in change.items():
        setattr(user, name, value)
    centre.session.commit()
    laptop.correct(employer, was={"phone": ""}, phone="1")
    reply = laptop.sync(pull=[{"scope": "district:lahore", "epoch": "x", "since": 0}])
    assert laptop.outcomes(reply) == [(1, "rejected", "E_PERMISSION")]
    assert (reply["scopes"], reply["pull"]) == ([], [])
    assert centre.scalar("SELECT phone FROM employer") == ""


def test_a_withdrawn_laptop_is_turned_away(centre: Any) -> None:
    laptop = centre.laptop()
    centre.session.get(Device, laptop.enrolment["device_id"]).revoked_at = centre.clock()
    centre.session.commit()
    response = laptop.post(laptop.message())
    assert (response.status_code, response.get_json()["code"]) == (403, "E_REVOKED")


def test_a_fault_of_the_centre_holds_the_operation_and_lets_the_next_one_through(
    centre: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sync_server.services import apply_inspection

    def broken(*_: Any, **__: Any) -> None:
        raise KeyError("a fault of ours")

    employer, laptop = centre.employer(), centre.laptop()
    with monkeypatch.context() as patched:
        patched.setattr(apply_inspection, "fetch_row", broken)
        laptop.start(employer)
        laptop.correct(employer, was={"phone": ""}, phone="1")
        assert laptop.outcomes(laptop.sync()) == [(1, "held", "E_UNKNOWN_KIND"), (2, "applied", "")]
    from sync_server.worker import try_held_again

    assert try_held_again(centre.app) == 1
    assert centre.scalar("SELECT count(*) FROM inspection") == 1


def test_five_hundred_operations_go_in_one_push_and_one_more_is_refused(centre: Any) -> None:
    laptop = centre.laptop()
    inspection = laptop.start(centre.employer())
    for _ in range(499):
        laptop.finding(inspection)
    reply = laptop.sync()
    assert reply["receipt"]["seq"] == 500
    assert centre.scalar("SELECT count(*) FROM finding") == 499
    for _ in range(501):
        laptop.finding(inspection)
    assert laptop.post(laptop.message()).status_code == 400


def test_the_ledger_is_a_gap_free_prefix_and_each_body_verifies_again(centre: Any) -> None:
    laptop = centre.laptop()
    inspection = laptop.start(centre.employer())
    for _ in range(5):
        laptop.finding(inspection)
        laptop.sync()
    rows = centre.session.query(LedgerEntry).order_by(LedgerEntry.seq).all()
    bodies = [{name: value for name, value in row.body.items() if name not in ("seq", "hash")} for row in rows]
    assert chained(GENESIS, 1, bodies) == [row.body for row in rows]
    centre.session.rollback()


SEEN = {"name_en": "Rehmat Plastic Works", "district": "lahore", "phone": "042-37900011"}


def test_an_employer_outside_the_register_is_kept_as_provisional_and_inspected(either_centre: Any) -> None:
    laptop, employer = either_centre.laptop(), str(uuid7())
    laptop.make("employer.add", employer, SEEN)
    laptop.start(employer, checklist="unregistered_establishment")

    reply = laptop.post(laptop.message()).get_json()

    assert laptop.outcomes(reply) == [(1, "applied", ""), (2, "applied", "")]
    assert either_centre.scalar("SELECT status FROM employer") == "provisional"
    assert either_centre.scalar("SELECT registration_no FROM employer") == ""
    assert either_centre.scalar("SELECT count(*) FROM member WHERE entity = 'employer'") == 1


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"district": "multan"}, "E_SCOPE"),
        ({"name_en": ""}, "E_VALIDATION"),
        ({"status": "active"}, "E_VALIDATION"),
        ({"registration_no": "LHR-1"}, "E_VALIDATION"),
        ({"phone": "ring the bell"}, "E_VALIDATION"),
    ],
)
def test_an_employer_that_cannot_be_entered_is_rejected(centre: Any, changed: dict[str, str], code: str) -> None:
    laptop = centre.laptop()
    laptop.make("employer.add", str(uuid7()), SEEN | changed)

    reply = laptop.post(laptop.message()).get_json()

    assert laptop.outcomes(reply) == [(1, "rejected", code)]
    assert centre.scalar("SELECT count(*) FROM employer") == 0


def test_entering_an_employer_never_overwrites_one(centre: Any) -> None:
    standing, laptop = centre.employer(), centre.laptop()
    laptop.make("employer.add", standing, SEEN)

    reply = laptop.post(laptop.message()).get_json()

    assert laptop.outcomes(reply) == [(1, "rejected", "E_IMMUTABLE")]
    assert centre.scalar("SELECT status FROM employer") == "active"
