from __future__ import annotations

from checklists.form_state import ItemRef
from tests.checklists.definitions.tables import TriedByTables
from tests.checklists.definitions.trial import Values, trial_of

NAME = "head_count_interview"

CLEAN: Values = {
    "authorisation_shown": "yes",
    "access_given": "full",
    "representative_name": "Asghar Ali",
    "representative_role": "owner",
    "entered_at": "09:30",
    "headcount_shift": "single",
    "sc_name@s": "Looms",
    "sc_men@s": "12",
    "sc_women@s": "0",
    "sc_above_limit@s": "1",
    "sc_name@t": "Packing",
    "sc_men@t": "4",
    "sc_women@t": "5",
    "sc_contractor@t": "2",
    "contractor_covers": "yes",
    "rec_attendance": "produced",
    "attendance_workers": "21",
    "rec_roster": "produced",
    "women_in_schedule": "5",
    "iv_alias@i": "Worker seven",
    "iv_apart@i": "yes",
    "iv_willing@i": "yes",
    "iv_wage@i": "40000",
    "iv_signed_for@i": "same",
    "iv_card@i": "yes",
    "iv_deduction@i": "no",
    "basis_shown": "~not_applicable",
}
LATE = {"records_due_on": "2026-12-01"}
FINDINGS: list[tuple[str, Values, Values, Values]] = [
    ("ENTRY_OBSTRUCTED", {"access_given": "refused"}, {"access_given": "delayed"}, {}),
    ("WORKERS_UNDECLARED", {"sc_above_limit@s": "0"}, {"sc_above_limit@s": "2"}, {}),
    ("WORKERS_UNDECLARED", {}, {"sc_men@s": "~cannot_verify", "sc_above_limit@s": "0"}, {"declared_workers": "19"}),
    (
        "CONTRACTOR_NOT_COVERED",
        {"contractor_covers": "no", "sc_men@t": "2"},
        {"contractor_covers": "~cannot_verify", "sc_men@t": "2"},
        {},
    ),
    (
        "CONTRACTOR_NOT_COVERED",
        {"contractor_covers": "~not_produced", "sc_men@t": "2"},
        {"contractor_covers": "no", "sc_contractor@t": "0"},
        {},
    ),
    ("ATTENDANCE_DIFFERS", {"attendance_workers": "20"}, {"attendance_workers": "~cannot_verify"}, {}),
    ("RECORDS_NOT_PRODUCED", {"rec_attendance": "not_produced", **LATE}, {"rec_attendance": "~not_applicable"}, {}),
    ("RECORDS_NOT_PRODUCED", {"rec_roster": "not_produced", **LATE}, {"rec_roster": "partly", **LATE}, {}),
    ("GROUP_NOT_DECLARED", {"women_in_schedule": "0"}, {"women_in_schedule": "1"}, {}),
    ("GROUP_NOT_DECLARED", {"women_in_schedule": "0"}, {"women_in_schedule": "0", "sc_above_limit@t": "5"}, {}),
    ("WAGE_BELOW_MINIMUM", {"iv_wage@i": "39999.99"}, {"iv_wage@i": "~cannot_verify"}, {}),
    ("SIGNED_FOR_MORE", {"iv_signed_for@i": "more"}, {"iv_signed_for@i": "nothing"}, {}),
    ("CARD_NOT_ISSUED", {"iv_card@i": "no"}, {"iv_card@i": "no", "iv_willing@i": "no"}, {}),
    ("DEDUCTED_FROM_WAGES", {"iv_deduction@i": "yes"}, {"iv_deduction@i": "yes", "iv_apart@i": "no"}, {}),
]
SKIPS: list[tuple[str, Values, Values]] = [
    ("other_shift_workers", {"headcount_shift": "night"}, {"headcount_shift": "single"}),
    ("contractor_covers", {"sc_contractor@t": "1"}, {"sc_contractor@t": "0"}),
    ("attendance_workers", {"rec_attendance": "partly"}, {"rec_attendance": "not_produced"}),
    ("records_due_on", {"rec_roster": "partly"}, {"rec_roster": "~not_applicable"}),
    ("women_in_schedule", {"sc_women@t": "1"}, {"sc_women@t": "0"}),
    ("iv_willing@i", {"iv_apart@i": "yes"}, {"iv_apart@i": "no"}),
    ("iv_wage@i", {"iv_willing@i": "yes"}, {"iv_willing@i": "no"}),
    ("iv_deduction_amount@i", {"iv_deduction@i": "yes"}, {"iv_deduction@i": "no"}),
    ("interviews_note", {"iv_willing@i": "no"}, {"iv_willing@i": "yes"}),
]
REFUSED = [
    ("entered_at", "half past nine", "09:30"),
    ("sc_men@s", "-1", "0"),
    ("sc_men@s", "20001", "20000"),
    ("sc_above_limit@s", "13", "12"),
    ("iv_co_workers@i", "0", "1"),
    ("iv_since@i", "2026-11-23", "2026-11-22"),
    ("attendance_workers", "4.5", "45"),
]


class TestHeadCountAndInterviews(TriedByTables):
    name, clean, findings, skips, refused = NAME, CLEAN, FINDINGS, SKIPS, REFUSED


def test_the_sections_are_added_up() -> None:
    form = trial_of(NAME).filled(CLEAN)

    shown = {name: form.item(ItemRef(name)).answer.value for name in ("headcount_men", "headcount_women")}
    assert shown == {"headcount_men": "16", "headcount_women": "5"}
    assert form.item(ItemRef("headcount_total")).answer.value == "23"
    assert form.item(ItemRef("headcount_difference")).answer.value == "0"


def test_what_is_said_in_confidence_is_secret_and_names_nobody() -> None:
    said = {"iv_wage@i": "100", "iv_signed_for@i": "more", "iv_card@i": "no", "iv_deduction@i": "yes"}
    form = trial_of(NAME).filled({**CLEAN, **said})

    assert len(form.observations) == 4
    assert {observation.privacy for observation in form.observations} == {"worker_secret"}
    assert not any("seven" in observation.text.en + str(observation.facts) for observation in form.observations)


def test_the_number_of_persons_who_looked_like_children_is_kept_from_the_employer_and_alleges_nothing() -> None:
    form = trial_of(NAME).filled({**CLEAN, "minors_seen": "2"})

    assert form.item(ItemRef("minors_seen")).privacy == "employer_hidden"
    assert form.observations == ()


def test_a_count_above_the_register_asks_for_its_proof_in_each_section() -> None:
    form = trial_of(NAME).filled(CLEAN, declared_workers="19")

    needed = {item.ref for item in form.items if item.evidence_needed and item.ref.item == "sc_men"}
    assert needed == {ItemRef("sc_men", "s"), ItemRef("sc_men", "t")}
