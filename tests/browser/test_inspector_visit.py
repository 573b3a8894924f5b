from __future__ import annotations

from pathlib import Path

import pytest
from laptop_window import LaptopWindow
from mill_visit import VISITS, Visit
from playwright.sync_api import expect
from prepared_laptop import MILL

pytestmark = pytest.mark.browser


def _answer_sections(window: LaptopWindow, inspection: str, visit: Visit, photo: Path) -> None:
    for section, answers in visit.sections.items():
        window.go(f"{inspection}/sections/{section}")
        for item, value in answers.items():
            window.answer(item, value)
        if section == "records":
            window.answer_otherwise("rec_accounts", "not_applicable", visit.not_applicable)
        window.attach_where_needed(photo, visit.caption)


def _fill_card(window: LaptopWindow, path: str, answers: dict[str, str]) -> None:
    window.go(path)
    key = window.add_card()
    for item, value in answers.items():
        window.answer(item, value, key)


@pytest.mark.parametrize("lang", ["en", "ur"])
def test_inspector_makes_a_whole_visit_without_a_network(window: LaptopWindow, photo: Path, lang: str) -> None:
    visit, page = VISITS[lang], window.page
    window.speak(lang).sign_in()
    expect(page.locator("#visits")).to_contain_text("PESSI/LHR/INS/2026/0417")

    page.fill("input[type=search]", visit.search)
    page.keyboard.press("Enter")
    page.click(f'#hits a[href="/employers/{MILL}"]')
    expect(page.locator("#unpaid")).to_contain_text("166,320")
    page.click("#start button.primary")
    inspection = page.url.removeprefix(window.laptop.url)

    _answer_sections(window, inspection, visit, photo)
    _fill_card(window, f"{inspection}/sections/workers_found", visit.worker)
    window.attach_where_needed(photo, visit.caption)
    _fill_card(window, f"{inspection}/sections/interviews", visit.interview)
    expect(page.locator("#observations")).not_to_be_empty()

    window.go(f"{inspection}/findings")
    codes = {str(card.get_attribute("data-code")) for card in page.locator("section.finding").all()}
    assert {"WORKERS_UNDECLARED", "WORKER_NOT_SECURED", "CONTRIBUTION_UNPAID", "DEDUCTED_FROM_WAGES"} <= codes
    window.attach_to_finding("WORKERS_UNDECLARED", photo, visit.caption)
    page.click("#next")
    expect(page.locator("#months")).to_contain_text("2026")
    page.click("#next")
    page.fill("textarea[name=text]", visit.statement)
    expect(page.locator("input[name=by_name]")).to_have_value(visit.signer)
    page.click("main button.primary")
    window.sign()

    expect(page.locator("#close-button")).to_be_visible()
    assert page.locator("#reasons li").all_inner_texts() == []
    page.click("#close-button")
    for sheet in ("en", "ur"):
        with page.expect_download() as download:
            page.click(f"#exit-sheet-{sheet}")
        assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")
        assert download.value.suggested_filename == f"exit-sheet-LHR-04-11873-{sheet}.pdf"

    window.go("/queue")
    states = {str(row.get_attribute("data-state")) for row in page.locator("#lines tbody tr").all()}
    assert states == {"waiting"}
    assert page.locator("#lines tbody tr").count() >= 4
    expect(page.locator("html")).to_have_attribute("lang", lang)
    window.assert_nothing_left_the_machine()
    window.assert_no_fault()


def test_answer_stands_on_the_page_after_a_reload(window: LaptopWindow) -> None:
    window.sign_in().go(f"/employers/{MILL}")
    window.page.click("#start button.primary")
    inspection = window.page.url.removeprefix(window.laptop.url)
    window.go(f"{inspection}/sections/premises")
    window.answer("representative_name", "Tariq Mahmood")

    window.page.reload()

    expect(window.field("representative_name").locator("input[name=value]")).to_have_value("Tariq Mahmood")
    expect(window.field("representative_name").locator(".saved")).not_to_be_empty()
    window.assert_no_fault()
