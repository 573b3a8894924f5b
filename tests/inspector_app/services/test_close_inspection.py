from __future__ import annotations

import json

import pytest
from prepared_laptop import MILL

from checklists.form_state import AnswerState
from inspector_app.errors import InspectionClosed, NotReadyToClose
from inspector_app.store import outbox
from inspector_app.store.driver import rows
from sync_protocol.chain import GENESIS, verify_run
from sync_protocol.entities import OperationKind
from sync_protocol.operations import load_content


def test_closing_names_everything_that_is_missing_and_queues_nothing(desk) -> None:
    inspection_id = desk.start()
    with pytest.raises(NotReadyToClose) as refused:
        desk.close(inspection_id)
    reasons = [reason.en for reason in refused.value.reasons]
    assert "Not answered: Wage register" in reasons
    assert any("statement is missing" in reason for reason in reasons)
    assert any("signature is missing" in reason for reason in reasons)
    assert all(reason.ur for reason in refused.value.reasons)
    assert outbox.last(desk.opened.work)[0] == 1
    assert not desk.view(inspection_id).is_closed


def test_evidence_that_a_finding_needs_bars_closing_until_it_is_attached(desk) -> None:
    inspection_id = desk.start()
    desk.answer_all(inspection_id)
    desk.state(inspection_id)
    desk.sign(inspection_id)
    with pytest.raises(NotReadyToClose) as refused:
        desk.close(inspection_id)
    assert refused.value.reasons
    assert all(reason.en.startswith("Evidence is needed: ") for reason in refused.value.reasons)
    desk.attach_needed(inspection_id)
    desk.close(inspection_id)
    assert desk.view(inspection_id).is_closed


def test_an_answer_that_breaks_a_constraint_bars_closing(desk) -> None:
    inspection_id = desk.start()
    desk.answer_all(inspection_id)
    desk.answer(inspection_id, "headcount_men", "-3")
    desk.attach_needed(inspection_id)
    desk.state(inspection_id)
    desk.sign(inspection_id)
    with pytest.raises(NotReadyToClose) as refused:
        desk.close(inspection_id)
    assert [reason.en.partition(":")[0] for reason in refused.value.reasons] == ["Men at work"]


def test_closed_inspection_is_a_dense_verified_chain_with_the_closing_last(desk) -> None:
    desk.whole_inspection()
    operations = outbox.operations_after(desk.opened.work, 0, limit=500)
    assert [operation["seq"] for operation in operations] == list(range(1, len(operations) + 1))
    assert verify_run(GENESIS, operations) == outbox.last(desk.opened.work)[1]
    assert operations[0]["kind"] == OperationKind.INSPECTION_START
    assert operations[-1]["kind"] == OperationKind.INSPECTION_CLOSE
    for operation in operations:
        load_content(OperationKind(operation["kind"]), operation["set"])


def test_findings_carry_the_evidence_tied_to_their_item(desk) -> None:
    inspection_id = desk.whole_inspection()
    evidence = {(line.item, line.evidence_id) for line in desk.view(inspection_id).evidence}
    findings = [
        json.loads(row["body"])["set"]
        for row in rows(desk.opened.work, "SELECT body FROM outbox WHERE kind = 'finding.record'")
    ]
    assert {"WORKERS_UNDECLARED", "CONTRIBUTION_UNPAID"} <= {finding["code"] for finding in findings}
    for finding in findings:
        assert all((finding["item"], evidence_id) in evidence for evidence_id in finding["evidence"])
    assert any(finding["evidence"] for finding in findings)


def test_what_a_worker_said_in_confidence_is_sent_and_marked(desk) -> None:
    inspection_id = desk.start()
    desk.answer_all(inspection_id)
    desk.add(inspection_id, "interviews", "iv1")
    form = desk.answer(inspection_id, "iv_deduction", "yes", key="iv1")
    secret = [observation.code for observation in form.observations if observation.privacy == "worker_secret"]
    assert secret
    for item in [item for item in form.missing if item.ref.key == "iv1"]:
        states = [state for state in item.allowed_states if state is AnswerState.CANNOT_VERIFY]
        if item.choices:
            desk.answer(inspection_id, item.ref.item, item.choices[0].name, key="iv1")
        elif states:
            desk.answer(inspection_id, item.ref.item, key="iv1", state=states[0])
        else:
            desk.answer(inspection_id, item.ref.item, {"date": "2024-01-01"}.get(item.type, "1"), key="iv1")
    desk.attach_needed(inspection_id)
    desk.state(inspection_id)
    desk.sign(inspection_id)
    desk.close(inspection_id)
    sent = [
        json.loads(row["body"])["set"]
        for row in rows(desk.opened.work, "SELECT body FROM outbox WHERE kind = 'finding.record'")
    ]
    assert {finding["code"] for finding in sent if finding["privacy"] == "worker_secret"} >= set(secret)


def test_a_closed_inspection_is_locked_and_closing_it_again_changes_nothing(desk) -> None:
    inspection_id = desk.whole_inspection()
    head = outbox.last(desk.opened.work)
    desk.close(inspection_id)
    assert outbox.last(desk.opened.work) == head
    for change in (
        lambda: desk.answer(inspection_id, "remarks", "later"),
        lambda: desk.add(inspection_id, "workers_found", "w1"),
        lambda: desk.attach(inspection_id, "remarks"),
        lambda: desk.state(inspection_id),
        lambda: desk.sign(inspection_id),
    ):
        with pytest.raises(InspectionClosed):
            change()
    view = desk.view(inspection_id)
    assert (view.is_closed, view.state, view.reasons_not_to_close) == (True, "closed", ())


def test_the_form_of_a_closed_inspection_keeps_what_the_register_said_that_day(desk) -> None:
    inspection_id = desk.whole_inspection()
    before = desk.view(inspection_id).form
    desk.opened.register.conn.execute(
        "UPDATE contribution_month SET declared_workers = 999 WHERE employer_id = ?", (MILL,)
    )
    assert desk.view(inspection_id).form == before


def test_starting_again_returns_the_open_inspection(desk) -> None:
    inspection_id = desk.start()
    assert desk.start() == inspection_id
    assert outbox.last(desk.opened.work)[0] == 1


def test_a_queued_operation_can_be_neither_changed_nor_removed(desk) -> None:
    desk.start()
    work = desk.opened.work
    for statement in ("UPDATE outbox SET body = '{}'", "UPDATE chain_link SET hash = ''", "DELETE FROM outbox"):
        with pytest.raises(Exception, match="is never"):
            work.conn.execute(statement)
