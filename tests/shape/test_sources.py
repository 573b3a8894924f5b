"""Rules that hold for every file: docstrings, no numbers of law in code, texts used and complete."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from simplify_content.text import Catalogue

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("app", ["inspector_app", "sync_server"])
def test_every_text_has_both_languages_and_urdu_is_written_in_urdu(app: str) -> None:
    texts = Catalogue.load(ROOT / app / "texts")
    arabic = re.compile("[؀-ۿ]")

    latin_only = [
        key
        for key in texts.keys()  # noqa: SIM118 - a catalogue is no mapping
        if re.search("[A-Za-z]{2}", re.sub(r"\{[^}]*\}", "", texts[key].en)) and not arabic.search(texts[key].ur)
    ]

    assert [key for key in latin_only if texts[key].en != texts[key].ur] == []


@pytest.mark.parametrize("app", ["inspector_app", "sync_server"])
def test_every_text_that_a_page_names_exists(app: str) -> None:
    texts = Catalogue.load(ROOT / app / "texts")
    named: set[str] = set()
    for page in (ROOT / app).rglob("*.html"):
        named |= set(re.findall(r"\bt\(\s*['\"]([a-z0-9_.]+)['\"]\s*[,)]", page.read_text(encoding="utf-8")))

    assert named
    assert sorted(key for key in named if key not in texts) == []


def test_no_page_has_inline_script_or_style() -> None:
    offenders = []
    for page in ROOT.glob("*/web/templates/**/*.html"):
        text = page.read_text(encoding="utf-8")
        if re.search(r"<script(?![^>]*\bsrc=)|<style\b|\sstyle=|\son[a-z]+=\"", text):
            offenders.append(page.name)

    assert offenders == []


def test_no_committed_file_names_a_registry_or_a_path_of_a_machine() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    forbidden = re.compile("pypi" + r"\.org|files\.pythonhosted|registry\.npm" + r"js|/wor" + r"k/(main|shared|tmp)")
    offenders = []
    for name in listed.stdout.splitlines():
        file = ROOT / name
        if file.suffix in {".woff2", ".ttf", ".png", ".jpg", ".pdf", ".xlsx"} or not file.is_file():
            continue
        if forbidden.search(file.read_text(encoding="utf-8", errors="replace")):
            offenders.append(name)

    assert offenders == []
