"""Keeps in memory the forms that were evaluated last, so that one more answer does not cost a whole evaluation.

A form is only ever a starting point: what it stood on is compared with the answers and the register just read, so
a second window, a restart, a sync or a correction cannot bring an old state back. Nothing here is the truth, nothing is
written; a form leaves memory when its session ends or others were opened since.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock
from typing import TypeVar

from sqlite_utils import Database

from checklists.engine import begin, continued
from checklists.evaluated import Evaluated
from checklists.form import Checklist
from checklists.form_state import Answer, Answers, FormState, ItemRef, Surroundings
from inspector_app.store.recent import Recent
from inspector_app.store.work import AnswerRow, answer_of, answer_rows, repetition_keys

MOST = 4
"""Inspections whose form is kept; an inspector works on one, with another or two open beside it."""


_Kept = TypeVar("_Kept")
_Pairs = Mapping[AnswerRow, tuple[ItemRef, Answer]]


class EvaluatedForms:
    """The last evaluated form of each of a few inspections, and what else was worked out. Thread-safe."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._forms: OrderedDict[str, Evaluated] = OrderedDict()
        self._read: OrderedDict[str, _Pairs] = OrderedDict()
        self.recent = Recent()

    def answers(self, work: Database, inspection_id: str) -> Answers:
        """Return all answers of an inspection, read now; rows read before as they are now are not parsed again."""
        with self._lock:
            known = self._read.get(inspection_id, {})
        pairs = {row: known.get(row) or answer_of(row) for row in answer_rows(work, inspection_id)}
        with self._lock:
            _keep(self._read, inspection_id, pairs)
        return Answers(dict(pairs.values()), repetition_keys(work, inspection_id))

    def forget(self, inspection_id: str) -> None:
        """Let go of an inspection: what it held is to be nowhere on this laptop."""
        with self._lock:
            self._forms.pop(inspection_id, None)
            self._read.pop(inspection_id, None)

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
            _keep(self._forms, inspection_id, form)
        return form.state


def _keep(kept: OrderedDict[str, _Kept], inspection_id: str, one: _Kept) -> None:
    kept[inspection_id] = one
    kept.move_to_end(inspection_id)
    while len(kept) > MOST:
        kept.popitem(last=False)
