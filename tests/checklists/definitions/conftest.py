"""Opens a shipped checklist for a test by its name."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.checklists.definitions.trial import Trial, trial_of

pytest.register_assert_rewrite("tests.checklists.definitions.tables")


@pytest.fixture(scope="session")
def trial() -> Callable[[str], Trial]:
    return trial_of
