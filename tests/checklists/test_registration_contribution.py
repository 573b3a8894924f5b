"""The shipped checklist: what it asks, in both languages, and when each of its findings fires and does not."""

from __future__ import annotations

import re
from datetime import date

import pytest

from checklists.definition import EN, UR
from checklists.engine import evaluate
from checklists.errors import ChecklistError
from checklists.form import Checklist
from checklists.form_state import Answer, Answers, AnswerState, FormState, ItemKind, ItemRef, Surroundings
from checklists.library import available_checklists, definition_of, load_checklist
from checklists.lint import lint_all
from simplify_content.law_loader import load_law_pack

REGISTER = {
    "registration_no": "LHR-1",
    "employer_name": "Chenab Mills",
    "declared_workers": "20",
    "certificate_no": "C-9",
    "certificate_status": "valid",
    "certificate_expires_on": "2027-01-01",
    "unpaid_months": "0",
    "unpaid_rupees": "0",
    "minimum_wage": "40000",
    "month_declared": "2026-10",
}
TODAY = date(2026, 11, 22)
URDU = re.compile("[\u0600-\u06ff]")
PROMISED = {
    "premises": ("representative_name", "representative_role", "business_activity_observed"),
    "registration": ("certificate_displayed", "certificate_no", "certificate_matches", "registered_name_matches"),
    "head_count": (
        "headcount_men",
        "headcount_women",
        "headcount_contractor",
        "headcount_total",
        "declared_workers",
        "headcount_difference",
    ),
    "records": (
        "rec_attendance",
        "rec_wage_register",
        "rec_schedules",
        "rec_challans",
        "rec_appointment_letters",
        "attendance_workers",
        "wage_register_workers",
        "wage_register_total",
        "schedule_workers",
        "latest_challan_month",
        "records_due_on",
    ),
    "workers_found": ("wf_name", "wf_cnic", "wf_wage", "wf_wage_at_entry", "wf_since", "wf_record"),
    "interviews": ("iv_alias", "iv_since", "iv_wage", "iv_card", "iv_deduction", "iv_paid_how"),
    "wrap_up": ("remarks",),
}


@pytest.fixture(scope="module")
def checklist() -> Checklist:
    return load_checklist("registration_contribution", scheme="pessi")


def _answers(values: dict[str, str | Answer]) -> Answers:
    by_ref: dict[ItemRef, Answer] = {}
    keys: dict[str, tuple[str, ...]] = {}
    for name, value in values.items():
        item, _, key = name.partition("@")
        by_ref[ItemRef(item, key)] = value if isinstance(value, Answer) else Answer(value)
        if key:
            repeat = "workers_found" if item.startswith("wf_") else "interviews"
            keys[repeat] = tuple(dict.fromkeys((*keys.get(repeat, ()), key)))
    return Answers(by_ref, keys)


def _evaluated(checklist: Checklist, values: dict[str, str | Answer], **register: str) -> FormState:
    return evaluate(checklist, _answers(values), Surroundings(TODAY, REGISTER | register))


def test_the_items_that_others_rely_on_stand_in_their_sections(checklist: Checklist) -> None:
    found = {(item.section, item.node.name) for item in checklist.form.items}

    assert [section.name for section in checklist.form.sections] == list(PROMISED)
    assert {(section, name) for section, names in PROMISED.items() for name in names} <= found


def test_it_asks_at_least_twenty_five_items(checklist: Checklist) -> None:
    assert sum(item.kind is ItemKind.QUESTION for item in checklist.form.items) >= 25


def test_every_text_is_there_in_english_and_in_urdu_script() -> None:
    definition = definition_of("registration_contribution", available_checklists()["registration_contribution"][-1])
    texts = [
        (row.sheet, row.number, column.partition("::")[0], row[column], row[column.replace(EN, UR)])
        for _, rows in definition.sheets()
        for row in rows
        for column in row.columns
        if column.endswith(EN) and column != "default_language"
    ]

    assert len(texts) > 150
    assert [text[:3] for text in texts if not text[3] or not URDU.search(text[4])] == []


def test_every_provision_it_cites_is_in_the_law_pack(checklist: Checklist) -> None:
    law = load_law_pack(checklist.scheme)

    cited = {key for item in checklist.form.items for key in item.provisions}

    assert cited
    assert cited <= set(law.provisions)


def test_every_question_has_a_provision_and_a_source(checklist: Checklist) -> None:
    questions = [item for item in checklist.form.items if item.kind is ItemKind.QUESTION]

    assert [item.node.name for item in questions if not (item.provisions or item.unrecorded)] == []
    assert [item.node.name for item in questions if "SIMPLIFY" not in item.source] == []


FINDINGS: list[tuple[str, dict[str, str | Answer], dict[str, str | Answer], dict[str, str]]] = [
    ("ENTRY_OBSTRUCTED", {"access_given": "refused"}, {"access_given": "delayed"}, {}),
    ("CERT_NOT_DISPLAYED", {"certificate_displayed": "no"}, {"certificate_displayed": "yes"}, {}),
    (
        "CERT_MISMATCH",
        {"certificate_displayed": "yes", "certificate_matches": "no"},
        {"certificate_displayed": "no", "certificate_matches": "no"},
        {},
    ),
    (
        "CERT_EXPIRED",
        {"certificate_displayed": "yes", "certificate_expires_on": "2026-11-21"},
        {"certificate_displayed": "yes", "certificate_expires_on": "2026-11-22"},
        {},
    ),
    ("NAME_DIFFERS", {"registered_name_matches": "no"}, {"registered_name_matches": "yes"}, {}),
    (
        "WORKERS_UNDECLARED",
        {"headcount_men": "20", "headcount_women": "1"},
        {"headcount_men": "20", "headcount_women": "0"},
        {},
    ),
    (
        "WORKERS_UNDECLARED",
        {"headcount_men": "20", "headcount_contractor": "2", "contractor_covers": "no"},
        {"headcount_men": "20", "headcount_contractor": "2", "contractor_covers": "yes"},
        {},
    ),
    ("WORKERS_UNDECLARED", {"headcount_men": "5"}, {}, {"declared_workers": "0"}),
    (
        "CONTRACTOR_NOT_COVERED",
        {"headcount_contractor": "2", "contractor_covers": Answer(state=AnswerState.NOT_PRODUCED)},
        {"headcount_contractor": "0", "contractor_covers": "no"},
        {},
    ),
    (
        "ATTENDANCE_DIFFERS",
        {"rec_attendance": "produced", "attendance_workers": "21"},
        {"rec_attendance": "produced", "attendance_workers": "20"},
        {},
    ),
    (
        "ATTENDANCE_DIFFERS",
        {"rec_attendance": "produced", "attendance_workers": "19", "headcount_men": "20"},
        {"rec_attendance": "not_produced", "attendance_workers": "19", "headcount_men": "20"},
        {},
    ),
    (
        "WAGE_REGISTER_DIFFERS",
        {"rec_wage_register": "partly", "wage_register_workers": "21"},
        {"rec_wage_register": "partly", "wage_register_workers": "21", "wage_register_above_limit": "1"},
        {},
    ),
    (
        "SCHEDULE_DIFFERS",
        {"rec_schedules": "produced", "schedule_workers": "19"},
        {"rec_schedules": "produced", "schedule_workers": "20"},
        {},
    ),
    ("RECORDS_NOT_PRODUCED", {"rec_attendance": "not_produced"}, {"rec_attendance": "partly"}, {}),
    ("RECORDS_NOT_PRODUCED", {"rec_wage_register": "not_produced"}, {"rec_wage_register": "produced"}, {}),
    ("RECORDS_NOT_PRODUCED", {"rec_schedules": "not_produced"}, {"rec_schedules": "produced"}, {}),
    ("RECORDS_NOT_PRODUCED", {"rec_challans": "not_produced"}, {"rec_challans": "partly"}, {}),
    ("RECORDS_NOT_PRODUCED", {"rec_appointment_letters": "not_produced"}, {"rec_appointment_letters": "produced"}, {}),
    ("RECORDS_NOT_PRODUCED", {"rec_accounts": "not_produced"}, {"rec_accounts": "produced"}, {}),
    (
        "RECORDS_NOT_PRODUCED",
        {"headcount_contractor": "1", "rec_contractor_papers": "not_produced"},
        {"rec_contractor_papers": "not_produced"},
        {},
    ),
    ("CONTRIBUTION_UNPAID", {}, {"unpaid_shown_paid": "yes"}, {"unpaid_months": "3", "unpaid_rupees": "79200"}),
    (
        "WORKER_NOT_SECURED",
        {"wf_name@a": "Asghar Ali"},
        {"wf_name@a": "Waseem Akhtar", "wf_above_limit@a": "yes"},
        {},
    ),
    ("WAGE_BELOW_MINIMUM", {"wf_wage@a": "39999.99"}, {"wf_wage@a": "40000"}, {}),
    ("WAGE_BELOW_MINIMUM", {"iv_wage@a": "39999"}, {"iv_wage@a": "40000"}, {}),
    ("CARD_NOT_ISSUED", {"iv_card@a": "no"}, {"iv_card@a": "yes"}, {}),
    (
        "DEDUCTED_FROM_WAGES",
        {"iv_deduction@a": "yes"},
        {"iv_deduction@a": Answer(state=AnswerState.CANNOT_VERIFY)},
        {},
    ),
]


@pytest.mark.parametrize(("code", "breach", "lawful", "register"), FINDINGS)
def test_a_finding_fires_on_a_breach_and_not_on_what_is_lawful(
    checklist: Checklist,
    code: str,
    breach: dict[str, str | Answer],
    lawful: dict[str, str | Answer],
    register: dict[str, str],
) -> None:
    fired = [observation.code for observation in _evaluated(checklist, breach, **register).observations]
    silent = [observation.code for observation in _evaluated(checklist, lawful, **register).observations]

    assert code in fired
    assert code not in silent


def test_every_code_of_the_checklist_is_tried_above(checklist: Checklist) -> None:
    assert {code for code, *_ in FINDINGS} == {item.breach.code for item in checklist.form.items if item.breach}


def test_an_empty_form_alleges_nothing(checklist: Checklist) -> None:
    assert _evaluated(checklist, {}).observations == ()


def test_wages_are_not_called_too_low_where_no_minimum_is_known(checklist: Checklist) -> None:
    form = _evaluated(checklist, {"iv_wage@a": "100", "wf_wage@a": "100"}, minimum_wage="")

    assert form.observations == ()


def test_what_a_worker_says_in_confidence_is_marked_secret_and_names_nobody(checklist: Checklist) -> None:
    form = _evaluated(
        checklist, {"iv_alias@a": "Worker seven", "iv_card@a": "no", "iv_deduction@a": "yes", "iv_wage@a": "100"}
    )

    assert {observation.privacy for observation in form.observations} == {"worker_secret"}
    assert not any("seven" in observation.text.en + str(observation.facts) for observation in form.observations)


def test_the_sentence_about_a_worker_cites_the_record_and_keeps_the_name_to_the_facts(checklist: Checklist) -> None:
    form = _evaluated(
        checklist,
        {
            "wf_name@a": "Asghar Ali",
            "wf_record@a": "wage register, line 14",
            "wf_wage@a": "45000",
            "wf_since@a": "2019-05-06",
        },
    )

    (observation,) = form.observations
    assert observation.text.en == (
        "A worker at work since 06-05-2019 on wages of Rs. 45,000 a month was not declared "
        "(record: wage register, line 14)."
    )
    assert "⁦45,000⁩" in observation.text.ur
    assert observation.facts["wf_name"] == "Asghar Ali"


@pytest.mark.parametrize(
    ("item", "value", "stands"),
    [
        ("wf_cnic@a", "35202-1234567-1", True),
        ("wf_cnic@a", "3520212345671", True),
        ("wf_cnic@a", "35202-12345671", False),
        ("wf_cnic@a", "352021234567", False),
        ("wf_cnic@a", "35202-1234567-12", False),
        ("wf_cnic@a", "00000-0000000-0", False),
        ("wf_cnic@a", "35202-1234567-A", False),
        ("wf_since@a", "2026-11-22", True),
        ("wf_since@a", "2026-11-23", False),
        ("wf_wage@a", "0", False),
        ("wf_wage@a", "-5", False),
        ("wf_wage@a", "0.5", True),
        ("wf_wage@a", "2000001", False),
        ("wf_name@a", "A", False),
        ("wf_name@a", "x" * 121, False),
        ("wf_name@a", "x" * 10000, False),
        ("headcount_men", "0", True),
        ("headcount_men", "-1", False),
        ("headcount_men", "20001", False),
        ("iv_since@a", "2026-11-23", False),
    ],
)
def test_answers_that_cannot_be_are_refused_in_both_languages(
    checklist: Checklist, item: str, value: str, stands: bool
) -> None:
    name, _, key = item.partition("@")

    problem = _evaluated(checklist, {item: value}).item(ItemRef(name, key)).problem

    assert (problem is None) is stands
    assert problem is None or URDU.search(problem.ur)


@pytest.mark.parametrize(
    ("day", "stands"), [("2026-11-22", False), ("2026-11-23", True), ("2027-01-21", True), ("2027-01-22", False)]
)
def test_missing_records_are_due_after_today_and_within_sixty_days(
    checklist: Checklist, day: str, stands: bool
) -> None:
    form = _evaluated(checklist, {"rec_challans": "partly", "records_due_on": day})

    assert (form.item(ItemRef("records_due_on")).problem is None) is stands


def test_the_day_for_records_is_asked_only_when_some_are_missing(checklist: Checklist) -> None:
    everything = dict.fromkeys(
        ("rec_attendance", "rec_wage_register", "rec_schedules", "rec_challans", "rec_appointment_letters"), "produced"
    )

    complete = _evaluated(checklist, everything)
    incomplete = _evaluated(checklist, everything | {"rec_challans": "not_produced"})

    assert not complete.item(ItemRef("records_due_on")).relevant
    assert incomplete.item(ItemRef("records_due_on")).is_missing


def test_evidence_is_asked_for_records_on_the_table_and_never_for_those_not_produced(checklist: Checklist) -> None:
    produced = _evaluated(checklist, {"rec_wage_register": "produced"})
    withheld = _evaluated(checklist, {"rec_wage_register": "not_produced", "wf_record@a": "voucher 212"})

    assert [item.ref.item for item in produced.items if item.evidence_needed] == ["rec_wage_register"]
    assert [item.ref for item in withheld.items if item.evidence_needed] == [ItemRef("wf_record", "a")]


def test_a_version_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(ChecklistError, match=r"expected one of these"):
        load_checklist("registration_contribution", "1999")
    with pytest.raises(ChecklistError, match="no_such_form"):
        load_checklist("no_such_form")


def test_a_checklist_is_compiled_once(checklist: Checklist) -> None:
    assert load_checklist("registration_contribution", scheme="pessi") is checklist


def test_lint_counts_what_ships() -> None:
    *_, lint = (lint for lint in lint_all() if lint.name == "registration_contribution")

    assert (lint.sections, lint.problems) == (7, ())
    assert lint.questions >= 25
