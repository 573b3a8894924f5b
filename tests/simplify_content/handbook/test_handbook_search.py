from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simplify_content.handbook import load_handbook
from simplify_content.handbook_search import LONGEST_QUERY, FoundKind, Index, index_of, search
from simplify_content.handbook_words import folded, spans_of, words_of


@cache
def _book_index() -> Index:
    return index_of(load_handbook())


@pytest.fixture
def index() -> Index:
    return _book_index()


def _sections(index: Index, query: str, limit: int = 20) -> list[str]:
    return [found.key for found in search(index, query, limit=limit) if found.kind is FoundKind.SECTION]


@pytest.mark.parametrize(
    "query",
    [
        "contribution",
        "Contributions",
        "contribuiton",
        "contributon",
        "conrtibution",
        "شراکت",
        "کنٹری بیوشن",
        "كنٹري بيوشن",
        "کنٹریبیوشن",
        "کنٹری‌بیوشن",
    ],
)
def test_contribution_is_found_in_both_languages_by_every_name_and_misspelling(index: Index, query: str) -> None:
    assert "contribution-who-pays" in _sections(index, query, limit=6)


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("refund", "refund"),
        ("two registers", "two-sets-of-registers"),
        ("دوہرے رجسٹر", "two-sets-of-registers"),
        ("appeal high court", "complaint-review-appeal"),
        ("عدالتِ عالیہ", "complaint-review-appeal"),
        ("head count", "visit-tour"),
        ("گھریلو ملازم", "domestic-workers"),
        ("C189", "c189"),
        ("amnesty", "amnesty"),
        ("ایمنسٹی", "amnesty"),
        ("22(5)", "limits-of-inspection"),
        ("secrecy", "duties-of-the-officer"),
        ("sampel", "sampling"),
        ("EOBI pension", "eobi-benefits"),
        ("ڈیوٹی prosecution", "prosecution"),
        ("خودتشخیصی", "self-assessment"),
    ],
)
def test_what_an_inspector_would_type_leads_to_the_section_first(index: Index, query: str, key: str) -> None:
    assert _sections(index, query)[0] == key


def test_word_of_the_glossary_is_found_beside_the_sections(index: Index) -> None:
    found = search(index, "ceiling")

    assert (found[0].kind, found[0].key) == (FoundKind.TERM, "wage-limit")
    assert "who-is-covered" in {one.key for one in found}


def test_words_that_are_spelt_right_are_not_guessed_at(index: Index) -> None:
    words = {word for found in search(index, "refund") for word in found.words}

    assert words == {"refund"}


def test_name_of_a_value_is_no_word_of_the_text(index: Index) -> None:
    assert "coverage-in-sindh" not in _sections(index, "contribution", limit=100)


def test_other_names_of_what_was_asked_for_count_as_met(index: Index) -> None:
    found = {one.key: one.words for one in search(index, "شراکت")}

    assert {"contribution", "کنٹری", "بیوشن"} <= found["contribution-who-pays"]


@pytest.mark.parametrize("query", ["", "   ", "۔۔۔", "zzzzqq", "%_'\"", "\u2067\u202e"])
def test_query_that_meets_nothing_finds_nothing(index: Index, query: str) -> None:
    assert search(index, query) == ()


def test_results_are_the_same_each_time_and_no_more_than_asked_for(index: Index) -> None:
    again = index_of(load_handbook())

    assert search(index, "wages", limit=5) == search(again, "wages", limit=5)
    assert len(search(index, "wages", limit=5)) == 5


@settings(max_examples=60, deadline=None)
@given(query=st.text(max_size=300))
def test_any_text_is_answered(query: str) -> None:
    found = search(_book_index(), query)

    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


def test_every_section_and_word_is_found_by_its_own_title_in_either_language(index: Index) -> None:
    handbook = load_handbook()
    named = [(s.key, half) for s in handbook.sections for half in (s.title.en, s.title.ur)]
    named += [(t.key, half) for t in handbook.terms for half in (t.name.en, t.name.ur)]

    assert [pair for pair in named if pair[0] not in {f.key for f in search(index, pair[1], limit=10)}] == []


def test_of_a_very_long_query_only_the_beginning_is_searched(index: Index) -> None:
    query = "contribuiton " + " ".join(f"wages{number}" for number in range(5_000))

    assert search(index, query) == search(index, query[:LONGEST_QUERY]) != ()


def test_letter_forms_and_diacritics_make_one_word() -> None:
    assert folded("كِتَابي") == folded("کتابی")
    assert words_of("دُوہرے، رجسٹرز!") == ("دوہرے", "رجسٹرز")
    assert words_of("Café 22(5)") == ("cafe", "22", "5")
    assert words_of("۲۲") == ("22",)


def test_spans_join_to_the_text_and_name_each_word() -> None:
    text = "Pay by 15-06-2017، عدالتِ عالیہ۔"

    spans = spans_of(text)

    assert "".join(written for written, _ in spans) == text
    assert [word for _, word in spans if word] == ["pay", "by", "15", "06", "2017", "عدالت", "عالیہ"]
