"""After a visit: a returned inspection is opened as its next version, a closed one amended; all stays visible."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from inspector_at_work import Desk
from prepared_laptop import MILL
from sealed_visit import ready_to_close, seals

from checklists.form_state import Answer, AnswerState, ItemRef
from inspector_app.errors import InspectionClosed, InvalidAnswer, NotFound, NotReadyToClose, RoomRefused
from inspector_app.services.amend_inspection import amend_inspection
from inspector_app.services.attach_evidence import remove_evidence
from inspector_app.services.queue import queue
from inspector_app.services.read_version import read_version
from inspector_app.services.reopen_inspection import remarks_of, reopen_inspection
from inspector_app.store import outbox, verdicts
from inspector_app.store.driver import rows, run
from inspector_app.store.register_changes import put_row
from sync_protocol.chain import GENESIS, verify_run
from sync_protocol.entities import ENTITIES, OperationKind
from sync_protocol.operations import load_content

REMARKS = [{"item": "headcount_men", "key": "", "text": "Sixty men? The register says forty."}]


def summary(desk: Desk, inspection_id: str, **values: Any) -> None:
    """Let the centre's word of an inspection arrive."""
    row = dict.fromkeys(ENTITIES["inspection_summary"].field_names)
    said = {
        "employer_id": MILL, "inspector_id": desk.opened.person.id, "inspector_name": "x", "inspected_on": "2026-11-22",
        "state": "returned", "remark": "Count again.", "findings_count": 3, "version": 1,
        "remarks": json.dumps(REMARKS),
    }  # fmt: skip
    scope = json.loads(rows(desk.opened.work, "SELECT scopes FROM device")[0]["scopes"])[0]
    put_row(
        desk.opened.register,
        ENTITIES["inspection_summary"],
        scope,
        row_id=inspection_id,
        rev=2,
        values={**row, **said, **values},
    )


@pytest.fixture
def returned(desk: Desk) -> str:
    seals(desk.opened)
    inspection_id = desk.whole_inspection()
    summary(desk, inspection_id)
    return inspection_id


def sent(desk: Desk, kind: OperationKind) -> list[dict[str, Any]]:
    return [
        json.loads(one["body"])
        for one in rows(desk.opened.work, "SELECT body FROM outbox WHERE kind = ? ORDER BY number", (kind,))
    ]


def test_remarks_stand_at_their_answers_before_and_after_it_is_opened_again(desk: Desk, returned: str) -> None:
    for step in range(2):
        view = desk.view(returned)
        assert (view.state, view.after.remark) == (("returned", "open")[step], "Count again.")
        assert view.after.remarks == {ItemRef("headcount_men"): REMARKS[0]["text"]}
        if not step:
            assert view.after.may_reopen
            assert reopen_inspection(desk.opened, returned, at=desk.at) == 2
    assert not desk.view(returned).after.may_reopen


def test_opening_again_keeps_the_version_before_and_every_answer(desk: Desk, returned: str) -> None:
    before = desk.view(returned)
    reopen_inspection(desk.opened, returned, at=desk.at)
    after = desk.view(returned)
    assert (after.is_closed, after.after.version, after.answers) == (False, 2, before.answers)
    assert (after.statement, after.signature) == (before.statement, before.signature)
    [earlier] = after.after.earlier
    assert (earlier.number, earlier.closed_at, earlier.remark) == (1, before.inspection.closed_at, "Count again.")
    desk.answer(returned, "headcount_men", "44")
    kept = read_version(desk.opened, returned, 1)
    assert kept.form.item(ItemRef("headcount_men")).answer.value == "60"
    assert kept.form.items == before.form.items
    assert kept.kept.findings == before.findings
    with pytest.raises(NotFound):
        read_version(desk.opened, returned, 2)


def test_opening_twice_changes_nothing(desk: Desk, returned: str) -> None:
    assert [reopen_inspection(desk.opened, returned, at=desk.at) for _ in range(2)] == [2, 2]
    assert len(desk.view(returned).after.earlier) == 1


@pytest.mark.parametrize("state", ["received", "approved"])
def test_only_a_returned_one_is_opened_again(desk: Desk, returned: str, state: str) -> None:
    summary(desk, returned, state=state)
    with pytest.raises(InspectionClosed):
        reopen_inspection(desk.opened, returned, at=desk.at)


def test_a_centre_that_knows_no_versions_returns_in_vain_and_says_why(desk: Desk, returned: str) -> None:
    summary(desk, returned, version=None, remarks=None)
    view = desk.view(returned)
    assert (view.state, view.after.may_reopen) == ("returned", False)
    with pytest.raises(InspectionClosed, match="must be updated"):
        reopen_inspection(desk.opened, returned, at=desk.at)


def test_with_other_findings_the_employer_answers_and_signs_again(desk: Desk, returned: str) -> None:
    reopen_inspection(desk.opened, returned, at=desk.at)
    assert desk.view(returned).reasons_not_to_close == ()
    desk.answer(returned, "headcount_men", "20")
    desk.answer(returned, "headcount_women", "5")
    reasons = [reason.en for reason in desk.view(returned).reasons_not_to_close]
    assert [reason[:33] for reason in reasons] == [
        "The findings are others than those"[:33],
        "The exit sheet was changed after it"[:33],
    ]
    with pytest.raises(NotReadyToClose):
        desk.close(returned)
    desk.move(minutes=5)
    desk.state(returned)
    desk.sign(returned)
    desk.close(returned)


def test_the_second_closing_is_chained_with_its_version_and_sends_no_evidence_again(desk: Desk, returned: str) -> None:
    evidence = len(sent(desk, OperationKind.EVIDENCE_ADD))
    first = sent(desk, OperationKind.FINDING_RECORD)
    reopen_inspection(desk.opened, returned, at=desk.at)
    desk.attach(returned, "rec_attendance", b"%PDF-1.4\n%%EOF")
    ready_to_close(desk, returned)
    desk.close(returned)
    view = desk.view(returned)
    assert (view.is_closed, view.state) == (True, "closed")
    second = sent(desk, OperationKind.FINDING_RECORD)[len(first) :]
    assert {one["set"]["code"] for one in second} == {one["set"]["code"] for one in first}
    assert not {one["row_id"] for one in first} & {one["row_id"] for one in second}
    assert {one["set"]["version"] for one in second} == {2}
    assert "version" not in first[0]["set"]
    closings = sent(desk, OperationKind.INSPECTION_CLOSE)
    assert [one["set"].get("version", 1) for one in closings] == [1, 2]
    for one in sent(desk, OperationKind.EVIDENCE_ADD)[evidence:]:
        assert one["set"]["kind"] in ("document", "signature", "photo")
    ids = [one["row_id"] for one in sent(desk, OperationKind.EVIDENCE_ADD)]
    assert len(ids) == len(set(ids))
    operations = outbox.operations_after(desk.opened.work, 0, limit=500)
    assert verify_run(GENESIS, operations) == outbox.last(desk.opened.work)[1]


def test_the_word_on_the_version_before_is_not_taken_for_one_on_the_next(desk: Desk, returned: str) -> None:
    reopen_inspection(desk.opened, returned, at=desk.at)
    desk.close(returned)
    assert desk.view(returned).state == "closed"
    summary(desk, returned, version=2, state="received", remark="", remarks="")
    assert desk.view(returned).state == "received"


def test_evidence_that_was_sent_stays_with_the_inspection(desk: Desk, returned: str) -> None:
    reopen_inspection(desk.opened, returned, at=desk.at)
    before = desk.view(returned).evidence
    photo = next(line for line in before if line.kind == "photo")
    with pytest.raises(InvalidAnswer):
        remove_evidence(desk.opened, returned, photo.evidence_id)
    desk.sign(returned)
    assert {line.evidence_id for line in before} <= {line.evidence_id for line in desk.view(returned).evidence}


@pytest.mark.parametrize("remarks", ["", "[", "{}", "[1]", '[{"item": "x"}]', "null"])
def test_remarks_that_cannot_be_read_are_none(remarks: str) -> None:
    assert remarks_of({"remarks": remarks}) == ()


def amend(
    desk: Desk, inspection_id: str, item: str, value: str = "", *, why: str = "Miscounted.", **answer: Any
) -> str:
    desk.move(seconds=1)
    return amend_inspection(
        desk.opened, inspection_id, ItemRef(item), Answer(value, **answer), why=why, at=desk.at, new_id=desk.ids
    )


def test_an_amendment_stands_beside_the_answer_and_is_sent(desk: Desk, returned: str) -> None:
    before = desk.view(returned)
    amendment_id = amend(desk, returned, "headcount_men", "59", why="One was a visitor.")
    view = desk.view(returned)
    assert (view.form, view.findings, view.answers) == (before.form, before.findings, before.answers)
    [line] = view.after.amendments[ItemRef("headcount_men")]
    assert (line.answer.value, line.why) == ("59", "One was a visitor.")
    [operation] = sent(desk, OperationKind.INSPECTION_AMEND)
    assert operation["row_id"] == amendment_id
    assert load_content(OperationKind.INSPECTION_AMEND, operation["set"])["version"] == 1
    assert "Amendment" in queue(desk.opened).lines[0].subject.en


def test_a_later_amendment_stands_below_the_earlier_one(desk: Desk, returned: str) -> None:
    amend(desk, returned, "headcount_men", "59")
    amend(desk, returned, "headcount_men", "60", why="No: he works there.")
    assert [line.answer.value for line in desk.view(returned).after.amendments[ItemRef("headcount_men")]] == [
        "59",
        "60",
    ]


@pytest.mark.parametrize(
    "bad",
    [
        lambda d, i: amend(d, i, "headcount_men", "59", why="  "),
        lambda d, i: amend(d, i, "headcount_men", "60"),
        lambda d, i: amend(d, i, "headcount_men", "-4"),
        lambda d, i: amend(d, i, "headcount_total", "4"),
        lambda d, i: amend(d, i, "no_such_item", "4"),
        lambda d, i: amend(d, i, "headcount_men", "59", why="x" * 2001),
        lambda d, i: amend(d, i, "headcount_men", "5\x009"),
        lambda d, i: amend(d, i, "remarks", "", state=AnswerState.NOT_APPLICABLE),
    ],
)
def test_what_cannot_stand_is_not_amended(desk: Desk, returned: str, bad: Callable[[Desk, str], str]) -> None:
    head = outbox.last(desk.opened.work)
    with pytest.raises(InvalidAnswer):
        bad(desk, returned)
    assert outbox.last(desk.opened.work) == head
    assert desk.view(returned).after.amendments_count == 0


def test_an_open_inspection_is_changed_not_amended(desk: Desk) -> None:
    inspection_id = desk.start()
    with pytest.raises(InvalidAnswer, match="open"):
        amend(desk, inspection_id, "headcount_men", "3")


def test_practice_goes_nowhere_and_is_not_amended(practice_desk: Desk) -> None:
    with pytest.raises(RoomRefused):
        amend(practice_desk, "x", "headcount_men", "3")


def test_the_receipt_has_a_number_also_when_its_operation_is_gone(desk: Desk, returned: str) -> None:
    assert desk.view(returned).after.receipt is None
    work = desk.opened.work
    seq = outbox.last(work)[0]
    receipt = {"seq": seq, "server_time": "2026-11-22T12:00:00Z", "incarnation": 1}
    verdicts.put_receipt(work, receipt, taken_at="2026-11-22T12:00:01Z")
    later = {**receipt, "seq": seq + 3, "server_time": "2026-11-23T12:00:00Z"}
    verdicts.put_receipt(work, later, taken_at="2026-11-23T12:00:01Z")
    run(work, "UPDATE outbox SET acknowledged_at = '2026-01-01T00:00:00Z', outcome = 'applied'")
    verdicts.remove_old(work, now="2026-11-22T00:00:00Z", days=45, limit=500)
    found = desk.view(returned).after.receipt
    assert found is not None
    device_id = rows(work, "SELECT device_id FROM device")[0]["device_id"]
    assert (found.number, found.at) == (f"{device_id[-6:].upper()}-1-{seq}", "2026-11-22T12:00:00Z")
