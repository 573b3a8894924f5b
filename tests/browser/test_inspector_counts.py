"""The count on the tour, written with the keyboard alone."""

from __future__ import annotations

import pytest
from laptop_window import LaptopWindow
from playwright.sync_api import expect
from prepared_laptop import MILL

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("lang", ["en", "ur"])
def test_a_count_is_written_without_a_mouse_and_becomes_the_answers(window: LaptopWindow, lang: str) -> None:
    page = window.speak(lang).sign_in().go(f"/employers/{MILL}").page
    page.click("#start button.primary")
    page.wait_for_url("**/inspections/*")
    inspection = page.url.removeprefix(window.laptop.url)
    window.go(f"{inspection}/sections/head_count")
    page.locator("#to-count").press("Enter")
    page.wait_for_url("**/count")
    page.locator('input[data-column="section"]').first.focus()

    for row in (("Knitting", "Day", "31", "4", "2", ""), ("سلائی", "Day", "12", "5", "", "1")):
        for cell in row:
            page.keyboard.type(cell)
            page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowUp")

    assert page.evaluate("document.activeElement.name") == "contractor_women-0"
    expect(page.locator("#sum-total")).to_have_text("55")
    page.locator("#take button").press("Enter")
    expect(page.locator("main > .notice.ok:visible")).to_be_visible(timeout=20_000)
    expect(page.locator("#answers .status.warn")).to_have_count(0)
    window.go(f"{inspection}/sections/head_count")
    expect(window.field("headcount_men").locator("input[name=value]")).to_have_value("43")
    expect(window.field("headcount_contractor").locator("input[name=value]")).to_have_value("3")
    window.assert_no_fault()
