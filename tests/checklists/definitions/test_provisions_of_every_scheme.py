"""Each scheme is offered its checklists, and every question cites that scheme's own law or says that none is known."""

from __future__ import annotations

import re

import pytest
import yaml

from checklists.definition import Definition, definition_as_yaml, definition_from
from checklists.engine import evaluate
from checklists.errors import ChecklistError
from checklists.for_scheme import cites_roles
from checklists.form_state import Answer, Answers, ItemRef, Surroundings
from checklists.library import SHARED, available_checklists, definition_of, headings_for, load_checklist, provisions_of
from checklists.lint import lint_all, lint_definition
from simplify_content.law_loader import available_schemes, load_law_pack
from simplify_content.scheme_rules import Role, load_scheme_rules
from tests.checklists.definitions.trial import REGISTER, TODAY

OF_ALL_PROVINCES = {
    "closure_verification",
    "contractors_supply_chain",
    "contribution_records",
    "employment_injury",
    "follow_up",
    "head_count_interview",
    "registration_contribution",
    "registration_coverage",
    "self_assessing_ballot",
    "unregistered_establishment",
}
OFFERED = {
    "pessi": OF_ALL_PROVINCES | {"domestic_workers"},
    "sessi": OF_ALL_PROVINCES,
    "kpessi": OF_ALL_PROVINCES,
    "bessi": OF_ALL_PROVINCES,
    "iessi": OF_ALL_PROVINCES,
    "eobi": {"eobi_establishment", "regional_office"},
}


@pytest.mark.parametrize("scheme", available_schemes())
def test_a_laptop_of_each_scheme_is_offered_its_checklists(scheme: str) -> None:
    assert {heading.name for heading in headings_for(scheme)} == OFFERED[scheme]


@pytest.mark.parametrize("scheme", available_schemes())
def test_every_question_cites_the_pack_of_the_scheme_or_names_what_has_no_provision(scheme: str) -> None:
    law, rules = load_law_pack(scheme), load_scheme_rules(scheme)

    for heading in headings_for(scheme):
        written = load_checklist(heading.name).form
        for as_written, item in zip(written.items, load_checklist(heading.name, scheme=scheme).form.items, strict=True):
            place = f"{heading.name} {item.node.name}"
            assert set(item.provisions) <= set(law.provisions), place
            if not cites_roles(heading.scheme):
                assert (item.provisions, item.unrecorded) == (as_written.provisions, ()), place
                continue
            roles = [Role(word) for word in as_written.provisions]
            known = [role for role in roles if role in rules.provisions]
            assert list(item.provisions) == list(dict.fromkeys(rules.provisions[role] for role in known)), place
            assert item.unrecorded == tuple(role.topic for role in roles if role not in known), place


@pytest.mark.parametrize("scheme", ["sessi", "kpessi", "bessi"])
def test_no_province_with_an_act_of_its_own_is_shown_a_section_of_the_ordinance(scheme: str) -> None:
    for heading in headings_for(scheme):
        items = load_checklist(heading.name, scheme=scheme).form.items
        cited = {key.partition(".")[0] for item in items for key in item.provisions}
        assert cited & {"PESSO65", "PDWA19"} == set()
        assert [item.source for item in items if re.search(r"\bs\. ?\d|PESSO", item.source)] == []


def test_islamabad_applies_the_ordinance_of_1965() -> None:
    items = load_checklist("registration_contribution", scheme="iessi").form.items

    assert {key.partition(".")[0] for item in items for key in item.provisions} == {"PESSO65"}


@pytest.mark.parametrize(
    ("scheme", "provisions"),
    [("pessi", ("PESSO65.s22.1", "PESSO65.s66")), ("sessi", ("SESSA16.s22", "SESSA16.s70")), ("kpessi", ())],
)
def test_an_observation_carries_the_sections_of_the_scheme_of_the_inspection(
    scheme: str, provisions: tuple[str, ...]
) -> None:
    refused = Answers({ItemRef("access_given"): Answer("refused")})

    form = evaluate(load_checklist("registration_contribution", scheme=scheme), refused, Surroundings(TODAY, REGISTER))

    [observation] = form.observations
    assert (observation.code, observation.provisions) == ("ENTRY_OBSTRUCTED", provisions)
    state = form.item(ItemRef("access_given"))
    assert [text.en for text in state.unrecorded] == ([] if provisions else ["Inspector's powers", "Offences"])


def test_an_older_version_of_one_scheme_cites_that_scheme_for_ever() -> None:
    older = load_checklist("registration_contribution", "2026112201", scheme="pessi")

    assert older is load_checklist("registration_contribution", "2026112201")
    assert older.scheme == "pessi"
    assert "PESSO65.s22.1" in {key for item in older.form.items for key in item.provisions}


def test_a_scheme_that_a_checklist_does_not_name_is_refused() -> None:
    with pytest.raises(ChecklistError, match="expected eobi among them"):
        load_checklist("registration_contribution", scheme="eobi")


def test_lint_lists_what_each_scheme_has_no_section_for() -> None:
    [lint] = [
        lint
        for lint in lint_all()
        if (lint.name, lint.version) == ("follow_up", available_checklists()["follow_up"][-1])
    ]

    assert lint.unrecorded["pessi"] == ()
    assert set(lint.unrecorded["sessi"]) == {"best_judgment", "look_back", "no_deduction", "regulations", "secrecy"}
    assert set(lint.unrecorded["kpessi"]) == set(lint.provisions)


def _changed(**places: str) -> Definition:
    """Return the follow-up checklist with the law of its first question, or its schemes, or that label, changed."""
    text = definition_as_yaml(definition_of("follow_up", available_checklists()["follow_up"][-1]))
    content = yaml.safe_load(text)
    row = next(row for row in content["survey"] if "bind::ss:law" in row)
    for place, value in places.items():
        if place == "scheme":
            content["settings"]["scheme"] = value
        else:
            row[{"law": "bind::ss:law", "label": "label::English (en)"}[place]] = value
    return definition_from(content, name="follow_up")


@pytest.mark.parametrize(
    ("place", "value", "found"),
    [
        ("law", "PESSO65.s21", "PESSO65.s21"),
        ("law", "no_such_role", "no_such_role"),
        ("label", "Does section 22 allow it?", "section 22"),
        ("label", "Does the Ordinance allow it?", "Ordinance"),
        ("scheme", "pessi nessi", "nessi"),
    ],
)
def test_lint_refuses_in_a_checklist_of_several_schemes_what_holds_in_one_alone(
    place: str, value: str, found: str
) -> None:
    definition = _changed(**{place: value})

    problems = lint_definition(definition, provisions=provisions_of(definition.settings["scheme"])).problems

    assert [problem for problem in problems if found in str(problem)]


def test_no_shipped_checklist_is_for_every_scheme_without_a_law_of_its_own() -> None:
    assert [
        heading.name for scheme in available_schemes() for heading in headings_for(scheme) if heading.scheme == SHARED
    ] == []
