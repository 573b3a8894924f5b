from __future__ import annotations

import re
from typing import Any

import pytest
from prepared_laptop import MILL

SEEN = {"name_en": "Rehmat Plastic Works", "name_ur": "رحمت پلاسٹک ورکس", "phone": "042-37900011"}


def _district(page: str) -> str:
    return re.findall(r'<option value="([a-z-]+)"', page.partition('<select name="district"')[2])[0]


@pytest.mark.parametrize(("lang", "words"), [("en", "Begin a street survey"), ("ur", "گلی محلے کا سروے شروع کریں")])
def test_the_search_offers_a_survey_and_its_page_opens(visitor: Any, lang: str, words: str) -> None:
    search = visitor.speak(lang).get("/search?q=nobody").text

    assert words in search
    assert 'href="/survey"' in search
    assert 'name="name_ur"' in visitor.get("/survey").text


def test_an_employer_outside_the_register_is_entered_and_its_inspection_begun(visitor: Any) -> None:
    typed = {**SEEN, "district": _district(visitor.get("/survey").text)}

    began = visitor.post("/survey", typed)

    assert began.status_code == 303
    overview = visitor.get(began.headers["Location"]).text
    assert "Rehmat Plastic Works" in overview
    assert "Unregistered establishment" in overview


def test_likely_matches_are_shown_first_and_nothing_is_entered_until_they_are_ruled_out(visitor: Any) -> None:
    form = visitor.get("/survey").text
    typed = {"name_en": "Shahdara Knit Wear (Private) Limited", "district": _district(form)}

    asked = visitor.post("/survey", typed)

    assert asked.status_code == 200
    assert f"/employers/{MILL}" in asked.text
    assert 'name="none_of_these"' in asked.text
    assert "Employer outside the register" not in visitor.get("/queue").text
    assert visitor.post("/survey", {**typed, "none_of_these": "yes"}).status_code == 303
    assert "Employer outside the register" in visitor.get("/queue").text


def test_what_cannot_stand_is_said_beside_what_was_typed(visitor: Any) -> None:
    answer = visitor.post("/survey", {**SEEN, "phone": "ring the bell", "district": "lahore"})

    assert answer.status_code in (400, 422)
    assert 'value="Rehmat Plastic Works"' in answer.text


def test_the_practice_room_has_no_survey(trainee: Any) -> None:
    assert trainee.get("/survey").status_code >= 400
