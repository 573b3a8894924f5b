from __future__ import annotations

import pytest

from checklists.form_state import ItemRef
from tests.checklists.definitions.tables import TriedByTables
from tests.checklists.definitions.trial import ARREARS, Values, codes, trial_of

NAME = "contribution_records"

RECORDS = (
    "rec_wage_register",
    "rec_attendance",
    "rec_schedules",
    "rec_challans",
    "rec_overtime",
    "rec_bank_list",
    "rec_accounts",
    "rec_appointment_letters",
)
CLEAN: Values = {
    "authorisation_shown": "yes",
    "representative_name": "Asghar Ali",
    "representative_role": "accountant",
    "self_assessment": "no",
    "seen_this_year": "no",
    **dict.fromkeys(RECORDS, "produced"),
    "register_signs": "nothing",
    "mt_month@m": "2026-10-01",
    "mt_register_workers@m": "22",
    "mt_above_limit@m": "2",
    "mt_attendance_workers@m": "22",
    "mt_schedule_workers@m": "20",
    "mt_register_wages@m": "900000",
    "mt_schedule_wages@m": "800000",
    "mt_wages_agree@m": "yes",
    "mt_challan@m": "stamped",
    "mt_paid@m": "48000",
    "mt_paid_on@m": "2026-11-14",
    "mt_paid_late@m": "no",
    "rl_record@l": "October, page 2, line 14",
    "rl_name@l": "Waseem Akhtar",
    "rl_cnic@l": "35202-1234567-1",
    "rl_wage@l": "40000",
    "rl_full_month@l": "yes",
    "rl_in_schedule@l": "same",
    "sample_how": "certainty set and draw, seed 20261122",
    "ledger_wages": "10000000",
    "register_wages_year": "10000000",
    "bank_not_in_schedule": "0",
    "deduction_shown": "no",
    "basis_shown": "~not_applicable",
}
LATE = {"records_due_on": "2026-12-01"}
FINDINGS: list[tuple[str, Values, Values, Values]] = [
    *(("RECORDS_NOT_PRODUCED", {name: "not_produced", **LATE}, {name: "partly", **LATE}, {}) for name in RECORDS),
    ("RECORD_DOUBTFUL", {"register_signs": "one_pen future"}, {"register_signs": "one_pen no_overtime flat"}, {}),
    ("WAGE_REGISTER_DIFFERS", {"mt_above_limit@m": "1"}, {"mt_schedule_workers@m": "~cannot_verify"}, {}),
    ("ATTENDANCE_DIFFERS", {"mt_attendance_workers@m": "23"}, {"mt_attendance_workers@m": "21"}, {}),
    ("WAGES_UNDERSTATED", {"mt_wages_agree@m": "no"}, {"mt_schedule_wages@m": "900000", "mt_wages_agree@m": "no"}, {}),
    ("CHALLAN_NOT_SHOWN", {"mt_challan@m": "unstamped"}, {"mt_challan@m": "part"}, {}),
    ("CHALLAN_NOT_SHOWN", {"mt_challan@m": "none"}, {"mt_challan@m": "~not_applicable"}, {}),
    ("PAID_LATE", {"mt_paid_late@m": "yes"}, {"mt_challan@m": "part", "mt_paid_late@m": "~cannot_verify"}, {}),
    ("WORKER_NOT_SECURED", {"rl_in_schedule@l": "missing"}, {"rl_in_schedule@l": "outside"}, {}),
    (
        "WAGE_LINE_UNDERSTATED",
        {"rl_in_schedule@l": "lower", "rl_schedule_wage@l": "39999"},
        {"rl_in_schedule@l": "same", "rl_schedule_wage@l": "39999"},
        {},
    ),
    ("WAGE_BELOW_MINIMUM", {"rl_wage@l": "39999.99"}, {"rl_wage@l": "39999.99", "rl_full_month@l": "no"}, {}),
    ("LEDGER_DIFFERS", {"ledger_wages": "10000001", "ledger_explained": "no"}, {"ledger_explained": "no"}, {}),
    ("BANK_LIST_DIFFERS", {"bank_not_in_schedule": "1"}, {"rec_bank_list": "~not_applicable"}, {}),
    ("DEDUCTED_FROM_WAGES", {"deduction_shown": "yes"}, {"deduction_shown": "~not_produced"}, {}),
    ("CONTRIBUTION_UNPAID", {"unpaid_shown_paid": "~not_produced"}, {"unpaid_shown_paid": "yes"}, ARREARS),
]
SKIPS: list[tuple[str, Values, Values]] = [
    ("self_assessment_note", {"self_assessment": "yes"}, {"self_assessment": "no"}),
    ("seen_this_year_note", {"seen_this_year": "yes"}, {"seen_this_year": "no"}),
    ("records_due_on", {"rec_challans": "partly"}, {"rec_challans": "~not_applicable"}),
    ("register_signs", {"rec_wage_register": "partly"}, dict.fromkeys(RECORDS[:2], "not_produced")),
    ("mt_wages_agree@m", {"mt_schedule_wages@m": "899999"}, {"mt_schedule_wages@m": "900000"}),
    ("mt_paid_on@m", {"mt_challan@m": "part"}, {"mt_challan@m": "unstamped"}),
    ("mt_paid_late@m", {}, {"mt_paid_on@m": "~cannot_verify"}),
    ("rl_schedule_wage@l", {"rl_in_schedule@l": "lower"}, {"rl_in_schedule@l": "missing"}),
    ("ledger_wages", {}, {"rec_accounts": "not_produced"}),
    ("ledger_explained", {"ledger_wages": "10000000.5"}, {"ledger_wages": "9999999"}),
    ("bank_not_in_schedule", {"rec_bank_list": "partly"}, {"rec_bank_list": "not_produced"}),
    ("extend_note", {"rl_in_schedule@l": "lower"}, {"rl_in_schedule@l": "outside"}),
]
REFUSED = [
    ("register_signs", "nothing flat", "one_pen flat"),
    ("mt_month@m", "2026-12-01", "2026-11-01"),
    ("mt_above_limit@m", "23", "22"),
    ("mt_paid_on@m", "2026-09-30", "2026-10-31"),
    ("mt_paid_on@m", "2026-11-23", "2026-11-22"),
    ("mt_register_wages@m", "-1", "0"),
    ("rl_cnic@l", "35202-12345671", "3520212345671"),
    ("rl_wage@l", "0", "1"),
]


class TestContributionRecords(TriedByTables):
    name, clean, findings, skips, refused = NAME, CLEAN, FINDINGS, SKIPS, REFUSED


@pytest.mark.parametrize(("first_day", "stands"), [("2026-10-31", True), ("2026-11-01", False), ("", True)])
def test_a_month_before_the_time_that_may_be_examined_is_refused(first_day: str, stands: bool) -> None:
    form = trial_of(NAME).filled(CLEAN, look_back_from=first_day)

    assert (form.item(ItemRef("mt_month", "m")).problem is None) is stands


def test_each_month_and_each_line_is_judged_by_itself() -> None:
    form = trial_of(NAME).filled(
        {**CLEAN, "mt_month@n": "2026-09-01", "mt_challan@n": "none", "rl_in_schedule@k": "missing"}
    )

    assert {(observation.code, observation.ref.key) for observation in form.observations} == {
        ("CHALLAN_NOT_SHOWN", "n"),
        ("WORKER_NOT_SECURED", "k"),
    }


def test_the_sentence_of_a_month_names_it_with_both_numbers() -> None:
    (observation,) = trial_of(NAME).filled({**CLEAN, "mt_above_limit@m": "0"}).observations

    assert observation.text.en == (
        "The wage register for 10-2026 shows 22 persons; the contribution schedule shows 20 workers."
    )


def test_a_sample_with_a_miss_asks_for_every_line_and_never_stretches_it() -> None:
    form = trial_of(NAME).filled({**CLEAN, "rl_record@k": "line 15", "rl_in_schedule@k": "missing"})

    assert form.item(ItemRef("extend_note")).label.en.startswith("1 of 2 lines tested were not rightly declared.")


def test_no_minimum_wage_no_word_of_wages_below_it() -> None:
    assert codes(trial_of(NAME).filled({**CLEAN, "rl_wage@l": "100"}, minimum_wage="")) == set()
