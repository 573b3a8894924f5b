from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prepared_laptop import MILL

from inspector_app.services.search_register import search_register
from inspector_app.store.driver import writing
from inspector_app.store.register_changes import drop_row, put_row
from inspector_app.store.search import rebuild_search
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


STRANGE = [
    {},
    {"name_en": "Al-Noor & Sons (Pvt.) Ltd.", "name_ur": "آلنور اینڈ سنز", "phone": "+92-300-1234567"},
    {"name_en": "Café Élan", "trade_name": "كيفے ٤٢", "owner_name": "Ḥasan", "owner_cnic": "٣٥٢٠٢-١٢٣٤٥٦٧-١"},
    {"registration_no": "LHR#04/11873", "ntn": "3401200-1", "phone": "92 42 35870141 ext 7"},
    {"registration_no": None, "owner_cnic": None, "ntn": None, "phone": None, "name_ur": None},
    {"phone": "(042) 358.70141", "registration_no": "lhr/04 11873", "name_en": "a\u200bb\ttab"},
    {"phone": "9242358"},
    {"phone": "۰۳۰۰۱۲۳۴۵۶۷", "name_en": "O'Brien; DROP"},
]


def test_an_index_filled_at_once_has_the_words_of_one_filled_row_by_row(desk) -> None:
    register = desk.opened.register
    register.conn.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab('main', 'employer_search', 'instance')")
    for number, values in enumerate(STRANGE):
        whole = {**dict.fromkeys(ENTITIES["employer"].field_names, ""), **values}
        row_id = f"01993b1a-0000-7000-8000-0000000000{number:02}"
        put_row(register, ENTITIES["employer"], "district:lahore", row_id=row_id, rev=1, values=whole)

    def words() -> set[tuple[str, int, str]]:
        return set(register.conn.execute("SELECT term, doc, col FROM temp.words").fetchall())

    row_by_row = words()
    rebuild_search(register)
    assert words() == row_by_row
    assert len(row_by_row) > 60
