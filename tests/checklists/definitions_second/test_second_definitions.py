"""What holds for each of these checklists alike: both languages, provisions, sources, choices, size, silence."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from checklists.definition import EN, UR
from checklists.form_state import ItemKind
from checklists.library import available_checklists, definition_of, load_checklist
from checklists.lint import lint_all
from simplify_content.law_loader import available_schemes, load_law_pack
from tests.checklists.definitions_second.trial import Trial

URDU = re.compile("[\u0600-\u06ff]")
QUESTIONS = {
    "domestic_workers": (20, 40),
    "eobi_establishment": (20, 45),
    "employment_injury": (20, 45),
    "follow_up": (15, 35),
    "regional_office": (20, 45),
    "self_assessing_ballot": (20, 45),
}
"""Fewest and most questions of each: enough to carry a finding, few enough for a visit."""


@pytest.fixture(params=sorted(QUESTIONS))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_it_ships_without_a_problem(name: str) -> None:
    assert [(lint.version, lint.problems) for lint in lint_all() if lint.name == name] == [
        (available_checklists()[name][-1], ())
    ]


def test_its_length_suits_a_visit(name: str) -> None:
    fewest, most = QUESTIONS[name]

    assert fewest <= sum(item.kind is ItemKind.QUESTION for item in load_checklist(name).form.items) <= most


def _texts(name: str) -> list[tuple[str, int, str, str]]:
    """Return sheet, row, English and Urdu of every text of a checklist."""
    return [
        (row.sheet, row.number, row[column], row[column.replace(EN, UR)])
        for _, rows in definition_of(name, available_checklists()[name][-1]).sheets()
        for row in rows
        for column in row.columns
        if column.endswith(EN) and column != "default_language"
    ]


def test_every_text_is_there_in_english_and_in_urdu_script(name: str) -> None:
    texts = _texts(name)

    assert len(texts) > 60
    assert [text for text in texts if not text[2] or not URDU.search(text[3])] == []


def test_a_question_is_a_question_in_both_languages(name: str) -> None:
    assert [text for text in _texts(name) if text[2].endswith("?") != text[3].endswith("؟")] == []


def test_no_number_in_an_urdu_text_could_be_shown_in_the_wrong_order(name: str) -> None:
    in_parts = re.compile(r"[0-9][ (/-]+[0-9(]")

    assert [text for text in _texts(name) if in_parts.search(text[3])] == []


def test_every_provision_it_cites_is_in_the_law_pack_of_its_scheme(name: str) -> None:
    checklist = load_checklist(name)
    cited = {key for item in checklist.form.items for key in item.provisions}

    assert checklist.scheme in available_schemes()
    assert cited
    assert cited <= set(load_law_pack(checklist.scheme).provisions)


def test_every_question_says_what_it_was_drafted_from(name: str) -> None:
    questions = [item for item in load_checklist(name).form.items if item.kind is ItemKind.QUESTION]

    assert [item.node.name for item in questions if not item.provisions or "SIMPLIFY" not in item.source] == []


def test_every_choice_belongs_to_a_question(name: str) -> None:
    definition = definition_of(name, available_checklists()[name][-1])
    used = {row["type"].partition(" ")[2] for row in definition.survey if row["type"].startswith("select_")}

    assert {row["list_name"] for row in definition.choices} == used


def test_every_finding_has_a_severity_a_time_to_mend_it_and_a_provision(name: str) -> None:
    rows = [row for row in definition_of(name, available_checklists()[name][-1]).survey if row["bind::ss:finding"]]
    bare = [
        row["name"]
        for row in rows
        if not (row["bind::ss:severity"] and row["bind::ss:remedy_days"] and row["bind::ss:law"])
    ]

    assert rows
    assert bare == []


def test_a_name_stands_in_no_sentence(name: str) -> None:
    sentences = " ".join(
        finding[f"text::{language}"]
        for finding in definition_of(name, available_checklists()[name][-1]).findings
        for language in (EN, UR)
    )

    assert re.findall(r"\$\{[a-z]+_(?:name|cnic|alias)\}", sentences.replace("${contractor_name}", "")) == []


def test_an_empty_form_alleges_nothing(name: str, trial: Callable[[str], Trial]) -> None:
    assert trial(name).codes({}) == []


def test_what_a_worker_says_is_secret_wherever_it_is_asked(name: str) -> None:
    items = [item for item in load_checklist(name).form.items if item.node.name.startswith(("iv_", "wv_"))]

    assert {item.privacy for item in items} <= {"worker_secret"}
    assert not {item.breach.code for item in items if item.breach} & {"WORKER_NOT_SECURED", "WORKERS_UNDECLARED"}


REQUIRED = {
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


def test_what_carries_the_case_must_be_answered(name: str, trial: Callable[[str], Trial]) -> None:
    values, required = REQUIRED[name]

    assert required <= {state.ref.item for state in trial(name).filled(values).missing}
