"""Nothing that a browser sends or gets passes through a temporary file."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any, NoReturn

import pytest
import requests
from flask import request
from prepared_laptop import prepare_home, running_laptop

BIG = 6 * 1024 * 1024


@pytest.fixture
def no_temporary_files(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> NoReturn:
        raise AssertionError("a temporary file was made")

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    monkeypatch.setattr(tempfile.SpooledTemporaryFile, "rollover", refuse)


@pytest.mark.usefixtures("no_temporary_files")
def test_a_large_upload_reaches_the_app_without_a_temporary_file(tmp_path: Path) -> None:
    seen: list[int] = []
    with running_laptop(prepare_home(tmp_path / "laptop")) as laptop:
        laptop.app.after_request(lambda answer: _count(seen) or answer)
        window = requests.Session()
        window.get(laptop.launch_url, timeout=20)
        answer = window.post(f"{laptop.url}/nowhere", files={"file": ("wages.csv", os.urandom(BIG))}, timeout=60)

    assert answer.status_code in (403, 404)
    assert seen[-1] == BIG


def _count(seen: list[int]) -> None:
    seen.extend(len(file.stream.read()) for file in request.files.values())
