"""Two windows on one inspection in a real browser: what the second types stands beside what is kept, to choose from."""

from __future__ import annotations

import pytest
from laptop_window import LaptopWindow
from playwright.sync_api import Page, expect
from prepared_laptop import MILL

pytestmark = pytest.mark.browser


@pytest.fixture
def at_work(window: LaptopWindow) -> LaptopWindow:
    """A window on an inspection that was just begun."""
    window.sign_in().go(f"/employers/{MILL}").page.click("#start button.primary")
    return window


def second(window: LaptopWindow, path: str) -> Page:
    page = window.context.new_page()
    page.goto(window.page.url.split("#")[0] + path)
    return page


def write_statement(page: Page, text: str, name: str) -> None:
    page.fill("textarea[name=text]", text)
    page.fill("input[name=by_name]", name)
    page.click("main form button.primary")


@pytest.mark.parametrize("lang", ["en", "ur"])
def test_the_second_statement_is_shown_beside_the_first_and_chosen(at_work: LaptopWindow, lang: str) -> None:
    at_work.speak(lang)
    first, other = second(at_work, "/statement"), second(at_work, "/statement")
    write_statement(first, "We pay for every worker.", "Tariq Mahmood")
    first.wait_for_url("**/signature")

    write_statement(other, "ہم نئے کارکنوں کا اندراج کر رہے ہیں۔\nچالان کل دیں گے۔", "زبیر شاہ")
    expect(other.locator("#elsewhere")).to_contain_text("We pay for every worker.")
    expect(other.locator("#elsewhere")).to_contain_text("چالان کل دیں گے۔")
    expect(other.locator("#elsewhere")).to_contain_text("زبیر شاہ")
    other.click("#keep-standing")
    expect(other.locator("textarea[name=text]")).to_have_value("We pay for every worker.")

    write_statement(first := second(at_work, "/statement"), "Ask the owner.", "Tariq Mahmood")
    first.wait_for_url("**/signature")
    write_statement(other, "چالان کل دیں گے۔", "زبیر شاہ")
    other.click("#keep-typed")
    other.wait_for_url("**/signature")
    last = second(at_work, "/statement")
    expect(last.locator("textarea[name=text]")).to_have_value("چالان کل دیں گے۔")


def draw(page: Page) -> None:
    box = page.locator("#pad").bounding_box()
    assert box
    page.mouse.move(box["x"] + 60, box["y"] + 70)
    page.mouse.down()
    for step in range(1, 9):
        page.mouse.move(box["x"] + 60 + 30 * step, box["y"] + 70 + (-1) ** step * 25)
    page.mouse.up()


@pytest.mark.parametrize("lang", ["en", "ur"])
def test_a_drawn_signature_survives_a_quicker_window_and_lapses_with_the_sheet(
    at_work: LaptopWindow, lang: str
) -> None:
    at_work.speak(lang)
    first, other = second(at_work, "/signature"), second(at_work, "/signature")
    for page, name in ((first, "Tariq Mahmood"), (other, "Zubair Shah")):
        page.locator("input[name=signer_name]").first.fill(name)
        draw(page)
        page.click("#keep-signature")
    expect(other.locator("#elsewhere img")).to_have_count(2)
    for picture in other.locator("#elsewhere img").all():
        assert picture.evaluate("picture => picture.decode().then(() => picture.naturalWidth)") == 1000
    other.click("#keep-typed")
    other.wait_for_url("**#close")

    signed = second(at_work, "/signature")
    expect(signed.locator("#earlier li")).to_have_count(1)
    expect(signed.locator("#lapsed")).to_have_count(0)
    at_work.go(at_work.page.url.removeprefix(at_work.laptop.url).split("#")[0] + "/sections/records")
    at_work.answer("rec_wage_register", "not_produced")
    signed.reload()
    expect(signed.locator("#lapsed")).to_be_visible()
    at_work.assert_no_fault()
    at_work.assert_nothing_left_the_machine()


@pytest.mark.parametrize("lang", ["en", "ur"])
def test_a_line_of_a_list_written_in_two_windows_keeps_both_and_asks_about_one_cell(
    at_work: LaptopWindow, lang: str
) -> None:
    at_work.speak(lang)
    page = second(at_work, "/books")
    with page.expect_navigation():
        page.click("form:has(input[value=wage_register]) button")
    write_line(page, 0, name="Aslam", wage="30000")
    first, other = second(at_work, ""), second(at_work, "")
    for window in (first, other):
        window.goto(page.url)
    write_line(first, 0, wage="31000")
    write_line(other, 0, cnic="3520212345671")
    expect(other.locator("input[name=wage-0]")).to_have_value("31000")

    write_line(first, 0, name="Akram", wage="32000")
    write_line(other, 0, wage="29000", saved=False)
    expect(other.locator("#why-wage-0")).to_contain_text("32000")
    expect(other.locator("input[name=wage-0]")).to_have_value("29000")
    expect(other.locator("#save-state")).to_have_class("save-state muted bad")
    other.locator(".elsewhere button").nth(1).click()
    expect(other.locator("input[name=wage-0]")).to_have_value("32000")
    expect(other.locator("input[name=name-0]")).to_have_value("Akram")
    expect(other.locator("#why-wage-0")).to_be_empty()

    write_line(first, 0, name="Afzal", wage="33000")
    write_line(other, 0, wage="28000", saved=False)
    other.locator(".elsewhere button").nth(0).click()
    expect(other.locator(".elsewhere")).to_have_count(0)
    last = second(at_work, "")
    last.goto(page.url)
    for name, value in {"name": "Afzal", "wage": "28000", "cnic": "35202-1234567-1"}.items():
        expect(last.locator(f"input[name={name}-0]")).to_have_value(value)


def write_line(page: Page, row: int, *, saved: bool = True, **cells: str) -> None:
    """Write in the cells of a line, leave it, and wait for what the laptop says."""
    for name, value in cells.items():
        page.fill(f"input[name={name}-{row}]", value)
    with page.expect_response("**/lines"):
        page.locator("h1").first.click()
        page.evaluate("document.activeElement.blur()")
    expect(page.locator("tr.unsaved")).to_have_count(0 if saved else 1)
