"""What holds for each shipped checklist alike: both languages, provisions, sources, choices, size, silence."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from checklists.definition import EN, UR, Definition
from checklists.form import Item
from checklists.form_state import ItemKind
from checklists.library import available_checklists, definition_of
from checklists.lint import lint_all
from simplify_content.law_loader import available_schemes, load_law_pack
from tests.checklists.definitions.trial import REGISTER, Trial

QUESTIONS = {
    "closure_verification": (20, 45),
    "contractors_supply_chain": (20, 45),
    "contribution_records": (20, 45),
    "domestic_workers": (20, 40),
    "employment_injury": (20, 46),
    "eobi_establishment": (20, 45),
    "follow_up": (15, 35),
    "head_count_interview": (20, 45),
    "regional_office": (20, 45),
    "registration_contribution": (25, 60),
    "registration_coverage": (20, 45),
    "self_assessing_ballot": (20, 45),
    "unregistered_establishment": (20, 45),
}
"""Fewest and most questions of each: enough to carry a finding, few enough for a visit."""

URDU = re.compile("[\u0600-\u06ff]")
NUMBER_OF_LAW = re.compile(r"[0-9](\.[0-9]+)? ?(%|per ?cent|فی ?صد)")
IN_PARTS = re.compile(r"[0-9][0-9]*[ (/-]+[0-9(]")

_Trials = Callable[[str], Trial]


@pytest.fixture(params=sorted(QUESTIONS))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def definition(name: str) -> Definition:
    return definition_of(name, available_checklists()[name][-1])


@pytest.fixture
def questions(name: str, trial: _Trials) -> list[Item]:
    return [item for item in trial(name).checklist.form.items if item.kind is ItemKind.QUESTION]


def _texts(definition: Definition) -> list[tuple[str, int, str, str]]:
    """Return sheet, row, English and Urdu of every text of a checklist."""
    return [
        (row.sheet, row.number, row[column], row[column.replace(EN, UR)])
        for _, rows in definition.sheets()
        for row in rows
        for column in row.columns
        if column.endswith(EN) and column != "default_language"
    ]


def test_every_shipped_checklist_is_looked_at_here() -> None:
    assert set(QUESTIONS) == set(available_checklists())


def test_every_version_that_ships_is_without_a_problem() -> None:
    assert [(lint.name, lint.version, lint.problems) for lint in lint_all() if lint.problems] == []


def test_its_length_suits_a_visit(name: str, questions: list[Item]) -> None:
    fewest, most = QUESTIONS[name]

    assert fewest <= len(questions) <= most


def test_every_text_is_there_in_english_and_in_urdu_script(definition: Definition) -> None:
    texts = _texts(definition)

    assert len(texts) > 60
    assert [text for text in texts if not text[2] or not (URDU.search(text[3]) or text[2] == text[3])] == []


def test_a_question_is_a_question_in_both_languages(definition: Definition) -> None:
    assert [text for text in _texts(definition) if text[2].endswith("?") != text[3].endswith("؟")] == []


def test_no_number_in_an_urdu_text_could_be_shown_in_the_wrong_order(definition: Definition) -> None:
    assert [text for text in _texts(definition) if IN_PARTS.search(text[3])] == []


def test_no_rate_of_the_law_stands_in_its_texts(definition: Definition) -> None:
    assert [text for text in _texts(definition) if NUMBER_OF_LAW.search(text[2] + text[3])] == []


def test_every_provision_it_cites_is_in_the_law_pack_of_its_scheme(name: str, trial: _Trials) -> None:
    checklist = trial(name).checklist
    cited = {key for item in checklist.form.items for key in item.provisions}

    assert checklist.scheme in available_schemes()
    assert cited
    assert cited <= set(load_law_pack(checklist.scheme).provisions)


def test_every_question_has_a_provision_and_says_what_it_was_drafted_from(questions: list[Item]) -> None:
    cites_nothing = [item for item in questions if not (item.provisions or item.unrecorded)]

    assert cites_nothing == []
    assert [item.node.name for item in questions if "SIMPLIFY" not in item.source] == []


def test_every_choice_belongs_to_a_question(definition: Definition) -> None:
    used = {row["type"].partition(" ")[2] for row in definition.survey if row["type"].startswith("select_")}

    assert {row["list_name"] for row in definition.choices} == used


def test_every_finding_has_a_severity_a_time_to_mend_it_and_a_provision(definition: Definition) -> None:
    needed = ("bind::ss:severity", "bind::ss:remedy_days", "bind::ss:law")
    rows = [row for row in definition.survey if row["bind::ss:finding"]]

    assert rows
    assert [row["name"] for row in rows if not all(row[column] for column in needed)] == []


def test_a_name_stands_in_no_sentence(definition: Definition) -> None:
    sentences = " ".join(finding[f"text::{language}"] for finding in definition.findings for language in (EN, UR))
    of_firms = re.sub(r"\$\{(?:contractor|successor|ct)_name\}", "", sentences)

    assert re.findall(r"\$\{[a-z]+_(?:name|cnic|alias)\}", of_firms) == []


def test_an_empty_form_alleges_nothing(name: str, trial: _Trials) -> None:
    assert trial(name).beside({}, REGISTER).observations == ()


def test_an_employer_of_whom_the_register_knows_nothing_is_accused_of_nothing(name: str, trial: _Trials) -> None:
    form = trial(name).beside({}, {})

    assert (form.observations, form.problems) == ((), ())


def test_what_a_worker_says_is_secret_wherever_it_is_asked(name: str, trial: _Trials) -> None:
    items = [item for item in trial(name).checklist.form.items if item.node.name.startswith(("iv_", "wv_", "hd_"))]

    assert {item.privacy for item in items} <= {"worker_secret"}
    assert not {item.breach.code for item in items if item.breach} & {"WORKER_NOT_SECURED", "WORKERS_UNDECLARED"}


def test_it_asks_for_remarks_last_and_warns_against_names_of_those_who_spoke(questions: list[Item]) -> None:
    last = questions[-1]

    assert last.node.name == "remarks"
    assert last.hint is not None


_VISIT = {"authorisation_shown"}
REQUIRED: dict[str, tuple[dict[str, str], set[str]]] = {
    "closure_verification": ({}, _VISIT),
    "contractors_supply_chain": ({}, _VISIT),
    "contribution_records": ({}, _VISIT),
    "head_count_interview": ({}, _VISIT),
    "registration_contribution": ({}, _VISIT),
    "registration_coverage": ({}, _VISIT),
    "unregistered_establishment": ({}, _VISIT),
    "domestic_workers": (
        {"consent_given": "yes", "household_workers": "1"},
        {"visit_basis", "visit_place", "representative_name", "representative_role", "employer_registered"}
        | {"medical_care", "household_will_register", "leaflet_left", "stayed_where_invited"},
    ),
    "employment_injury": (
        {"trigger_kind": "worker"},
        {"authorisation_shown", "representative_name", "accident_on", "accident_place", "what_happened", "at_work"}
        | {"rec_accident_book", "rec_attendance", "headcount_total", "employer_explanation", "benefit_help"},
    ),
    "eobi_establishment": (
        {"registration_shown": "certificate"},
        {"approval_shown", "most_persons", "act_applies", "certificate_matches", "headcount_men", "headcount_women"}
        | {"books_protected", "employer_explanation"},
    ),
    "follow_up": (
        {"workers_named": "2"},
        {"earlier_reference", "earlier_on", "still_running", "workers_now_declared", "records_were_due", "next_step"},
    ),
    "regional_office": (
        {"visits_made": "1"},
        {"office_name", "period_from", "period_to", "reg_arrears", "reg_visits", "visits_approved", "office_plan"},
    ),
    "self_assessing_ballot": (
        {"ballot_listed": "yes"},
        {"ballot_reference", "no_interest", "books_checked_lately", "sa_option_shown", "sa_workers", "sa_paid"},
    ),
}


def test_what_carries_the_case_must_be_answered(name: str, trial: _Trials) -> None:
    values, required = REQUIRED[name]

    assert required <= {state.ref.item for state in trial(name).filled(values).missing}
