"""Installation on a machine without internet, from a folder of wheels, as `docs/installation.md` says.

`MUAINA_WHEELS` names a folder that was filled by `pip wheel -r requirements/run.txt -w FOLDER`; without it these tests
are left out. Where the system allows it, the installation runs with no network at all.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WHEELS = os.environ.get("MUAINA_WHEELS", "")
pytestmark = pytest.mark.skipif(not WHEELS, reason="MUAINA_WHEELS names no folder of wheels")


def _cut_off() -> list[str]:
    """Return what runs a command without any network, or nothing where this user may not."""
    unshare = shutil.which("unshare")
    may = unshare and subprocess.run([unshare, "-n", "true"], capture_output=True, check=False).returncode == 0
    return [str(unshare), "-n"] if may else []


def _run(*words: str, home: Path) -> str:
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "MUAINA_HOME": str(home),
        "PIP_CONFIG_FILE": os.devnull,
    }
    done = subprocess.run(
        [*_cut_off(), *words], env=environment, cwd=home, capture_output=True, text=True, check=False, timeout=600
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_laptop_is_installed_and_tests_itself_without_internet(tmp_path: Path) -> None:
    folder, home = tmp_path / "wheels", tmp_path / "home"
    shutil.copytree(WHEELS, folder)
    home.mkdir()
    source = tmp_path / "muaina"
    shutil.copytree(ROOT, source, ignore=shutil.ignore_patterns(".*", "__pycache__", "tests"))
    offline = ("--no-index", "--find-links", str(folder), "--disable-pip-version-check")

    _run(sys.executable, "-m", "venv", str(home / "venv"), home=home)
    python = str(home / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))
    _run(python, "-m", "pip", "wheel", *offline, "--no-deps", "-w", str(folder), str(source), home=home)
    pinned = str(source / "requirements" / "run.txt")
    _run(python, "-m", "pip", "install", *offline, "--require-hashes", "-r", pinned, home=home)
    [wheel] = folder.glob("muaina-*.whl")
    _run(python, "-m", "pip", "install", *offline, "--no-deps", str(wheel), home=home)
    tested = json.loads(_run(python, "-m", "muaina", "laptop", "selftest", "--machine", "--json", home=home))

    found = {check["check"]: check["state"] for check in tested["checks"]}
    assert found | {"camera": "-"} == {"disk": "fit", "writing": "fit", "sqlite": "fit", "fonts": "fit", "camera": "-"}
