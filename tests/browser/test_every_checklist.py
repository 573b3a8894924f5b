"""Every checklist that ships, from the employer's file to a closed inspection, in a browser, without a network.

CI makes each visit in one of the languages, turn by turn; MUAINA_EVERY_LANGUAGE=1 makes each in both.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from laptop_window import LaptopWindow
from mill_visit import VISITS
from playwright.sync_api import Locator, expect
from prepared_laptop import LAUNCH_TOKEN, MILL, OFFICE_ID, PASSWORD, TODAY, prepare_home, put_office, running_laptop

from checklists.library import available_checklists, heading_of
from inspector_app.services.session import Session

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

NAMES = sorted(available_checklists())
LANGS = ("en", "ur")
VISITS_MADE = [
    (name, lang)
    for number, name in enumerate(NAMES)
    for lang in (LANGS if os.environ.get("MUAINA_EVERY_LANGUAGE") else LANGS[number % 2 : number % 2 + 1])
]
TYPED = {
    "date": (TODAY.isoformat(), "2026-10-01", "2020-01-31", "2026-12-20"),
    "month": ("2026-10", "2026-11"),
    "time": ("09:30",),
    "number": ("2", "1", "0", "31.5204", "74.3587", "40000", "2026"),
    "identifier": ("35202-7654321-9", "042-35870141", "RC-0001-2024"),
    "text": {
        "en": ("As seen at the visit", "0300 1234567"),
        "ur": ("جیسا کہ دورے میں دیکھا گیا", "0300 1234567"),
    },
}
"""What is typed; the next one where a question says that the first cannot stand."""
MOST_ANSWERS, MOST_TRIES = 400, 7


@contextmanager
def _laptop(folder: Path, checklist: str) -> Iterator[tuple[Any, str]]:
    """Run a laptop of the institution that the checklist is of, and give it with the employer to visit."""
    scheme = heading_of(checklist, available_checklists()[checklist][-1]).scheme.split()[0]
    config = prepare_home(folder / "laptop", scheme=scheme)
    with running_laptop(config) as laptop:
        if checklist == "regional_office":
            session: Session = laptop.app.extensions["muaina"].session
            session.sign_in(PASSWORD)
            put_office(session)
            session.sign_out()
        yield laptop, OFFICE_ID if checklist == "regional_office" else MILL


@pytest.mark.parametrize(("checklist", "lang"), VISITS_MADE)
def test_a_visit_with_every_checklist_is_closed(
    chromium: Any, tmp_path: Path, photo: Path, checklist: str, lang: str
) -> None:
    with _laptop(tmp_path, checklist) as (laptop, employer):
        window = LaptopWindow(chromium, laptop).open()
        window.page.on("dialog", lambda dialog: dialog.accept())
        window.speak(lang).sign_in().go(f"/employers/{employer}")
        start = window.page.locator("#start form").first
        start.locator("select[name=checklist]").select_option(checklist)
        start.locator("button.primary").click()
        window.page.wait_for_url(re.compile("/inspections/[0-9a-f-]{36}"))
        inspection = window.page.url.removeprefix(laptop.url)

        _answer_everything(window, inspection, photo, lang)
        _state_and_sign(window, inspection, lang)
        window.go(inspection)
        assert window.page.locator("#reasons li").all_inner_texts() == []
        window.page.click("#close-button")

        expect(window.page.locator("#exit-sheet")).to_be_visible()
        for sheet in LANGS:
            with window.page.expect_download() as download:
                window.page.click(f"#exit-sheet-{sheet}")
            assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")
        expect(window.page.locator("html")).to_have_attribute("lang", lang)
        window.assert_nothing_left_the_machine()
        window.assert_no_fault()
        window.close()
    assert LAUNCH_TOKEN not in inspection


def _answer_everything(window: LaptopWindow, inspection: str, photo: Path, lang: str) -> None:
    """Answer section after section until the page of the inspection names nothing that is missing."""
    window.go(inspection)
    for _ in range(4):
        links = window.page.locator("#sections tr:not(:has(.status.ok)) td a").all()
        for section in [str(link.get_attribute("href")) for link in links]:
            window.go(section)
            _answer_section(window, lang)
            window.attach_where_needed(photo, VISITS[lang].caption)
        window.go(inspection)
        if not window.page.locator("#missing li").count():
            break
    assert window.page.locator("#missing li").all_inner_texts() == []
    _attach_to_findings(window, inspection, photo, lang)


def _answer_section(window: LaptopWindow, lang: str) -> None:
    """Answer every question that shows, also those that an answer brings up."""
    tried: dict[str, int] = {}
    open_ones = window.page.locator(
        "fieldset.item:visible:not(.answered):has(form.answer [name=value]:not([disabled]):not([type=hidden]))"
    )
    for _ in range(MOST_ANSWERS):
        left = [one for one in _ids(open_ones) if tried.get(one, 0) < MOST_TRIES]
        if not left:
            break
        tried[left[0]] = tried.get(left[0], 0) + 1
        _answer(window, window.page.locator(f"#{left[0]}"), tried[left[0]] - 1, lang)
    assert _ids(open_ones.and_(window.page.locator(":has(legend.required)"))) == []


def _ids(found: Locator) -> list[str]:
    ids: list[str] = found.evaluate_all("fields => fields.map(field => field.id)")
    return ids


def _answer(window: LaptopWindow, field: Locator, turn: int, lang: str) -> None:
    choices, box = field.locator(".choices input[name=value]"), field.locator("select[name=value]")
    with window.page.expect_response(re.compile("/answers$")) as reply:
        if choices.count():
            choices.nth(turn % choices.count()).check()
        elif box.count():
            options = box.locator("option").evaluate_all("found => found.map(one => one.value).filter(Boolean)")
            box.select_option(options[turn % len(options)])
        else:
            typed = field.locator("[name=value]").first
            values = _values(typed, lang)
            typed.fill(values[turn % len(values)])
            typed.press("Tab")
    assert reply.value.status in (200, 422), reply.value.text()
    _wait_until_taken(window)


def _wait_until_taken(window: LaptopWindow) -> None:
    """Wait until the page has dealt with every reply: what it shows before is the state of an answer ago."""
    said = window.page.locator("#questions")
    ends = [re.escape(str(said.get_attribute(name))) for name in ("data-saved-all", "data-refused")]
    expect(window.page.locator("#save-state")).to_have_text(re.compile(f"^({'|'.join(ends)})$"))


def _values(typed: Locator, lang: str) -> tuple[str, ...]:
    kind = typed.get_attribute("type") or ""
    if kind in ("date", "month", "time"):
        return TYPED[kind]  # type: ignore[return-value]
    if typed.get_attribute("inputmode") in ("numeric", "decimal"):
        return TYPED["number"]  # type: ignore[return-value]
    if "ident" in (typed.get_attribute("class") or ""):
        return TYPED["identifier"]  # type: ignore[return-value]
    return TYPED["text"][lang]  # type: ignore[index]


def _attach_to_findings(window: LaptopWindow, inspection: str, photo: Path, lang: str) -> None:
    window.go(f"{inspection}/findings")
    for number in range(window.page.locator("section.finding").count()):
        card = window.page.locator("section.finding").nth(number)
        if card.locator("dd .status.warn").count():
            card.locator("details.evidence > summary").click()
            card.locator("input[type=file]").set_input_files(photo)
            card.locator("input[name=caption]").fill(VISITS[lang].caption)
            card.locator("details.evidence button").first.click()
            expect(card.locator('a[href*="/evidence/"]').first).to_be_visible()


def _state_and_sign(window: LaptopWindow, inspection: str, lang: str) -> None:
    window.go(f"{inspection}/statement")
    window.page.fill("textarea[name=text]", VISITS[lang].statement)
    for name in ("by_name", "by_role"):
        box = window.page.locator(f"input[name={name}]")
        if not box.input_value():
            box.fill(VISITS[lang].signer)
    window.page.click("main button.primary")
    window.page.wait_for_url(re.compile("/signature"))
    signer = window.page.locator("input[name=signer_name]")
    if signer.count() and not signer.first.input_value():
        signer.first.fill(VISITS[lang].signer)
    window.sign()
