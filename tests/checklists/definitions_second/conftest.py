"""Opens a shipped checklist for a test by its name."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from checklists.library import load_checklist
from tests.checklists.definitions_second.trial import Trial


@pytest.fixture(scope="session")
def trial() -> Callable[[str], Trial]:
    return lambda name: Trial(load_checklist(name))
