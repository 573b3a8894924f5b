"""The search of the register in a real browser: while typing, in both scripts, back from a file, locked meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_check import faults_of
from laptop_window import LaptopWindow
from playwright.sync_api import expect
from prepared_laptop import prepare_home, running_laptop

pytestmark = pytest.mark.browser
expect.set_options(timeout=20_000)


@pytest.fixture
def window(chromium: Any, tmp_path: Path) -> Iterator[LaptopWindow]:
    with running_laptop(prepare_home(tmp_path / "laptop")) as laptop:
        window = LaptopWindow(chromium, laptop).open().sign_in().go("/search")
        yield window
        window.close()


def test_hits_come_while_one_types_and_no_address_holds_what_was_typed(window: LaptopWindow) -> None:
    page = window.page
    expect(page.locator("#q")).to_be_focused()

    page.keyboard.type("chowdha", delay=30)
    expect(page.locator("#hits a.name")).to_have_count(3)
    page.keyboard.type("ry bri", delay=30)
    expect(page.locator("#hits a.name")).to_have_count(1)
    expect(page.locator("#hits a.name")).to_have_text("Chaudhry Brick Company")
    expect(page.locator("#hits [role=status]")).to_have_text("1 found")

    page.fill("#q", "35202-1234567-1")
    expect(page.locator("#hits a.name")).to_have_text("Shahdara Knitwear (Pvt) Ltd")
    page.fill("#q", "zzzz")
    expect(page.locator("#nothing")).to_contain_text("zzzz")
    page.fill("#q", "")
    expect(page.locator("#found > section")).to_have_count(0)
    assert [address for address in window.requests if "35202" in address or "chow" in address] == []
    assert window.faults == []


def test_back_from_a_file_and_the_other_language_show_the_same_search(window: LaptopWindow) -> None:
    page = window.page
    page.keyboard.type("چودھری برک")
    expect(page.locator("#hits a.name")).to_have_count(1)
    page.click("#hits a.name")
    expect(page.locator("h1")).to_contain_text("Chaudhry Brick Company")

    page.go_back()
    expect(page.locator("#hits a.name")).to_have_text("Chaudhry Brick Company")

    window.speak("ur")
    expect(page.locator("#q")).to_have_value("چودھری برک")
    expect(page.locator("#hits a.name")).to_have_text("چوہدری برک کمپنی")


def test_a_laptop_locked_meanwhile_asks_for_the_password_instead_of_showing_names(window: LaptopWindow) -> None:
    window.laptop.app.extensions["muaina"].session.sign_out()

    window.page.keyboard.type("brick")

    expect(window.page.locator("input[name=password]")).to_be_visible()


def test_what_a_search_shows_and_the_care_of_the_laptop_can_be_used_by_everybody(window: LaptopWindow) -> None:
    window.page.emulate_media(reduced_motion="reduce")
    for lang in ("en", "ur"):
        for query in ("chaudhry", "labirator", "zzzz"):
            window.speak(lang).search(query)
            assert faults_of(window.page) == [], (lang, query)
        window.go("/care")
        assert faults_of(window.page) == [], (lang, "care")
    assert window.faults == []
