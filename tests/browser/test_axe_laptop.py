"""Every page of the laptop against WCAG 2.2 AA, in both languages, light and dark; pages are found in the URL map."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_check import faults_on
from laptop_stage import NOT_PAGES, practice_places, try_practice, work_a_morning
from laptop_window import LaptopWindow
from page_walk import Place, places_of, stale
from prepared_laptop import RunningLaptop

pytestmark = pytest.mark.browser
BOTH = pytest.mark.parametrize("lang", ["en", "ur"])


@pytest.fixture
def calm(chromium: Any, laptop: RunningLaptop) -> Iterator[LaptopWindow]:
    """A window in which nothing moves, so that colours are measured at rest."""
    window = LaptopWindow(chromium, laptop)
    window.page.emulate_media(reduced_motion="reduce")
    yield window.open()
    window.close()


@BOTH
def test_every_page_of_the_field_room_is_accessible(calm: LaptopWindow, lang: str) -> None:
    page, address, app = calm.speak(lang).page, calm.laptop.url, calm.laptop.app
    found = faults_on(page, address, [Place("access.sign_in", "/sign-in")])
    stage = work_a_morning(calm.sign_in())

    found += faults_on(page, address, places_of(app, stage.values, special=stage.special, not_pages=NOT_PAGES))
    found += faults_on(page, address, [Place("nowhere", "/employers/not-one")], status=404)

    assert not found, "\n".join(found)
    assert stale(app, stage.special, NOT_PAGES) == set()


@BOTH
def test_every_page_of_the_practice_room_is_accessible(calm: LaptopWindow, lang: str) -> None:
    inspection_id = try_practice(calm.speak(lang).sign_in("practice"))

    found = faults_on(calm.page, calm.laptop.url, practice_places(inspection_id))

    assert not found, "\n".join(found)
