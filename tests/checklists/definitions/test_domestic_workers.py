"""The checklist for a household: consent before everything, each worker's own consent, and each finding."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from checklists.form_state import Answer, AnswerState, ItemRef
from tests.checklists.definitions.trial import Trial

Values = dict[str, str | Answer]

CONSENT: Values = {"consent_given": "yes"}
HOME: Values = CONSENT | {"household_workers": "2"}
HEARD: Values = HOME | {"wv_consent@w": "yes", "wv_alias@w": "Guest one"}
FINDINGS: list[tuple[str, Values, Values]] = [
    ("HOUSEHOLD_NOT_REGISTERED", HOME | {"employer_registered": "no"}, HOME | {"employer_registered": "yes"}),
    (
        "HOUSEHOLD_NOT_REGISTERED",
        HOME | {"employer_registered": "no"},
        HOME | {"household_workers": "0", "employer_registered": "no"},
    ),
    (
        "MEDICAL_CARE_NOT_PROVIDED",
        HOME | {"medical_care": "no"},
        HOME | {"medical_care": Answer(state=AnswerState.NOT_APPLICABLE, reason="never ill")},
    ),
    ("MEDICAL_CARE_NOT_PROVIDED", HEARD | {"wv_medical@w": "no"}, HEARD | {"wv_medical@w": "yes"}),
    ("CHILD_DOMESTIC_WORKER", HOME | {"dw_age@a": "14"}, HOME | {"dw_age@a": "15"}),
    (
        "CHILD_DOMESTIC_WORKER",
        HOME | {"dw_age@a": "14"},
        HOME | {"dw_age@a": Answer(state=AnswerState.CANNOT_VERIFY, reason="no paper")},
    ),
    (
        "YOUNG_WORKER_NOT_LIGHT_WORK",
        HOME | {"dw_age@a": "15", "dw_light_work@a": "no"},
        HOME | {"dw_age@a": "18", "dw_light_work@a": "no"},
    ),
    (
        "YOUNG_WORKER_NOT_LIGHT_WORK",
        HOME | {"dw_age@a": "17", "dw_light_work@a": "no"},
        HOME | {"dw_age@a": "17", "dw_light_work@a": "yes"},
    ),
    ("NO_LETTER_OF_EMPLOYMENT", HOME | {"dw_letter@a": "no"}, HOME | {"dw_letter@a": "yes"}),
    ("DOMESTIC_WORKER_NOT_REGISTERED", HOME | {"dw_registered@a": "no"}, HOME | {"dw_registered@a": "yes"}),
    ("CARD_NOT_ISSUED", HEARD | {"wv_card@w": "no"}, HEARD | {"wv_card@w": "yes"}),
    ("CARD_NOT_ISSUED", HEARD | {"wv_card@w": "no"}, HEARD | {"wv_consent@w": "no", "wv_card@w": "no"}),
]
CLEAN: Values = HEARD | {
    "visit_basis": "invitation",
    "visit_place": "door",
    "representative_name": "Head of the house",
    "representative_role": "head",
    "stayed_where_invited": "yes",
    "household_workers": "1",
    "employer_registered": "yes",
    "household_registration_no": "A-12",
    "medical_care": "yes",
    "dw_name@a": "Sample worker",
    "dw_work@a": "cooking",
    "dw_age@a": "30",
    "dw_since@a": "2024-02-01",
    "dw_letter@a": "yes",
    "dw_registered@a": "yes",
    "wv_card@w": "yes",
    "wv_medical@w": "yes",
    "household_will_register": "done",
    "leaflet_left": "yes",
}


@pytest.fixture
def household(trial: Callable[[str], Trial]) -> Trial:
    return trial("domestic_workers")


@pytest.mark.parametrize("values", [{}, {"consent_given": "no"}, {"consent_given": ""}])
def test_before_consent_nothing_is_asked_but_consent(household: Trial, values: Values) -> None:
    asked = household.asked(values)

    assert asked - {"consent_words", "consent_refused"} == {"consent_given"}


def test_answers_given_before_a_refusal_allege_nothing(household: Trial) -> None:
    told: Values = {"household_workers": "2", "employer_registered": "no", "dw_age@a": "10", "dw_registered@a": "no"}

    assert household.codes(CONSENT | told)
    assert household.codes({"consent_given": "no"} | told) == []


def test_a_refusal_can_be_closed_with_nothing_missing(household: Trial) -> None:
    form = household.filled({"consent_given": "no"})

    assert (form.missing, form.problems, form.observations) == ((), (), ())
    assert form.item(ItemRef("consent_refused")).relevant


def test_a_worker_is_asked_nothing_before_the_worker_s_own_consent(household: Trial) -> None:
    form = household.filled(HOME | {"wv_consent@w": "no"})

    spoken = [state.ref.item for state in form.items if state.ref.item.startswith("wv_") and state.relevant]
    assert spoken == ["wv_consent"]


def test_what_a_worker_says_is_secret(household: Trial) -> None:
    form = household.filled(HEARD | {"wv_card@w": "no", "wv_medical@w": "no"})

    assert [(observation.code, observation.privacy) for observation in form.observations] == [
        ("CARD_NOT_ISSUED", "worker_secret"),
        ("MEDICAL_CARE_NOT_PROVIDED", "worker_secret"),
    ]
    assert not any("Guest" in observation.text.en + str(observation.facts) for observation in form.observations)


@pytest.mark.parametrize(("code", "breach", "lawful"), FINDINGS)
def test_a_finding_fires_on_a_breach_and_not_on_what_is_lawful(
    household: Trial, code: str, breach: Values, lawful: Values
) -> None:
    assert code in household.codes(breach)
    assert code not in household.codes(lawful)


def test_every_code_is_tried_above(household: Trial) -> None:
    assert {code for code, *_ in FINDINGS} == household.all_codes()


def test_a_household_in_order_ends_without_an_observation(household: Trial) -> None:
    form = household.filled(CLEAN)

    assert (form.observations, form.missing, form.problems) == ((), (), ())


@pytest.mark.parametrize(
    ("more", "item", "is_asked"),
    [
        ({"visit_basis": "complaint"}, "basis_reference", True),
        ({"visit_basis": "direction"}, "basis_reference", True),
        ({"visit_basis": "campaign"}, "basis_reference", False),
        ({"through_agency": "yes"}, "agency_name", True),
        ({"through_agency": "no"}, "agency_name", False),
        ({"household_will_register": "later"}, "register_by", True),
        ({"household_will_register": "now"}, "register_by", False),
        ({"household_workers": "0"}, "medical_care", False),
        ({"household_workers": "0"}, "household_will_register", False),
    ],
)
def test_what_was_said_decides_what_is_asked_next(household: Trial, more: Values, item: str, is_asked: bool) -> None:
    assert (item in household.asked(HOME | more)) is is_asked


@pytest.mark.parametrize(
    ("item", "value", "stands"),
    [
        ("dw_age@a", "0", False),
        ("dw_age@a", "101", False),
        ("dw_wage@a", "0", True),
        ("dw_wage@a", "-1", False),
        ("dw_since@a", "2026-11-23", False),
        ("dw_cnic@a", "35202-1234567-1", True),
        ("dw_cnic@a", "35202", False),
    ],
)
def test_answers_that_cannot_be_are_refused(household: Trial, item: str, value: str, stands: bool) -> None:
    name, _, key = item.partition("@")

    assert (household.filled(HOME | {item: value}).item(ItemRef(name, key)).problem is None) is stands
