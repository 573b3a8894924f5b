"""Turns the answers of an inspection and the register's months into an assessment case; one way for both apps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from casework.assessment import AssessmentCase, WorkerFound
from casework.identity import Sex
from casework.money import Money
from casework.register_facts import covered_workers, declared_months
from checklists.form_state import Answers, AnswerState, FormState, ItemRef

ASSESSED_CHECKLISTS = frozenset({"registration_contribution", "eobi_establishment"})
"""The checklists whose answers an assessment is made from: that of the provincial institutions and that of EOBI."""

WORKERS = "workers_found"
"""The repeat in which an inspector notes people at work whom the employer did not declare."""

_WORKER_ITEMS = (
    "wf_record",
    "wf_name",
    "wf_cnic",
    "wf_wage",
    "wf_wage_at_entry",
    "wf_since",
    "wf_born",
    "wf_sex",
    "wf_not_due",
)
_SHARED_WORKER_ITEMS = (
    "rec_wage_register",
    "wage_register_workers",
    "wage_register_total",
    "rec_attendance",
    "attendance_workers",
)
_DECLARED_ITEMS = (
    "rec_schedules",
    "schedule_workers",
    "rec_challans",
    "latest_challan_month",
    "rec_annual_return",
    "rec_payment_slips",
    "slip_month",
    "slip_persons",
)


def feeds_assessment(checklist: str) -> bool:
    """Return whether contributions are assessed from the answers to a checklist."""
    return checklist in ASSESSED_CHECKLISTS


def counted_answers(answers: Answers, form: FormState) -> Answers:
    """Return the answers that count: to questions that are asked now, and no amount, number or day that cannot stand.

    The others stay in the inspection; nothing is worked out from them. Words that break a constraint count: they are in
    no sum, and a card number in other digits still tells whom the register covers. A repetition of which nothing is
    asked is none.
    """
    asked = {state.ref: state for state in form.items if state.relevant}
    rows = {(state.repeat, state.ref.key) for state in asked.values()}
    counted = {ref for ref, state in asked.items() if state.problem is None or state.type == "text"}
    return Answers(
        {ref: answer for ref, answer in answers.by_ref.items() if ref in counted},
        {name: tuple(key for key in keys if (name, key) in rows) for name, keys in answers.repeats.items()},
    )


def case_from_inspection(
    answers: Answers,
    months: Iterable[Mapping[str, object]],
    covered: Iterable[Mapping[str, object]],
    *,
    form: FormState,
    scheme: str,
    inspected_on: date,
    as_of: date,
    evidence_by_item: Mapping[str, tuple[str, ...]],
) -> AssessmentCase:
    """Return the case of one inspection.

    Evidence behind a worker is what was attached to that worker's own questions; where there is none, what was
    attached to the employer's registers. Evidence behind a declared month is the declaration in the register,
    with whatever was attached to schedules and challans.

    Args:
        answers: answers to one of `ASSESSED_CHECKLISTS`.
        months: register rows of entity `contribution_month` (fields of `sync_protocol.entities`).
        covered: register rows of entity `coverage` of the employer; read only where workers were found.
        form: the checklist under these answers; only what `counted_answers` leaves is read.
        scheme: law pack name, such as "pessi".
        inspected_on: day of the visit.
        as_of: day up to which contributions are assessed.
        evidence_by_item: evidence ids by checklist item name, or by `item/key` for one repetition.
    """
    answers = counted_answers(answers, form)
    declared = declared_months(months)
    workers = tuple(_worker(key, answers, evidence_by_item) for key in answers.repeats.get(WORKERS, ()))
    return AssessmentCase(
        scheme=scheme,
        as_of=as_of,
        inspected_on=inspected_on,
        declared=declared,
        workers=workers,
        declared_evidence=_evidence(evidence_by_item, _DECLARED_ITEMS),
        covered=covered_workers(covered, (worker.cnic for worker in workers), declared=declared),
    )


def evidence_index(rows: Iterable[tuple[str, str, str]]) -> dict[str, tuple[str, ...]]:
    """Return evidence ids by item, and by `item/key` inside a repeat, from rows of (evidence id, item, key)."""
    index: dict[str, tuple[str, ...]] = {}
    for evidence_id, item, key in rows:
        name = f"{item}/{key}" if key else item
        index[name] = (*index.get(name, ()), evidence_id)
    return index


def _worker(key: str, answers: Answers, evidence_by_item: Mapping[str, tuple[str, ...]]) -> WorkerFound:
    own = _evidence(evidence_by_item, [f"{item}/{key}" for item in _WORKER_ITEMS])
    shared = _evidence(evidence_by_item, [*_WORKER_ITEMS, *_SHARED_WORKER_ITEMS])
    return WorkerFound(
        ref=key,
        name=_given(answers, "wf_name", key),
        cnic=_given(answers, "wf_cnic", key),
        monthly_wage=_rupees(_given(answers, "wf_wage", key)),
        wage_at_entry=_rupees(_given(answers, "wf_wage_at_entry", key)),
        employed_from=_day(_given(answers, "wf_since", key)),
        employed_to=None,
        record=_given(answers, "wf_record", key),
        evidence=own or shared,
        born_on=_day(_given(answers, "wf_born", key)),
        sex=_sex(_given(answers, "wf_sex", key)),
        pensioner=_given(answers, "wf_not_due", key) == "yes",
    )


def _given(answers: Answers, item: str, key: str) -> str:
    answer = answers.by_ref.get(ItemRef(item, key))
    if answer is None or answer.state is not AnswerState.GIVEN:
        return ""
    return answer.value.strip()


def _rupees(value: str) -> Money | None:
    """Return an amount, or None where it was not established; the checklist keeps unreadable amounts out."""
    try:
        amount = Money.rupees(Decimal(value)) if value else None
    except (InvalidOperation, ValueError):
        return None
    return amount if amount is not None and amount.paisa >= 0 else None


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return None


def _sex(value: str) -> Sex | None:
    try:
        return Sex(value) if value else None
    except ValueError:
        return None


def _evidence(evidence_by_item: Mapping[str, tuple[str, ...]], items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found for item in items for found in evidence_by_item.get(item, ())))
