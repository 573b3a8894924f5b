"""What a test on Linux can say about Windows: names, encodings, modules, signals, and files that stay open."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("casework", "checklists", "inspector_app", "muaina", "simplify_content", "sync_protocol")
POSIX_ONLY = {"fcntl", "grp", "pwd", "resource", "termios", "tty", "pty", "syslog", "posix", "crypt"}
POSIX_CALLS = {"os.fork", "os.getuid", "os.geteuid", "os.kill", "os.mkfifo", "os.setsid", "os.statvfs", "signal.alarm"}
POSIX_SIGNALS = {"SIGALRM", "SIGHUP", "SIGKILL", "SIGUSR1", "SIGUSR2", "SIGCHLD", "SIGQUIT"}
RESERVED = re.compile(r'[<>:"|?*\x00-\x1f]|[ .]$', re.M)
DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
"""Names that Windows gives to devices, whatever the ending."""

LONGEST_PATH = 130
"""Leaves as much again, within Windows' 260, for the folder that Python and the packages lie in."""


def _modules() -> Iterator[tuple[Path, ast.Module]]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield path.relative_to(ROOT), ast.parse(path.read_text(encoding="utf-8"))


def test_every_text_file_is_opened_with_its_encoding_named() -> None:
    """Windows takes another one by itself, in which Urdu cannot be written."""
    ruff = Path(sys.executable).with_name("ruff")
    if not ruff.exists():
        pytest.skip("ruff is not installed here")
    rule = [str(ruff), "check", "--isolated", "--no-cache", "--preview", "--select", "PLW1514"]

    checked = subprocess.run([*rule, *PACKAGES], cwd=ROOT, capture_output=True, text=True, check=False)

    assert checked.returncode == 0, checked.stdout


def test_the_laptop_uses_no_module_call_or_signal_that_windows_lacks() -> None:
    found = []
    for path, module in _modules():
        for node in ast.walk(module):
            if isinstance(node, ast.Import):
                found += [f"{path}: {one.name}" for one in node.names if one.name in POSIX_ONLY]
            elif isinstance(node, ast.ImportFrom) and node.module in POSIX_ONLY:
                found.append(f"{path}: {node.module}")
            elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                named = f"{node.value.id}.{node.attr}"
                if named in POSIX_CALLS or (node.value.id == "signal" and node.attr in POSIX_SIGNALS):
                    found.append(f"{path}: {named}")

    assert found == []


def test_no_day_is_written_in_a_way_that_only_linux_knows() -> None:
    written = re.compile(r"%-[dmHIMSjy]")

    assert [str(path) for path, _ in _modules() if written.search((ROOT / path).read_text(encoding="utf-8"))] == []


def test_every_shipped_file_has_a_name_that_windows_can_store() -> None:
    paths = [
        path.relative_to(ROOT)
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if "__pycache__" not in path.parts
    ]
    named_alike = {str(path).lower() for path in paths}

    assert [str(path) for path in paths if any(RESERVED.search(part) for part in path.parts)] == []
    assert [str(path) for path in paths if any(part.split(".")[0].lower() in DEVICES for part in path.parts)] == []
    assert [str(path) for path in paths if len(str(path)) > LONGEST_PATH] == []
    assert len(named_alike) == len(paths)
