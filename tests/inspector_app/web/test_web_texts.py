from __future__ import annotations

import re
from pathlib import Path

import inspector_app
from inspector_app.catalogue import texts

FOLDER = Path(inspector_app.__file__).parent
KEY = re.compile(r"""["']([a-z_]+(?:\.[a-z0-9_]+)+)["']""")
FAMILY = re.compile(r"""["']([a-z]{3}[a-z_]*(?:\.[a-z_]+)*[._])["'{]""")


def _written() -> str:
    files = [*FOLDER.rglob("*.py"), *FOLDER.rglob("*.html")]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def test_every_key_that_a_page_asks_for_exists() -> None:
    asked = set(re.findall(r"""\bt\(\s*["']([a-z_.0-9]+)["']\s*[,)]""", _written()))

    assert sorted(key for key in asked if key not in texts()) == []


def test_every_text_of_the_pages_is_used() -> None:
    written = _written()
    used = set(KEY.findall(written))
    families = tuple(FAMILY.findall(written))
    unused = [
        key
        for key in texts().keys()  # noqa: SIM118
        if key not in used and not key.startswith((*families, "months.", "problem."))
    ]

    assert unused == []


def test_no_page_holds_an_inline_script_or_style() -> None:
    for file in (FOLDER / "web" / "templates").glob("*.html"):
        page = file.read_text(encoding="utf-8")
        assert not re.search(r"<script(?![^>]*\bsrc=)|\bstyle=|<style|\bon[a-z]+=|javascript:", page), file.name
