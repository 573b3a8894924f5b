"""The page of a laptop that nobody uses: it warns, keeps what is typed, locks, and comes back to the same place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from laptop_window import LaptopWindow
from playwright.sync_api import expect
from prepared_laptop import MILL, RunningLaptop, prepare_home, running_laptop

SECONDS = 8


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[RunningLaptop]:
    """A laptop that locks itself after a few seconds."""
    with running_laptop(replace(prepare_home(tmp_path / "laptop"), lock_after_min=SECONDS / 60)) as running:
        yield running


def test_a_page_left_alone_warns_keeps_what_is_typed_and_comes_back(window: LaptopWindow) -> None:
    page = window.speak("ur").sign_in().page
    window.go(f"/employers/{MILL}")
    page.evaluate("for (const folded of document.querySelectorAll('details')) folded.open = true")
    page.fill("input[name=phone]", "042-35700000")
    expect(page.locator("#lock")).to_be_visible(timeout=SECONDS * 1000)
    page.keyboard.press("Shift")
    expect(page.locator("#lock")).to_be_hidden()
    assert page.locator("header.bar .who").is_visible()

    page.wait_for_url(re.compile("/sign-in"), timeout=SECONDS * 3000)
    assert "3520212345671" not in page.content()
    expect(page.locator("main [role=status]")).to_contain_text("خود مقفل")
    window.sign_in()
    page.wait_for_url(re.compile(f"/employers/{MILL}$"))
    page.keyboard.press("Shift")
    expect(page.locator("#draft-kept")).to_be_visible(timeout=SECONDS * 1000)
    expect(page.locator("input[name=phone]")).to_have_value("042-35700000")


def test_every_window_locks_together_and_use_of_one_keeps_all_open(window: LaptopWindow, laptop: Any) -> None:
    window.sign_in()
    other = window.context.new_page()
    other.goto(laptop.url + "/queue")
    window.page.bring_to_front()
    for _ in range(SECONDS):
        window.page.mouse.move(5, 5)
        window.page.wait_for_timeout(1200)
        window.page.mouse.move(9, 9)
    assert other.url.endswith("/queue")
    window.page.wait_for_url(re.compile("/sign-in"), timeout=SECONDS * 3000)
    other.wait_for_url(re.compile("/sign-in"), timeout=SECONDS * 3000)
