from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

import pytest

from casework.practice.key import worked_out
from casework.practice.scenario import Scenario
from casework.practice.scenarios import load_scenario
from casework.practice.score import STEP_POINTS, Score, score_attempt
from casework.practice.steps import Step, steps_of
from checklists.form_state import Answer, Answers, AnswerState, ItemRef

STATEMENT = {"text": "The manager says the books are being put in order.", "declined": False}
SIGNATURE = {"refused": True, "witness_name": "A passer-by", "refusal_reason": "wants a lawyer", "image_sha256": ""}


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load_scenario("textile_unit", on=date(2026, 11, 22))


def _renamed(scenario: Scenario) -> Answers:
    """The truth under other repetition keys and in another order, as every attempt has its own."""
    new = {key: f"x{number}" for keys in scenario.truth.repeats.values() for number, key in enumerate(reversed(keys))}
    new |= {key: f"y{new[key]}" for key in scenario.truth.repeats["interviews"]}
    by_ref = {ItemRef(ref.item, new.get(ref.key, "")): answer for ref, answer in scenario.truth.by_ref.items()}
    return Answers(
        by_ref, {name: tuple(new[key] for key in reversed(keys)) for name, keys in scenario.truth.repeats.items()}
    )


def _changed(answers: Answers, changes: Mapping[ItemRef, Answer | None]) -> Answers:
    by_ref = {ref: answer for ref, answer in answers.by_ref.items() if ref not in changes}
    return Answers(by_ref | {ref: answer for ref, answer in changes.items() if answer}, answers.repeats)


def _without(answers: Answers, repeat: str, key: str) -> Answers:
    repeats = {name: tuple(k for k in keys if (name, k) != (repeat, key)) for name, keys in answers.repeats.items()}
    return Answers(answers.by_ref, repeats)


def _with_worker(answers: Answers, key: str, **values: str) -> Answers:
    by_ref = {**answers.by_ref, **{ItemRef(item, key): Answer(value) for item, value in values.items()}}
    return Answers(by_ref, {**answers.repeats, "workers_found": (*answers.repeats["workers_found"], key)})


def _score(
    scenario: Scenario,
    answers: Answers,
    *,
    statement: Mapping[str, object] = STATEMENT,
    signature: Mapping[str, object] = SIGNATURE,
) -> Score:
    attempt = worked_out(scenario, answers)
    return score_attempt(
        scenario,
        observations=attempt.form.observations,
        assessment=attempt.assessment,
        steps=steps_of(scenario, answers, statement=statement, signature=signature),
    )


def test_a_perfect_attempt_with_its_own_keys_and_order_has_a_hundred_points(scenario: Scenario) -> None:
    score = _score(scenario, _renamed(scenario))

    assert score.points == 100
    assert (len(score.found), score.missed, score.wrongly_alleged) == (14, (), ())
    assert not score.arrears_difference
    assert [part.points for part in score.parts] == [part.most for part in score.parts]


def test_an_empty_attempt_has_no_points_for_anything(scenario: Scenario) -> None:
    score = _score(scenario, Answers(), statement={}, signature={})

    # the register alone shows the unpaid months; that finding and its arrears come by themselves
    assert [one.code for one in score.found] == ["CONTRIBUTION_UNPAID"]
    assert score.points < 15
    assert not any(step.done for step in score.steps)


def test_weights_make_a_hundred() -> None:
    assert sum(STEP_POINTS.values()) == Decimal(25)


LEFT_OUT: dict[str, Callable[[Answers], Answers]] = {
    "certificate": lambda a: _changed(a, {ItemRef("certificate_matches"): Answer("yes")}),
    "head_count": lambda a: _changed(a, {ItemRef("headcount_men"): Answer("7")}),
    "attendance": lambda a: _changed(a, {ItemRef("attendance_workers"): None}),
    "wage_register": lambda a: _changed(a, {ItemRef("wage_register_workers"): None}),
    "letters": lambda a: _changed(a, {ItemRef("rec_appointment_letters"): Answer("produced")}),
    "unpaid": lambda a: _changed(a, {ItemRef("unpaid_shown_paid"): Answer("yes")}),
    "worker": lambda a: _without(a, "workers_found", "u03"),
    "card": lambda a: _changed(a, {ItemRef("iv_card", "W-4"): Answer("yes")}),
    "deduction": lambda a: _changed(a, {ItemRef("iv_deduction", "W-2"): Answer("no")}),
}


@pytest.mark.parametrize("left_out", LEFT_OUT)
def test_leaving_one_finding_out_lowers_the_score_and_names_what_was_missed(scenario: Scenario, left_out: str) -> None:
    score = _score(scenario, LEFT_OUT[left_out](scenario.truth))

    assert score.points < 100
    assert len(score.missed) == 1
    assert score.missed[0].explanation.en
    assert score.wrongly_alleged == ()


FALSE: dict[str, tuple[Callable[[Answers], Answers], str, str]] = {
    "the manager above the limit": (
        lambda a: _with_worker(
            a, "new", wf_name="Waseem Akhtar", wf_since="2018-05-02", wf_wage="145000", wf_wage_at_entry="60000"
        ),
        "WORKER_NOT_SECURED",
        "above the wage limit of that day",
    ),
    "a guard whose contractor pays": (
        lambda a: _with_worker(a, "new", wf_name="Someone", wf_cnic="3310099905193"),
        "WORKER_NOT_SECURED",
        "The contractor pays contribution",
    ),
    "a declared worker on leave": (
        lambda a: _with_worker(a, "new", wf_name="Shahbaz Maseeh"),
        "WORKER_NOT_SECURED",
        "is on leave today",
    ),
    "nobody there": (
        lambda a: _with_worker(a, "new", wf_name="Quetta Wala"),
        "WORKER_NOT_SECURED",
        "Nobody of that name",
    ),
    "a worker listed twice": (
        lambda a: _with_worker(a, "new", wf_name="Asghar Ali", wf_cnic="33100-9990514-5"),
        "WORKER_NOT_SECURED",
        "Nobody of that name",
    ),
    "an advance that is paid back": (
        lambda a: _changed(a, {ItemRef("iv_deduction", "W-3"): Answer("yes")}),
        "DEDUCTED_FROM_WAGES",
        "Repaying an advance",
    ),
    "a contractor who pays": (
        lambda a: _changed(a, {ItemRef("contractor_covers"): Answer("no")}),
        "CONTRACTOR_NOT_COVERED",
        "lists both guards",
    ),
    "the trade name": (
        lambda a: _changed(a, {ItemRef("registered_name_matches"): Answer("no")}),
        "NAME_DIFFERS",
        "trade name that the register holds",
    ),
    "a record on the desk": (
        lambda a: _changed(a, {ItemRef("rec_accounts"): Answer("not_produced")}),
        "RECORDS_NOT_PRODUCED",
        "was on the desk",
    ),
}


@pytest.mark.parametrize("name", FALSE)
def test_a_false_allegation_lowers_the_score_and_says_why_it_is_false(scenario: Scenario, name: str) -> None:
    change, code, why = FALSE[name]

    score = _score(scenario, change(scenario.truth))

    assert score.points < 100
    assert score.missed == ()
    assert [one.code for one in score.wrongly_alleged] == [code]
    assert why in score.wrongly_alleged[0].explanation.en
    assert score.wrongly_alleged[0].explanation.ur


def test_a_worker_is_known_by_an_urdu_name_or_a_slip_in_spelling(scenario: Scenario) -> None:
    changes: dict[ItemRef, Answer | None] = {
        ItemRef("wf_name", "u01"): Answer("اصغر علی"),
        ItemRef("wf_cnic", "u01"): Answer(state=AnswerState.CANNOT_VERIFY),
        ItemRef("wf_name", "u02"): Answer("Bashir Ahmed"),
        ItemRef("wf_cnic", "u02"): None,
    }

    score = _score(scenario, _changed(scenario.truth, changes))

    assert (score.missed, score.wrongly_alleged) == ((), ())


def test_arrears_lose_points_in_both_directions_and_most_within_a_hundredth_are_kept(scenario: Scenario) -> None:
    def points(answers: Answers) -> tuple[Decimal, int]:
        score = _score(scenario, answers)
        return score.parts[1].points, score.arrears_difference.paisa

    later = _changed(scenario.truth, {ItemRef("wf_since", "u04"): Answer("2025-01-01")})
    unknown = _changed(scenario.truth, {ItemRef("wf_wage_at_entry", "u04"): Answer(state=AnswerState.CANNOT_VERIFY)})
    more = _with_worker(
        scenario.truth, "d", wf_name="Riasat Ali", wf_since="2013-08-12", wf_wage="40000", wf_wage_at_entry="9000"
    )

    assert points(scenario.truth) == (Decimal(25), 0)
    assert points(later)[0] == Decimal(20)
    assert points(later)[1] < 0
    assert points(unknown)[0] < Decimal(20)
    assert points(unknown)[1] < 0
    assert points(more)[0] < Decimal(20)
    assert points(more)[1] > 0


@pytest.mark.parametrize(
    ("statement", "signature", "answers", "missing"),
    [
        ({}, SIGNATURE, {}, Step.STATEMENT_TAKEN),
        ({"text": "  ", "declined": False}, SIGNATURE, {}, Step.STATEMENT_TAKEN),
        (STATEMENT, {}, {}, Step.SIGNED_OR_REFUSED),
        (STATEMENT, SIGNATURE | {"witness_name": " "}, {}, Step.SIGNED_OR_REFUSED),
        (STATEMENT, SIGNATURE, {ItemRef("authorisation_shown"): Answer("no")}, Step.AUTHORISATION_SHOWN),
        (STATEMENT, SIGNATURE, {ItemRef("iv_alias", "W-1"): Answer("Bashir Ahmad")}, Step.INTERVIEWS_CONFIDENTIAL),
        (
            STATEMENT,
            SIGNATURE,
            {ItemRef("iv_alias", "W-1"): Answer("the one called bashir")},
            Step.INTERVIEWS_CONFIDENTIAL,
        ),
        (STATEMENT, SIGNATURE, {ItemRef("remarks"): Answer("W-2 complains of cuts.")}, Step.INTERVIEWS_CONFIDENTIAL),
    ],
)
def test_a_step_left_out_costs_its_points_and_is_explained(
    scenario: Scenario,
    statement: dict[str, object],
    signature: dict[str, object],
    answers: dict[ItemRef, Answer | None],
    missing: Step,
) -> None:
    score = _score(scenario, _changed(scenario.truth, answers), statement=statement, signature=signature)

    assert [step.step for step in score.steps if not step.done] == [missing]
    assert score.points == 100 - STEP_POINTS[missing]
    assert next(step for step in score.steps if not step.done).explanation.ur


@pytest.mark.parametrize(
    ("statement", "signature"),
    [({"text": "", "declined": True}, SIGNATURE), (STATEMENT, {"refused": False, "image_sha256": "ab" * 32})],
)
def test_a_declined_statement_and_a_real_signature_count_as_done(
    scenario: Scenario, statement: dict[str, object], signature: dict[str, object]
) -> None:
    assert _score(scenario, scenario.truth, statement=statement, signature=signature).points == 100


def test_two_interviews_are_too_few_to_stay_confidential(scenario: Scenario) -> None:
    answers = scenario.truth
    for alias in ("W-3", "W-4", "W-5"):
        answers = _without(answers, "interviews", alias)

    score = _score(scenario, answers)

    assert not next(step for step in score.steps if step.step is Step.INTERVIEWS_CONFIDENTIAL).done


def test_points_never_leave_the_scale_whatever_is_alleged(scenario: Scenario) -> None:
    answers = scenario.truth
    for number in range(40):
        answers = _with_worker(
            answers,
            f"n{number}",
            wf_name=f"Invented {number}",
            wf_since="2015-01-01",
            wf_wage="40000",
            wf_wage_at_entry="9000",
        )

    score = _score(scenario, answers, statement={}, signature={})

    assert 0 <= score.points < 50
    assert score.parts[1].points == 0
    assert len(score.wrongly_alleged) == 40
