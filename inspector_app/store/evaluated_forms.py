"""Keeps in memory the forms that were evaluated last, so that one more answer does not cost a whole evaluation.

A form is only ever a starting point: what it stood on is compared with the answers and the register just read, so
a second window, a restart, a sync or a correction cannot bring an old state back. Nothing here is the truth, nothing is
written; a form leaves memory when its session ends or others were opened since.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from checklists.engine import begin, continued
from checklists.evaluated import Evaluated
from checklists.form import Checklist
from checklists.form_state import Answers, FormState, Surroundings

MOST = 4
"""Inspections whose form is kept; an inspector works on one, with another or two open beside it."""


class EvaluatedForms:
    """The last evaluated form of each of a few inspections. Thread-safe."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._forms: OrderedDict[str, Evaluated] = OrderedDict()

    def state(
        self, inspection_id: str, checklist: Checklist, *, answers: Answers, surroundings: Surroundings
    ) -> FormState:
        """Return the state of an inspection's form under what was just read from the databases."""
        with self._lock:
            before = self._forms.get(inspection_id)
        if before is not None and before.checklist is checklist:
            form = continued(before, answers, surroundings)
        else:
            form = begin(checklist, answers, surroundings)
        with self._lock:
            self._forms[inspection_id] = form
            self._forms.move_to_end(inspection_id)
            while len(self._forms) > MOST:
                self._forms.popitem(last=False)
        return form.state
