"""Takes every page of both apps, in both languages, light and dark, for somebody who wants to look at them all.

`python docs/screenshots/take_every_page.py FOLDER [laptop|centre]` writes `<app>-<page>-<lang>-<scheme>.png` into a
folder of your choice, and one sheet of small pictures for each app, language and scheme. The pages are those that the
accessibility tests walk (`tests/browser/page_walk.py`), so a new page is in the next set by itself.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "tests" / "browser")]

import centre_places  # noqa: E402
import laptop_stage  # noqa: E402
from centre_stage import Stage, sign_in, staged_centre  # noqa: E402
from laptop_window import LaptopWindow  # noqa: E402
from page_walk import Place, places_of  # noqa: E402
from prepared_laptop import prepare_home, running_laptop  # noqa: E402

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LANGS = ("en", "ur")
SCHEMES = ("light", "dark")
_IDENTIFIER = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[A-Za-z0-9_-]{30,}")
_SMALL = (455, 256)
_IN_A_ROW = 4


def main(folder: Path, apps: Iterable[str]) -> None:
    """Take the pictures of the named apps into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    chromium = os.environ.get("CHROMIUM_PATH") or shutil.which("chromium")
    takers = {"laptop": _laptop, "centre": _centre}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for app in apps:
            takers[app](browser, folder)
            for lang in LANGS:
                for scheme in SCHEMES:
                    _sheet(folder, f"{app}-*-{lang}-{scheme}.png", folder / f"sheet-{app}-{lang}-{scheme}.png")
        browser.close()


def _laptop(browser: Any, folder: Path) -> None:
    for lang in LANGS:
        with tempfile.TemporaryDirectory() as home, running_laptop(prepare_home(Path(home) / "laptop")) as laptop:
            window = LaptopWindow(browser, laptop).open().speak(lang)
            _shoot(window.page, folder, "laptop", lang, laptop.url, [Place("access.sign_in", "/sign-in")])
            stage = laptop_stage.work_a_morning(window.sign_in())
            places = places_of(laptop.app, stage.values, special=stage.special, not_pages=laptop_stage.NOT_PAGES)
            _shoot(window.page, folder, "laptop", lang, laptop.url, places)
            window.page.click("header.bar form:last-child button")
            attempt = laptop_stage.try_practice(window.sign_in("practice"))
            _shoot(window.page, folder, "laptop", lang, laptop.url, laptop_stage.practice_places(attempt))
            window.close()


def _centre(browser: Any, folder: Path) -> None:
    with tempfile.TemporaryDirectory() as home, staged_centre(Path(home) / "centre", NOW) as stage:
        day = centre_places.day_of_work(stage)
        app = stage.centre.app
        for lang in LANGS:
            places = places_of(app, day.values, special=day.special, not_pages=centre_places.NOT_PAGES)
            for person, readable in day.by_reader(app, places).items():
                page = _signed_in(browser, stage, person, lang)
                _shoot(page, folder, "centre", lang, stage.address, readable)
                page.context.close()


def _signed_in(browser: Any, stage: Stage, person: str, lang: str) -> Any:
    page = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
    sign_in(page, stage, person, lang=lang)
    return page


def _shoot(page: Any, folder: Path, app: str, lang: str, address: str, places: Iterable[Place]) -> None:
    for place in places:
        reply = page.request.get(address + place.path)
        if not reply.ok or "text/html" not in reply.headers["content-type"]:
            continue
        page.goto(address + place.path)
        page.evaluate("document.fonts.ready")
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.wait_for_timeout(100)
            page.screenshot(path=_free(folder, f"{app}-{_named(place)}", f"{lang}-{scheme}"), full_page=True)


def _named(place: Place) -> str:
    words = _IDENTIFIER.sub("", place.path).replace("?", "-")
    return re.sub(r"[^a-z0-9-]+", "-", words.lower()).strip("-") or "home"


def _free(folder: Path, name: str, end: str) -> Path:
    return next(path for path in _numbered(folder, name, end) if not path.exists())


def _numbered(folder: Path, name: str, end: str) -> Iterator[Path]:
    yield folder / f"{name}-{end}.png"
    yield from (folder / f"{name}-{number}-{end}.png" for number in range(2, 100))


def _sheet(folder: Path, pattern: str, target: Path) -> None:
    pictures = sorted(folder.glob(pattern))
    rows = -(-len(pictures) // _IN_A_ROW)
    sheet = Image.new("RGB", (_IN_A_ROW * _SMALL[0], rows * _SMALL[1]), "#808080")
    for number, path in enumerate(pictures):
        with Image.open(path) as taken:
            top = taken.convert("RGB").crop((0, 0, 1366, 768)).resize((_SMALL[0] - 6, _SMALL[1] - 6))
        sheet.paste(top, (number % _IN_A_ROW * _SMALL[0] + 3, number // _IN_A_ROW * _SMALL[1] + 3))
    sheet.save(target)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:] or ("laptop", "centre"))
