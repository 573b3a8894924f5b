"""The scene, made once in each test process; and the longest tests spread over the processes from the beginning."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from .__main__ import quick_folder
from .scene import Scene, made_scene

FIRST_PORTIONS = 16
"""Each of four processes is first given a sixteenth of all tests."""


@pytest.fixture(scope="session")
def scene() -> Iterator[Scene]:
    place = tempfile.TemporaryDirectory(dir=quick_folder(), prefix="muaina-simulation-")
    with place as folder, made_scene(Path(folder)) as made:
        yield made


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the shards where pytest-xdist's processes begin: one process would run them one after the other."""
    shards = [item for item in items if getattr(item, "originalname", "") == "test_no_seed_breaks_an_invariant"]
    others = [item for item in items if item not in shards]
    for number, shard in enumerate(shards):
        others.insert(number * max(len(items) // FIRST_PORTIONS, 1), shard)
    items[:] = others
