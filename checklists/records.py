"""The records of the employer that a checklist asks for, as a notice of the visit lists them.

Whether a record was produced is an answer, and read elsewhere.
"""

from __future__ import annotations

from datetime import date

from checklists.engine import evaluate
from checklists.form import Checklist
from checklists.form_state import Answers, Surroundings
from simplify_content.text import Text

NOT_PRODUCED = "not_produced"
"""The choice by which a question is known to be one for a record."""

_IN_CONFIDENCE = "worker_secret"


def records_asked(checklist: Checklist, *, on: date) -> tuple[Text, ...]:
    """Return the names of the records in the order of the questions, those too that later answers may leave out."""
    form = evaluate(checklist, Answers(), Surroundings(on))
    asked = [
        item.label
        for item in form.items
        if item.privacy != _IN_CONFIDENCE and any(choice.name == NOT_PRODUCED for choice in item.choices)
    ]
    return tuple(dict.fromkeys(asked))
