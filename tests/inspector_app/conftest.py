"""An enrolled laptop with a small register and no centre, opened in the field room with a clock that stands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from inspector_at_work import Desk, new_id
from prepared_laptop import BEGIN, PASSWORD, prepare_home

from inspector_app.config import Config
from inspector_app.services.session import Session
from inspector_app.store.opened import Room
from inspector_app.tools import Tools


def standing_tools(at: datetime = BEGIN) -> Tools:
    return Tools(now=lambda: at, new_id=new_id)


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """An enrolled laptop's files."""
    return prepare_home(tmp_path / "laptop")


@pytest.fixture
def session(config: Config) -> Iterator[Session]:
    """The session of an inspector who is signed in to the field room."""
    session = Session(config, standing_tools())
    session.sign_in(PASSWORD)
    yield session
    session.sign_out()


@pytest.fixture
def desk(config: Config) -> Iterator[Desk]:
    """An inspector signed in to the field room."""
    session = Session(config, standing_tools())
    session.sign_in(PASSWORD)
    with session.open() as opened:
        yield Desk(opened)


@pytest.fixture
def practice_desk(config: Config) -> Iterator[Desk]:
    """The same person in the practice room."""
    session = Session(config, standing_tools())
    session.sign_in(PASSWORD, Room.PRACTICE)
    with session.open() as opened:
        yield Desk(opened)
