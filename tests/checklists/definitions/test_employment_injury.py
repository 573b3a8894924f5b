"""The checklist after an accident or a refused claim: each finding, what is asked next, and a case in order."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from checklists.form_state import Answer, AnswerState, ItemRef
from tests.checklists.definitions.trial import Trial

Values = dict[str, str | Answer]

HURT: Values = {
    "accident_on": "2026-10-05",
    "in_name@a": "Sample person",
    "in_since@a": "2023-01-02",
    "in_record@a": "attendance, October, line 7",
}
FINDINGS: list[tuple[str, Values, Values]] = [
    ("ENTRY_OBSTRUCTED", {"access_given": "refused"}, {"access_given": "delayed"}),
    ("UNSAFE_WORKPLACE", {"unsafe_seen": "yes", "unsafe_what": "no guard on the saw"}, {"unsafe_seen": "no"}),
    ("INJURED_NOT_DECLARED", HURT | {"in_declared@a": "never"}, HURT | {"in_declared@a": "before"}),
    ("INJURED_NOT_DECLARED", HURT | {"in_declared@a": "never"}, HURT | {"in_declared@a": "exempt"}),
    (
        "DECLARED_AFTER_INJURY",
        HURT | {"in_declared@a": "later", "in_declared_on@a": "2026-10-05"},
        HURT | {"in_declared@a": "before", "in_declared_on@a": "2026-10-06"},
    ),
    (
        "DECLARED_AFTER_INJURY",
        HURT | {"in_declared@a": "later", "in_declared_on@a": "2026-10-20"},
        HURT | {"in_declared@a": "later", "in_declared_on@a": "2026-10-04"},
    ),
    (
        "DISMISSED_DURING_BENEFIT",
        HURT | {"in_work_now@a": "dismissed", "in_on_benefit@a": "yes"},
        HURT | {"in_work_now@a": "left", "in_on_benefit@a": "yes"},
    ),
    (
        "DISMISSED_DURING_BENEFIT",
        HURT | {"in_work_now@a": "dismissed", "in_on_benefit@a": "yes"},
        HURT | {"in_work_now@a": "dismissed", "in_on_benefit@a": "no"},
    ),
    (
        "RECORD_DOUBTFUL",
        {"rec_attendance": "produced", "attendance_altered": "yes"},
        {"rec_attendance": "not_produced", "attendance_altered": "yes"},
    ),
    *(
        ("RECORDS_NOT_PRODUCED", {record: "not_produced"}, {record: "partly"})
        for record in ("rec_accident_book", "rec_attendance", "rec_wage_register", "rec_schedules")
    ),
    ("WORKERS_UNDECLARED", {"headcount_total": "21"}, {"headcount_total": "20"}),
    ("WORKER_NOT_SECURED", {"wf_name@a": "Sample"}, {"wf_name@a": "Sample", "wf_above_limit@a": "yes"}),
    ("WAGE_BELOW_MINIMUM", {"wf_wage@a": "39999"}, {"wf_wage@a": "40000"}),
    ("CARD_NOT_ISSUED", {"iv_card@a": "no"}, {"iv_card@a": "yes"}),
    ("DEDUCTED_FROM_WAGES", {"iv_deduction@a": "yes"}, {"iv_deduction@a": "no"}),
]
CLEAN: Values = HURT | {
    "trigger_kind": "employer",
    "authorisation_shown": "yes",
    "access_given": "full",
    "representative_name": "Sample manager",
    "representative_role": "manager",
    "accident_place": "loading yard",
    "what_happened": "A bale fell while the lorry was being unloaded.",
    "at_work": "yes",
    "treated_where": "institution",
    "reported": "yes",
    "unsafe_seen": "no",
    "in_declared@a": "before",
    "in_outcome@a": "treatment",
    "in_work_now@a": "on_leave",
    "rec_accident_book": "produced",
    "rec_attendance": "produced",
    "attendance_altered": "no",
    "rec_wage_register": "produced",
    "rec_schedules": "produced",
    "headcount_total": "20",
    "iv_alias@w": "Witness one",
    "iv_card@w": "yes",
    "iv_deduction@w": "no",
    "employer_explanation": Answer(state=AnswerState.NOT_APPLICABLE, reason="nothing was found"),
    "benefit_help": "yes",
}


@pytest.fixture
def accident(trial: Callable[[str], Trial]) -> Trial:
    return trial("employment_injury")


@pytest.mark.parametrize(("code", "breach", "lawful"), FINDINGS)
def test_a_finding_fires_on_a_breach_and_not_on_what_is_lawful(
    accident: Trial, code: str, breach: Values, lawful: Values
) -> None:
    assert code in accident.codes(breach)
    assert code not in accident.codes(lawful)


def test_every_code_is_tried_above(accident: Trial) -> None:
    assert {code for code, *_ in FINDINGS} == accident.all_codes()


def test_an_accident_in_order_ends_without_an_observation(accident: Trial) -> None:
    form = accident.filled(CLEAN)

    assert (form.observations, form.missing, form.problems) == ((), (), ())


@pytest.mark.parametrize(
    ("values", "item", "is_asked"),
    [
        ({"trigger_kind": "blocked_claim"}, "claim_reference", True),
        ({"trigger_kind": "hospital"}, "claim_reference", True),
        ({"trigger_kind": "worker"}, "claim_reference", False),
        ({"trigger_kind": "blocked_claim"}, "blocked_reason", True),
        ({"trigger_kind": "hospital"}, "blocked_reason", False),
        ({"unsafe_seen": "yes"}, "unsafe_what", True),
        ({"unsafe_seen": "no"}, "unsafe_what", False),
        ({"in_declared@a": "later"}, "in_declared_on", True),
        ({"in_declared@a": "never"}, "in_declared_on", False),
        ({"in_declared@a": "never"}, "in_record", True),
        ({"in_declared@a": "before"}, "in_record", False),
        ({"in_outcome@a": "died"}, "in_work_now", False),
        ({"in_outcome@a": "disabled"}, "in_work_now", True),
        ({"rec_schedules": "partly"}, "records_due_on", True),
        ({"rec_schedules": "produced"}, "records_due_on", False),
    ],
)
def test_what_is_found_decides_what_is_asked_next(accident: Trial, values: Values, item: str, is_asked: bool) -> None:
    assert (item in accident.asked(values)) is is_asked


def test_a_refused_claim_asks_for_its_number_and_the_reason(accident: Trial) -> None:
    missing = {state.ref.item for state in accident.filled({"trigger_kind": "blocked_claim"}).missing}

    assert {"claim_reference", "blocked_reason", "accident_on", "what_happened", "benefit_help"} <= missing


def test_the_finding_about_a_person_hurt_carries_claim_and_record_but_no_name_in_its_sentence(accident: Trial) -> None:
    values = HURT | {"trigger_kind": "blocked_claim", "claim_reference": "CL-77", "in_declared@a": "never"}
    (observation,) = accident.filled(values).observations

    assert observation.text.en == (
        "A person hurt at work on 05-10-2026, at work here since 02-01-2023, had not been declared to this day "
        "(record: attendance, October, line 7)."
    )
    assert (observation.facts["claim_reference"], observation.facts["in_name"]) == ("CL-77", "Sample person")
    assert "PESSO65.s24" in observation.provisions


@pytest.mark.parametrize(
    ("item", "value", "stands"),
    [
        ("accident_on", "2026-11-22", True),
        ("accident_on", "2026-11-23", False),
        ("in_declared_on@a", "2026-10-04", False),
        ("in_declared_on@a", "2026-10-05", True),
        ("headcount_total", "-1", False),
        ("in_cnic@a", "3520212345671", True),
        ("in_cnic@a", "352021234567", False),
    ],
)
def test_answers_that_cannot_be_are_refused(accident: Trial, item: str, value: str, stands: bool) -> None:
    name, _, key = item.partition("@")
    form = accident.filled(HURT | {"in_declared@a": "later", item: value})

    assert (form.item(ItemRef(name, key)).problem is None) is stands


def test_evidence_is_asked_for_the_record_that_shows_an_undeclared_person_at_work(accident: Trial) -> None:
    form = accident.filled(HURT | {"in_declared@a": "never"})

    assert form.item(ItemRef("in_record", "a")).evidence_needed


def test_what_is_known_of_a_person_s_health_stays_from_the_employer_s_copy(accident: Trial) -> None:
    form = accident.filled(HURT | {"in_outcome@a": "disabled"})

    assert form.item(ItemRef("in_outcome", "a")).privacy == "employer_hidden"
