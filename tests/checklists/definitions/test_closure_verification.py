from __future__ import annotations

import pytest

from checklists.form_state import ItemRef
from tests.checklists.definitions.tables import TriedByTables
from tests.checklists.definitions.trial import ARREARS, Values, codes, trial_of

NAME = "closure_verification"

RECORDS = ("rec_closure_letter", "rec_last_wages", "rec_final_settlement")
CLEAN: Values = {
    "authorisation_shown": "yes",
    "person_met": "representative",
    "representative_name": "Asghar Ali",
    "representative_role": "owner",
    "access_given": "full",
    "closed_on": "2026-06-30",
    "closure_reason": "loss",
    "premises_state": "locked",
    "running_signs": "none",
    "last_worked_on": "2026-06-30",
    "other_name": "no",
    **dict.fromkeys(RECORDS, "produced"),
    "workers_last_month": "22",
    "last_above_limit": "2",
    "ended_on_benefit": "0",
    "hd_alias@h": "Shopkeeper",
    "hd_role@h": "neighbour",
    "hd_runs@h": "no",
    "conclusion": "closed",
    "conclusion_basis": "Meter removed in July; yard empty.",
    "basis_shown": "~not_applicable",
}
LATE = {"records_due_on": "2026-12-01"}
RUNNING = {"premises_state": "running", "persons_working": "7", "conclusion": "running"}
OTHER_NAME = {
    "other_name": "yes",
    "successor_name": "Ravi Mills",
    "successor_registration_no": "~not_produced",
    "successor_shares": "machines phone",
    "successor_declared": "no",
}
FINDINGS: list[tuple[str, Values, Values, Values]] = [
    ("ENTRY_OBSTRUCTED", {"access_given": "refused"}, {"access_given": "refused", "person_met": "nobody"}, {}),
    *(("RECORDS_NOT_PRODUCED", {name: "not_produced", **LATE}, {name: "partly", **LATE}, {}) for name in RECORDS),
    ("CLOSED_BUT_RUNNING", RUNNING, {**RUNNING, "conclusion": "moved"}, {}),
    ("CLOSURE_DATE_DIFFERS", {"last_worked_on": "2026-07-01"}, {"last_worked_on": "~not_produced"}, {}),
    ("CLOSURE_DATE_DIFFERS", {"last_worked_on": "2026-07-01"}, {"closed_on": "~cannot_verify"}, {}),
    ("SUCCESSOR_NOT_DECLARED", OTHER_NAME, {**OTHER_NAME, "successor_declared": "yes"}, {}),
    ("SUCCESSOR_NOT_DECLARED", OTHER_NAME, {**OTHER_NAME, "successor_shares": "phone"}, {}),
    ("WAGE_REGISTER_DIFFERS", {"last_above_limit": "1"}, {"workers_last_month": "20", "last_above_limit": "0"}, {}),
    ("DISMISSED_DURING_BENEFIT", {"ended_on_benefit": "1"}, {"ended_on_benefit": "~not_produced"}, {}),
    ("CONTRIBUTION_UNPAID", {"unpaid_shown_paid": "no"}, {"unpaid_shown_paid": "yes"}, ARREARS),
    (
        "DEDUCTED_FROM_WAGES",
        {"hd_role@h": "worker", "hd_deduction@h": "yes"},
        {"hd_role@h": "neighbour", "hd_deduction@h": "yes"},
        {},
    ),
]
SKIPS: list[tuple[str, Values, Values]] = [
    ("representative_name", {}, {"person_met": "watchman"}),
    ("access_given", {"person_met": "watchman"}, {"person_met": "nobody"}),
    ("closure_reason_other", {"closure_reason": "other"}, {"closure_reason": "loss"}),
    ("moved_to", {"closure_reason": "sold"}, {"closure_reason": "season"}),
    ("liquidator", {"closure_reason": "winding_up"}, {"closure_reason": "sold"}),
    ("priority_note", {"closure_reason": "winding_up"}, {"closure_reason": "loss"}),
    ("persons_working", {"premises_state": "idle"}, {"premises_state": "gone"}),
    ("successor_name", {"other_name": "yes"}, {"other_name": "~cannot_verify"}),
    ("records_due_on", {"rec_closure_letter": "partly"}, {"rec_closure_letter": "~not_applicable"}),
    ("workers_last_month", {"rec_last_wages": "partly"}, {"rec_last_wages": "not_produced"}),
    ("hd_last_day@h", {}, {"hd_runs@h": "sometimes"}),
    ("hd_deduction@h", {"hd_role@h": "worker"}, {"hd_role@h": "neighbour"}),
    ("visit_again_on", {"conclusion": "unclear"}, {"conclusion": "moved"}),
    ("heard_note", {"hd_runs@h": "sometimes"}, {"hd_runs@h": "~cannot_verify"}),
]
REFUSED = [
    ("closed_on", "2026-11-23", "2026-11-22"),
    ("running_signs", "none stock", "warm stock"),
    ("last_bill_month", "2026-12-01", "2026-11-01"),
    ("last_above_limit", "23", "22"),
]


class TestClosureVerification(TriedByTables):
    name, clean, findings, skips, refused = NAME, CLEAN, FINDINGS, SKIPS, REFUSED


@pytest.mark.parametrize(
    ("found", "stands"),
    [
        ({"premises_state": "running", "persons_working": "1"}, False),
        ({"premises_state": "idle", "persons_working": "1"}, False),
        ({"premises_state": "idle", "persons_working": "0"}, True),
        ({"premises_state": "other_business", "persons_working": "5"}, True),
        ({"premises_state": "locked", "persons_working": "5"}, True),
    ],
)
def test_an_establishment_with_people_at_work_cannot_be_concluded_to_be_closed(found: Values, stands: bool) -> None:
    form = trial_of(NAME).filled({**CLEAN, **found})

    assert (form.item(ItemRef("conclusion")).problem is None) is stands


def test_work_after_the_declared_day_is_not_alleged_twice() -> None:
    form = trial_of(NAME).filled(
        {**CLEAN, "last_worked_on": "2026-11-22", "premises_state": "running", "conclusion": "running"}
    )

    assert codes(form) == {"CLOSED_BUT_RUNNING"}


def test_what_neighbours_say_is_secret_and_alleges_nothing_by_itself() -> None:
    form = trial_of(NAME).filled({**CLEAN, "hd_runs@h": "yes", "hd_runs@g": "sometimes"})
    said = [item for item in form.items if item.repeat == "heard" or item.ref.item in ("said_running", "heard_note")]

    assert form.item(ItemRef("said_running")).answer.value == "2"
    assert {item.privacy for item in said} == {"worker_secret"}
    assert form.observations == ()


def test_the_sentence_says_since_when_it_is_said_to_be_closed_and_what_was_found() -> None:
    (observation,) = trial_of(NAME).filled({**CLEAN, **RUNNING}).observations

    assert observation.text.en == (
        "The establishment was declared closed (from: 30-06-2026), and it is running "
        "(premises: Work going on; persons at work: 7)."
    )
    assert "کام جاری ہے" in observation.text.ur


@pytest.mark.parametrize(
    ("found", "stands"),
    [
        ({}, False),
        ({"running_signs": "~cannot_verify"}, False),
        ({"running_signs": "stock"}, True),
        ({"last_bill_month": "2026-10-01"}, True),
        ({"last_sale_on": "2026-11-01"}, True),
        ({"premises_state": "idle", "persons_working": "2"}, True),
    ],
)
def test_an_establishment_is_not_concluded_to_be_running_without_a_sight_or_a_paper(
    found: Values, stands: bool
) -> None:
    form = trial_of(NAME).filled({**CLEAN, "hd_runs@h": "yes", **found, "conclusion": "running"})

    assert (form.item(ItemRef("conclusion")).problem is None) is stands
    assert ("CLOSED_BUT_RUNNING" in codes(form)) is stands
