"""A whole visit with the keyboard alone: no mouse touches a page from signing in to the closed inspection."""

from __future__ import annotations

from pathlib import Path

import pytest
from keyboard import Keyboard
from laptop_window import LaptopWindow
from mill_visit import VISITS, Visit
from playwright.sync_api import expect
from prepared_laptop import MILL, PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]


def test_a_whole_visit_is_made_with_the_keyboard_alone(window: LaptopWindow, photo: Path) -> None:
    visit, keys = VISITS["en"], Keyboard(window)
    keys.write("input[name=password]", PASSWORD)
    keys.press("main button.primary")
    expect(window.page.locator("header.bar .who")).to_be_visible(timeout=20_000)
    keys.write("main input[type=search]", visit.search)
    with keys.page.expect_navigation():
        keys.page.keyboard.press("Enter")
    keys.follow(f'#hits a[href="/employers/{MILL}"]', "**/employers/*")
    keys.follow("#start button.primary", "**/inspections/*")
    overview = window.page.url
    keys.follow('#sections a[href$="/sections/premises"]', "**/sections/*")

    _answer_sections(keys, visit, photo)
    _card(keys, overview, "workers_found", visit.worker, photo, visit.caption)
    _card(keys, overview, "interviews", visit.interview, photo, visit.caption)
    _confront(keys, overview, visit, photo)

    expect(window.page.locator("#exit-sheet-en")).to_be_visible(timeout=20_000)
    assert keys.unseen == []
    window.assert_no_fault()


def _answer_sections(keys: Keyboard, visit: Visit, photo: Path) -> None:
    for section, answers in visit.sections.items():
        keys.page.goto(f"{keys.page.url.rpartition('/')[0]}/{section}")
        for item, value in answers.items():
            keys.answer(item, value)
        if section == "records":
            keys.answer_otherwise("rec_accounts", "not_applicable", visit.not_applicable)
        keys.attach_where_needed(photo, visit.caption)


def _card(keys: Keyboard, overview: str, repeat: str, answers: dict[str, str], photo: Path, caption: str) -> None:
    keys.page.goto(f"{overview}/sections/{repeat}")
    keys.follow("#add", "**/sections/*")
    key = str(keys.page.locator("section.repetition").last.get_attribute("data-key"))
    for item, value in answers.items():
        keys.answer(item, value, key)
    keys.attach_where_needed(photo, caption)


def _confront(keys: Keyboard, overview: str, visit: Visit, photo: Path) -> None:
    keys.page.goto(f"{overview}/findings")
    keys.attach('section.finding[data-code="WORKERS_UNDECLARED"]', photo, visit.caption)
    keys.follow("#next", "**/arrears")
    keys.follow("#next", "**/statement")
    keys.write("textarea[name=text]", visit.statement)
    keys.follow("main button.primary", "**/signature")
    keys.write("input[name=refusal_reason]", "Will not sign before the owner returns")
    keys.write("input[name=witness_name]", "Constable Aslam")
    keys.follow("#keep-refusal", "**")
    keys.page.goto(overview)
    assert keys.page.locator("#reasons li").all_inner_texts() == []
    keys.follow("#close-button", "**")
