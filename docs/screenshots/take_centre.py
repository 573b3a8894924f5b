"""Takes the pictures of the centre's pages, in English and Urdu: `python docs/screenshots/take_centre.py`.

Seeds a centre in a temporary folder with the tests' own builders, does a day's work in Chromium, and writes
`docs/screenshots/centre-<page>-<lang>.png`. Needs the test dependencies and Chromium.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1]), str(HERE.parents[1] / "tests" / "browser")]

from centre_stage import Stage, sign_in, staged_centre  # noqa: E402

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LANGS = ("en", "ur")
SIZE = {"width": 1366, "height": 768}


def main() -> None:
    """Take every picture."""
    chromium = os.environ.get("CHROMIUM_PATH") or shutil.which("chromium")
    with (
        tempfile.TemporaryDirectory() as folder,
        staged_centre(Path(folder) / "centre", NOW, demonstration=True) as stage,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        pages = {lang: {name: _page(browser, stage, name, lang=lang) for name in _PEOPLE} for lang in LANGS}
        _day_of_work(stage, pages)
        browser.close()


_PEOPLE = ("supervisor", "law", "enforcement")


def _page(browser: Any, stage: Stage, name: str, *, lang: str) -> Any:
    page = browser.new_context(viewport=SIZE).new_page()
    _shot(page, "sign-in", lang) if name == "supervisor" and _at_sign_in(page, stage, lang) else None
    sign_in(page, stage, name, lang=lang)
    return page


def _at_sign_in(page: Any, stage: Stage, lang: str) -> bool:
    page.goto(f"{stage.address}/sign-in")
    if page.locator("html").get_attribute("lang") != lang:
        page.locator("form.language button").click()
    return True


def _day_of_work(stage: Stage, pages: dict[str, dict[str, Any]]) -> None:
    inspection, conflict = f"/inspections/{stage.inspection_id}", f"/conflicts/{stage.conflict_id}"
    shots = _Shots(stage, pages)
    shots.each("supervisor", home="/", inspections="/inspections", inspection=inspection)
    shots.each("supervisor", answers=f"{inspection}#section-records", interviews=f"{inspection}#section-interviews")
    shots.each("supervisor", conflicts="/conflicts", conflict=conflict, **{"conflict-rules": "/conflicts/rules"})
    pair, device = _trouble(stage)
    shots.each("supervisor", duplicates="/duplicates", duplicate=pair, devices="/devices", device=device)
    boss, officer, lawyer = pages["en"]["supervisor"], pages["en"]["enforcement"], pages["en"]["law"]
    boss.goto(stage.address + inspection)
    boss.locator("#approve button").click()
    officer.goto(stage.address + inspection)
    officer.locator("#open-case button").click()
    case = officer.url.removeprefix(stage.address)
    shots.each("supervisor", flags="/flags", employer=f"/employers/{stage.employer_id}")
    shots.each("enforcement", **{"case-gates": case, "assessment": f"{case}#assessment", "refused": f"{case}x"})
    shots.each("law", law="/law")
    while lawyer.goto(f"{stage.address}/law") and lawyer.locator("[data-needed-fact]").count():
        lawyer.locator("[data-needed-fact] input[name=reference]").first.fill(
            "Demonstration only: no gazette was consulted"
        )
        lawyer.locator("[data-needed-fact] button").first.click()
    officer.goto(stage.address + case)
    officer.locator("input[name=hearing_on]").fill("2026-12-10")
    officer.locator("input[name=hearing_place_en]").fill("Hearing room 2, Social Security Office, Lahore")
    officer.locator("input[name=hearing_place_ur]").fill("کمرہ سماعت نمبر 2، دفتر سوشل سکیورٹی، لاہور")
    officer.locator("#set-hearing button").click()
    officer.locator("#issue button").click()
    verify = officer.locator("#verify").get_attribute("href")
    shots.each("enforcement", **{"case-notice": case, "cases": "/cases", "verify": verify})
    boss.goto(stage.address + conflict)
    boss.locator("input[value=arriving]").check()
    boss.locator("textarea[name=reason]").fill("The owner confirmed this number by letter.")
    boss.locator("#resolve button").click()
    boss.goto(stage.address + pair)
    boss.locator("#merge").click()
    shots.each("supervisor", **{"conflict-decided": conflict, "duplicate-merged": pair})


def _trouble(stage: Stage) -> tuple[str, str]:
    """Enter an employer again and bring a laptop into trouble; return the pages that show them."""
    import troubled_centre

    twin = {"name_en": "Chinab Weaving Mill", "owner_name": "Chaudhry Aslam", "phone": "+92 42 35711111"}
    pair = troubled_centre.enter_again(stage.centre, stage.employer_id, **twin)
    device = troubled_centre.trouble_a_laptop(stage.centre)
    stage.centre.session.close()
    return f"/duplicates/{pair}", f"/devices/{device}"


class _Shots:
    """Takes one page in both languages."""

    def __init__(self, stage: Stage, pages: dict[str, dict[str, Any]]) -> None:
        self._stage = stage
        self._pages = pages

    def each(self, person: str, **paths: str) -> None:
        for name, path in paths.items():
            for lang in LANGS:
                page = self._pages[lang][person]
                page.goto("about:blank")
                page.goto(self._stage.address + path)
                _shot(page, name, lang)


def _shot(page: Any, name: str, lang: str) -> None:
    page.evaluate("document.fonts.ready")
    page.wait_for_load_state("networkidle")
    picture = Image.open(io.BytesIO(page.screenshot()))
    target = HERE / f"centre-{name}-{lang}.png"
    picture.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(target, optimize=True)
    assert target.stat().st_size < 250_000, target


if __name__ == "__main__":
    main()
