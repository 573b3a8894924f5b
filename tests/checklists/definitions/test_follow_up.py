"""The reduced checklist over earlier promises: kept, partly kept, not yet due, and nothing beyond them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from checklists.form_state import Answer, AnswerState, ItemRef
from tests.checklists.definitions.trial import Trial

Values = dict[str, str | Answer]

EARLIER: Values = {"earlier_on": "2026-09-01"}
DUE: Values = EARLIER | {"pr_words@a": "declare three workers", "pr_due_on@a": "2026-11-21"}
FINDINGS: list[tuple[str, Values, Values, dict[str, str]]] = [
    ("ENTRY_OBSTRUCTED", {"access_given": "refused"}, {"access_given": "full"}, {}),
    ("NAME_DIFFERS", {"still_running": "no", "running_how": "shut, let to a school"}, {"still_running": "yes"}, {}),
    ("PROMISE_NOT_KEPT", DUE | {"pr_kept@a": "no"}, DUE | {"pr_kept@a": "done"}, {}),
    ("PROMISE_NOT_KEPT", DUE | {"pr_kept@a": "partly"}, DUE | {"pr_kept@a": "no", "pr_due_on@a": "2026-11-22"}, {}),
    (
        "WORKERS_UNDECLARED",
        {"workers_named": "5", "workers_now_declared": "3"},
        {"workers_named": "5", "workers_now_declared": "3", "workers_left": "2"},
        {},
    ),
    (
        "WORKERS_UNDECLARED",
        {"workers_named": "5", "workers_now_declared": "0"},
        {"workers_named": "5", "workers_now_declared": "5"},
        {},
    ),
    (
        "CARD_NOT_ISSUED",
        {"workers_named": "5", "workers_now_declared": "5", "cards_given": "4"},
        {"workers_named": "5", "workers_now_declared": "5", "cards_given": "5"},
        {},
    ),
    (
        "RECORDS_NOT_PRODUCED",
        {"records_were_due": "yes", "rec_promised": "not_produced"},
        {"records_were_due": "no", "rec_promised": "not_produced"},
        {},
    ),
    ("CONTRIBUTION_UNPAID", {}, {"unpaid_shown_paid": "yes"}, {"unpaid_months": "1", "unpaid_rupees": "9000"}),
    ("CERT_NOT_DISPLAYED", {"certificate_displayed": "no"}, {"certificate_displayed": "yes"}, {}),
    ("DEDUCTED_FROM_WAGES", {"iv_deduction@a": "yes"}, {"iv_deduction@a": "no"}, {}),
]
CLEAN: Values = DUE | {
    "earlier_reference": "LHR-2026-0041",
    "authorisation_shown": "yes",
    "representative_name": "Sample manager",
    "representative_role": "manager",
    "still_running": "yes",
    "pr_subject@a": "workers",
    "pr_kept@a": "done",
    "workers_named": "3",
    "workers_now_declared": "2",
    "workers_left": "1",
    "cards_given": "2",
    "records_were_due": "yes",
    "rec_promised": "produced",
    "certificate_displayed": "yes",
    "iv_alias@w": "Worker one",
    "iv_changed@w": "yes",
    "iv_deduction@w": "no",
    "next_step": "close",
}


@pytest.fixture
def visit(trial: Callable[[str], Trial]) -> Trial:
    return trial("follow_up")


@pytest.mark.parametrize(("code", "breach", "lawful", "register"), FINDINGS)
def test_a_finding_fires_on_a_breach_and_not_on_what_is_lawful(
    visit: Trial, code: str, breach: Values, lawful: Values, register: dict[str, str]
) -> None:
    assert code in visit.codes(breach, **register)
    assert code not in visit.codes(lawful, **register)


def test_every_code_is_tried_above(visit: Trial) -> None:
    assert {code for code, *_ in FINDINGS} == visit.all_codes()


def test_promises_that_were_kept_end_without_an_observation(visit: Trial) -> None:
    form = visit.filled(CLEAN)

    assert (form.observations, form.missing, form.problems) == ((), (), ())


def test_each_promise_that_was_not_kept_is_a_finding_of_its_own(visit: Trial) -> None:
    form = visit.filled(
        CLEAN
        | {"pr_kept@a": "partly", "pr_reason@a": "two of three"}
        | {"pr_words@b": "pay October", "pr_due_on@b": "2026-10-31", "pr_kept@b": "no", "pr_subject@b": "payment"}
    )

    assert [(observation.ref.key, observation.text.en) for observation in form.observations] == [
        (
            "a",
            "At the inspection of 01-09-2026 the employer promised by 21-11-2026: declare three workers. "
            "It was not wholly done.",
        ),
        (
            "b",
            "At the inspection of 01-09-2026 the employer promised by 31-10-2026: pay October. It was not wholly done.",
        ),
    ]


def test_a_promise_that_could_not_be_checked_alleges_nothing(visit: Trial) -> None:
    unchecked = Answer(state=AnswerState.CANNOT_VERIFY, reason="the office was locked")

    assert visit.codes(DUE | {"pr_kept@a": unchecked}) == []


def test_proof_is_asked_for_a_promise_that_is_called_kept(visit: Trial) -> None:
    assert visit.filled(DUE | {"pr_kept@a": "done"}).item(ItemRef("pr_kept", "a")).evidence_needed


@pytest.mark.parametrize(
    ("values", "item", "is_asked"),
    [
        ({"still_running": "no"}, "running_how", True),
        ({"still_running": "yes"}, "running_how", False),
        ({"pr_kept@a": "no"}, "pr_reason", True),
        ({"pr_kept@a": "done"}, "pr_reason", False),
        ({"workers_named": "0"}, "workers_now_declared", False),
        ({"workers_named": "1"}, "workers_now_declared", True),
        ({"workers_named": "1", "workers_now_declared": "0"}, "cards_given", False),
        ({"workers_named": "1", "workers_now_declared": "1"}, "cards_given", True),
        ({"records_were_due": "no"}, "rec_promised", False),
        ({"records_were_due": "yes", "rec_promised": "partly"}, "records_lacking", True),
        ({"records_were_due": "yes", "rec_promised": "produced"}, "records_lacking", False),
        ({"next_step": "more_time"}, "next_on", True),
        ({"next_step": "notice"}, "next_on", False),
    ],
)
def test_what_is_found_decides_what_is_asked_next(visit: Trial, values: Values, item: str, is_asked: bool) -> None:
    assert (item in visit.asked(values)) is is_asked


@pytest.mark.parametrize(
    ("item", "value", "stands"),
    [
        ("workers_now_declared", "5", True),
        ("workers_now_declared", "6", False),
        ("workers_left", "6", False),
        ("earlier_on", "2026-11-23", False),
        ("next_on", "2026-11-22", False),
        ("next_on", "2026-11-23", True),
        ("next_on", "2027-01-22", False),
    ],
)
def test_answers_that_cannot_be_are_refused(visit: Trial, item: str, value: str, stands: bool) -> None:
    form = visit.filled({"workers_named": "5", "next_step": "more_time", item: value})

    assert (form.item(ItemRef(item)).problem is None) is stands


def test_a_follow_up_asks_less_than_the_full_inspection(visit: Trial, trial: Callable[[str], Trial]) -> None:
    full = trial("registration_contribution").checklist

    assert len(visit.checklist.form.items) < len(full.form.items) * 2 / 3
