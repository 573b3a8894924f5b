"""A shipped checklist as tests fill it: answers by `item` or `item@repetition`, a state without a value as `~state`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from checklists.engine import evaluate
from checklists.for_scheme import schemes_in
from checklists.form import Checklist
from checklists.form_state import Answer, Answers, AnswerState, FormState, ItemRef, Surroundings
from checklists.library import available_checklists, heading_of, load_checklist

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

Values = Mapping[str, str | Answer]


@cache
def trial_of(name: str) -> Trial:
    """Return the newest version of a checklist, citing the first scheme that it is for."""
    heading = heading_of(name, available_checklists()[name][-1])
    return Trial(load_checklist(name, heading.version, scheme=schemes_in(heading.scheme)[0]))


def codes(form: FormState) -> set[str]:
    """Return the codes of what a form alleges."""
    return {observation.code for observation in form.observations}


@dataclass(frozen=True)
class Trial:
    """One checklist, filled on 22 November 2026 for an employer with twenty declared workers."""

    checklist: Checklist

    def filled(self, values: Values, **register: str) -> FormState:
        """Return the form under some answers; `register` replaces facts of the register."""
        return self.beside(values, REGISTER | register)

    def beside(self, values: Values, register: Mapping[str, str]) -> FormState:
        """Return the form under some answers beside exactly these facts of the register."""
        return evaluate(self.checklist, self._answers(values), Surroundings(TODAY, register))

    def codes(self, values: Values, **register: str) -> list[str]:
        """Return the codes of what the answers show, in document order."""
        return [observation.code for observation in self.filled(values, **register).observations]

    def asked(self, values: Values, **register: str) -> set[str]:
        """Return the names of the items that are asked under some answers."""
        return {state.ref.item for state in self.filled(values, **register).items if state.relevant}

    def all_codes(self) -> set[str]:
        """Return every code that some item can lead to."""
        return {item.breach.code for item in self.checklist.form.items if item.breach}

    def _answers(self, values: Values) -> Answers:
        repeat_of = {item.node.name: item.repeat for item in self.checklist.form.items}
        by_ref: dict[ItemRef, Answer] = {}
        keys: dict[str, tuple[str, ...]] = {}
        for place, value in values.items():
            item, _, key = place.partition("@")
            by_ref[ItemRef(item, key)] = value if isinstance(value, Answer) else _answer(value)
            if key:
                keys[repeat_of[item]] = tuple(dict.fromkeys((*keys.get(repeat_of[item], ()), key)))
        return Answers(by_ref, keys)


def _answer(value: str) -> Answer:
    if not value.startswith("~"):
        return Answer(value)
    state = AnswerState(value.removeprefix("~"))
    return Answer(state=state, reason="a reason" if state is AnswerState.NOT_APPLICABLE else "")
