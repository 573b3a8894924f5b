"""Answers tried on a checklist: held in memory until the preview ends, never written anywhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from threading import Lock

from casework.practice.scenarios import load_scenario
from casework.register_facts import surroundings_register
from casework.register_lists import surroundings_lists
from checklists.engine import answered, begin, continued
from checklists.form import Checklist
from checklists.form_state import Answer, Answers, FormState, ItemKind, ItemRef, Surroundings
from simplify_content.law_loader import load_law_pack
from simplify_content.text import Text

SCENARIO = "textile_unit"
"""The made-up employer whose register the questions ask."""

MOST_CARDS = 200


def made_up_register(checklist: Checklist, *, law_scheme: str, on: date) -> tuple[Surroundings, Text]:
    """Return the surroundings that the practice employer's register gives, and the employer's name."""
    scenario = load_scenario(SCENARIO, on=on)
    rows = {
        name: tuple({"id": f"{name}-{place}", **row} for place, row in enumerate(found, start=1))
        for name, found in (("certificate", scenario.certificates), ("coverage", scenario.coverage))
    }
    place = {"id": "establishment-1", **{name: scenario.employer.get(name) for name in scenario.employer}}
    facts = surroundings_register(
        scenario.employer, scenario.months, rows["certificate"], law=load_law_pack(law_scheme), on=on
    )
    lists = surroundings_lists(
        checklist.form.file_lists,
        establishments=lambda: (place,),
        certificates=lambda: rows["certificate"],
        coverage=lambda: rows["coverage"],
        on=on,
    )
    name = Text(en=str(scenario.employer["name_en"]), ur=str(scenario.employer["name_ur"]))
    return Surroundings(on, facts, lists=lists), name


class Trial:
    """One checklist being tried. Thread-safe."""

    def __init__(self, checklist: Checklist, around: Surroundings) -> None:
        self.checklist = checklist
        self._around = around
        self._lock = Lock()
        self._form = begin(checklist, Answers(), around)

    @property
    def state(self) -> FormState:
        """The form as it stands."""
        return self._form.state

    @property
    def answers(self) -> Answers:
        """What was answered so far."""
        return self._form.answers

    def answer(self, ref: ItemRef, answer: Answer) -> FormState:
        """Take an answer (a blank one takes the earlier one back) and return the form.

        Raises:
            KeyError: the form has no such question, or it may not be answered.
        """
        with self._lock:
            item = self._form.state.item(ref)
            if item.kind is not ItemKind.QUESTION or item.read_only:
                raise KeyError(ref)
            self._form = answered(self._form, ref, None if answer.is_blank else answer)
            return self._form.state

    def add_card(self, repeat: str) -> str:
        """Add a card to a repeat and return its key.

        Raises:
            KeyError: there is no such repeat, an answer counts it, or it is full.
        """
        with self._lock:
            keys = self._keys(repeat)
            if len(keys) >= MOST_CARDS:
                raise KeyError(repeat)
            key = f"c{1 + max((int(known[1:]) for known in keys), default=0)}"
            self._take(repeat, (*keys, key))
            return key

    def remove_card(self, repeat: str, key: str) -> None:
        """Take a card away with its answers.

        Raises:
            KeyError: there is no such repeat, or an answer counts it.
        """
        with self._lock:
            keys = self._keys(repeat)
            self._take(repeat, tuple(known for known in keys if known != key), without=key)

    def restart(self) -> None:
        """Forget every answer."""
        with self._lock:
            self._form = begin(self.checklist, Answers(), self._around)

    def _keys(self, repeat: str) -> tuple[str, ...]:
        if self.checklist.form.repeats[repeat].count is not None:
            raise KeyError(repeat)
        return self.answers.repeats.get(repeat, ())

    def _take(self, repeat: str, keys: tuple[str, ...], *, without: str = "") -> None:
        kept = {ref: given for ref, given in self.answers.by_ref.items() if not without or ref.key != without}
        answers = replace(self.answers, by_ref=kept, repeats={**self.answers.repeats, repeat: keys})
        self._form = continued(self._form, answers, self._around)
