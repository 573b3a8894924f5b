from __future__ import annotations

from checklists.form_state import ItemRef
from tests.checklists.definitions.tables import TriedByTables
from tests.checklists.definitions.trial import Values, codes, trial_of

NAME = "contractors_supply_chain"

CLEAN: Values = {
    "authorisation_shown": "yes",
    "access_given": "full",
    "representative_name": "Asghar Ali",
    "representative_role": "partner",
    "principal_kind": "public",
    "construction": "yes",
    "building_owner": "The district council, Jhang",
    "own_workers": "4",
    "through_others": "yes",
    "ct_name@c": "Ravi Services",
    "ct_registration_no@c": "LHR-77",
    "ct_work@c": "Guards",
    "ct_persons@c": "6",
    "ct_agreement@c": "produced",
    "ct_bills@c": "produced",
    "ct_covers@c": "yes",
    "ct_final_paid@c": "yes",
    "ct_clearance@c": "certificate",
    "ct_on_two_lists@c": "0",
    "gives_out": "yes",
    "rec_outwork_book": "produced",
    "homeworkers": "3",
    "homeworkers_declared": "yes",
    "sp_name@p": "Stitching unit, street 4",
    "basis_shown": "~not_applicable",
}
LATE = {"records_due_on": "2026-12-01"}
FINDINGS: list[tuple[str, Values, Values, Values]] = [
    ("ENTRY_OBSTRUCTED", {"access_given": "refused"}, {"access_given": "delayed"}, {}),
    ("CONTRACTOR_NOT_COVERED", {"ct_covers@c": "no"}, {"ct_covers@c": "~cannot_verify"}, {}),
    ("CONTRACTOR_NOT_COVERED", {"ct_covers@c": "~not_produced"}, {"ct_covers@c": "no", "ct_persons@c": "0"}, {}),
    ("CONTRACTOR_NOT_COVERED", {"ct_covers@c": "no"}, {"ct_covers@c": "no", "through_others": "no"}, {}),
    ("CLEARANCE_NOT_OBTAINED", {"ct_clearance@c": "neither"}, {"ct_clearance@c": "withheld"}, {}),
    ("CLEARANCE_NOT_OBTAINED", {"ct_clearance@c": "~not_produced"}, {"ct_clearance@c": "~cannot_verify"}, {}),
    (
        "CLEARANCE_NOT_OBTAINED",
        {"ct_clearance@c": "neither"},
        {"ct_clearance@c": "neither", "principal_kind": "private"},
        {},
    ),
    ("SAME_WORKER_TWICE", {"ct_on_two_lists@c": "1"}, {"ct_on_two_lists@c": "~cannot_verify"}, {}),
    *(
        ("RECORDS_NOT_PRODUCED", {name: "not_produced", **LATE}, {name: "~not_applicable"}, {})
        for name in ("ct_agreement@c", "ct_bills@c", "rec_outwork_book")
    ),
    ("GROUP_NOT_DECLARED", {"homeworkers_declared": "no"}, {"homeworkers_declared": "no", "homeworkers": "0"}, {}),
]
SKIPS: list[tuple[str, Values, Values]] = [
    ("building_owner", {}, {"construction": "no"}),
    ("ct_name@c", {}, {"through_others": "no"}),
    ("ct_covers@c", {"ct_persons@c": "1"}, {"ct_persons@c": "0"}),
    ("ct_labour_share@c", {"ct_bills@c": "partly"}, {"ct_bills@c": "not_produced"}),
    ("ct_final_paid@c", {}, {"principal_kind": "private"}),
    ("ct_clearance@c", {}, {"ct_final_paid@c": "no"}),
    ("rec_outwork_book", {}, {"gives_out": "no"}),
    ("homeworkers_declared", {"homeworkers": "1"}, {"homeworkers": "~not_produced"}),
    ("sp_name@p", {}, {"gives_out": "no"}),
    ("records_due_on", {"ct_bills@c": "partly"}, {"ct_bills@c": "produced"}),
    ("many_note", {"own_workers": "5"}, {"own_workers": "6"}),
]
REFUSED = [
    ("ct_name@c", "R", "Ra"),
    ("ct_persons@c", "-1", "0"),
    ("ct_persons@c", "20001", "20000"),
    ("own_workers", "four", "4"),
    ("outwork_paid", "-0.01", "0"),
    ("ct_control@c", "orders sings", "orders pays"),
]


class TestContractorsAndSupplyChain(TriedByTables):
    name, clean, findings, skips, refused = NAME, CLEAN, FINDINGS, SKIPS, REFUSED


def test_persons_without_proof_are_added_up_over_all_contractors() -> None:
    others = {"ct_persons@d": "5", "ct_covers@d": "no", "ct_name@e": "Third", "ct_covers@e": "no"}
    form = trial_of(NAME).filled({**CLEAN, **others})

    assert form.item(ItemRef("contractor_persons")).answer.value == "11"
    assert form.item(ItemRef("contractor_uncovered")).answer.value == "5"


def test_the_sentence_names_the_contractor_and_the_number() -> None:
    (observation,) = trial_of(NAME).filled({**CLEAN, "ct_covers@c": "no"}).observations

    assert observation.text.en.startswith("6 persons engaged through Ravi Services were at work")
    assert observation.facts["building_owner"] == "The district council, Jhang"


def test_places_of_the_supply_chain_are_hidden_from_the_employer_and_accused_of_nothing() -> None:
    form = trial_of(NAME).filled({**CLEAN, "sp_persons@p": "12", "sp_registration_no@p": "~not_produced"})

    assert {item.privacy for item in form.items if item.repeat == "supply_chain"} == {"employer_hidden"}
    assert form.observations == ()


def test_signs_of_a_sham_contractor_allege_nothing_by_themselves() -> None:
    assert (
        codes(trial_of(NAME).filled({**CLEAN, "ct_control@c": "orders pays hires tools", "ct_same_owner@c": "yes"}))
        == set()
    )
