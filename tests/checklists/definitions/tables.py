"""The tests of a checklist by its tables: what alleges nothing, what a finding needs, what is asked, what refused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import pytest

from checklists.form_state import ItemRef, ItemState
from checklists.library import load_checklist
from tests.checklists.definitions.trial import Values, codes, trial_of


class TriedByTables:
    """A subclass in a test file names its checklist and tables; in them an item is `item` or `item@repetition`."""

    name: ClassVar[str]
    clean: ClassVar[Values]
    """Answers that leave nothing missing and allege nothing."""
    findings: ClassVar[Sequence[tuple[str, Values, Values, Values]]]
    """Code, answers that raise it, answers close to them that do not, facts of the register."""
    skips: ClassVar[Sequence[tuple[str, Values, Values]]]
    """Item, answers under which it is asked, and under which it is not."""
    refused: ClassVar[Sequence[tuple[str, str, str]]]
    """Item, a value that cannot be, and one beside it that can."""

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """Give each test the rows of its table."""
        tables: dict[str, tuple[str, Sequence[object]]] = {
            "code": ("code, breach, lawful, register", self.findings),
            "skipped": ("item, asked, skipped", self.skips),
            "stands": ("item, refused, stands", self.refused),
        }
        for own, (names, rows) in tables.items():
            if own in metafunc.fixturenames:
                metafunc.parametrize(names, rows)

    def test_an_establishment_in_order_ends_with_nothing_missing_and_nothing_alleged(self) -> None:
        form = trial_of(self.name).filled(self.clean)

        assert (form.missing, form.problems, form.observations) == ((), (), ())

    def test_a_finding_fires_alone_on_a_breach_and_not_on_what_is_lawful(
        self, code: str, breach: Values, lawful: Values, register: Values
    ) -> None:
        trial = trial_of(self.name)

        assert codes(trial.filled({**self.clean, **breach}, **register)) == {code}
        assert codes(trial.filled({**self.clean, **lawful}, **register)) == set()

    def test_every_code_is_tried(self) -> None:
        breaches = [item.breach for item in load_checklist(self.name).form.items if item.breach]

        assert {code for code, *_ in self.findings} == {breach.code for breach in breaches}

    def test_an_item_is_asked_only_where_it_has_a_meaning(self, item: str, asked: Values, skipped: Values) -> None:
        assert self._state_of(item, asked).relevant
        assert not self._state_of(item, skipped).relevant

    def test_an_answer_that_cannot_be_is_refused_and_its_neighbour_stands(
        self, item: str, refused: str, stands: str
    ) -> None:
        assert self._state_of(item, {item: refused}).problem is not None
        assert self._state_of(item, {item: stands}).problem is None

    def _state_of(self, item: str, values: Values) -> ItemState:
        name, _, key = item.partition("@")
        return trial_of(self.name).filled({**self.clean, **values}).item(ItemRef(name, key))
