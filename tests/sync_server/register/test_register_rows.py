"""Whatever stands in the cells, each row ends in exactly one place."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from register_files import HEADINGS, TODAY, csv_file, parse

from simplify_content.table_files.days import DayReader
from simplify_content.table_files.tables import Table
from simplify_content.table_files.workbook import UNCALCULATED
from sync_server.register.headers import map_table
from sync_server.register.kinds import FILE_KINDS, Kind
from sync_server.register.plan import key_of, take_out_duplicates
from sync_server.register.records import Record, Skip
from sync_server.register.rejects import harmless
from sync_server.register.rows import parse_table

CELLS = st.one_of(
    st.sampled_from(
        [
            "",
            " ",
            "Total",
            "کل",
            "Lahore",
            "2019070001",
            "1/7/2019",
            "2026-07",
            "1,000",
            "-5",
            "=1",
            "#REF!",
            UNCALCULATED,
        ]
    ),
    st.text(max_size=12),
)


@settings(max_examples=150)
@given(st.sampled_from(list(Kind)), st.data())
def test_any_cells_end_as_records_skips_or_rejects_and_no_row_is_lost(kind: Kind, data: st.DataObject) -> None:
    headings = FILE_KINDS[kind].fields
    rows = data.draw(st.lists(st.lists(CELLS, max_size=len(headings) + 2), max_size=8))
    table = Table("x.csv", "", [list(headings), *rows])
    parsed = parse_table(table, map_table(table, kind=kind), days=DayReader(TODAY), jurisdiction="Punjab")
    places = [record.row for record in parsed.records] + sorted({reject.row for reject in parsed.rejects})
    assert len(places) == len(set(places))
    assert len(places) + parsed.skipped.total() == parsed.rows_total


def test_a_total_is_known_in_both_languages_but_a_firm_called_total_is_a_firm() -> None:
    parsed = parse(
        csv_file(
            [
                HEADINGS,
                ("2019070001", "Total Petroleum Service", "Lahore"),
                ("Grand Total:", "1", ""),
                ("میزان", "", "1"),
                ("", "Sub Total", "1"),
            ]
        )
    )
    assert (len(parsed.records), parsed.skipped[Skip.TOTAL], parsed.rejects) == (1, 3, ())


def test_a_required_choice_of_columns_is_named_by_both_headings() -> None:
    rows = [("Registration No", "Employer Name", "نام اردو", "District"), ("2019070001", "", "", "Lahore")]
    reject = parse(csv_file(rows)).rejects[0]
    assert (reject.column, reject.code) == ("Employer Name / نام اردو", "required_any")


def test_cells_beyond_the_headings_that_are_blank_do_no_harm() -> None:
    parsed = parse(csv_file([HEADINGS, ("2019070001", "Ravi", "Lahore", "", " ")]))
    assert [record.row for record in parsed.records] == [2]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 2)), max_size=12))
def test_of_rows_that_name_the_same_one_stays_or_none(drawn: list[tuple[str, int]]) -> None:
    records = [
        Record("x", row, {"registration_no": number, "institution": "pessi", "name_en": str(name)})
        for row, (number, name) in enumerate(drawn)
    ]
    unique = take_out_duplicates(records, key=key_of(Kind.EMPLOYERS), column="Registration No")
    assert len(unique.records) + unique.duplicates.total() + len(unique.rejects) == len(records)
    for number in "abc":
        names = {name for found, name in drawn if found == number}
        assert sum(record.values["registration_no"] == number for record in unique.records) == (len(names) == 1)


@given(st.text(max_size=300))
def test_no_cell_of_the_rejects_file_can_start_a_formula(text: str) -> None:
    shown = harmless(text)
    assert not shown.lstrip(" \u00a0").startswith(("=", "+", "-", "@", "\t", "\r"))
    assert len(shown) <= 201
