from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from prepared_laptop import MILL

from inspector_app.services.search_register import search_register
from inspector_app.store.driver import writing
from inspector_app.store.register_changes import drop_row, put_row
from inspector_app.store.register_schema import _FIRST_SEARCH_TABLE
from inspector_app.store.register_schema import register as migrations
from inspector_app.store.search import Closeness, rebuild_search
from inspector_app.store.search_words import match_expression
from sync_protocol.entities import ENTITIES


def _found(desk, query: str) -> list[str]:
    return [hit.name.en for hit in search_register(desk.opened, query)]


WAYS = (
    "Shahdara", "shahdara knit", "knit shahdara", "SHAH", "شاہدرہ", "شاهدره", "شَاہدرہ",
    "LHR-04-11873", "lhr 04 11873", "lhr0411873", "11873",
    "35202-1234567-1", "3520212345671", "۳۵۲۰۲-۱۲۳۴۵۶۷-۱", "٣٥٢٠٢١٢٣٤", "35202-1234",
    "3401237-1", "042-35870141", "04235870141", "Rafiq Chaudhry",
)  # fmt: skip
SIGNS = ("", "   ", '"', "*", "-", "()", "' OR 1=1 --", "NEAR(", "names:", "AND", "a" * 5000)


def test_the_mill_is_found_by_its_names_and_numbers_however_they_are_written(desk) -> None:
    assert [query for query in WAYS if "Shahdara Knitwear (Pvt) Ltd" not in _found(desk, query)] == []


def test_signs_and_operators_are_only_words(desk) -> None:
    assert {query: _found(desk, query) for query in SIGNS} == {query: [] for query in SIGNS}


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


SPELLINGS = (
    "Chaudhry Brick", "Chowdhary Brick", "chodhri bric", "چوہدری برک", "چودھری brick", "Chaudary Company", "chaudhri",
)  # fmt: skip
SLIPS = {
    "moghalpura": "Mughalpura Knit Fabrics",
    "enginering": "Ravi Engineering Works",
    "Shahdaea": "Shahdara Knitwear (Pvt) Ltd",
    "kntiwear": "Shahdara Knitwear (Pvt) Ltd",
    "gulbreg": "Gulberg Garments",
    "labortaories": "Iqbal Pharma Laboratories",
    "labirator": "Iqbal Pharma Laboratories",
}


def test_one_name_is_found_however_it_is_spelled_in_either_script(desk) -> None:
    assert [query for query in SPELLINGS if "Chaudhry Brick Company" not in _found(desk, query)] == []


def test_a_slip_of_the_hand_still_finds_the_name(desk) -> None:
    assert {query: "".join(_found(desk, query)[:1]) for query in SLIPS} == SLIPS


def test_what_is_found_as_typed_stands_before_what_only_sounds_so(desk) -> None:
    hits = search_register(desk.opened, "چوہدری")

    assert [hit.closeness for hit in hits] == [Closeness.AS_TYPED, Closeness.SOUNDS_ALIKE, Closeness.SOUNDS_ALIKE]
    assert hits[0].name.en == "Chaudhry Brick Company"


def test_an_employer_is_found_by_its_address_and_by_its_district_in_both_languages(desk) -> None:
    for query in ("sheikhupura road", "شیخوپورہ روڈ", "Sheikupora", "plot 28", "پلاٹ ۲۸"):
        assert "Chaudhry Brick Company" in _found(desk, query), query
    for query in ("lahore brick", "لاہور برک", "brick Lahor"):
        assert _found(desk, query) == ["Chaudhry Brick Company"], query


def test_a_word_of_the_name_counts_for_more_than_one_of_the_address(desk) -> None:
    register, entity = desk.opened.register, ENTITIES["employer"]
    row = dict(next(iter(register.table("employer").rows_where("id = ?", [MILL]))))
    values = {name: row[name] for name in entity.field_names} | {
        "address_en": "Gulberg Gulberg Gulberg, behind Gulberg"
    }
    with writing(register):
        put_row(register, entity, row["scope"], row_id=MILL, rev=2, values=values)

    assert _found(desk, "gulberg") == ["Gulberg Garments", "Shahdara Knitwear (Pvt) Ltd"]


def test_a_trade_name_is_found(desk) -> None:
    register, entity = desk.opened.register, ENTITIES["employer"]
    row = dict(next(iter(register.table("employer").rows_where("id = ?", [MILL]))))
    values = {name: row[name] for name in entity.field_names} | {"trade_name": "Zeenat Hosiery"}
    with writing(register):
        put_row(register, entity, row["scope"], row_id=MILL, rev=2, values=values)

    for query in ("zeenat", "zinat", "زینت"):
        assert _found(desk, query) == ["Shahdara Knitwear (Pvt) Ltd"], query


def test_a_number_is_never_taken_for_a_similar_one(desk) -> None:
    for query in ("3520212345672", "LHR-04-99999", "0300-0000000"):
        assert _found(desk, query) == [], query


def test_a_register_of_an_earlier_version_is_found_by_address_and_sound_after_the_move(desk) -> None:
    register = desk.opened.register
    register.conn.execute("DROP TABLE employer_search")
    register.conn.execute(_FIRST_SEARCH_TABLE)
    register.conn.execute("DROP TABLE spelling")
    register.conn.execute("DELETE FROM _sqlite_migrations WHERE name = 'm004_found_by_place_and_sound'")

    migrations.apply(register)

    assert _found(desk, "Chowdhary Sheikhupura Brick") == ["Chaudhry Brick Company"]
