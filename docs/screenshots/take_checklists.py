"""Takes the first page of every checklist in both languages: `python docs/screenshots/take_checklists.py`.

Drives the real app with the tests' prepared register, once as a laptop of each scheme that has a checklist; needs
Chromium (`CHROMIUM_PATH` or on the path).
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
sys.path[:0] = [str(FOLDER.parent.parent), str(FOLDER.parent.parent / "tests")]

from laptop_window import LaptopWindow  # noqa: E402
from PIL import Image  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402
from prepared_laptop import MILL, PASSWORD, prepare_home, put_office, running_laptop, settings_of  # noqa: E402

from casework.office import OFFICE_CHECKLIST  # noqa: E402
from checklists.for_scheme import schemes_in  # noqa: E402
from checklists.library import SHARED, Heading, available_checklists, heading_of  # noqa: E402

PICTURES = FOLDER / "checklists"
COLOURS = 64
"""Enough for flat pages; keeps each file small."""
LANGUAGES = ("en", "ur")


def main() -> None:
    """Take every picture; each checklist has an employer of its own, so that none is gone on with instead."""
    PICTURES.mkdir(exist_ok=True)
    chromium = os.environ.get("CHROMIUM_PATH") or shutil.which("chromium") or ""
    headings = [heading_of(name, versions[-1]) for name, versions in available_checklists().items()]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for heading in headings:
            _take_checklist(browser, _pictured_in(heading), heading)
        browser.close()


def _pictured_in(heading: Heading) -> str:
    """Return the first scheme that a checklist is for."""
    return "pessi" if heading.scheme == SHARED else schemes_in(heading.scheme)[0]


def _take_checklist(browser: Any, scheme: str, heading: Heading) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "laptop"
        prepare_home(home, scheme=scheme)
        with running_laptop(settings_of(home)) as laptop:
            visited = _office(laptop) if heading.name == OFFICE_CHECKLIST else MILL
            window = LaptopWindow(browser, laptop).open()
            window.sign_in()
            window.go(f"/employers/{visited}")
            window.page.select_option("#start select[name=checklist]", heading.name)
            window.page.click("#start button.primary")
            window.page.wait_for_url("**/inspections/*")
            window.page.click("#sections a >> nth=0")
            window.page.wait_for_url("**/sections/*")
            for lang in LANGUAGES:
                address = window.page.url
                window.speak(lang)
                window.page.goto(address)
                _take(window, f"{heading.name.replace('_', '-')}-{lang}")
            window.close()


def _office(laptop: Any) -> str:
    """Return the id of an office of the institution, which is put into the laptop's register."""
    session = laptop.app.extensions["muaina"].session
    session.sign_in(PASSWORD)
    office = put_office(session)
    session.sign_out()
    return office


def _take(window: LaptopWindow, name: str) -> None:
    window.page.wait_for_timeout(300)
    file = PICTURES / f"{name}.png"
    window.page.screenshot(path=file)
    with Image.open(file) as taken:
        taken.convert("RGB").quantize(COLOURS).save(file, optimize=True)


if __name__ == "__main__":
    main()
