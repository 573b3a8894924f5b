"""Each scheme is offered its checklists, and every question cites that scheme's own law or says that none is known."""

from __future__ import annotations

import re

import pytest
import yaml

from checklists.compile import compile_definition
from checklists.definition import Definition, definition_as_yaml, definition_from
from checklists.engine import evaluate
from checklists.errors import ChecklistError
from checklists.for_scheme import cites_roles, roles_in
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
        written = compile_definition(definition_of(heading.name, heading.version), provisions=None).form
        for as_written, item in zip(written.items, load_checklist(heading.name, scheme=scheme).form.items, strict=True):
            place = f"{heading.name} {item.node.name}"
            roles = roles_in(as_written.provisions)
            sections = [word for word in as_written.provisions if word not in set(Role)]
            known = [rules.provisions[role] for role in roles if role in rules.provisions]
            assert set(item.provisions) <= set(law.provisions), place
            assert set(item.provisions) == {*sections, *known}, place
            assert item.unrecorded == tuple(role.topic for role in roles if role not in rules.provisions), place
            assert not (sections and cites_roles(heading.scheme)), place


@pytest.mark.parametrize("scheme", ["sessi", "kpessi", "bessi"])
def test_no_province_with_an_act_of_its_own_is_shown_a_section_of_the_ordinance(scheme: str) -> None:
    for heading in headings_for(scheme):
        items = load_checklist(heading.name, scheme=scheme).form.items
        cited = {key.partition(".")[0] for item in items for key in item.provisions}
        assert cited & {"PESSO65", "PDWA19"} == set()
        assert [item.source for item in items if re.search(r"\bs\. ?\d|PESSO", item.source)] == []


def test_islamabad_applies_the_ordinance_of_1965() -> None:
    items = load_checklist("registration_contribution", scheme="iessi").form.items

    assert {key.partition(".")[0] for item in items for key in item.provisions} == {"PESSO65", "MWO61"}
    assert {key for item in items if "wage" in item.node.name for key in item.provisions if "MWO61" in key} == {
        "MWO61.s4"
    }


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

    of_no_act = {"certificate", "earlier_promise", "registration", "worker_card"}
    assert set(lint.unrecorded["pessi"]) == of_no_act
    assert set(lint.unrecorded["sessi"]) == of_no_act | {"best_judgment", "look_back", "no_deduction", "secrecy"}
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


UNREAD = {
    "CERT_NOT_DISPLAYED",
    "CERT_EXPIRED",
    "CARD_NOT_ISSUED",
    "NAME_DIFFERS",
    "PARTICULARS_DIFFER",
    "SUCCESSOR_NOT_DECLARED",
    "PLACE_NOT_COVERED",
    "PROMISE_NOT_KEPT",
}
"""What no act that was read has a section on; none may be made up for it."""


def _found(scheme: str) -> list[tuple[str, str, tuple[str, ...], tuple[str, ...]]]:
    """Return checklist, code, sections and what has none, of every row that can lead to a finding."""
    return [
        (heading.name, item.breach.code, item.provisions, tuple(topic.en for topic in item.unrecorded))
        for heading in headings_for(scheme)
        for item in load_checklist(heading.name, scheme=scheme).form.items
        if item.breach
    ]


@pytest.mark.parametrize("scheme", available_schemes())
def test_what_no_section_is_known_for_alleges_none_and_says_so(scheme: str) -> None:
    for name, code, provisions, unrecorded in _found(scheme):
        if code in UNREAD or code == "WAGE_BELOW_MINIMUM":
            assert provisions == (("MWO61.s4",) if (scheme, code) == ("iessi", "WAGE_BELOW_MINIMUM") else ()), name
            assert unrecorded or provisions, name


def test_a_shortfall_of_self_assessment_is_not_put_under_the_increase_on_wages() -> None:
    assert ("self_assessing_ballot", "SELF_ASSESSMENT_SHORT", ("PESSO65.s20A",), ()) in _found("pessi")


def test_an_office_is_held_to_circulars_and_not_to_the_duties_of_employers() -> None:
    cited = {code: provisions for name, code, provisions, _ in _found("eobi") if name == "regional_office"}

    assert {code: provisions for code, provisions in cited.items() if provisions} == {
        "OFFICE_BOOKS_CALLED_EARLY": ("EOBA76.s12.2",),
        "OFFICE_DEMAND_WITHOUT_EVIDENCE": ("EOBA76.s12.3",),
        "OFFICE_RECOVERY_BEFORE_ORDER": ("EOBA76.s13.2",),
    }


def test_a_finding_on_deductions_cites_what_forbids_them_in_each_scheme() -> None:
    cited = {
        scheme: {provisions for _, code, provisions, _ in _found(scheme) if code == "DEDUCTED_FROM_WAGES"}
        for scheme in available_schemes()
    }

    ordinance = ("PESSO65.s20.3", "PESSO65.s66")
    assert cited == {
        "pessi": {ordinance, ("PESSO65.s20A", *ordinance)},
        "iessi": {ordinance, ("PESSO65.s20A", *ordinance)},
        "sessi": {("SESSA16.s70",)},
        "kpessi": {()},
        "bessi": {()},
        "eobi": {("EOBA76.s9", "EOBA76.s9B", "EOBA76.s37")},
    }
