"""A centre's and a laptop's files on a real disk, and the nursery of processes that die over them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from killing import Nursery, nursery

from tests.simulation.scene import Scene, made_scene

pytestmark = pytest.mark.skipif(os.name != "posix", reason="fork and SIGKILL are POSIX")


@pytest.fixture(scope="session")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    with made_scene(tmp_path_factory.mktemp("scene")) as made:
        yield made


@pytest.fixture
def laid_out(scene: Scene) -> Scene:
    scene.lay_out()
    return scene


@pytest.fixture(scope="session")
def victims() -> Iterator[Nursery]:
    with nursery() as running:
        yield running


@pytest.fixture
def home(laid_out: Scene) -> Path:
    """The files of one laptop."""
    return laid_out.laptop("nadia")
