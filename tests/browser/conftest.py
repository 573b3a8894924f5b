"""Windows on running apps. A test that asks for one needs Chromium."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from laptop_window import LaptopWindow, take_photo
from prepared_laptop import RunningLaptop, prepare_home, running_laptop, settings_of


@pytest.fixture(scope="session")
def enrolled_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A laptop's files after enrolment; its centre is gone."""
    home = tmp_path_factory.mktemp("enrolled") / "laptop"
    prepare_home(home)
    return home


@pytest.fixture
def laptop(tmp_path: Path, enrolled_home: Path) -> Iterator[RunningLaptop]:
    """A laptop app on loopback, with no centre anywhere."""
    home = tmp_path / "laptop"
    shutil.copytree(enrolled_home, home)
    with running_laptop(settings_of(home)) as running:
        yield running


@pytest.fixture
def window(chromium: Any, laptop: RunningLaptop) -> Iterator[LaptopWindow]:
    """A window that Muaina opened on the laptop."""
    opened = LaptopWindow(chromium, laptop).open()
    yield opened
    opened.close()


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A photo of a register page."""
    return take_photo(tmp_path / "register-page.jpg")
