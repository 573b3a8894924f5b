from __future__ import annotations

import re
from typing import Any

import pytest

from simplify_content.handbook import load_handbook

ITEM_WITH_PROVISION = "/sections/records"


@pytest.mark.parametrize("query", ["contribution", "شراکت", "contribuiton"])
@pytest.mark.parametrize("lang", ["en", "ur"])
def test_contribution_is_found_by_each_of_its_names_in_either_language(visitor: Any, query: str, lang: str) -> None:
    page = visitor.speak(lang).get("/pocket-book", query_string={"q": query}).text

    assert 'href="/pocket-book/contribution-who-pays"' in page
    assert 'href="/pocket-book/words#word-contribution"' in page
    assert "<mark>" in page


def test_contents_name_every_section_and_say_that_the_wording_is_our_own(visitor: Any) -> None:
    page = visitor.get("/pocket-book").text

    linked = set(re.findall(r'href="/pocket-book/([a-z0-9-]+)"', page))
    assert linked == {section.key for section in load_handbook().sections} | {"words"}
    assert "The text of the SIMPLIFY handbook and pocket book is not available to us" in page


@pytest.mark.parametrize("lang", ["en", "ur"])
def test_every_page_opens_in_both_languages_with_nothing_left_unfilled(visitor: Any, lang: str) -> None:
    visitor.speak(lang)
    for section in load_handbook().sections:
        answer = visitor.get(f"/pocket-book/{section.key}")
        assert answer.status_code == 200
        assert "{value" not in answer.text
        assert ("Not yet compared" if lang == "en" else "موازنہ نہیں ہوا") in answer.text


def test_page_prints_the_figure_of_the_law_and_marks_what_nobody_confirmed(visitor: Any) -> None:
    refund = visitor.get("/pocket-book/refund").text
    base = visitor.get("/pocket-book/contribution-base").text

    assert re.search(r'class="law-figure" title="Section 25">6 months</span>', refund)
    assert "section 25 of the" in refund
    assert re.search(r"Rs 22,000 a month(?:(?!</p>).)*unconfirmed", base, re.DOTALL)


def test_page_in_urdu_isolates_its_figures(visitor: Any) -> None:
    page = visitor.speak("ur").get("/pocket-book/refund").text

    assert '<html lang="ur" dir="rtl">' in page
    assert "\u20666\u2069 ماہ" in page


def test_page_of_another_scheme_prints_that_schemes_figures_and_says_whose(visitor: Any) -> None:
    page = visitor.get("/pocket-book/eobi-contribution").text

    assert "Figures of the law of EOBI" in page
    assert "Employees&#39; Old-Age Benefits Act" in page


def test_provisions_that_were_inferred_are_marked_unconfirmed(visitor: Any) -> None:
    page = visitor.get("/pocket-book/offences").text

    own = page[page.index('data-provision="PESSO65.s66"') :].split("</li>")[0]
    inferred = page[page.index('data-provision="SESSA16.s70"') :].split("</li>")[0]
    assert "unconfirmed" not in own
    assert "unconfirmed" in inferred
    assert "SESSI" in inferred


def test_page_on_benefits_shows_what_the_law_pack_holds_and_marks_the_weak_parts(visitor: Any) -> None:
    page = visitor.get("/pocket-book/benefits-lost").text
    facts = page[page.index('id="facts"') :]

    assert "From the law of PESSI" in facts
    assert "121 days a year" in facts
    assert "unconfirmed" in facts


def test_what_stands_only_in_the_law_pack_is_found_too(visitor: Any) -> None:
    page = visitor.get("/pocket-book", query_string={"q": "tuberculosis"}).text

    assert 'href="/pocket-book/benefits-lost"' in page
    assert "<mark>tuberculosis</mark>" in page


def test_unknown_page_answers_404_in_words(visitor: Any) -> None:
    answer = visitor.get("/pocket-book/no-such-page")

    assert answer.status_code == 404
    assert "The pocket book has no such page." in answer.text


def test_search_without_a_hit_says_what_to_try(visitor: Any) -> None:
    page = visitor.get("/pocket-book", query_string={"q": "zzzzqq<script>"}).text

    assert "Nothing in the pocket book matches" in page
    assert "<script>" not in page.replace('<script src="', "")


def test_search_of_ten_thousand_characters_is_refused_in_words(visitor: Any) -> None:
    answer = visitor.get("/pocket-book", query_string={"q": "a" * 10_000})

    assert answer.status_code == 400
    assert "The search is too long" in answer.text


def test_figure_in_an_excerpt_says_that_nobody_confirmed_it(visitor: Any) -> None:
    page = visitor.get("/pocket-book", query_string={"q": "wages on which contributions run"}).text

    assert "Rs 22,000 a month (unconfirmed)" in re.sub("</?mark>", "", page)


def test_weak_fact_in_an_excerpt_says_that_nobody_confirmed_it(visitor: Any) -> None:
    page = visitor.get("/pocket-book", query_string={"q": "suspended notification outcome"}).text
    plain = re.sub("</?mark>", "", page)

    assert re.search(r"was suspended; the outcome of the case was not read\. \(unconfirmed\)", plain)


def test_words_of_the_trade_stand_in_both_languages(visitor: Any) -> None:
    page = visitor.get("/pocket-book/words").text

    assert 'id="word-contribution"' in page
    assert "کنٹری بیوشن" in page
    assert "شراکت" not in page


def test_provision_of_a_question_leads_to_the_page_on_it(visitor: Any, inspection: str) -> None:
    page = visitor.get(inspection + ITEM_WITH_PROVISION).text

    assert re.search(r'href="/pocket-book/[a-z-]+">Pocket book: ', page)


def test_book_is_in_the_bar_of_both_rooms_and_closed_to_strangers(visitor: Any) -> None:
    assert 'href="/pocket-book"' in visitor.get("/").text
    visitor.post("/sign-out")
    for path in ("/pocket-book", "/pocket-book/words", "/pocket-book/refund"):
        assert "/sign-in" in visitor.get(path).headers["Location"]


def test_trainee_reads_the_same_book(trainee: Any) -> None:
    page = trainee.get("/pocket-book/visit-tour").text

    assert '<body class="practice">' in page
    assert 'href="/pocket-book"' in page
