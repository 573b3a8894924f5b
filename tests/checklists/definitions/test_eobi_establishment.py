"""The checklist of an establishment under the old-age benefits act: approval, protected books, disputed threshold."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from checklists.form_state import Answer, AnswerState, ItemRef
from tests.checklists.definitions.trial import Trial

Values = dict[str, str | Answer]

OPEN_BOOKS: Values = {"books_protected": "no"}
DATES: Values = {"registration_shown": "certificate", "applied_since": "2024-01-01", "registered_on": "2024-03-01"}
FOUND: Values = {"wf_name@a": "Sample", "wf_since@a": "2026-03-15"}
AGES = {"pension_age_men": "60", "pension_age_women": "55"}
FINDINGS: list[tuple[str, Values, Values, dict[str, str]]] = [
    ("ENTRY_OBSTRUCTED", {"access_given": "refused"}, {"access_given": "delayed"}, {}),
    (
        "ESTABLISHMENT_NOT_REGISTERED",
        {"most_persons": "12", "act_applies": "yes", "registration_shown": "not_registered"},
        {"most_persons": "4", "act_applies": "no", "registration_shown": "not_registered"},
        {},
    ),
    (
        "ESTABLISHMENT_NOT_REGISTERED",
        {"most_persons": "12", "act_applies": "yes", "registration_shown": "not_registered"},
        {"most_persons": "12", "act_applies": "yes", "registration_shown": "number"},
        {},
    ),
    (
        "CERT_MISMATCH",
        {"registration_shown": "certificate", "certificate_matches": "no"},
        {"registration_shown": "number", "certificate_matches": "no"},
        {},
    ),
    ("REGISTRATION_LATE", DATES | {"registered_in_time": "no"}, DATES | {"registered_in_time": "yes"}, {}),
    (
        "CONTRACTOR_NOT_COVERED",
        {"headcount_contractor": "2", "contractor_covers": Answer(state=AnswerState.NOT_PRODUCED)},
        {"headcount_contractor": "2", "contractor_covers": "yes"},
        {},
    ),
    ("WORKERS_UNDECLARED", {"headcount_men": "21"}, {"headcount_men": "21", "headcount_not_due": "1"}, {}),
    (
        "WORKERS_UNDECLARED",
        {"headcount_men": "20", "headcount_contractor": "3", "contractor_covers": "no"},
        {"headcount_men": "20", "headcount_contractor": "3", "contractor_covers": "yes"},
        {},
    ),
    *(
        ("RECORDS_NOT_PRODUCED", OPEN_BOOKS | {record: "not_produced"}, OPEN_BOOKS | {record: "produced"}, {})
        for record in ("rec_attendance", "rec_wage_register", "rec_annual_return", "rec_payment_slips")
    ),
    (
        "RECORDS_NOT_PRODUCED",
        OPEN_BOOKS | {"rec_attendance": "not_produced"},
        {"books_protected": "yes", "rec_attendance": "not_produced"},
        {},
    ),
    (
        "WAGE_REGISTER_DIFFERS",
        OPEN_BOOKS | {"rec_wage_register": "produced", "wage_register_workers": "21"},
        OPEN_BOOKS | {"rec_wage_register": "produced", "wage_register_workers": "20"},
        {},
    ),
    ("SHARE_KEPT_BACK", OPEN_BOOKS | {"share_kept_back": "yes"}, OPEN_BOOKS | {"share_kept_back": "no"}, {}),
    ("CONTRIBUTION_UNPAID", {}, {"unpaid_shown_paid": "yes"}, {"unpaid_months": "2", "unpaid_rupees": "14400"}),
    ("WORKER_NOT_SECURED", {"wf_name@a": "Sample"}, {"wf_name@a": "Sample", "wf_not_due@a": "yes"}, {}),
    *(
        ("WORKER_NOT_SECURED", {**FOUND, "wf_born@a": younger, **sex}, {**FOUND, "wf_born@a": older, **sex}, AGES)
        for younger, older, sex in (
            ("1966-03-02", "1966-03-01", {"wf_sex@a": "m"}),
            ("1966-04-01", "1965-04-30", {"wf_sex@a": "m"}),
            ("1971-03-02", "1971-03-01", {"wf_sex@a": "f"}),
            ("1971-03-02", "1971-03-01", {}),
        )
    ),
    ("CARD_NOT_ISSUED", {"iv_card@a": "no"}, {"iv_card@a": "yes"}, {}),
    ("DEDUCTED_FROM_WAGES", {"iv_deduction@a": "yes"}, {"iv_deduction@a": "no"}, {}),
    (
        "DEDUCTED_FROM_WAGES",
        {"iv_deduction@a": "yes", "iv_deduction_amount@a": "371"},
        {"iv_deduction@a": "yes", "iv_deduction_amount@a": "370"},
        {"worker_share": "370"},
    ),
]
CLEAN: Values = OPEN_BOOKS | {
    "approval_shown": "yes",
    "authorisation_shown": "yes",
    "access_given": "full",
    "representative_name": "Sample manager",
    "representative_role": "manager",
    "business_activity_observed": "weaving on twelve looms",
    "most_persons": "20",
    "act_applies": "yes",
    "registration_shown": "certificate",
    "certificate_displayed": "yes",
    "certificate_matches": "yes",
    "applied_since": "2024-01-01",
    "registered_on": "2024-01-20",
    "registered_in_time": "yes",
    "headcount_men": "15",
    "headcount_women": "6",
    "headcount_not_due": "1",
    "rec_attendance": "produced",
    "rec_wage_register": "produced",
    "wage_register_workers": "20",
    "rec_annual_return": "produced",
    "rec_payment_slips": "produced",
    "slip_month": "2026-10-01",
    "slip_persons": "20",
    "share_kept_back": "no",
    "iv_alias@w": "Worker one",
    "iv_card@w": "yes",
    "iv_deduction@w": "no",
    "employer_explanation": Answer(state=AnswerState.NOT_APPLICABLE, reason="nothing was found"),
}


@pytest.fixture
def establishment(trial: Callable[[str], Trial]) -> Trial:
    return trial("eobi_establishment")


@pytest.mark.parametrize(("code", "breach", "lawful", "register"), FINDINGS)
def test_a_finding_fires_on_a_breach_and_not_on_what_is_lawful(
    establishment: Trial, code: str, breach: Values, lawful: Values, register: dict[str, str]
) -> None:
    assert code in establishment.codes(breach, **register)
    assert code not in establishment.codes(lawful, **register)


def test_every_code_is_tried_above(establishment: Trial) -> None:
    assert {code for code, *_ in FINDINGS} == establishment.all_codes()


def test_an_establishment_in_order_ends_without_an_observation(establishment: Trial) -> None:
    form = establishment.filled(CLEAN)

    assert (form.observations, form.missing, form.problems) == ((), (), ())


def test_it_stands_on_the_act_of_1976_alone(establishment: Trial) -> None:
    cited = {key for item in establishment.checklist.form.items for key in item.provisions}

    assert {key.partition(".")[0] for key in cited} == {"EOBA76"}


def test_no_book_is_asked_for_while_the_act_protects_them(establishment: Trial) -> None:
    books = {"rec_attendance", "rec_wage_register", "rec_annual_return", "rec_payment_slips", "share_kept_back"}

    assert not books & establishment.asked({"books_protected": "yes"})
    assert not books & establishment.asked({})
    assert books <= establishment.asked(OPEN_BOOKS)


def test_the_sentence_on_a_missing_registration_says_that_the_threshold_is_disputed(establishment: Trial) -> None:
    (observation,) = establishment.filled(
        {"most_persons": "7", "act_applies": "yes", "registration_shown": "not_registered"}
    ).observations

    assert "up to 7 persons" in observation.text.en
    assert "disputed" in observation.text.en
    assert "متنازع" in observation.text.ur


@pytest.mark.parametrize(
    ("values", "item", "is_asked"),
    [
        ({"approval_shown": "no"}, "approval_note", True),
        ({"approval_shown": "yes"}, "approval_note", False),
        ({"registration_shown": "number"}, "registered_on", True),
        ({"registration_shown": "not_registered"}, "registered_on", False),
        ({"registration_shown": "number"}, "certificate_matches", False),
        ({"registration_shown": "number", "registered_on": "2020-01-01"}, "registered_in_time", False),
        (DATES, "registered_in_time", True),
        (OPEN_BOOKS | {"rec_payment_slips": "partly"}, "slip_month", True),
        (OPEN_BOOKS | {"rec_payment_slips": "not_produced"}, "slip_month", False),
        (OPEN_BOOKS | {"rec_payment_slips": "not_produced"}, "records_due_on", True),
        ({"headcount_contractor": "1"}, "contractor_covers", True),
        ({"headcount_contractor": "0"}, "contractor_covers", False),
    ],
)
def test_what_is_found_decides_what_is_asked_next(
    establishment: Trial, values: Values, item: str, is_asked: bool
) -> None:
    assert (item in establishment.asked(values)) is is_asked


@pytest.mark.parametrize(
    ("item", "value", "stands"),
    [
        ("applied_since", "1976-07-01", True),
        ("applied_since", "1976-06-30", False),
        ("most_persons", "60001", False),
        ("slip_month", "2026-12-01", False),
        ("headcount_not_due", "-1", False),
    ],
)
def test_answers_that_cannot_be_are_refused(establishment: Trial, item: str, value: str, stands: bool) -> None:
    form = establishment.filled(OPEN_BOOKS | {"rec_payment_slips": "produced", item: value})

    assert (form.item(ItemRef(item)).problem is None) is stands


def test_only_the_family_that_the_act_names_is_left_out_of_a_count(establishment: Trial) -> None:
    form = establishment.filled({})
    hint = form.item(ItemRef("most_persons")).hint

    assert hint is not None
    for said in (hint.en, form.item(ItemRef("head_count_note")).label.en):
        assert "wife or husband and dependent children who live in the employer's house" in said
        assert "employer's family" not in said


def test_the_hint_on_a_deduction_tells_the_workers_share_of_the_law_held(establishment: Trial) -> None:
    hint = establishment.filled({"iv_deduction@a": "yes"}, worker_share="370").item(ItemRef("iv_deduction", "a")).hint

    assert hint is not None
    assert "Rs. 370 a month" in hint.en


def test_day_of_birth_and_sex_are_asked_of_each_worker_found_and_may_be_unknown(establishment: Trial) -> None:
    unanswered = {state.ref.item for state in establishment.filled(FOUND).missing if state.ref.key}
    unknown = Answer(state=AnswerState.NOT_PRODUCED, reason="no card at hand")
    told = establishment.filled(FOUND | {"wf_born@a": unknown, "wf_sex@a": unknown})

    assert {"wf_born", "wf_sex"} <= unanswered
    assert not {"wf_born", "wf_sex"} & {state.ref.item for state in told.missing}


@pytest.mark.parametrize(("born", "is_told"), [("1966-03-01", True), ("1966-03-02", False)])
def test_the_inspector_is_told_when_the_age_was_reached_before_the_joining(
    establishment: Trial, born: str, is_told: bool
) -> None:
    form = establishment.filled(FOUND | {"wf_born@a": born, "wf_sex@a": "m"}, **AGES)

    assert form.item(ItemRef("wf_age_note", "a")).relevant is is_told


@pytest.mark.parametrize("born", ["2026-03-15", "1899-12-31", "2027-01-01"])
def test_a_day_of_birth_that_cannot_be_is_refused(establishment: Trial, born: str) -> None:
    assert establishment.filled(FOUND | {"wf_born@a": born}).item(ItemRef("wf_born", "a")).problem is not None
