"""The work of a district office in a real browser, in English and in Urdu."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from centre_stage import Stage, sign_in, staged_centre

pytestmark = pytest.mark.browser
BOTH = pytest.mark.parametrize("lang", ["en", "ur"])


@pytest.fixture
def stage(tmp_path: Path, now: datetime) -> Iterator[Stage]:
    with staged_centre(tmp_path / "centre", now) as served:
        yield served


@pytest.fixture
def context(chromium: Any) -> Iterator[Any]:
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, accept_downloads=True)
    context.set_default_timeout(20_000)
    yield context
    context.close()


def watched(context: Any) -> tuple[Any, list[str]]:
    """Return a page and the list of what the browser complains about."""
    page, complaints = context.new_page(), []
    page.on("pageerror", lambda problem: complaints.append(str(problem)))
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    return page, complaints


def approve(page: Any, stage: Stage) -> None:
    page.goto(f"{stage.address}/inspections/{stage.inspection_id}")
    page.locator("#approve textarea").fill("Seen")
    page.locator("#approve button").click()
    page.locator("#approve").wait_for(state="detached")


@BOTH
def test_a_supervisor_approves_an_inspection(stage: Stage, context: Any, lang: str) -> None:
    page, complaints = watched(context)
    sign_in(page, stage, "supervisor", lang=lang)

    page.locator("main a.button.primary").first.click()
    page.locator("tbody a").first.click()
    approve(page, stage)

    assert page.locator("h1 + p .status.ok").is_visible()
    assert page.locator("html").get_attribute("dir") == ("rtl" if lang == "ur" else "ltr")
    assert page.locator("#approve").count() == 0
    assert complaints == []


@BOTH
def test_a_supervisor_decides_a_conflict(stage: Stage, context: Any, lang: str) -> None:
    page, complaints = watched(context)
    sign_in(page, stage, "supervisor", lang=lang)
    page.goto(f"{stage.address}/conflicts")
    page.locator("tbody a").first.click()

    page.locator("input[value=arriving]").check()
    page.locator("textarea[name=reason]").fill("آجر نے تصدیق کی" if lang == "ur" else "The employer confirmed it")
    page.locator("#resolve button").click()

    assert "0300-1234567" in page.locator("#resolution").inner_text()
    assert page.locator("#arriving.chosen").is_visible()
    page.goto(f"{stage.address}/employers/{stage.employer_id}")
    assert "0300-1234567" in page.locator("dl.facts").first.inner_text()
    assert complaints == []


@BOTH
def test_from_approval_to_a_notice_whose_papers_download_and_verify(
    stage: Stage, context: Any, tmp_path: Path, lang: str
) -> None:
    page, complaints = watched(context)
    sign_in(page, stage, "supervisor", lang=lang)
    approve(page, stage)
    sign_out(page, stage)

    sign_in(page, stage, "enforcement", lang=lang)
    page.goto(f"{stage.address}/inspections/{stage.inspection_id}")
    page.locator("#open-case button").click()
    case = page.url
    assert page.locator("#issue button").is_disabled()
    assert page.locator("[data-gate=law_confirmed] .missing").is_visible()
    page.locator("input[name=hearing_on]").fill("2026-12-10")
    page.locator("input[name=hearing_at]").fill("11:00")
    page.locator("input[name=hearing_place_en]").fill("Hearing room 2")
    page.locator("input[name=hearing_place_ur]").fill("کمرہ سماعت نمبر 2")
    page.locator("#set-hearing button").click()
    page.locator("[data-gate=hearing] .status.ok").wait_for()
    sign_out(page, stage)

    sign_in(page, stage, "law", lang=lang)
    page.goto(f"{stage.address}/law")
    while page.locator("[data-needed-fact]").count():
        needed = page.locator("[data-needed-fact]").first
        fact = needed.get_attribute("data-needed-fact")
        needed.locator("input[name=reference]").fill("Gazette, checked")
        needed.locator("button").click()
        page.locator(f"[data-fact='{fact}']").wait_for(state="attached")
    sign_out(page, stage)

    sign_in(page, stage, "enforcement", lang=lang)
    page.goto(case)
    page.locator("#issue button").click()
    page.locator("#notice").wait_for()
    papers = {}
    for paper in ("en", "ur"):
        with page.expect_download() as download:
            page.locator(f"#pdf-{paper}").click()
        target = tmp_path / f"{paper}.pdf"
        download.value.save_as(target)
        papers[paper] = target.read_bytes()
    page.locator("#verify").click()
    page.locator(".notice.ok").wait_for()

    assert all(paper.startswith(b"%PDF-") for paper in papers.values())
    assert papers["en"] != papers["ur"]
    assert complaints == []


def sign_out(page: Any, stage: Stage) -> None:
    page.locator("header form[action='/sign-out'] button").click()
    page.wait_for_url(f"{stage.address}/sign-in")


@BOTH
def test_no_page_is_wider_than_the_screen(stage: Stage, context: Any, lang: str) -> None:
    page, complaints = watched(context)
    sign_in(page, stage, "supervisor", lang=lang)

    widths = {}
    for path in (
        "/",
        "/inspections",
        f"/inspections/{stage.inspection_id}",
        "/conflicts",
        f"/conflicts/{stage.conflict_id}",
        "/flags",
        "/employers",
        f"/employers/{stage.employer_id}",
        "/devices",
        "/law",
    ):
        page.goto(stage.address + path)
        widths[path] = page.evaluate("document.documentElement.scrollWidth")

    assert {path: width for path, width in widths.items() if width > 1366} == {}
    assert complaints == []
