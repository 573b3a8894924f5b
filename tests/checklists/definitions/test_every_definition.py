"""What holds for each of these checklists, whatever it asks."""

from __future__ import annotations

import re

import pytest

from checklists.definition import EN, UR, Definition
from checklists.form import Checklist
from checklists.form_state import ItemKind
from checklists.library import available_checklists, definition_of, load_checklist
from checklists.lint import lint_definition
from simplify_content.law_loader import load_law_pack
from tests.checklists.definitions.asked_form import REGISTER, asked

NAMES = (
    "registration_coverage",
    "contribution_records",
    "head_count_interview",
    "contractors_supply_chain",
    "unregistered_establishment",
    "closure_verification",
)
URDU = re.compile("[\u0600-\u06ff]")
NUMBER_OF_LAW = re.compile(r"[0-9](\.[0-9]+)? ?(%|per ?cent|فی ?صد)")


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def checklist(name: str) -> Checklist:
    return load_checklist(name)


@pytest.fixture
def definition(name: str) -> Definition:
    return definition_of(name, available_checklists()[name][-1])


def _texts(definition: Definition) -> list[tuple[str, int, str, str]]:
    return [
        (row.sheet, row.number, row[column], row[column.replace(EN, UR)])
        for _, rows in definition.sheets()
        for row in rows
        for column in row.columns
        if column.endswith(EN) and column != "default_language"
    ]


def test_it_keeps_the_rules_and_asks_twenty_to_forty_five_items(definition: Definition, checklist: Checklist) -> None:
    lint = lint_definition(definition, provisions=load_law_pack(checklist.scheme).provisions)

    assert lint.problems == ()
    assert 20 <= lint.questions <= 45
    assert lint.sections >= 5


def test_every_text_is_there_in_english_and_in_urdu_script(definition: Definition) -> None:
    texts = _texts(definition)

    assert len(texts) > 100
    assert [text[:2] for text in texts if not text[2] or URDU.search(text[2]) or not URDU.search(text[3])] == []


def test_no_rate_of_the_law_stands_in_its_texts(definition: Definition) -> None:
    assert [text for text in _texts(definition) if NUMBER_OF_LAW.search(text[2] + text[3])] == []


def test_every_question_has_a_provision_of_the_pack_and_a_source_to_reconcile(checklist: Checklist) -> None:
    questions = [item for item in checklist.form.items if item.kind is ItemKind.QUESTION]
    known = set(load_law_pack(checklist.scheme).provisions)

    assert [item.node.name for item in questions if not item.provisions or not set(item.provisions) <= known] == []
    assert [item.node.name for item in questions if "reconciled with SIMPLIFY" not in item.source] == []


def test_every_choice_is_offered_by_some_question(definition: Definition) -> None:
    asked_lists = {row["type"].partition(" ")[2] for row in definition.survey if row["type"].startswith("select_")}

    assert {row["list_name"] for row in definition.choices} == asked_lists


def test_every_finding_has_its_days_of_remedy(checklist: Checklist) -> None:
    breaches = [item.breach for item in checklist.form.items if item.breach]

    assert breaches
    assert all(breach.remedy_days for breach in breaches)


def test_an_empty_form_alleges_nothing_and_says_what_is_missing(name: str) -> None:
    form = asked(name, {}, REGISTER)

    assert form.observations == ()
    assert "authorisation_shown" in {state.ref.item for state in form.missing}


def test_an_employer_of_whom_the_register_knows_nothing_is_accused_of_nothing(name: str) -> None:
    form = asked(name, {}, {})

    assert (form.observations, form.problems) == ((), ())


def test_it_asks_for_remarks_last_and_warns_against_names_of_those_who_spoke(checklist: Checklist) -> None:
    last = [item for item in checklist.form.items if item.kind is ItemKind.QUESTION][-1]

    assert last.node.name == "remarks"
    assert last.hint is not None
    assert "confidence" in last.hint.text.en


def test_only_what_is_a_conversation_is_a_workers_secret(name: str, checklist: Checklist) -> None:
    conversations = {"head_count_interview": "interviews", "closure_verification": "heard"}
    secret = {item.repeat for item in checklist.form.items if item.privacy == "worker_secret" and item.repeat}

    assert secret == {conversations[name]} if name in conversations else secret == set()


def test_no_number_in_the_urdu_texts_could_be_shown_in_the_wrong_order(definition: Definition) -> None:
    in_parts = re.compile(r"[0-9][0-9]*[ (/-]+[0-9(]")

    assert [text[:2] + text[3:] for text in _texts(definition) if in_parts.search(text[3])] == []
