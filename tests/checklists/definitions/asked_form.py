"""A shipped checklist as tests fill it: answers by `item` or `item@repetition`, a state as `~not_produced`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from checklists.engine import evaluate
from checklists.form_state import Answer, Answers, AnswerState, FormState, ItemRef, Surroundings
from checklists.library import load_checklist

TODAY = date(2026, 11, 22)
REGISTER = {
    "registration_no": "LHR-1",
    "employer_name": "Chenab Mills",
    "declared_workers": "20",
    "certificate_no": "C-9",
    "certificate_status": "valid",
    "certificate_expires_on": "2027-01-01",
    "unpaid_months": "0",
    "unpaid_rupees": "0",
    "minimum_wage": "40000",
    "month_declared": "2026-10",
}
ARREARS = {"unpaid_months": "3", "unpaid_rupees": "79200"}

Values = Mapping[str, str]


def filled(checklist: str, values: Values, **register: str) -> FormState:
    """Return the form under answers, beside a register that holds the employer with 20 declared workers."""
    return asked(checklist, values, REGISTER | register)


def asked(checklist: str, values: Values, register: Mapping[str, str]) -> FormState:
    """Return the form under answers beside exactly these facts of the register."""
    return evaluate(load_checklist(checklist), _answers(checklist, values), Surroundings(TODAY, register))


def codes(form: FormState) -> set[str]:
    """Return the codes of what a form alleges."""
    return {observation.code for observation in form.observations}


def _ref(place: str) -> ItemRef:
    item, _, key = place.partition("@")
    return ItemRef(item, key)


def _answers(checklist: str, values: Values) -> Answers:
    repeat_of = {item.node.name: item.repeat for item in load_checklist(checklist).form.items}
    repeats: dict[str, tuple[str, ...]] = {}
    for place in values:
        ref = _ref(place)
        if ref.key:
            repeats[repeat_of[ref.item]] = tuple(dict.fromkeys((*repeats.get(repeat_of[ref.item], ()), ref.key)))
    return Answers({_ref(place): _answer(value) for place, value in values.items()}, repeats)


def _answer(value: str) -> Answer:
    if not value.startswith("~"):
        return Answer(value)
    state = AnswerState(value.removeprefix("~"))
    return Answer(state=state, reason="a reason" if state is AnswerState.NOT_APPLICABLE else "")
