from __future__ import annotations

from typing import Any

import pytest
from laptop_window import LaptopWindow
from playwright.sync_api import expect
from prepared_laptop import TODAY

from casework.practice.scenario import Scenario
from checklists.form_state import AnswerState, ItemRef
from checklists.library import load_checklist
from inspector_app.services.practice import practice_desk

pytestmark = pytest.mark.browser


def _sections() -> dict[str, str]:
    return {item.node.name: item.section for item in load_checklist("registration_contribution").form.items}


def _record(window: LaptopWindow, scenario: Scenario, ref: ItemRef, key: str) -> None:
    answer = scenario.truth.by_ref[ref]
    if answer.state is AnswerState.GIVEN:
        window.answer(ref.item, answer.value, key)
    else:
        window.answer_otherwise(ref.item, answer.state.value, answer.reason, key)


def _record_the_truth(window: LaptopWindow, inspection: str, scenario: Scenario) -> None:
    """Write down everything that a perfect inspector would, section by section, in the order of the page."""
    section_of = _sections()
    order = list(section_of)
    for section in dict.fromkeys(section_of.values()):
        window.go(f"/inspections/{inspection}/sections/{section}")
        keys = scenario.truth.repeats.get(section, ("",))
        cards = {key: window.add_card() if key else "" for key in keys}
        refs = [ref for ref in scenario.truth.by_ref if section_of[ref.item] == section]
        for ref in sorted(refs, key=lambda ref: (keys.index(ref.key), order.index(ref.item))):
            _record(window, scenario, ref, cards[ref.key])


def _points(window: LaptopWindow, inspection: str) -> int:
    window.go(f"/practice/{inspection}/score")
    return int(str(window.page.locator("#points").get_attribute("data-points")))


def _scenario(laptop: Any) -> Scenario:
    with laptop.app.extensions["muaina"].session.open() as opened:
        return practice_desk(opened, on=TODAY).scenario


def test_trainees_score_changes_when_one_finding_is_left_out(window: LaptopWindow) -> None:
    page = window.page
    window.sign_in("practice")
    expect(page.locator("body")).to_have_class("practice")
    expect(page.locator("#bar-queue")).to_have_count(0)
    scenario = _scenario(window.laptop)
    expect(page.locator("#papers details")).to_have_count(len(scenario.papers))
    page.click("#start")
    inspection = page.url.rpartition("/")[2]

    _record_the_truth(window, inspection, scenario)
    complete = _points(window, inspection)
    assert page.locator("#missed li").count() == 0
    assert page.locator("#wrong li").count() == 0

    window.go(f"/inspections/{inspection}/sections/registration")
    window.answer("certificate_matches", "yes")

    assert _points(window, inspection) < complete
    assert [line.get_attribute("data-code") for line in page.locator("#missed li").all()] == ["CERT_MISMATCH"]
    window.assert_nothing_left_the_machine()
    window.assert_no_fault()


def test_practice_room_is_seen_to_be_one_on_every_page_and_has_no_queue(window: LaptopWindow) -> None:
    window.speak("ur").sign_in("practice")

    for path in ("/practice", "/search", "/nowhere"):
        window.go(path)
        expect(window.page.locator("body")).to_have_class("practice")
    window.go("/queue")
    expect(window.page.locator("#problem")).to_be_visible()
