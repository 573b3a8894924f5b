from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from laptop_window import LaptopWindow
from playwright.sync_api import expect
from prepared_laptop import MILL, PASSWORD, RunningLaptop

pytestmark = pytest.mark.browser


def _begin(window: LaptopWindow) -> str:
    window.go(f"/employers/{MILL}")
    window.page.click("#start button.primary")
    return window.page.url.removeprefix(window.laptop.url)


def test_answer_that_did_not_reach_the_disk_is_said_loudly_and_tried_again(window: LaptopWindow) -> None:
    page = window.page
    window.speak("ur").sign_in()
    window.go(f"{_begin(window)}/sections/premises")
    page.route("**/answers", lambda route: route.abort())
    field = window.field("representative_name")

    field.locator("input[name=value]").fill("طارق محمود")
    field.locator("input[name=value]").press("Tab")

    expect(field.locator(".problem")).to_contain_text("محفوظ نہیں ہوا")
    expect(field.locator(".saved")).to_be_empty()
    expect(page.locator("#save-state")).to_have_class("save-state muted bad")

    page.unroute("**/answers")
    expect(field.locator(".saved")).not_to_be_empty(timeout=15_000)
    expect(field.locator(".problem")).to_be_empty()
    page.reload()
    expect(field.locator("input[name=value]")).to_have_value("طارق محمود")


def test_answers_are_given_by_keyboard_alone(window: LaptopWindow) -> None:
    window.sign_in()
    window.go(f"{_begin(window)}/sections/premises")
    first = window.field("authorisation_shown").locator("input[name=value]").first

    first.focus()
    window.page.keyboard.press("Space")

    expect(window.field("authorisation_shown").locator(".saved")).not_to_be_empty()
    expect(first).to_be_checked()


def test_reason_is_asked_for_before_not_applicable_is_sent(window: LaptopWindow) -> None:
    window.sign_in()
    window.go(f"{_begin(window)}/sections/records")
    field = window.field("rec_accounts")
    field.locator("details.other > summary").click()

    field.locator("input[value=not_applicable]").check()

    expect(field.locator(".problem")).to_have_text("Not saved yet: write why it does not apply.")
    field.locator("input[name=reason]").fill("Kept at the head office")
    field.locator("input[name=reason]").press("Tab")
    expect(field.locator(".saved")).not_to_be_empty()
    expect(field.locator(".problem")).to_be_empty()


def test_file_that_is_no_picture_is_refused_in_urdu(window: LaptopWindow, tmp_path: Path) -> None:
    window.speak("ur").sign_in()
    window.go(f"{_begin(window)}/sections/records")
    false_photo = tmp_path / "photo.jpg"
    false_photo.write_text("this is not a picture")
    evidence = window.field("rec_wage_register").locator("details.evidence")
    evidence.locator("> summary").click()
    evidence.locator("input[type=file]").set_input_files(false_photo)

    evidence.locator("button").click()

    expect(window.page.locator("#problem")).to_be_visible()
    expect(window.page.locator("html")).to_have_attribute("lang", "ur")


def test_answers_are_saved_without_javascript(chromium: Any, laptop: RunningLaptop) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(laptop.launch_url)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button.primary")
    page.goto(f"{laptop.url}/employers/{MILL}")
    page.click("#start button.primary")
    page.goto(f"{page.url}/sections/premises")

    page.locator("#item-representative_name input[name=value]").fill("Tariq Mahmood")
    page.locator("#item-representative_name button", has_text="Save").click()

    expect(page.locator("#item-representative_name input[name=value]")).to_have_value("Tariq Mahmood")
    expect(page.locator("#item-representative_name .saved")).to_have_text("Saved")
    context.close()


@pytest.mark.parametrize("lang", ["en", "ur"])
def test_no_page_is_wider_than_a_small_laptop_screen_and_identifiers_run_left_to_right(
    window: LaptopWindow, lang: str
) -> None:
    window.speak(lang).sign_in()
    inspection = _begin(window)
    pages = ["/", "/search", f"/employers/{MILL}", "/queue", inspection, f"{inspection}/findings"]
    pages += [f"{inspection}/{name}" for name in ("arrears", "statement", "signature", "sections/records")]

    for path in pages:
        window.go(path)
        assert window.page.evaluate("document.documentElement.scrollWidth") <= 1366, path
        for identifier in window.page.locator("bdi.ident").all()[:20]:
            assert identifier.evaluate("element => getComputedStyle(element).direction") == "ltr", path
    window.assert_no_fault()
