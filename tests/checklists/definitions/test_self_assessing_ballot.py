"""The checklist for a self-assessing unit: the ballot comes first, then the unit's own figures are held to it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from checklists.form_state import Answer, AnswerState, ItemRef
from tests.checklists.definitions.trial import Trial

Values = dict[str, str | Answer]

DRAWN: Values = {"ballot_listed": "yes"}
OWN_FIGURES: Values = {"sa_workers": "20", "sa_per_worker": "360"}
FINDINGS: list[tuple[str, Values, Values, dict[str, str]]] = [
    ("ENTRY_OBSTRUCTED", {"access_given": "refused"}, {"access_given": "full"}, {}),
    ("SELF_ASSESSMENT_SHORT", OWN_FIGURES | {"sa_paid": "7199"}, OWN_FIGURES | {"sa_paid": "7200"}, {}),
    (
        "SELF_ASSESSMENT_SHORT",
        {"sa_workers": "20", "sa_per_worker": "360.1", "sa_paid": "7201.99"},
        {"sa_workers": "20", "sa_per_worker": "360.1", "sa_paid": "7202"},
        {},
    ),
    ("SELF_ASSESSMENT_SHORT", OWN_FIGURES | {"sa_paid": "0"}, {"sa_workers": "20", "sa_paid": "0"}, {}),
    ("CERT_NOT_DISPLAYED", {"certificate_displayed": "no"}, {"certificate_displayed": "yes"}, {}),
    (
        "CONTRACTOR_NOT_COVERED",
        {"headcount_contractor": "2", "contractor_covers": "no"},
        {"headcount_contractor": "0", "contractor_covers": "no"},
        {},
    ),
    ("WORKERS_UNDECLARED", {"headcount_men": "21"}, {"headcount_men": "20"}, {}),
    *(
        ("RECORDS_NOT_PRODUCED", {record: "not_produced"}, {record: "partly"}, {})
        for record in ("rec_sa_return", "rec_attendance", "rec_wage_register", "rec_challans")
    ),
    (
        "ATTENDANCE_DIFFERS",
        {"rec_attendance": "produced", "attendance_workers": "21"},
        {"rec_attendance": "produced", "attendance_workers": "20"},
        {},
    ),
    (
        "WAGE_REGISTER_DIFFERS",
        {"rec_wage_register": "produced", "wage_register_workers": "19", "sa_workers": "18"},
        {
            "rec_wage_register": "produced",
            "wage_register_workers": "19",
            "sa_workers": "18",
            "wage_register_above_limit": "1",
        },
        {},
    ),
    (
        "CONTRIBUTION_UNPAID",
        {},
        {"unpaid_shown_paid": "yes"},
        {"unpaid_months": "2", "unpaid_rupees": "14400"},
    ),
    ("WORKER_NOT_SECURED", {"wf_name@a": "Sample"}, {"wf_name@a": "Sample", "wf_above_limit@a": "yes"}, {}),
    ("WAGE_BELOW_MINIMUM", {"wf_wage@a": "39999"}, {"wf_wage@a": "40000"}, {}),
    ("CARD_NOT_ISSUED", {"iv_card@a": "no"}, {"iv_card@a": "yes"}, {}),
    ("DEDUCTED_FROM_WAGES", {"iv_deduction@a": "yes"}, {"iv_deduction@a": "no"}, {}),
    (
        "DEDUCTED_FROM_WAGES",
        {"iv_deduction@a": "yes", "iv_deduction_amount@a": "20.50"},
        {"iv_deduction@a": "yes", "iv_deduction_amount@a": "20"},
        {"self_assessment_worker_sum": "20"},
    ),
]
CLEAN: Values = (
    DRAWN
    | OWN_FIGURES
    | {
        "ballot_reference": "list of July, place 12",
        "no_interest": "yes",
        "books_checked_lately": "no",
        "joint_with": "eobi labour",
        "authorisation_shown": "yes",
        "access_given": "full",
        "representative_name": "Sample owner",
        "representative_role": "owner",
        "sa_option_shown": "yes",
        "sa_month": "2026-10-01",
        "sa_paid": "7200",
        "certificate_displayed": "yes",
        "headcount_men": "15",
        "headcount_women": "5",
        "rec_sa_return": "produced",
        "rec_attendance": "produced",
        "attendance_workers": "20",
        "rec_wage_register": "produced",
        "wage_register_workers": "20",
        "rec_challans": "produced",
        "iv_alias@w": "Worker one",
        "iv_card@w": "yes",
        "iv_deduction@w": "no",
    }
)


@pytest.fixture
def unit(trial: Callable[[str], Trial]) -> Trial:
    return trial("self_assessing_ballot")


@pytest.mark.parametrize("listed", ["", "no"])
def test_a_unit_that_was_not_drawn_is_asked_for_nothing(unit: Trial, listed: str) -> None:
    form = unit.filled({"ballot_listed": listed}, unpaid_months="3")

    assert [state.ref.item for state in form.items if state.relevant and not state.read_only] == ["ballot_listed"]
    assert form.observations == ()


def test_the_list_of_the_ballot_is_evidence_of_the_visit(unit: Trial) -> None:
    assert unit.filled(DRAWN).item(ItemRef("ballot_listed")).evidence_needed


def test_a_unit_checked_lately_is_pointed_out_to_the_supervisor(unit: Trial) -> None:
    assert "books_note" in unit.asked(DRAWN | {"books_checked_lately": "yes"})
    assert "books_note" not in unit.asked(DRAWN | {"books_checked_lately": "no"})


@pytest.mark.parametrize(("code", "breach", "lawful", "register"), FINDINGS)
def test_a_finding_fires_on_a_breach_and_not_on_what_is_lawful(
    unit: Trial, code: str, breach: Values, lawful: Values, register: dict[str, str]
) -> None:
    assert code in unit.codes(DRAWN | breach, **register)
    assert code not in unit.codes(DRAWN | lawful, **register)


def test_every_code_is_tried_above(unit: Trial) -> None:
    assert {code for code, *_ in FINDINGS} == unit.all_codes()


def test_a_drawn_unit_in_order_ends_without_an_observation(unit: Trial) -> None:
    form = unit.filled(CLEAN)

    assert (form.observations, form.missing, form.problems) == ((), (), ())


def test_what_is_missing_is_said_only_of_what_is_asked(unit: Trial) -> None:
    missing = {state.ref.item for state in unit.filled(DRAWN).missing}

    assert {"ballot_reference", "no_interest", "sa_workers", "sa_paid", "rec_challans"} <= missing
    assert "records_due_on" not in missing


def test_the_sentence_on_a_short_payment_shows_the_unit_s_own_sum(unit: Trial) -> None:
    (observation,) = unit.filled(CLEAN | {"sa_paid": "7000"}).observations

    assert observation.text.en == (
        "By the unit's own figures 20 workers at Rs. 360 make Rs. 7,200 for 10-2026; the stamped challan shows "
        "Rs. 7,000."
    )


@pytest.mark.parametrize(
    ("values", "item", "is_asked"),
    [
        ({"covered_left_out": "yes"}, "left_out_reason", True),
        ({"covered_left_out": "no"}, "left_out_reason", False),
        ({"headcount_contractor": "1"}, "contractor_name", True),
        ({"headcount_contractor": "0"}, "contractor_name", False),
        ({"rec_sa_return": "partly"}, "records_due_on", True),
        ({"rec_sa_return": "produced"}, "records_due_on", False),
    ],
)
def test_what_is_found_decides_what_is_asked_next(unit: Trial, values: Values, item: str, is_asked: bool) -> None:
    assert (item in unit.asked(DRAWN | values)) is is_asked


@pytest.mark.parametrize(
    ("item", "value", "stands"),
    [
        ("joint_with", "eobi labour", True),
        ("joint_with", "alone", True),
        ("joint_with", "alone eobi", False),
        ("sa_per_worker", "0", False),
        ("sa_paid", "0", True),
        ("sa_month", "2026-12-01", False),
    ],
)
def test_answers_that_cannot_be_are_refused(unit: Trial, item: str, value: str, stands: bool) -> None:
    assert (unit.filled(DRAWN | {item: value}).item(ItemRef(item)).problem is None) is stands


def test_a_figure_that_was_not_produced_alleges_no_short_payment(unit: Trial) -> None:
    withheld = Answer(state=AnswerState.NOT_PRODUCED, reason="no challan shown")

    assert unit.codes(DRAWN | OWN_FIGURES | {"sa_paid": withheld}) == []
