from __future__ import annotations

import pytest

from checklists.form_state import ItemRef
from checklists.library import load_checklist
from tests.checklists.definitions.trial import Values, codes, trial_of

NAME = "registration_coverage"
UNKNOWN = {"registration_no": "", "employer_name": "", "declared_workers": "", "certificate_no": ""}
CLEAN: Values = {
    "authorisation_shown": "yes",
    "access_given": "full",
    "representative_name": "Asghar Ali",
    "representative_role": "manager",
    "business_activity_observed": "Weaving",
    "registration_shown": "number",
    "registration_no_shown": "LHR 1",
    "certificate_displayed": "yes",
    "certificate_form": "original",
    "certificate_expires_on": "2027-01-01",
    "registered_name_matches": "yes",
    "law_applies": "yes",
    "persons_basis": "count wages",
    "persons_all": "22",
    "persons_above_limit": "2",
    "groups_present": "permanent daily",
    "other_places": "no",
    "basis_shown": "~not_applicable",
}
NEW_PLACE = {"registration_shown": "none", "registration_no_shown": "", "certificate_displayed": "~not_applicable"}
WORKER = {
    "wf_name@a": "Asghar Ali",
    "wf_record@a": "wage register, line 14",
    "wf_since@a": "2019-05-06",
    "wf_wage@a": "45000",
    "wf_wage_at_entry@a": "~cannot_verify",
}


def test_an_establishment_in_order_ends_with_nothing_missing_and_nothing_alleged() -> None:
    form = trial_of(NAME).filled(CLEAN)

    assert (form.missing, form.problems, form.observations) == ((), (), ())


FINDINGS: list[tuple[str, Values, Values, Values]] = [
    ("ENTRY_OBSTRUCTED", {"access_given": "refused"}, {"access_given": "delayed"}, {}),
    ("ESTABLISHMENT_NOT_REGISTERED", NEW_PLACE, NEW_PLACE | {"law_applies": "~cannot_verify"}, UNKNOWN),
    ("ESTABLISHMENT_NOT_REGISTERED", NEW_PLACE, NEW_PLACE | {"registration_shown": "applied"}, UNKNOWN),
    ("CERT_NOT_DISPLAYED", {"certificate_displayed": "no"}, {"certificate_displayed": "~not_applicable"}, {}),
    ("CERT_MISMATCH", {"registration_no_shown": "LHR-2"}, {"registration_no_shown": "LHR/1"}, {}),
    ("CERT_MISMATCH", {"certificate_form": "altered"}, {"certificate_form": "copy"}, {}),
    ("CERT_EXPIRED", {"certificate_expires_on": "2026-11-21"}, {"certificate_expires_on": "2026-11-22"}, {}),
    ("NAME_DIFFERS", {"registered_name_matches": "no"}, {"registered_name_matches": "~cannot_verify"}, {}),
    ("PARTICULARS_DIFFER", {"particulars_differ": "address owner"}, {"particulars_differ": "~cannot_verify"}, {}),
    ("WORKERS_UNDECLARED", {"persons_all": "23"}, {"persons_above_limit": "3", "persons_all": "23"}, {}),
    ("WORKERS_UNDECLARED", {"persons_all": "23"}, {"persons_all": "23", "law_applies": "no"}, {}),
    ("GROUP_NOT_DECLARED", {"groups_left_out": "daily"}, {"groups_left_out": "~not_produced"}, {}),
    (
        "PLACE_NOT_COVERED",
        {"other_places": "yes", "pl_address@a": "Shop 5", "pl_standing@a": "neither"},
        {"other_places": "yes", "pl_address@a": "Shop 5", "pl_standing@a": "with_this"},
        {},
    ),
    ("WORKER_NOT_SECURED", WORKER, WORKER | {"wf_above_limit@a": "yes"}, {}),
]


@pytest.mark.parametrize(("code", "breach", "lawful", "register"), FINDINGS)
def test_a_finding_fires_alone_on_a_breach_and_not_on_what_is_lawful(
    code: str, breach: Values, lawful: Values, register: Values
) -> None:
    assert codes(trial_of(NAME).filled({**CLEAN, **breach}, **register)) == {code}
    assert codes(trial_of(NAME).filled({**CLEAN, **lawful}, **register)) == set()


def test_every_code_is_tried_above() -> None:
    assert {code for code, *_ in FINDINGS} == {
        item.breach.code for item in load_checklist(NAME).form.items if item.breach
    }


SKIPS = [
    ("representative_role_other", {"representative_role": "other"}, {"representative_role": "owner"}),
    ("registration_no_shown", {"registration_shown": "number"}, {"registration_shown": "applied"}),
    ("certificate_form", {"certificate_displayed": "yes"}, {"certificate_displayed": "no"}),
    ("name_used", {"registered_name_matches": "no"}, {"registered_name_matches": "yes"}),
    ("particulars_now", {"particulars_differ": "owner"}, {"particulars_differ": ""}),
    ("taken_over_from", {"taken_over": "yes"}, {"taken_over": "no"}),
    ("notification", {"law_applies": "yes"}, {"law_applies": "no"}),
    ("persons_above_limit", {"persons_all": "1"}, {"persons_all": "0"}),
    ("groups_left_out", {"groups_present": "daily"}, {"groups_present": ""}),
    ("explanation", {"basis_shown": "yes"}, {"basis_shown": "no"}),
]


@pytest.mark.parametrize(("item", "asked", "skipped"), SKIPS)
def test_an_item_is_asked_only_where_it_has_a_meaning(item: str, asked: Values, skipped: Values) -> None:
    assert trial_of(NAME).filled({**CLEAN, **asked}).item(ItemRef(item)).relevant
    assert not trial_of(NAME).filled({**CLEAN, **skipped}).item(ItemRef(item)).relevant


def test_only_groups_that_work_here_can_be_left_out() -> None:
    form = trial_of(NAME).filled({**CLEAN, "groups_left_out": "seasonal"})

    left_out = form.item(ItemRef("groups_left_out"))
    assert [choice.name for choice in left_out.choices] == ["permanent", "daily"]
    assert left_out.problem is not None


def test_a_certificate_is_asked_for_though_no_paper_was_shown_where_the_register_holds_one() -> None:
    assert trial_of(NAME).filled({"registration_shown": "none"}).item(ItemRef("certificate_displayed")).relevant
    assert (
        not trial_of(NAME)
        .filled({"registration_shown": "none"}, **UNKNOWN)
        .item(ItemRef("certificate_displayed"))
        .relevant
    )


def test_a_number_from_word_of_mouth_alone_does_not_stand() -> None:
    assert trial_of(NAME).filled({"persons_basis": "word"}).item(ItemRef("persons_basis")).problem is not None
    assert trial_of(NAME).filled({"persons_basis": "word bank"}).item(ItemRef("persons_basis")).problem is None


def test_other_places_of_the_owner_are_added_up_without_a_word_on_the_threshold() -> None:
    places = {"other_places": "yes", "pl_address@a": "Shop 5", "pl_workers@a": "4", "pl_workers@b": "3"}
    note = trial_of(NAME).filled({**CLEAN, **places}).item(ItemRef("owner_note"))

    assert note.relevant
    assert note.label.en.startswith("With the other places, 29 persons work for this owner.")


def test_the_page_of_the_register_is_asked_for_once_and_not_for_every_worker() -> None:
    form = trial_of(NAME).filled(
        {**CLEAN, **WORKER, "wf_name@b": "Waseem Akhtar", "wf_record@b": "wage register, line 15"}
    )

    assert [item.ref for item in form.items if item.evidence_needed and item.repeat] == [ItemRef("wf_record", "a")]
