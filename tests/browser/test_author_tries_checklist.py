"""An author tries a checklist in a real browser."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import tried_checklist
from playwright.sync_api import expect
from waitress import create_server

from checklists.library import load_checklist
from muaina.preview.app import Tried, preview_app
from muaina.preview.trial import Trial, made_up_register

pytestmark = pytest.mark.browser


@pytest.fixture
def page(chromium: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A window on the preview of the checklist with every kind of question; no script fails in it."""
    checklist = load_checklist(tried_checklist.ship(tmp_path / "definitions", monkeypatch), scheme="pessi")
    around, employer = made_up_register(checklist, law_scheme="pessi", on=date(2026, 11, 22))
    server = create_server(_later, host="127.0.0.1", port=0, threads=4)
    port = server.effective_port
    app = preview_app(Tried(Trial(checklist, around), "pessi", employer), launch_token="once", port=port)
    server.application = app
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    context = chromium.new_context(viewport={"width": 1366, "height": 768})
    window, faults = context.new_page(), []
    window.on("pageerror", lambda error: faults.append(str(error)))
    window.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    window.goto(f"http://127.0.0.1:{port}/launch?token=once")
    yield window
    context.close()
    server.close()
    thread.join(timeout=10)
    assert faults == []


def _later(*_: object) -> list[bytes]:
    return []


def test_answers_change_at_once_what_is_asked_offered_and_wrong(page: Any) -> None:
    lead = page.locator("#item-night_lead")
    expect(lead).to_be_hidden()
    expect(page.locator(".tried", has=lead).locator(".when-off")).to_contain_text("not asked now")

    page.locator("#item-night input[value=yes]").check()
    expect(lead).to_be_visible()
    lead.locator("input[name=value]").fill("Akram")
    lead.locator("input[name=value]").press("Tab")
    expect(lead.locator(".saved")).to_contain_text("Taken")
    page.locator("#item-night input[value=no]").check()
    expect(page.locator("#set-aside")).to_contain_text("Akram")

    page.locator("#item-province input[value=sindh]").check()
    expect(page.locator("#item-city .value label")).to_have_text(["Karachi"])
    shifts = page.locator("#item-shifts input[name=value]")
    shifts.fill("9")
    shifts.press("Tab")
    expect(page.locator("#item-shifts > .problem")).to_have_text("A day has one to three shifts.")
    expect(page.locator("#observations")).to_contain_text("A day has one to three shifts.")

    page.click("header form.language button")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("#item-shifts > .problem")).to_have_text("ایک دن میں ایک سے تین شفٹیں ہوتی ہیں۔")
    expect(page.locator("#save-state")).to_be_empty()


def test_counted_cards_appear_when_the_page_is_opened_again(page: Any) -> None:
    gates = page.locator("#item-gates input[name=value]")
    gates.fill("2")
    gates.press("Tab")
    expect(page.locator("#item-gates .saved")).to_contain_text("Taken")

    page.reload()

    expect(page.locator("section.repetition")).to_have_count(2)
