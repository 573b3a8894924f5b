"""A shipped checklist, filled as a test writes it: `item` or `item@repetition`, with a value or an answer state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from checklists.engine import evaluate
from checklists.form import Checklist
from checklists.form_state import Answer, Answers, FormState, ItemRef, Surroundings

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


@dataclass(frozen=True)
class Trial:
    """One checklist, filled on 22 November 2026 for an employer with twenty declared workers."""

    checklist: Checklist

    def filled(self, values: Mapping[str, str | Answer], **register: str) -> FormState:
        """Return the form under some answers; `register` replaces facts of the register."""
        repeat_of = {item.node.name: item.repeat.rpartition("/")[2] for item in self.checklist.form.items}
        by_ref: dict[ItemRef, Answer] = {}
        keys: dict[str, tuple[str, ...]] = {}
        for name, value in values.items():
            item, _, key = name.partition("@")
            by_ref[ItemRef(item, key)] = value if isinstance(value, Answer) else Answer(value)
            if key:
                repeat = repeat_of[item]
                keys[repeat] = tuple(dict.fromkeys((*keys.get(repeat, ()), key)))
        return evaluate(self.checklist, Answers(by_ref, keys), Surroundings(date(2026, 11, 22), REGISTER | register))

    def codes(self, values: Mapping[str, str | Answer], **register: str) -> list[str]:
        """Return the codes of what the answers show, in document order."""
        return [observation.code for observation in self.filled(values, **register).observations]

    def asked(self, values: Mapping[str, str | Answer], **register: str) -> set[str]:
        """Return the names of the items that are asked under some answers."""
        return {state.ref.item for state in self.filled(values, **register).items if state.relevant}

    def all_codes(self) -> set[str]:
        """Return every code that some item can lead to."""
        return {item.breach.code for item in self.checklist.form.items if item.breach}
