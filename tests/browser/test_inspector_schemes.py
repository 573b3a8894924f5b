"""A laptop of each provincial institution: offered its checklists, shown its own law, and no other province's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from laptop_window import LaptopWindow
from playwright.sync_api import expect
from prepared_laptop import MILL, prepare_home, running_laptop

from checklists.library import headings_for

pytestmark = pytest.mark.browser

UNRECORDED = {"en": "no provision recorded for this scheme", "ur": "اس اسکیم کے لیے کوئی دفعہ درج نہیں"}


@pytest.mark.parametrize(
    ("scheme", "act", "unrecorded"),
    [
        ("sessi", {"en": "Sindh Employees' Social Security Act 2016", "ur": "سندھ"}, False),
        ("iessi", {"en": "Provincial Employees' Social Security Ordinance 1965", "ur": "آرڈیننس"}, False),
        ("kpessi", {}, True),
    ],
)
def test_a_question_cites_the_law_of_the_institution_of_the_laptop(
    chromium: Any, tmp_path: Path, scheme: str, act: dict[str, str], unrecorded: bool
) -> None:
    config = prepare_home(tmp_path / "laptop", scheme=scheme)
    with running_laptop(config) as laptop:
        window = LaptopWindow(chromium, laptop).open().sign_in().go(f"/employers/{MILL}")
        offered = window.page.locator("#start select[name=checklist] option")
        assert sorted(option.get_attribute("value") for option in offered.all()) == sorted(
            heading.name for heading in headings_for(scheme)
        )
        window.page.select_option("#start select[name=checklist]", "registration_contribution")
        window.page.click("#start button.primary")
        window.page.wait_for_url("**/inspections/*")
        window.page.click("#sections a >> nth=0")
        window.page.wait_for_url("**/sections/*")
        address = window.page.url
        for lang in ("en", "ur"):
            window.speak(lang)
            window.page.goto(address)
            law = window.field("access_given").locator("details.provision")
            law.locator("summary").click()
            expect(law).to_contain_text(UNRECORDED[lang] if unrecorded else act[lang])
            if not unrecorded:
                expect(law).not_to_contain_text(UNRECORDED[lang])
        window.close()


def test_a_street_survey_shows_what_the_register_has_before_it_begins(chromium: Any, tmp_path: Path) -> None:
    with running_laptop(prepare_home(tmp_path / "laptop", scheme="sessi")) as laptop:
        window = LaptopWindow(chromium, laptop).open().sign_in().search("knitwear")
        window.page.click("#survey")
        window.page.fill("input[name=name_en]", "Shahdara Knit Wear Pvt Ltd")
        window.page.fill("input[name=name_ur]", "شاہدرہ نٹ وئیر")
        window.page.click("#begin")
        expect(window.page.locator(f'#matches a[href="/employers/{MILL}"]')).to_be_visible()
        window.page.press("input[name=name_en]", "Enter")
        expect(window.page.locator("#matches")).to_be_visible()
        window.page.click("button[name=none_of_these]")
        window.page.wait_for_url("**/inspections/*")
        expect(window.page.locator("main")).to_contain_text("Shahdara Knit Wear Pvt Ltd")
        window.close()
