from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.parametrize("lang", ["en", "ur"])
def test_larger_type_is_offered_on_every_page_kept_and_taken_back(visitor: Any, lang: str) -> None:
    visitor.speak(lang)
    assert "large-type" not in visitor.get("/search?q=knit").text

    answer = visitor.post("/type-size", {"size": "large", "next": "/search?q=knit"})

    assert (answer.status_code, answer.headers["Location"]) == (303, "/search?q=knit")
    for path in ("/search?q=knit", "/queue", "/employers/not-one"):
        page = visitor.get(path).text
        assert 'class="large-type"' in page
        assert 'name="size" value="usual"' in page
    visitor.post("/type-size", {"size": "usual", "next": "/"})
    assert "large-type" not in visitor.get("/").text


def test_larger_type_may_be_chosen_before_signing_in_and_stands_after_it(stranger: Any) -> None:
    stranger.post("/type-size", {"size": "large", "next": "/sign-in"})

    assert 'class="large-type"' in stranger.get("/sign-in").text
    assert 'class="large-type"' in stranger.sign_in().get("/").text


def test_a_size_that_is_none_and_a_way_out_of_the_app_are_not_taken(visitor: Any) -> None:
    answer = visitor.post("/type-size", {"size": "huge", "next": "//elsewhere.example/"})

    assert answer.headers["Location"] == "/"
    assert "large-type" not in visitor.get("/").text
