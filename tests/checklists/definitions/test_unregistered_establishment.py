from __future__ import annotations

from checklists.form_state import ItemRef
from tests.checklists.definitions.tables import TriedByTables
from tests.checklists.definitions.trial import Values, codes, trial_of

NAME = "unregistered_establishment"

SAME = {"duplicate_hints": "name", "duplicate_no": "LHR-1", "duplicate_judgement": "same"}
CLEAN: Values = {
    "authorisation_shown": "yes",
    "survey_area": "Street 4, Faisal Town",
    "found_how": "walk",
    "name_on_board": "New Chenab Stitching",
    "address": "Plot 11, opposite the mosque",
    "business_activity_observed": "Stitching",
    "sector": "garments",
    "information_given": "given",
    "representative_name": "Asghar Ali",
    "representative_role": "owner",
    "owner_name": "Asghar Ali",
    "people_basis": "inside",
    "headcount_men": "9",
    "headcount_women": "3",
    "registration_claimed": "shown",
    "registration_no_shown": "LHR-1",
    "number_in_register": "yes",
    "law_applies": "yes",
    "duplicate_hints": "none",
    "duty_explained": "yes",
}
NOT_REGISTERED = {"registration_claimed": "no"}
SUCCESSOR = {**SAME, "duplicate_judgement": "successor"}
FINDINGS: list[tuple[str, Values, Values, Values]] = [
    (
        "INFORMATION_REFUSED",
        {"information_given": "refused"},
        {"information_given": "nobody"},
        {},
    ),
    ("ESTABLISHMENT_NOT_REGISTERED", NOT_REGISTERED, {**NOT_REGISTERED, "law_applies": "~cannot_verify"}, {}),
    ("ESTABLISHMENT_NOT_REGISTERED", NOT_REGISTERED, {**NOT_REGISTERED, "law_applies": "no"}, {}),
    ("ESTABLISHMENT_NOT_REGISTERED", NOT_REGISTERED, {**NOT_REGISTERED, **SAME}, {}),
    (
        "ESTABLISHMENT_NOT_REGISTERED",
        NOT_REGISTERED,
        {**NOT_REGISTERED, "headcount_men": "0", "headcount_women": "0"},
        {},
    ),
    ("ESTABLISHMENT_NOT_REGISTERED", NOT_REGISTERED, {"registration_claimed": "said"}, {}),
    (
        "CERT_MISMATCH",
        {"number_in_register": "no", "law_applies": "~cannot_verify"},
        {"number_in_register": "~cannot_verify"},
        {},
    ),
    ("SUCCESSOR_NOT_DECLARED", SUCCESSOR, {**SUCCESSOR, "law_applies": "~cannot_verify"}, {}),
    ("SUCCESSOR_NOT_DECLARED", SUCCESSOR, {**SAME, "duplicate_judgement": "other"}, {}),
]
SKIPS: list[tuple[str, Values, Values]] = [
    ("found_reference", {"found_how": "list"}, {"found_how": "complaint"}),
    ("longitude", {"latitude": "31.5"}, {"latitude": ""}),
    ("representative_name", {"information_given": "partly"}, {"information_given": "nobody"}),
    ("owner_cnic", {"information_given": "partly"}, {"information_given": "refused"}),
    ("owner_other_places_where", {"owner_other_places": "yes"}, {"owner_other_places": "no"}),
    ("registration_no_shown", {}, {"registration_claimed": "said"}),
    ("number_in_register", {}, {"registration_no_shown": ""}),
    ("duplicate_no", {"duplicate_hints": "phone"}, {"duplicate_hints": "none"}),
    ("duplicate_judgement", {"duplicate_hints": "meter"}, {"duplicate_hints": "~cannot_verify"}),
    ("office_note", {**NOT_REGISTERED, "law_applies": "~cannot_verify"}, {**NOT_REGISTERED, "law_applies": "no"}),
    ("duty_explained", {}, {"information_given": "nobody"}),
]
REFUSED = [
    ("latitude", "22.99", "23"),
    ("latitude", "38.01", "31.5204"),
    ("sector", "banking", "brick-kiln"),
    ("owner_cnic", "00000-0000000-0", "35202-1234567-1"),
    ("owner_phone", "call him", "0300 1234567"),
    ("most_in_season", "11", "12"),
    ("duplicate_hints", "none name", "name phone"),
    ("business_since", "2026-11-23", "2026-11-22"),
]


class TestUnregisteredEstablishment(TriedByTables):
    name, clean, findings, skips, refused = NAME, CLEAN, FINDINGS, SKIPS, REFUSED


def test_the_likest_entry_of_the_register_is_shown_only_where_one_is_offered() -> None:
    alike = {"similar_name": "Chenab Stitching", "similar_registration_no": "LHR-9", "similar_status": "closed"}
    offered = trial_of(NAME).filled(CLEAN, **alike).item(ItemRef("similar_note"))

    assert offered.relevant
    assert "Chenab Stitching, number LHR-9 (closed; not stated)" in offered.label.en
    assert not trial_of(NAME).filled(CLEAN).item(ItemRef("similar_note")).relevant


def test_a_number_that_the_register_does_not_hold_is_two_findings_where_the_law_applies() -> None:
    form = trial_of(NAME).filled({**CLEAN, "number_in_register": "no"})

    assert codes(form) == {"CERT_MISMATCH", "ESTABLISHMENT_NOT_REGISTERED"}


def test_the_sentence_says_how_many_were_at_work_and_where() -> None:
    (observation,) = trial_of(NAME).filled({**CLEAN, "registration_claimed": "no"}).observations

    assert observation.text.en == (
        "12 persons were at work in an establishment that the register does not hold: "
        "New Chenab Stitching, Plot 11, opposite the mosque."
    )
    assert observation.facts["people_basis"] == "inside"


def test_what_identifies_the_owner_privately_is_not_for_an_employers_paper() -> None:
    form = trial_of(NAME).filled(CLEAN)

    assert {form.item(ItemRef(name)).privacy for name in ("owner_cnic", "owner_phone")} == {"employer_hidden"}


def test_a_picture_is_asked_of_a_count_but_not_of_what_was_told() -> None:
    counted, told = trial_of(NAME).filled(CLEAN), trial_of(NAME).filled({**CLEAN, "people_basis": "told"})

    assert counted.item(ItemRef("headcount_men")).evidence_needed
    assert not told.item(ItemRef("headcount_men")).evidence_needed
