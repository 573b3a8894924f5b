"""Takes the laptop's screenshots in both languages: `python docs/screenshots/take_laptop.py` from the repository.

Drives the real app with the tests' prepared register and no centre; needs Chromium (`CHROMIUM_PATH` or on the path).
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from contextlib import closing
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path[:0] = [str(FOLDER.parent.parent), str(FOLDER.parent.parent / "tests")]

from laptop_window import LaptopWindow, take_photo  # noqa: E402
from mill_visit import VISITS  # noqa: E402
from PIL import Image  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402
from prepared_laptop import MILL, prepare_home, running_laptop, settings_of  # noqa: E402
from sealed_visit import seals  # noqa: E402

COLOURS = 128
"""Enough for flat pages; keeps each file small."""

POCKET_BOOK = {
    "en": {"search": "?q=contribuiton", "section": "/complaint-review-appeal"},
    "ur": {"search": "?q=شراکت", "section": "/complaint-review-appeal"},
}
"""Pages of the pocket book that are shown: a search spelt wrong or by another name, and a section."""


def main() -> None:
    """Take every screenshot, a fresh laptop for each language."""
    chromium = os.environ.get("CHROMIUM_PATH") or shutil.which("chromium") or ""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for lang in VISITS:
            with tempfile.TemporaryDirectory() as folder:
                home = Path(folder) / "laptop"
                prepare_home(home)
                photo = take_photo(Path(folder) / "page.jpg")
                with running_laptop(settings_of(home)) as laptop:
                    window = LaptopWindow(browser, laptop).open().speak(lang)
                    _visit(window, lang, photo)
                    _pocket_book(window, lang)
                    _practice(window, lang)
                    window.close()
        browser.close()


def _take(window: LaptopWindow, name: str, lang: str) -> None:
    window.page.wait_for_timeout(300)
    file = FOLDER / f"laptop-{name}-{lang}.png"
    window.page.screenshot(path=file)
    with Image.open(file) as taken:
        taken.convert("RGB").quantize(COLOURS).save(file, optimize=True)


def _visit(window: LaptopWindow, lang: str, photo: Path) -> None:
    visit, page = VISITS[lang], window.page
    _take(window, "sign-in", lang)
    window.sign_in()
    with closing(window.laptop.app.extensions["muaina"].session.open()) as opened:
        seals(opened)
    _take(window, "today", lang)
    window.search(visit.search.split()[0])
    _take(window, "search", lang)
    window.go(f"/employers/{MILL}")
    _take(window, "employer", lang)
    page.click("#start button.primary")
    inspection = page.url.removeprefix(window.laptop.url)
    for section, answers in visit.sections.items():
        window.go(f"{inspection}/sections/{section}")
        for item, value in answers.items():
            window.answer(item, value)
        if section == "records":
            window.answer_otherwise("rec_accounts", "not_applicable", visit.not_applicable)
        if section in ("head_count", "records"):
            page.evaluate("window.scrollTo(0, 300)")
            _take(window, section.replace("_", "-"), lang)
        window.attach_where_needed(photo, visit.caption)
    for repeat, answers in (("workers_found", visit.worker), ("interviews", visit.interview)):
        window.go(f"{inspection}/sections/{repeat}")
        key = window.add_card()
        for item, value in answers.items():
            window.answer(item, value, key)
        window.attach_where_needed(photo, visit.caption)
        page.evaluate("window.scrollTo(0, 0)")
        _take(window, repeat.replace("_", "-"), lang)
    window.go(inspection)
    _take(window, "inspection", lang)
    window.go(f"{inspection}/findings")
    window.attach_to_finding("WORKERS_UNDECLARED", photo, visit.caption)
    for name in ("findings", "arrears", "statement"):
        window.go(f"{inspection}/{name}")
        _take(window, name, lang)
    page.fill("textarea[name=text]", visit.statement)
    page.click("main button.primary")
    window.draw()
    _take(window, "signature", lang)
    page.click("#keep-signature")
    page.click("#close-button")
    page.locator("#exit-sheet-en").wait_for()
    _take(window, "closed", lang)
    window.go("/queue")
    _take(window, "queue", lang)
    page.click("header.bar form:last-child button")


def _pocket_book(window: LaptopWindow, lang: str) -> None:
    window.sign_in()
    for name, address in POCKET_BOOK[lang].items():
        window.go(f"/pocket-book{address}")
        _take(window, f"pocket-book-{name}", lang)
    window.page.click("header.bar form:last-child button")


def _practice(window: LaptopWindow, lang: str) -> None:
    page = window.page
    window.sign_in("practice")
    _take(window, "practice-desk", lang)
    page.click("#start")
    inspection = page.url.rpartition("/")[2]
    window.go(f"/inspections/{inspection}/sections/premises")
    window.answer("authorisation_shown", "yes")
    _take(window, "practice-section", lang)
    window.go(f"/practice/{inspection}/score")
    _take(window, "practice-score", lang)


if __name__ == "__main__":
    main()
