"""What a reader may change about a page, and that the work stays where it was."""

from __future__ import annotations

import pytest
from laptop_window import LaptopWindow
from playwright.sync_api import expect
from prepared_laptop import MILL

pytestmark = pytest.mark.browser


def test_language_and_type_size_come_back_to_the_question_that_was_worked_on(window: LaptopWindow) -> None:
    page = window.sign_in().go(f"/employers/{MILL}").page
    page.click("#start button.primary")
    inspection = page.url.removeprefix(window.laptop.url)
    window.go(f"{inspection}/sections/records")
    usual = _letters(window)
    window.answer("rec_attendance", "produced")
    window.answer("attendance_workers", "47")

    window.speak("ur")

    assert page.url.endswith("/sections/records#item-attendance_workers")
    expect(window.field("attendance_workers").locator("input[name=value]")).to_have_value("47")
    expect(window.field("attendance_workers")).to_be_in_viewport()
    page.click("form.type-size button")
    expect(page.locator("html")).to_have_class("large-type js")
    expect(page.locator("html")).to_have_attribute("lang", "ur")
    assert _letters(window) == pytest.approx(usual * 1.25)
    assert page.evaluate("document.scrollingElement.scrollWidth - document.documentElement.clientWidth") <= 0
    window.assert_no_fault()


def _letters(window: LaptopWindow) -> float:
    return float(window.page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)"))


@pytest.mark.parametrize("room", ["field", "practice"])
def test_a_page_prints_black_on_white_without_what_only_a_screen_needs(window: LaptopWindow, room: str) -> None:
    page = window.sign_in(room).go("/pocket-book").page
    page.emulate_media(media="print", color_scheme="dark")

    look = "() => { const body = getComputedStyle(document.body); return [body.color, body.backgroundColor]; }"
    assert page.evaluate(look) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    expect(page.locator("header.bar")).to_be_hidden()
    expect(page.locator("main form.search")).to_be_hidden()
    band = page.evaluate("getComputedStyle(document.body, '::before').content")
    assert ("TRAINING" in band) == (room == "practice")
