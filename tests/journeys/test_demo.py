"""The demonstration, as a newcomer runs it: every step for real, its figures consistent, nothing left running."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pypdf import PdfReader

KEYS = {
    "employers", "inspections", "operations_sent", "operations_acknowledged", "operations_resent", "conflicts",
    "merges", "flags", "case", "notice_number", "notice_amount_paisa", "pdfs",
}  # fmt: skip

pytestmark = [pytest.mark.journey, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("demo") / "out"
    done = subprocess.run(
        [sys.executable, "-m", "muaina", "demo", "--out", str(out), "--employers", "300"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return out


@pytest.fixture(scope="module")
def summary(played: Path) -> dict[str, object]:
    told = json.loads((played / "summary.json").read_text(encoding="utf-8"))
    assert isinstance(told, dict)
    return told


def test_the_summary_has_its_keys_and_its_figures_agree(summary: dict[str, object]) -> None:
    assert set(summary) == KEYS
    assert summary["employers"] == 300
    assert summary["inspections"] == 2
    assert summary["operations_sent"] == summary["operations_acknowledged"]
    assert int(str(summary["operations_resent"])) > 0
    assert (summary["conflicts"], summary["merges"]) == (1, 1)
    assert int(str(summary["flags"])) > 0
    assert int(str(summary["notice_amount_paisa"])) > 0


def test_every_paper_is_a_pdf_that_opens(summary: dict[str, object]) -> None:
    pdfs = summary["pdfs"]
    assert isinstance(pdfs, list)

    pages = {Path(path).name: len(PdfReader(path).pages) for path in pdfs}

    assert set(pages) == {
        "exit-sheet-a-en.pdf", "exit-sheet-a-ur.pdf", "exit-sheet-b-en.pdf", "exit-sheet-b-ur.pdf",
        "notice-en.pdf", "notice-ur.pdf",
    }  # fmt: skip
    assert all(pages.values())


def test_an_altered_notice_is_found_out(played: Path, tmp_path: Path) -> None:
    paper = bytearray((played / "papers/notice-en.pdf").read_bytes())
    paper[len(paper) // 2] ^= 1
    (tmp_path / "altered.pdf").write_bytes(paper)

    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "muaina",
            "verify",
            str(tmp_path / "altered.pdf"),
            "--keys",
            str(played / "papers/centre-keys.json"),
        ],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )

    assert done.returncode == 1
    assert "NOT VALID" in done.stdout


@pytest.mark.skipif(os.name != "posix", reason="signals to a process group are POSIX")
def test_ctrl_c_leaves_no_process_behind(tmp_path: Path) -> None:
    out = tmp_path / "out"
    process = subprocess.Popen(
        [sys.executable, "-m", "muaina", "demo", "--out", str(out), "--employers", "100"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a run in the background ignores it
    )
    assert process.stdout is not None
    seen = ""
    for line in process.stdout:
        seen += line
        if "The network is gone" in line:
            break
    time.sleep(1)

    os.kill(process.pid, signal.SIGINT)
    rest, _ = process.communicate(timeout=60)

    assert process.returncode == 130, seen + rest
    assert _running_with(str(out)) == []


def _running_with(folder: str) -> list[str]:
    """Return the command lines of processes whose environment names a folder."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            environment = (entry / "environ").read_bytes()
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if folder.encode() in environment:
            found.append(command)
    return found
