from __future__ import annotations

import re
from typing import Any

import pytest
from prepared_laptop import MILL, MILL_VISIT, RESTAURANT

from checklists.library import headings_for, load_checklist

OFFERED = [one.name for one in headings_for("pessi")]


def _options(page: str) -> list[str]:
    start = page.partition('id="start"')[2] or page  # on an employer's file the notice of the visit has a choice before
    select = start.partition('<select name="checklist"')[2].partition("</select>")[0]
    return re.findall(r'<option value="([a-z_]+)">', select)


@pytest.mark.parametrize("lang", ["en", "ur"])
@pytest.mark.parametrize("page", [f"/employers/{MILL}", f"/employers/{RESTAURANT}", "/"])
def test_the_checklist_is_chosen_by_its_title_in_the_users_language(visitor: Any, lang: Any, page: str) -> None:
    shown = visitor.speak(lang).get(page).text

    assert sorted(_options(shown)) == sorted(OFFERED)
    assert _options(shown)[0] == "registration_contribution"
    assert load_checklist("follow_up").title.in_(lang) in shown


@pytest.mark.parametrize("name", OFFERED)
def test_every_page_of_every_checklist_opens_in_both_languages(visitor: Any, name: str) -> None:
    began = visitor.post("/inspections", {"employer_id": MILL, "visit_id": MILL_VISIT, "checklist": name})
    here = began.headers["Location"]

    for lang in ("en", "ur"):
        overview = visitor.speak(lang).get(here).text
        assert load_checklist(name).title.in_(lang) in overview
        for section in set(re.findall(rf'href="({here}/sections/[a-z_]+)"', overview)):
            assert visitor.get(section).status_code == 200, section
        for page in ("findings", "arrears", "statement", "signature"):
            assert visitor.get(f"{here}/{page}").status_code == 200, page
        assert "{" not in visitor.get(f"{here}/arrears").text.partition("<main")[2].partition("</main>")[0]


def test_the_arrears_page_says_that_a_follow_up_does_not_feed_the_assessment(visitor: Any) -> None:
    began = visitor.post("/inspections", {"employer_id": MILL, "visit_id": MILL_VISIT, "checklist": "follow_up"})
    here = began.headers["Location"]

    page = visitor.get(f"{here}/arrears").text
    assert "does not feed the assessment" in page
    assert f'href="{here}/statement"' in page
    assert "166,320" not in page
    assert "حساب نہیں کیا گیا" in visitor.speak("ur").get(f"{here}/arrears").text


def test_a_checklist_of_another_scheme_is_refused_in_words(visitor: Any) -> None:
    answer = visitor.post("/inspections", {"employer_id": MILL, "visit_id": "", "checklist": "eobi_establishment"})

    assert answer.status_code == 404
    assert "no checklist named" in answer.text
