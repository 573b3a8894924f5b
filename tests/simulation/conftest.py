"""The scene, made once in each test process."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from .__main__ import quick_folder
from .scene import Scene, made_scene


@pytest.fixture(scope="session")
def scene() -> Iterator[Scene]:
    place = tempfile.TemporaryDirectory(dir=quick_folder(), prefix="muaina-simulation-")
    with place as folder, made_scene(Path(folder)) as made:
        yield made
