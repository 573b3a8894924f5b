"""The packages import one way, and the tool that says so catches a violation."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = (
    "casework",
    "checklists",
    "inspector_app",
    "muaina",
    "simplify_content",
    "sync_protocol",
    "sync_server",
)

PLANTED = {
    "the laptop imports the centre": ("inspector_app/config.py", "import sync_server.config"),
    "casework imports the protocol above it": ("casework/money.py", "import sync_protocol.chain"),
    "a pure package opens a database": ("checklists/form_state.py", "import sqlite3"),
    "the laptop's store imports a service": ("inspector_app/store/__init__.py", "import inspector_app.services"),
}


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    script = Path(sys.executable).with_name("lint-imports")
    if not script.exists():
        pytest.skip("import-linter is not installed here")
    return subprocess.run(
        [str(script), "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__", "*.woff2", "*.ttf")
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_layers_are_kept(copy: Path) -> None:
    result = _lint(copy)

    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize("planted", PLANTED.values(), ids=PLANTED.keys())
def test_a_planted_violation_is_caught(copy: Path, planted: tuple[str, str]) -> None:
    file, line = planted
    target = copy / file
    target.write_text(f"{target.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")

    result = _lint(copy)

    assert result.returncode != 0
    assert "BROKEN" in result.stdout
    print(result.stdout)
