"""A laptop is stolen while it is switched off: what a reader of its disk finds of the people it was used about."""

from __future__ import annotations

import base64
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from laptop_process import laptop_process
from laptop_window import LaptopWindow, take_photo
from mill_visit import VISITS
from PIL import ExifTags, Image
from playwright.sync_api import BrowserContext, expect
from prepared_laptop import MILL, PASSWORD

pytestmark = pytest.mark.browser

CANARIES = {
    "name": "Zulqarnain Bhattarai",
    "Urdu name": "ذوالقرنین بھٹارائی",
    "CNIC": "35202-4829173-6",
    "CNIC without hyphens": "3520248291736",
    "interview": "they keep a second ledger in the tin cupboard",
    "phone": "042-8829173",
    "password": PASSWORD,
}
VISIT = VISITS["en"]


def spellings(text: str) -> Iterator[tuple[str, bytes]]:
    """Yield a text as its bytes may stand on a disk, with the name of the encoding."""
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        plain = text.encode(encoding)
        yield encoding, plain
        yield f"{encoding} hex", plain.hex().encode()
        yield f"{encoding} HEX", plain.hex().upper().encode()
        for shift in range(3):
            whole = base64.b64encode(b"\0" * shift + plain)
            inner = whole[0 if not shift else 4 : len(whole) - 4]
            yield f"{encoding} base64 {shift}", inner
            yield f"{encoding} base64url {shift}", inner.replace(b"+", b"-").replace(b"/", b"_")


def hits(folder: Path) -> list[str]:
    """Return every place under a folder, names of files included, where a canary stands, and in which spelling."""
    needles = [(name, how, needle) for name, text in CANARIES.items() for how, needle in spellings(text)]
    found = []
    for path in sorted(folder.rglob("*")):
        content = os.fsencode(path.relative_to(folder)) + (path.read_bytes() if path.is_file() else b"")
        found += [f"{path.relative_to(folder)}: {name} in {how}" for name, how, needle in needles if needle in content]
    return found


def test_the_reader_finds_what_is_there(tmp_path: Path) -> None:
    for number, (_, needle) in enumerate(spellings(CANARIES["CNIC"])):
        (tmp_path / f"{number}").write_bytes(b"before" + needle + b"after")
        assert any(found.startswith(f"{number}: CNIC") for found in hits(tmp_path)), number


@pytest.fixture
def root() -> Iterator[Path]:
    """Everything that the app and the browser may write to; its name is short, for Chromium names a socket in it."""
    with tempfile.TemporaryDirectory(prefix="m") as folder:
        (Path(folder) / "temporary").mkdir()
        yield Path(folder)


@pytest.fixture
def profile(chromium: Any, root: Path) -> Iterator[BrowserContext]:
    """A browser as an inspector has it: with a profile on the disk, not a private window."""
    path = os.environ.get("CHROMIUM_PATH") or shutil.which("chromium") or shutil.which("chromium-browser")
    context = chromium.browser_type.launch_persistent_context(
        root / "profile",
        executable_path=path,
        args=["--no-sandbox", "--disable-gpu"],
        env={**os.environ, "TMPDIR": str(root / "temporary")},
        viewport={"width": 1366, "height": 768},
    )
    yield context
    context.close()


class _Profile:
    """Hands a window the browser that has a profile, where it would make a private one."""

    def __init__(self, context: BrowserContext) -> None:
        self._context = context

    def new_context(self, **_: Any) -> BrowserContext:
        return self._context


def _photo(path: Path) -> Path:
    """Make a picture whose EXIF block holds a name and a number."""
    notes = Image.Exif()
    notes[ExifTags.Base.ImageDescription] = notes[ExifTags.Base.Artist] = f"{CANARIES['name']} {CANARIES['CNIC']}"
    with Image.open(take_photo(path)) as picture:
        picture.load()
    picture.save(path, "JPEG", exif=notes)
    return path


def _use_every_page(window: LaptopWindow, photo: Path) -> None:
    page = window.page
    window.open().sign_in()
    for text in (CANARIES["name"], CANARIES["Urdu name"], CANARIES["CNIC"], CANARIES["phone"]):
        window.go("/search")
        with page.expect_response("**/search/hits"):
            page.locator("input[type=search]").first.press_sequentially(text)
        page.keyboard.press("Enter")
        page.wait_for_timeout(500)
    window.go(f"/employers/{MILL}")
    for field, text in (("owner_name", "name"), ("owner_cnic", "CNIC"), ("phone", "phone")):
        box = page.locator(f"form[action$=corrections] input[name={field}]")
        if not box.is_visible():
            page.locator("details:has(form[action$=corrections]) > summary").first.click()
        box.fill(CANARIES[text])
    page.locator("form[action$=corrections] button").last.click()
    expect(page.locator("main")).to_contain_text(CANARIES["name"])
    window.go("/survey")
    page.fill("input[name=name_en]", CANARIES["name"])
    page.fill("input[name=name_ur]", CANARIES["Urdu name"])
    page.fill("input[name=phone]", CANARIES["phone"])
    with page.expect_navigation():
        page.click("#survey button.primary")
    window.go(f"/employers/{MILL}")
    page.locator("#start button.primary").first.click()
    page.wait_for_url("**/inspections/*")
    _visit(window, page.url.removeprefix(window.laptop.url), photo)


def _visit(window: LaptopWindow, inspection: str, photo: Path) -> None:
    page = window.page
    window.go(f"{inspection}/sections/premises")
    for item, text in (("representative_name", "name"), ("representative_cnic", "CNIC")):
        window.answer(item, CANARIES[text])
    window.go(f"{inspection}/sections/wrap_up")
    window.answer("remarks", f"{CANARIES['interview']} {CANARIES['CNIC without hyphens']}")
    for section, card in (("workers_found", VISIT.worker), ("interviews", VISIT.interview)):
        window.go(f"{inspection}/sections/{section}")
        key = window.add_card()
        canaries = {"wf_name": "Urdu name", "wf_cnic": "CNIC", "iv_alias": "interview"}
        for item, value in card.items():
            window.answer(item, CANARIES[canaries[item]] if item in canaries else value, key)
    window.go(f"{inspection}/sections/records")
    window.answer("rec_wage_register", "produced")
    window.attach("rec_wage_register", photo, f"{CANARIES['name']} {CANARIES['CNIC']}")
    window.go(str(page.locator('#item-rec_wage_register a[href*="/evidence/"]').first.get_attribute("href")))
    for place in ("findings", "arrears", "statement", "signature"):
        window.go(f"{inspection}/{place}")
    window.go(f"{inspection}/statement")
    page.fill("textarea[name=text]", f"{CANARIES['name']} {CANARIES['interview']}")
    page.click("main button.primary")
    window.sign()
    window.speak("ur")
    for place in ("/", "/queue", f"/employers/{MILL}", inspection, f"{inspection}/sections/interviews"):
        window.go(place)


@pytest.mark.timeout(180)
def test_nobody_who_reads_the_disk_learns_of_a_person(
    tmp_path: Path, root: Path, enrolled_home: Path, profile: Any
) -> None:
    shutil.copytree(enrolled_home, root / "home" / "laptop")
    photo = _photo(tmp_path / "photo.jpg")  # the inspector's own files are his to keep
    with laptop_process(root) as process:
        window = LaptopWindow(_Profile(profile), process.running)
        _use_every_page(window, photo)
        window.assert_nothing_left_the_machine()
        profile.close()
        process.end(signal.SIGTERM)

    assert hits(root) == []
    assert (root / "profile").is_dir()
    assert any((root / "home").rglob("work.db"))


@pytest.mark.timeout(180)
def test_nobody_who_reads_the_disk_of_a_laptop_that_lost_its_power_learns_of_a_person(
    tmp_path: Path, root: Path, enrolled_home: Path, chromium: Any
) -> None:
    shutil.copytree(enrolled_home, root / "home" / "laptop")
    with laptop_process(root) as process:
        window = LaptopWindow(chromium, process.running)
        _use_every_page(window, _photo(tmp_path / "photo.jpg"))
        process.end(signal.SIGKILL)
        window.close()

    assert hits(root) == []
