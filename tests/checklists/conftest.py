"""Small checklists for tests, and the day on which they are answered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from checklist_writing import Write

from checklists.form_state import Surroundings


@pytest.fixture
def write() -> Write:
    return Write()


@pytest.fixture
def around() -> Callable[..., Surroundings]:
    """Surroundings of a Sunday in November, with the register facts that are given."""

    def make(**register: str) -> Surroundings:
        return Surroundings(date(2026, 11, 22), register, datetime(2026, 11, 22, 9, 30, tzinfo=UTC))

    return make
