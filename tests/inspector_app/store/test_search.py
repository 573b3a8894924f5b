from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prepared_laptop import MILL

from inspector_app.services.search_register import search_register
from inspector_app.store.driver import writing
from inspector_app.store.register_changes import drop_row, put_row
from inspector_app.store.search_words import is_ranked, match_expression
from sync_protocol.entities import ENTITIES


def _found(desk, query: str) -> list[str]:
    return [hit.name.en for hit in search_register(desk.opened, query)]


@pytest.mark.parametrize(
    "query",
    [
        "Shahdara", "shahdara knit", "knit shahdara", "SHAH", "شاہدرہ", "شاهدره", "شَاہدرہ",
        "LHR-04-11873", "lhr 04 11873", "lhr0411873", "11873",
        "35202-1234567-1", "3520212345671", "۳۵۲۰۲۔۱۲۳۴۵۶۷۔۱".replace("۔", "-"), "٣٥٢٠٢١٢٣٤", "35202-1234",
        "3401237-1", "042-35870141", "04235870141", "Rafiq Chaudhry",
    ],
)  # fmt: skip
def test_the_mill_is_found_by(desk, query: str) -> None:
    assert "Shahdara Knitwear (Pvt) Ltd" in _found(desk, query)


@pytest.mark.parametrize("query", ["", "   ", '"', "*", "-", "()", "' OR 1=1 --", "NEAR(", "names:", "AND", "a" * 5000])
def test_signs_and_operators_are_only_words(desk, query: str) -> None:
    assert _found(desk, query) == []


def test_every_word_must_fit(desk) -> None:
    assert _found(desk, "Chaudhry Brick") == ["Chaudhry Brick Company"]
    assert len(_found(desk, "Chaudhry")) > 1


def test_at_most_as_many_as_asked(desk) -> None:
    assert len(search_register(desk.opened, "LHR", limit=3)) == 3


def test_the_index_follows_changes_and_removals(desk) -> None:
    register, entity = desk.opened.register, ENTITIES["employer"]
    row = dict(next(iter(register.table("employer").rows_where("id = ?", [MILL]))))
    values = {name: row[name] for name in entity.field_names}
    with writing(register):
        put_row(register, entity, row["scope"], row_id=MILL, rev=2, values={**values, "name_en": "Renamed Works"})
    assert _found(desk, "Shahdara Knit") == []
    assert _found(desk, "renamed") == ["Renamed Works"]
    with writing(register):
        drop_row(register, entity, row["scope"], MILL)
    assert _found(desk, "renamed") == []
    assert _found(desk, "LHR-04-11873") == []


def test_short_queries_are_not_ranked() -> None:
    assert [is_ranked(query) for query in ("a", "ab", "abc", "ab cd", "ش", "شاہ")] == [
        False, False, True, False, False, True,
    ]  # fmt: skip


def test_a_phone_with_the_countrys_code_is_found_as_it_is_dialled(desk) -> None:
    register, entity = desk.opened.register, ENTITIES["employer"]
    row = dict(next(iter(register.table("employer").rows_where("id = ?", [MILL]))))
    values = {**{name: row[name] for name in entity.field_names}, "phone": "+92 300 1234567"}
    with writing(register):
        put_row(register, entity, row["scope"], row_id=MILL, rev=2, values=values)
    for query in ("0300-1234567", "03001234567", "+92 300 1234567", "923001234567"):
        assert "Shahdara Knitwear (Pvt) Ltd" in _found(desk, query)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_no_text_makes_an_expression_with_an_unquoted_word(query: str) -> None:
    expression = match_expression(query).removeprefix("numbers : ")
    assert expression.count('"') % 2 == 0
    outside = expression.split('"')[::2]
    assert all(set(part) <= {"*", " "} for part in outside)
