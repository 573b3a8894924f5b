"""What questions can do on the laptop's pages, in a real browser: search, cascade, count, set aside, without script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tried_checklist
from laptop_window import LaptopWindow
from playwright.sync_api import expect
from prepared_laptop import MILL

pytestmark = pytest.mark.browser


@pytest.fixture
def at_form(window: LaptopWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LaptopWindow]:
    """A window on the first section of an inspection with every kind of question."""
    name = tried_checklist.ship(tmp_path / "definitions", monkeypatch)
    window.sign_in()
    _start(window, name)
    yield window
    window.assert_no_fault()
    window.assert_nothing_left_the_machine()


def _start(window: LaptopWindow, name: str) -> None:
    page = window.go(f"/employers/{MILL}").page
    page.select_option("#start select[name=checklist]", name)
    page.click("#start form button.primary")
    page.click("#sections a >> nth=0")


def test_an_answer_that_is_no_longer_asked_is_set_aside_before_ones_eyes_and_comes_back(at_form: LaptopWindow) -> None:
    page = at_form.page
    at_form.answer("night", "yes")
    at_form.answer("night_lead", "Akram")

    at_form.answer("night", "no")

    expect(at_form.field("night_lead")).to_be_hidden()
    expect(page.locator("#set-aside")).to_contain_text("Who leads the night shift?")
    expect(page.locator("#set-aside")).to_contain_text("“Is there a night shift?” is: No")
    at_form.speak("ur")
    expect(page.locator("#set-aside")).to_contain_text("”کیا رات کی شفٹ ہے؟“ کا جواب: نہیں")
    at_form.speak("en").answer("night", "yes")
    expect(page.locator("#set-aside")).to_be_hidden()
    expect(at_form.field("night_lead").locator("input[name=value]")).to_have_value("Akram")


def test_a_cascade_offers_other_choices_at_once_and_marks_the_answer_that_no_longer_fits(at_form: LaptopWindow) -> None:
    city = at_form.field("city")
    expect(city).to_contain_text("Nothing to choose from")
    at_form.answer("province", "punjab")
    expect(city.locator("label")).to_have_text(["Lahore", "Multan"])
    at_form.answer("city", "lahore")

    at_form.answer("province", "sindh")

    expect(city.locator("label")).to_have_text(["Karachi"])
    expect(city.locator(":scope > .problem")).not_to_be_empty()


def test_a_long_list_of_the_register_is_searched_by_name_or_number(at_form: LaptopWindow) -> None:
    worker = at_form.field("worker")
    expect(worker.locator(".required-message")).to_have_text("Choose a worker whom the register holds as covered.")
    worker.locator("input[type=search]").fill("35202-0000017")
    expect(worker.locator("option:not([hidden])")).to_have_text(["Choose", "Worker 17 (35202-0000017-1)"])

    with at_form.page.expect_response(re.compile("/answers$")) as reply:
        worker.locator("select").select_option(label="Worker 17 (35202-0000017-1)")

    assert reply.value.status == 200
    expect(worker.locator(".required-message")).to_be_hidden()
    expect(at_form.field("worker_cnic").locator("output")).to_have_text("3520200000171")
    worker.locator("input[type=search]").fill("nobody at all")
    expect(worker.get_by_text("Nothing in the list matches.")).to_be_visible()


def test_presets_read_only_questions_and_counts_are_shown_for_what_they_are(at_form: LaptopWindow) -> None:
    expect(at_form.field("shifts").locator("input[name=value]")).to_have_value("1")
    expect(at_form.field("shifts").locator(".saved")).to_contain_text("unless you change it")
    expect(at_form.field("seen_on").locator("input[name=value]")).to_be_disabled()
    at_form.answer("gates", "3")

    at_form.page.click("#next")

    expect(at_form.page.locator("section.repetition")).to_have_count(3)
    expect(at_form.page.locator("#add")).to_have_count(0)
    at_form.answer("gate_name", "North", key="2")


def test_the_whole_form_works_without_script(at_form: LaptopWindow, chromium: Any) -> None:
    context = chromium.new_context(
        java_script_enabled=False,
        storage_state=at_form.context.storage_state(),
        viewport={"width": 1366, "height": 768},
    )
    page = context.new_page()
    page.goto(at_form.page.url)

    def save(item: str) -> None:
        page.locator(f"#item-{item} form.answer button").click()

    page.locator("#item-worker select").select_option(label="Worker 17 (35202-0000017-1)")
    save("worker")
    page.locator("#item-province input[value=punjab]").check()
    save("province")
    page.locator("#item-city input[value=lahore]").check()
    save("city")
    page.locator("#item-shifts input[name=value]").fill("9")
    save("shifts")
    page.locator("#item-night input[value=yes]").check()
    save("night")
    page.locator("#item-night_lead input[name=value]").fill("Akram")
    save("night_lead")
    page.locator("#item-night input[value=no]").check()
    save("night")

    expect(page.locator("#item-worker_cnic output")).to_have_text("3520200000171")
    expect(page.locator("#item-city input[value=lahore]")).to_be_checked()
    expect(page.locator("#item-shifts .problem")).to_have_text("A day has one to three shifts.")
    expect(page.locator("#set-aside")).to_contain_text("Akram")
    context.close()
