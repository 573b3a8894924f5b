"""The checklist with which a regional office looks at itself: targets, registers, arrears, visits, demand cases."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from checklists.form_state import Answer, AnswerState, ItemRef
from tests.checklists.definitions.trial import Trial

Values = dict[str, str | Answer]

REGISTERS = ("reg_arrears", "reg_show_cause", "reg_demand", "reg_self_assessment", "reg_amnesty", "reg_visits")
SUM: Values = {
    "reg_arrears": "current",
    "arrears_opening": "1000.10",
    "arrears_added": "500.20",
    "arrears_collected": "300",
    "arrears_struck": "0",
}
NOT_PRODUCED = Answer(state=AnswerState.NOT_PRODUCED, reason="the file is with the court")
FINDINGS: list[tuple[str, Values, Values]] = [
    ("OFFICE_NOT_MENDED", {"last_inspection_mended": "partly"}, {"last_inspection_mended": "yes"}),
    (
        "OFFICE_NOT_MENDED",
        {"last_inspection_mended": "no"},
        {"last_inspection_mended": Answer(state=AnswerState.NOT_APPLICABLE, reason="the first of its kind")},
    ),
    (
        "OFFICE_TARGET_MISSED",
        {"target_units": "10", "done_units": "9"},
        {"target_units": "10", "done_units": "10"},
    ),
    ("OFFICE_TARGET_MISSED", {"target_persons": "10", "done_persons": "9"}, {"done_persons": "9"}),
    ("OFFICE_CARDS_PENDING", {"cards_pending": "1"}, {"cards_pending": "0"}),
    *(("OFFICE_REGISTER_NOT_CURRENT", {name: "behind"}, {name: "current"}) for name in REGISTERS),
    *(("OFFICE_REGISTER_NOT_CURRENT", {name: "not_kept"}, {}) for name in REGISTERS),
    ("OFFICE_ARREARS_DO_NOT_ADD", SUM | {"arrears_closing": "1200.31"}, SUM | {"arrears_closing": "1200.30"}),
    (
        "OFFICE_VISIT_NOT_APPROVED",
        {"visits_made": "3", "visits_approved": "2"},
        {"visits_made": "3", "visits_approved": "3"},
    ),
    ("OFFICE_BOOKS_CALLED_EARLY", {"books_called_early": "1"}, {"books_called_early": "0"}),
    ("OFFICE_DEMAND_WITHOUT_EVIDENCE", {"cs_evidence@a": "no"}, {"cs_evidence@a": "yes"}),
    ("OFFICE_EMPLOYER_NOT_CONFRONTED", {"cs_confronted@a": NOT_PRODUCED}, {"cs_confronted@a": "yes"}),
    ("OFFICE_NO_HEARING", {"cs_hearing@a": "no"}, {"cs_hearing@a": "yes"}),
    (
        "OFFICE_RECOVERY_BEFORE_ORDER",
        {"cs_order@a": "none", "cs_recovery@a": "yes"},
        {"cs_order@a": "agreed", "cs_recovery@a": "yes"},
    ),
    (
        "OFFICE_RECOVERY_BEFORE_ORDER",
        {"cs_order@a": "none", "cs_recovery@a": "yes"},
        {"cs_order@a": "none", "cs_recovery@a": "no"},
    ),
]
CLEAN: Values = (
    SUM
    | dict.fromkeys(REGISTERS, "current")
    | {
        "office_name": "Sample office",
        "representative_name": "Sample head",
        "period_from": "2026-07-01",
        "period_to": "2026-09-30",
        "officers_posted": "1",
        "last_inspection_mended": "yes",
        "target_units": "10",
        "done_units": "12",
        "target_persons": "200",
        "done_persons": "200",
        "cards_pending": "0",
        "arrears_closing": "1200.30",
        "visits_made": "4",
        "visits_approved": "4",
        "books_called_early": "0",
        "cs_reference@a": "D-17",
        "cs_evidence@a": "yes",
        "cs_confronted@a": "yes",
        "cs_hearing@a": "yes",
        "cs_order@a": "contested",
        "cs_recovery@a": "yes",
        "office_plan": "Keep it so.",
    }
)


@pytest.fixture
def office(trial: Callable[[str], Trial]) -> Trial:
    return trial("regional_office")


@pytest.mark.parametrize(("code", "breach", "lawful"), FINDINGS)
def test_a_finding_fires_on_a_breach_and_not_on_what_is_in_order(
    office: Trial, code: str, breach: Values, lawful: Values
) -> None:
    assert code in office.codes(breach)
    assert code not in office.codes(lawful)


def test_every_code_is_tried_above(office: Trial) -> None:
    assert {code for code, *_ in FINDINGS} == office.all_codes()


def test_its_findings_speak_of_an_office_and_never_of_an_employer(office: Trial) -> None:
    assert all(code.startswith("OFFICE_") for code in office.all_codes())


def test_an_office_in_order_ends_without_an_observation(office: Trial) -> None:
    form = office.filled(CLEAN)

    assert (form.observations, form.missing, form.problems) == ((), (), ())


def test_an_untouched_office_is_asked_for_every_register_and_target(office: Trial) -> None:
    missing = {state.ref.item for state in office.filled({}).missing}

    assert {*REGISTERS, "target_units", "done_units", "cards_pending", "visits_made", "office_plan"} <= missing


def test_a_register_that_is_behind_is_named_in_the_finding(office: Trial) -> None:
    (observation,) = office.filled(CLEAN | {"reg_show_cause": "behind"}).observations

    assert observation.text.en == "This register of the office is not kept up to date: Register of show-cause notices."


def test_each_case_drawn_is_judged_by_itself(office: Trial) -> None:
    form = office.filled(CLEAN | {"cs_reference@b": "D-18", "cs_hearing@b": "no"})

    assert [(observation.code, observation.ref.key) for observation in form.observations] == [
        ("OFFICE_NO_HEARING", "b")
    ]


@pytest.mark.parametrize(
    ("values", "item", "is_asked"),
    [
        ({"target_units": "2", "done_units": "1"}, "target_reason", True),
        ({"target_units": "2", "done_units": "2"}, "target_reason", False),
        ({"reg_arrears": "behind"}, "arrears_opening", True),
        ({"reg_arrears": "not_kept"}, "arrears_opening", False),
        ({"visits_made": "0"}, "visits_approved", False),
        ({"visits_made": "1"}, "visits_approved", True),
        ({"officers_posted": "2", "cs_reference@a": "D-1"}, "cases_note", True),
        ({"officers_posted": "1", "cs_reference@a": "D-1"}, "cases_note", False),
    ],
)
def test_what_is_found_decides_what_is_asked_next(office: Trial, values: Values, item: str, is_asked: bool) -> None:
    assert (item in office.asked(values)) is is_asked


@pytest.mark.parametrize(
    ("item", "value", "stands"),
    [
        ("period_to", "2026-06-30", False),
        ("period_to", "2026-07-01", True),
        ("period_to", "2026-11-23", False),
        ("visits_approved", "5", False),
        ("arrears_added", "-1", False),
        ("arrears_added", "0", True),
    ],
)
def test_answers_that_cannot_be_are_refused(office: Trial, item: str, value: str, stands: bool) -> None:
    form = office.filled({"period_from": "2026-07-01", "visits_made": "4", "reg_arrears": "current", item: value})

    assert (form.item(ItemRef(item)).problem is None) is stands
