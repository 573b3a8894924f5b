from __future__ import annotations

from typing import Any

import pytest
from inspector_at_work import ORDER_FORM
from prepared_laptop import BRICK_KILN as UNPLANNED
from prepared_laptop import MILL, NOWHERE


def test_today_shows_visits_with_order_number_and_purpose_overdue_first(visitor: Any) -> None:
    page = visitor.get("/").text

    assert page.index("Data Darbar Restaurant") < page.index("Shahdara Knitwear")
    assert "PESSI/LHR/INS/2026/0417" in page
    assert "four months unpaid" in page
    assert "overdue" in page


@pytest.mark.parametrize("query", ["shahdara", "شاہدرہ", "LHR-04-11873", "35202-1234567-1", "3401237"])
def test_employer_is_found_by_name_in_either_language_and_by_every_number(visitor: Any, query: str) -> None:
    page = visitor.post("/search", {"q": query}, follow_redirects=True).text

    assert f"/employers/{MILL}" in page
    assert '<bdi dir="ltr" class="ident">35202-1234567-1</bdi>' in page


def test_search_without_a_hit_says_what_to_try(visitor: Any) -> None:
    page = visitor.post("/search", {"q": "zzzz"}, follow_redirects=True).text

    assert "No employer on this laptop matches" in page


def test_search_of_ten_thousand_characters_is_refused_in_words(visitor: Any) -> None:
    answer = visitor.post("/search", {"q": "a" * 10_000})

    assert answer.status_code == 400
    assert "The search is too long" in answer.text


def test_what_was_searched_for_stands_in_no_address(visitor: Any) -> None:
    answer = visitor.post("/search", {"q": "3520212345671"})

    assert (answer.status_code, answer.headers["Location"]) == (303, "/search")
    page = visitor.get("/search").text
    assert 'value="3520212345671"' in page
    assert 'name="next" value="/search"' in page


def test_what_one_searched_for_is_shown_to_nobody_else(visitor: Any) -> None:
    visitor.post("/search", {"q": "3520212345671"})
    session = visitor.app.extensions["muaina"].session
    session.sign_out()
    visitor.sign_in("practice")

    assert "3520212345671" not in visitor.get("/search").text


def test_while_one_types_only_what_was_found_is_sent(visitor: Any) -> None:
    part = visitor.post("/search/hits", {"q": "chowdhary bri"}).text

    assert "<html" not in part
    assert "Chaudhry Brick Company" in part
    assert "Sounds alike" in part
    assert visitor.client.post("/search/hits", base_url=visitor.base, data={"q": "brick"}).status_code == 403


def test_employer_file_shows_unpaid_months_trend_and_the_authorised_visit(visitor: Any) -> None:
    page = visitor.get(f"/employers/{MILL}").text

    assert "166,320" in page
    assert "Declared workers from November 2024 to October 2026: lowest 42, highest 42, latest 42." in page
    assert "PESSI/LHR/INS/2026/0417" in page
    assert page.count("<rect") == 24


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "has moved to a district that is not yours"), ("ur", "منتقل ہو چکا ہے")]
)
def test_the_file_of_an_employer_that_left_the_district_says_so(visitor: Any, lang: str, said: str) -> None:
    visitor.speak(lang)
    assert said not in visitor.get(f"/employers/{MILL}").text
    with visitor.app.extensions["muaina"].session.open() as opened:
        opened.register.conn.execute("UPDATE employer SET scope = '' WHERE id = ?", (MILL,))

    assert said in visitor.get(f"/employers/{MILL}").text


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "needs its number, who gave it"), ("ur", "حکم نامے کا نمبر، جاری کرنے والا")]
)
def test_an_order_that_is_not_complete_comes_back_as_it_was_typed_with_the_reason(
    visitor: Any, lang: str, said: str
) -> None:
    form = {"employer_id": UNPLANNED, "visit_id": "", "order_no": "PESSI/88", "purpose": "Claim <b>of a worker</b>"}
    answer = visitor.speak(lang).post("/inspections", form)

    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="PESSI/88"' in answer.text
    assert "Claim &lt;b&gt;of a worker" in answer.text
    assert "<details open>" in answer.text


def test_an_employer_without_a_visit_begins_by_an_order_on_paper_and_only_by_one(visitor: Any) -> None:
    page = visitor.get(f"/employers/{UNPLANNED}").text
    assert "only the practice room is open" in page
    assert 'id="paper-order"' in page
    assert visitor.post("/inspections", {"employer_id": UNPLANNED, "visit_id": ""}).status_code == 422

    begun = visitor.post("/inspections", {"employer_id": UNPLANNED, "visit_id": "", **ORDER_FORM})
    assert begun.status_code == 303
    assert ORDER_FORM["order_no"] in visitor.get(begun.headers["Location"]).text
    assert 'id="paper-order"' not in visitor.get(f"/employers/{UNPLANNED}").text


def test_unknown_employer_answers_404(visitor: Any) -> None:
    assert visitor.get("/employers/01993b1a-0000-7000-8000-00000000ffff").status_code == 404
    assert visitor.get("/employers/1%20OR%201=1").status_code == 404


def test_correction_is_queued_and_shown_as_pending(visitor: Any) -> None:
    answer = visitor.post(f"/employers/{MILL}/corrections", {"phone": "042-35870199"})
    page = visitor.get(answer.headers["Location"]).text

    assert "042-35870199" in page
    assert "042-35870141" in page
    assert "1 waiting" in page


def test_correction_that_changes_nothing_is_not_queued(visitor: Any) -> None:
    answer = visitor.post(f"/employers/{MILL}/corrections", {"phone": "042-35870141"})

    assert "said=employer.correct_nothing" in answer.headers["Location"]
    assert "nothing waiting" in visitor.get("/").text


def test_correction_with_an_impossible_cnic_is_refused_and_what_was_typed_stays(visitor: Any) -> None:
    answer = visitor.post(f"/employers/{MILL}/corrections", {"owner_cnic": "12-34"})

    assert answer.status_code == 422
    assert 'value="12-34"' in answer.text
    assert "nothing waiting" in answer.text


def test_correction_of_ten_thousand_characters_is_refused(visitor: Any) -> None:
    answer = visitor.post(f"/employers/{MILL}/corrections", {"name_en": "x" * 10_000})

    assert answer.status_code == 422
    assert "nothing waiting" in answer.text


def test_sync_without_a_network_is_an_ordinary_outcome(visitor: Any) -> None:
    visitor.post(f"/employers/{MILL}/corrections", {"phone": "042-35870199"})

    answer = visitor.post("/queue/sync")

    assert answer.status_code == 303
    page = visitor.get("/queue").text
    assert 'data-state="received"' not in page
    assert "1 waiting" in page
    assert 'id="last-attempt"' in page
    assert NOWHERE not in page
