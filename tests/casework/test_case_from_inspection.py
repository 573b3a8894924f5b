from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from casework.assessment import AssessmentCase, assess
from casework.case_from_inspection import case_from_inspection, counted_answers, evidence_index, feeds_assessment
from casework.identity import Sex
from casework.money import Money
from checklists.engine import evaluate
from checklists.form_state import Answer, Answers, AnswerState, FormState, ItemRef, Surroundings
from checklists.library import available_checklists, load_checklist
from simplify_content.law_loader import load_law_pack

TODAY = date(2026, 11, 22)
MONTH = {
    "month": "2026-09",
    "declared_workers": 40,
    "wages_paisa": 148000000,
    "due_paisa": 5280000,
    "paid_paisa": 0,
    "paid_on": None,
    "challan_no": "",
}


def _answers(*workers: dict[str, str | AnswerState]) -> Answers:
    by_ref = {}
    for number, worker in enumerate(workers, 1):
        for item, value in worker.items():
            answer = Answer(state=value) if isinstance(value, AnswerState) else Answer(value=value)
            by_ref[ItemRef(item, f"k{number}")] = answer
    return Answers(by_ref, {"workers_found": tuple(f"k{number}" for number in range(1, len(workers) + 1))})


def _case(answers: Answers, evidence: dict[str, tuple[str, ...]] | None = None, covered=()):  # type: ignore[no-untyped-def]
    return case_from_inspection(
        answers,
        [MONTH],
        covered,
        form=_form(answers),
        scheme="pessi",
        inspected_on=TODAY,
        as_of=TODAY,
        evidence_by_item=evidence or {},
    )


def _form(answers: Answers) -> FormState:
    return evaluate(load_checklist("registration_contribution", scheme="pessi"), answers, Surroundings(TODAY))


def test_a_worker_found_is_taken_from_the_answers() -> None:
    full = {
        "wf_name": "Aslam",
        "wf_cnic": "35202-1234567-1",
        "wf_wage": "30000",
        "wf_wage_at_entry": "18000.50",
        "wf_since": "2019-03-01",
        "wf_record": "wage register, line 14",
    }
    (worker,) = _case(_answers(full)).workers

    assert (worker.ref, worker.name, worker.cnic, worker.record) == (
        "k1",
        "Aslam",
        "35202-1234567-1",
        "wage register, line 14",
    )
    assert (worker.monthly_wage, worker.wage_at_entry) == (Money.rupees(30000), Money.rupees("18000.50"))
    assert (worker.employed_from, worker.employed_to) == (date(2019, 3, 1), None)


def test_what_could_not_be_verified_is_unknown_and_the_worker_stays_in_the_case() -> None:
    worker = _case(_answers({"wf_name": "Aslam", "wf_wage_at_entry": AnswerState.CANNOT_VERIFY})).workers[0]

    assert (worker.monthly_wage, worker.wage_at_entry, worker.employed_from) == (None, None, None)


def test_workers_stand_in_the_order_they_were_added() -> None:
    answers = _answers({"wf_name": "A"}, {"wf_name": "B"})
    turned = Answers(answers.by_ref, {"workers_found": ("k2", "k1")})

    assert [worker.ref for worker in _case(turned).workers] == ["k2", "k1"]


def test_a_workers_own_evidence_stands_before_that_of_the_registers() -> None:
    evidence = evidence_index([("e1", "wf_record", "k1"), ("e2", "rec_wage_register", ""), ("e3", "rec_challans", "")])
    case = _case(_answers({"wf_name": "A"}, {"wf_name": "B"}), evidence)

    assert [worker.evidence for worker in case.workers] == [("e1",), ("e2",)]
    assert case.declared_evidence == ("e3",)


def test_a_declared_month_is_taken_from_the_register() -> None:
    (month,) = _case(_answers()).declared

    assert (month.month, month.workers, month.due, month.paid) == (
        date(2026, 9, 1),
        40,
        Money.rupees(52800),
        Money(0),
    )


COVERED = {"cnic": "3520212345671", "secured_no": "SS-7", "from_on": "2020-01-01", "to_on": None}


@pytest.mark.parametrize("written", ["35202-1234567-1", "3520212345671", "۳۵۲۰۲-۱۲۳۴۵۶۷-۱", " 35202 1234567 1 "])
def test_a_worker_found_is_known_in_the_register_of_coverage_however_the_card_is_written(written: str) -> None:
    (entry,) = _case(_answers({"wf_name": "A", "wf_cnic": written}), covered=[COVERED]).covered

    assert (entry.cnic, entry.from_on, entry.to_on) == ("3520212345671", date(2026, 9, 1), date(2026, 9, 30))
    assert entry.record is not None
    assert "SS-7" in entry.record.en


@pytest.mark.parametrize(
    ("found", "row"),
    [
        ({"wf_name": "A", "wf_cnic": "35202-1234567-3"}, COVERED),
        ({"wf_name": "A"}, {**COVERED, "cnic": ""}),
        ({"wf_name": "A", "wf_cnic": "-"}, {**COVERED, "cnic": "-"}),
        ({"wf_name": "A", "wf_cnic": "3520212345671"}, {**COVERED, "to_on": "2026-08-31"}),
        ({"wf_name": "A", "wf_cnic": "3520212345671"}, {**COVERED, "from_on": "2026-10-01"}),
    ],
)
def test_nobody_else_and_no_other_month_is_set_off(found: dict[str, str], row: dict[str, object]) -> None:
    assert _case(_answers(dict(found)), covered=[row]).covered == ()


def test_a_month_for_which_nothing_was_declared_is_not_set_off() -> None:
    nothing = {**MONTH, "month": "2026-08", "wages_paisa": 0, "due_paisa": 0}
    answers = _answers({"wf_name": "A", "wf_cnic": "3520212345671"})
    case = case_from_inspection(
        answers,
        [MONTH, nothing],
        [COVERED],
        form=_form(answers),
        scheme="pessi",
        inspected_on=TODAY,
        as_of=TODAY,
        evidence_by_item={},
    )

    assert [(entry.from_on, entry.to_on) for entry in case.covered] == [(date(2026, 9, 1), date(2026, 9, 30))]


def test_an_amount_or_day_that_cannot_stand_is_not_established() -> None:
    found = {"wf_name": "A", "wf_wage": "3000000", "wf_wage_at_entry": "0", "wf_since": "2030-01-01"}
    (worker,) = _case(_answers(found)).workers

    assert (worker.monthly_wage, worker.wage_at_entry, worker.employed_from) == (None, None, None)


def test_words_that_break_a_constraint_still_tell_who_it_is() -> None:
    (worker,) = _case(_answers({"wf_name": "A", "wf_cnic": "۳۵۲۰۲-۱۲۳۴۵۶۷-۱"}), covered=[COVERED]).workers

    assert worker.cnic == "۳۵۲۰۲-۱۲۳۴۵۶۷-۱"


def test_what_is_set_aside_reaches_no_case() -> None:
    answers = _answers({"wf_name": "A", "wf_wage": "30000"}, {"wf_name": "B", "wf_wage": "30000"})
    asked = _form(answers)
    unasked = replace(
        asked,
        items=tuple(
            replace(state, relevant=False) if state.ref == ItemRef("wf_wage", "k1") or state.ref.key == "k2" else state
            for state in asked.items
        ),
    )

    counted = counted_answers(answers, unasked)

    assert counted.repeats["workers_found"] == ("k1",)
    assert set(counted.by_ref) == {ItemRef("wf_name", "k1")}


UNINSURED = {
    "wf_name": "Aslam",
    "wf_cnic": "35202-1234567-1",
    "wf_wage": "60000",
    "wf_since": "2026-09-01",
    "wf_record": "wage register, line 14",
    "wf_born": "1980-05-01",
    "wf_sex": "m",
}


def _eobi(*workers: dict[str, str | AnswerState], version: str | None = None) -> AssessmentCase:
    answers = _answers(*workers)
    checklist = load_checklist("eobi_establishment", version, scheme="eobi")
    return case_from_inspection(
        answers,
        [],
        [],
        form=evaluate(checklist, answers, Surroundings(TODAY)),
        scheme="eobi",
        inspected_on=TODAY,
        as_of=TODAY,
        evidence_by_item={"rec_payment_slips": ("e1",), "wf_born/k1": ("e2",)},
    )


def test_the_checklists_of_the_provinces_and_of_eobi_feed_the_assessment_and_no_other_does() -> None:
    fed = {name for name in available_checklists() if feeds_assessment(name)}

    assert fed == {"registration_contribution", "eobi_establishment"}


def test_day_of_birth_and_sex_reach_the_case_of_an_eobi_establishment() -> None:
    case = _eobi(dict(UNINSURED), {**UNINSURED, "wf_sex": "f"})

    assert [(worker.born_on, worker.sex) for worker in case.workers] == [
        (date(1980, 5, 1), Sex.MALE),
        (date(1980, 5, 1), Sex.FEMALE),
    ]
    assert not any(worker.pensioner for worker in case.workers)
    assert (case.workers[0].evidence, case.declared_evidence) == (("e2",), ("e1",))


def test_the_contribution_of_who_is_not_insured_is_six_percent_of_the_minimum_wage_whatever_the_wages() -> None:
    assessed = assess(_eobi(dict(UNINSURED)), load_law_pack("eobi"))

    assert {f"{line.month:%Y-%m}": line.arrears for line in assessed.lines} == {
        "2026-09": Money.rupees(2220),
        "2026-10": Money.rupees(2220),
    }
    assert [(share.party, share.due) for share in assessed.lines[0].shares] == [
        ("employer", Money.rupees(1850)),
        ("worker", Money.rupees(370)),
    ]
    assert assessed.unconfirmed


@pytest.mark.parametrize(
    ("born", "sex", "months"),
    [
        ("1966-10-02", "m", 2),
        ("1966-10-01", "m", 1),
        ("1966-09-01", "m", 0),
        ("1971-09-01", "f", 0),
        ("1971-09-01", "m", 2),
    ],
)
def test_months_past_the_age_are_not_charged(born: str, sex: str, months: int) -> None:
    case = _eobi({**UNINSURED, "wf_born": born, "wf_sex": sex})

    assert len(assess(case, load_law_pack("eobi")).lines) == months


def test_a_day_of_birth_that_nobody_could_establish_is_a_warning() -> None:
    unknown = {**UNINSURED, "wf_born": AnswerState.NOT_PRODUCED, "wf_sex": AnswerState.CANNOT_VERIFY}
    case = _eobi(unknown)

    assert (case.workers[0].born_on, case.workers[0].sex) == (None, None)
    assessed = assess(case, load_law_pack("eobi"))
    assert len(assessed.lines) == 2
    assert "age_unknown" in [warned.code for warned in assessed.warnings]


@pytest.mark.parametrize("version", ["2026112201", None])
def test_a_pensioner_is_in_the_case_and_owed_for_by_nobody(version: str | None) -> None:
    case = _eobi({**UNINSURED, "wf_not_due": "yes"}, version=version)

    assert case.workers[0].pensioner
    assert assess(case, load_law_pack("eobi")).lines == ()


def test_a_birth_after_the_joining_cannot_stand_and_is_not_established() -> None:
    assert _eobi({**UNINSURED, "wf_born": "2026-09-01"}).workers[0].born_on is None
