"""A checklist as it stands under its answers, which takes one more answer without being computed as a whole.

A value to everyone who holds it; the tree behind it moves on to the form that is made from it.
"""

from __future__ import annotations

from threading import Lock

from checklists.form import Checklist
from checklists.form_state import Answers, FormState, Surroundings
from checklists.live_form import LiveForm


class Evaluated:
    """One form under its answers; `checklist`, `answers`, `surroundings` and `state` never change."""

    def __init__(
        self, checklist: Checklist, answers: Answers, surroundings: Surroundings, state: FormState, live: LiveForm
    ) -> None:
        self.checklist = checklist
        self.answers = answers
        self.surroundings = surroundings
        self.state = state
        self._live: LiveForm | None = live
        self._lock = Lock()

    def take_live(self) -> LiveForm | None:
        """Return the tree behind the form, the first time; then None, because it has moved on."""
        with self._lock:
            live, self._live = self._live, None
        return live
