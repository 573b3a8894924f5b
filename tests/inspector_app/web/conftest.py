"""A signed-in visitor of the laptop's pages: a test client that carries the launch cookie and the form token."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from prepared_laptop import LAUNCH_TOKEN, MILL, MILL_VISIT, PASSWORD, prepare_home, settings_of, ticking_tools

from inspector_app.app import create_app


class Visitor:
    """Opens pages and sends forms as the laptop's own window does."""

    def __init__(self, app: Any, port: int) -> None:
        self.app = app
        self.base = f"http://127.0.0.1:{port}"
        self.client = app.test_client()
        self.client.get(f"/launch?token={LAUNCH_TOKEN}", base_url=self.base)

    def get(self, path: str, **options: Any) -> Any:
        return self.client.get(path, base_url=self.base, **options)

    def post(self, path: str, form: dict[str, Any] | None = None, **options: Any) -> Any:
        return self.client.post(path, base_url=self.base, data={"token": self.token, **(form or {})}, **options)

    def post_json(self, path: str, body: object, **options: Any) -> Any:
        headers = {"X-Muaina-Token": self.token, **options.pop("headers", {})}
        return self.client.post(path, base_url=self.base, json=body, headers=headers, **options)

    @property
    def token(self) -> str:
        page = self.get("/nowhere").text
        found = re.search(r'name="token" value="([^"]+)"', page)
        assert found, page
        return found[1]

    def sign_in(self, room: str = "field") -> Visitor:
        answer = self.post("/sign-in", {"password": PASSWORD, "room": room})
        assert answer.status_code == 303, answer.text
        return self

    def speak(self, lang: str) -> Visitor:
        assert self.post("/language", {"lang": lang, "next": "/"}).status_code == 303
        return self


@pytest.fixture(scope="session")
def enrolled_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("enrolled") / "laptop"
    prepare_home(home)
    return home


@pytest.fixture
def stranger(tmp_path: Path, enrolled_home: Path) -> Visitor:
    """A visitor of an enrolled laptop who has not signed in."""
    home = tmp_path / "laptop"
    shutil.copytree(enrolled_home, home)
    config = settings_of(home)
    return Visitor(create_app(config, launch_token=LAUNCH_TOKEN, tools=ticking_tools()), config.port)


@pytest.fixture
def visitor(stranger: Visitor) -> Iterator[Visitor]:
    """An inspector in the field room."""
    yield stranger.sign_in()
    stranger.app.extensions["muaina"].session.sign_out()


@pytest.fixture
def trainee(stranger: Visitor) -> Iterator[Visitor]:
    """Somebody in the practice room."""
    yield stranger.sign_in("practice")
    stranger.app.extensions["muaina"].session.sign_out()


@pytest.fixture
def inspection(visitor: Visitor) -> str:
    """The address of an inspection of the mill that was just begun."""
    answer = visitor.post("/inspections", {"employer_id": MILL, "visit_id": MILL_VISIT})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])
