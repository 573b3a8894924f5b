"""Evidence through the pages: camera, camera refused, a recording, a file that cannot serve, a certificate's QR."""

from __future__ import annotations

import io
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import segno
from laptop_window import LaptopWindow
from PIL import Image
from playwright.sync_api import expect
from prepared_laptop import MILL, RunningLaptop

pytestmark = pytest.mark.browser

SEES = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")


@pytest.fixture(scope="module")
def fake_film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the camera sees: a sheet with a QR."""
    drawn = io.BytesIO()
    segno.make("CERT RC-0001-2024", error="m", micro=False).save(drawn, kind="png", scale=9, border=4)
    sheet = Image.new("RGB", (640, 480), "#dddddd")
    sheet.paste(Image.open(drawn).convert("RGB"), (150, 90))
    target = io.BytesIO()
    sheet.save(target, "JPEG", quality=90)
    film = tmp_path_factory.mktemp("film") / "certificate.mjpeg"
    film.write_bytes(target.getvalue() * 4)
    return film


def _open(chromium: Any, laptop: RunningLaptop, *switches: str) -> Iterator[LaptopWindow]:
    executable = os.environ.get("CHROMIUM_PATH") or shutil.which("chromium") or None
    browser = chromium.browser_type.launch(
        executable_path=executable, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", *switches]
    )
    window = LaptopWindow(browser, laptop).open()
    yield window
    window.close()
    browser.close()


@pytest.fixture
def seeing(chromium: Any, laptop: RunningLaptop, fake_film: Path) -> Iterator[LaptopWindow]:
    """A window whose camera sees the sheet and whose microphone hears a tone."""
    yield from _open(chromium, laptop, *SEES, f"--use-file-for-fake-video-capture={fake_film}")


@pytest.fixture
def refusing(chromium: Any, laptop: RunningLaptop) -> Iterator[LaptopWindow]:
    """A window that is not allowed the camera."""
    yield from _open(chromium, laptop, SEES[0], "--deny-permission-prompts")


def _begin(window: LaptopWindow) -> str:
    window.sign_in().go(f"/employers/{MILL}")
    window.page.click("#start button.primary")
    return window.page.url.removeprefix(window.laptop.url)


def test_a_picture_and_a_recording_are_taken_described_and_kept(seeing: LaptopWindow) -> None:
    page, inspection = seeing.page, _begin(seeing)
    seeing.speak("ur").go(f"{inspection}/evidence/new?item=rec_wage_register&back=evidence")
    page.click("#camera-on")
    expect(page.locator("#view")).to_be_visible()
    page.click("#camera-take")
    expect(page.locator("#ready")).to_have_text(re.compile("تصویر تیار ہے"))
    expect(page.locator("input[name=caption]")).to_be_focused()
    page.fill("input[name=caption]", "اجرت رجسٹر، صفحہ 3")
    page.fill("input[name=place]", "گودام")
    page.keyboard.press("Enter")
    expect(page.locator("ul.evidence-list img")).to_have_count(1)

    seeing.go(f"{inspection}/evidence/new?back=evidence")
    expect(page.locator("input[name=place]")).to_have_value("گودام")
    page.click("#record")
    expect(page.locator("#clock")).to_have_text(re.compile("0:0[1-9]"))
    page.click("#stop")
    expect(page.locator("#listen")).to_be_visible()
    page.click("#keep")
    expect(page.locator("ul.evidence-list > li")).to_have_count(2)

    page.click("ul.evidence-list > li:has(img) a")
    expect(page.locator("aside dl.facts").first).to_contain_text("اس لیپ ٹاپ کا کیمرہ")
    expect(page.locator("aside dl.facts").first).to_contain_text("گودام")
    assert page.evaluate("document.querySelector('img.evidence').naturalWidth") > 300
    seeing.go(f"{inspection}/evidence")
    page.click("ul.evidence-list > li:not(:has(img)) a")
    expect(page.locator("audio")).to_have_js_property("paused", True)
    page.wait_for_timeout(500)
    assert page.locator("audio").evaluate("sound => sound.readyState") > 0
    assert seeing.faults == []
    assert all(url.startswith((seeing.laptop.url, "blob:", "data:")) for url in seeing.requests)


def test_a_refused_camera_is_said_and_a_file_takes_its_place(refusing: LaptopWindow, photo: Path) -> None:
    page, inspection = refusing.page, _begin(refusing)
    refusing.go(f"{inspection}/evidence/new?item=rec_wage_register&back=evidence")
    page.fill("input[name=caption]", "Page 3")
    page.click("#camera-on")
    expect(page.locator("#ready")).to_have_attribute("role", "alert")
    expect(page.locator("#ready")).to_contain_text(re.compile("not allowed|no camera"))
    expect(page.locator("#file")).to_be_focused()
    page.click("#record")
    expect(page.locator("#ready")).to_contain_text("microphone")
    page.set_input_files("#file", {"name": "x.jpg", "mimeType": "image/jpeg", "buffer": b"no picture"})
    page.click("#keep")
    expect(page.locator("#problem")).to_be_visible()
    expect(page.locator("input[name=caption]")).to_have_value("Page 3")
    page.set_input_files("#file", photo)
    page.click("#keep")
    expect(page.locator("ul.evidence-list strong")).to_have_text("Page 3")


def test_a_certificates_qr_is_found_by_the_camera_itself_and_the_picture_kept(seeing: LaptopWindow) -> None:
    page, inspection = seeing.page, _begin(seeing)
    seeing.go(f"{inspection}/certificate")
    page.click("#camera-on")
    expect(page.locator("#result")).to_be_visible(timeout=20_000)
    expect(page.locator("#result")).to_contain_text("carries no signature of the institution")
    expect(page.locator("#result")).to_contain_text("The register here holds certificate RC-0001-2024 as valid.")
    page.click("#result a")
    expect(page.locator("h1")).to_contain_text("Registration certificate, QR read")
    expect(page.locator("#tied")).to_contain_text("registration certificate displayed")


def test_a_dot_is_not_taken_for_a_signature_by_the_page(window: LaptopWindow) -> None:
    inspection = _begin(window)
    window.go(f"{inspection}/signature")
    page, pad = window.page, window.page.locator("#pad")
    page.fill("form:has(#pad) input[name=signer_name]", "Tariq Mehmood")
    pad.click(position={"x": 40, "y": 40})
    page.click("#keep-signature")
    expect(page.locator("#pad-problem")).to_contain_text("dot")
    box = pad.bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + 60)
    page.mouse.down()
    for step in range(1, 8):
        page.mouse.move(box["x"] + 30 + 25 * step, box["y"] + (30 if step % 2 else 80))
    page.mouse.up()
    page.click("#keep-signature")
    expect(page).to_have_url(re.compile(f"{inspection}#close"))
    window.go(f"{inspection}/signature")
    page.fill("input[name=refusal_reason]", "Wants to ask counsel")
    page.click("#keep-refusal")
    expect(page.locator(".notice.bad")).to_contain_text("witness")
    page.check("input[name=alone]")
    page.click("#keep-refusal")
    expect(page).to_have_url(re.compile(f"{inspection}#close"))
