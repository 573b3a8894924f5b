"""Every page of the centre against WCAG 2.2 AA, in both languages, light and dark; pages are found in the URL map."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from axe_check import faults_on
from centre_places import NOT_PAGES, day_of_work
from centre_stage import Stage, sign_in, staged_centre
from page_walk import Place, places_of, stale

pytestmark = pytest.mark.browser


@pytest.fixture
def stage(tmp_path: Path, now: datetime) -> Iterator[Stage]:
    with staged_centre(tmp_path / "centre", now) as served:
        yield served


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, reduced_motion="reduce")
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("lang", ["en", "ur"])
def test_every_page_of_the_centre_is_accessible(stage: Stage, page: Any, lang: str) -> None:
    day, app = day_of_work(stage), stage.centre.app
    places = places_of(app, day.values, special=day.special, not_pages=NOT_PAGES)
    page.goto(f"{stage.address}/sign-in")
    if lang == "ur":
        page.click("form.language button")
    found = faults_on(page, stage.address, [Place("access.sign_in_page", "/sign-in")])

    for person, readable in day.by_reader(app, places).items():
        page.context.clear_cookies()
        sign_in(page, stage, person, lang=lang)
        found += faults_on(page, stage.address, readable)
    found += faults_on(page, stage.address, [Place("nowhere", "/inspections/not-one")], status=404)

    assert not found, "\n".join(found)
    assert stale(app, day.special, NOT_PAGES) == set()
