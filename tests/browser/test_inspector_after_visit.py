"""In a real browser: the way back after closing, a second window on the same inspection, a returned inspection."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from inspector_at_work import Desk
from laptop_window import LaptopWindow
from playwright.sync_api import expect
from prepared_laptop import BEGIN, MILL, PASSWORD, RunningLaptop, settings_of
from sealed_visit import ALIAS, interviewed, ready_to_close, seals
from uuid_utils.compat import uuid7

from inspector_app.services.session import Session
from inspector_app.store.driver import rows
from inspector_app.store.register_changes import put_row
from inspector_app.tools import Tools
from sync_protocol.entities import ENTITIES

pytestmark = pytest.mark.browser


@contextmanager
def beside(laptop: RunningLaptop) -> Iterator[Desk]:
    """Work on the laptop's files beside its pages."""
    session = Session(settings_of(laptop.home), Tools(now=lambda: BEGIN, new_id=lambda: str(uuid7())))
    session.sign_in(PASSWORD)
    with session.open() as opened:
        yield Desk(opened)
    session.sign_out()


@pytest.fixture
def inspection_id(laptop: RunningLaptop) -> str:
    """An inspection with interviews that only waits to be closed."""
    with beside(laptop) as desk:
        seals(desk.opened)
        made = interviewed(desk)
        ready_to_close(desk, made)
    return made


@pytest.mark.parametrize("lang", ["en", "ur"])
def test_the_way_back_after_closing_shows_nothing_of_an_interview(
    window: LaptopWindow, inspection_id: str, lang: str
) -> None:
    page = window.page
    window.speak(lang).sign_in()
    window.go(f"/inspections/{inspection_id}/sections/interviews")
    alias = page.locator("input[name=value]").first
    expect(alias).to_have_value(ALIAS)
    window.go(f"/inspections/{inspection_id}")
    page.click("#close-button")
    expect(page.locator("#exit-sheet")).to_be_visible()
    for _ in range(2):
        page.go_back()
        page.wait_for_load_state()
        assert ALIAS not in page.content()
    expect(page.locator("#sealed")).to_be_visible()
    assert page.locator("#questions form.answer").count() == 0


def test_a_second_window_is_told_and_the_person_chooses(window: LaptopWindow, inspection_id: str) -> None:
    page = window.sign_in().page
    window.go(f"/inspections/{inspection_id}/sections/head_count")
    second = window.context.new_page()
    second.goto(page.url)
    field = "#item-headcount_men"
    second.fill(f"{field} input[name=value]", "44")
    second.press(f"{field} input[name=value]", "Tab")
    expect(second.locator(f"{field} .saved")).to_contain_text("aved")
    page.fill(f"{field} input[name=value]", "45")
    page.press(f"{field} input[name=value]", "Tab")
    expect(page.locator(f"{field} .problem")).to_contain_text("Another window")
    expect(page.locator(f"{field} input[name=value]")).to_have_value("45")
    page.locator(f"{field} .elsewhere button").first.click()
    expect(page.locator(f"{field} .elsewhere")).to_have_count(0)
    expect(page.locator(f"{field} .problem")).to_be_empty()
    second.reload()
    expect(second.locator(f"{field} input[name=value]")).to_have_value("45")
    second.close()


def test_what_is_typed_after_another_window_closed_is_told_and_stays_on_the_page(
    window: LaptopWindow, inspection_id: str
) -> None:
    page = window.sign_in().page
    window.go(f"/inspections/{inspection_id}/sections/wrap_up")
    second = window.context.new_page()
    second.goto(f"{window.laptop.url}/inspections/{inspection_id}")
    second.click("#close-button")
    expect(second.locator("#exit-sheet")).to_be_visible()
    page.fill("#item-remarks [name=value]", "One thing more")
    page.press("#item-remarks [name=value]", "Tab")
    expect(page.locator("#item-remarks .problem")).to_contain_text("closed")
    expect(page.locator("#item-remarks [name=value]")).to_have_value("One thing more")
    second.close()


def test_a_returned_inspection_is_opened_again_and_closed_by_keyboard(
    window: LaptopWindow, laptop: RunningLaptop, inspection_id: str
) -> None:
    with beside(laptop) as desk:
        desk.close(inspection_id)
        scope = json.loads(rows(desk.opened.work, "SELECT scopes FROM device")[0]["scopes"])[0]
        said = {
            **dict.fromkeys(ENTITIES["inspection_summary"].field_names), "employer_id": MILL, "inspector_id": "x",
            "inspector_name": "x", "inspected_on": "2026-11-22", "state": "returned", "remark": "Again.", "version": 1,
            "remarks": json.dumps([{"item": "remarks", "key": "", "text": "Say more."}]),
        }  # fmt: skip
        put_row(desk.opened.register, ENTITIES["inspection_summary"], scope, row_id=inspection_id, rev=2, values=said)
    page = window.sign_in().page
    window.go(f"/inspections/{inspection_id}")
    page.focus("#reopen")
    page.keyboard.press("Enter")
    expect(page.locator("#returned")).to_contain_text("Say more.")
    page.click("#returned li a")
    expect(page.locator("#remark-remarks")).to_contain_text("Say more.")
    page.fill("#item-remarks [name=value]", "More.")
    page.press("#item-remarks [name=value]", "Tab")
    expect(page.locator("#item-remarks .saved")).to_contain_text("aved")
    window.go(f"/inspections/{inspection_id}")
    page.focus("#close-button")
    page.keyboard.press("Enter")
    expect(page.locator("#record")).to_contain_text("Version 1")
