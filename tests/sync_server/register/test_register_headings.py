from __future__ import annotations

import contextlib
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from register_files import HEADINGS, ROW, csv_file, parse, values

from simplify_content.table_files.errors import BadFile
from simplify_content.table_files.tables import Table, read_tables
from sync_server.register.headers import IGNORED, aliases, map_table
from sync_server.register.kinds import FILE_KINDS, Kind
from sync_server.register.reading import ReadingOptions, UnknownColumns, map_files

ENGLISH = {
    "Reg. No.": "registration_no",
    "Name of Employer": "name_en",
    "Distt.": "district",
    "Owner CNIC": "owner_cnic",
}
URDU = {
    "رجسٹریشن نمبر": "registration_no",
    "آجر کا نام": "name_ur",
    "ضلع": "district",
    "شناختی کارڈ نمبر": "owner_cnic",
}


def table(*rows: tuple[str, ...]) -> Table:
    return read_tables(csv_file(rows))[0]


@pytest.mark.parametrize("headings", [ENGLISH, URDU], ids=["english", "urdu"])
def test_headings_are_known_in_any_order(headings: dict[str, str]) -> None:
    for order in itertools.permutations(headings):
        mapping = map_table(table(order, ("1",) * 4))
        assert {column.heading: column.field for column in mapping.columns} == headings


@pytest.mark.parametrize("kind", list(Kind))
def test_every_alias_of_every_kind_leads_to_a_field_of_that_kind(kind: Kind) -> None:
    assert set(aliases()[kind].values()) - {IGNORED} == set(FILE_KINDS[kind].fields)


@pytest.mark.parametrize(
    ("headings", "kind"),
    [
        (("Registration No", "Name", "CNIC", "District"), Kind.EMPLOYERS),
        (("Registration No", "Name", "CNIC", "Date of Joining"), Kind.WORKERS),
        (("رجسٹریشن نمبر", "کارکن کا نام", "شناختی کارڈ نمبر", "تاریخ تقرری", "اجرت"), Kind.WORKERS),
        (("Registration No", "Month", "Workers", "Wages", "Contribution", "Paid"), Kind.CONTRIBUTIONS),
        (("رجسٹریشن نمبر", "مہینہ", "کارکنوں کی تعداد", "کل اجرت", "واجب الادا"), Kind.CONTRIBUTIONS),
        (("Registration No", "Certificate No", "Expiry Date"), Kind.CERTIFICATES),
        (("رجسٹریشن نمبر", "سرٹیفکیٹ نمبر", "تاریخ اجرا"), Kind.CERTIFICATES),
        (("Registration No", "Branch Name", "Opening Date"), Kind.ESTABLISHMENTS),
    ],
)
def test_the_headings_say_what_the_rows_are(headings: tuple[str, ...], kind: Kind) -> None:
    assert map_table(table(headings, ("1",) * len(headings))).kind.kind is kind


def test_headings_differ_in_case_blanks_dots_and_units_and_stay_the_same() -> None:
    headings = ("REGISTRATION  NO.", "employer_name", " District ", "Wages (Rs.)")
    mapping = map_table(table(headings, ("1", "2", "3", "4")))
    assert [column.field for column in mapping.columns] == ["registration_no", "name_en", "district"]
    money = map_table(table(("Reg No", "Month", "Workers", "Wages (Rs.)", "Due (PKR)"), ("1",) * 5))
    assert set(money.by_field) == {"registration_no", "month", "declared_workers", "wages_paisa", "due_paisa"}


def test_an_arabic_keyboard_writes_the_same_urdu_headings() -> None:
    mapping = map_table(table(("رجسٹريشن نمبر", "آجر كا نام", "ضلع"), ("1", "2", "3")))
    assert set(mapping.by_field) == {"registration_no", "name_ur", "district"}


def test_a_title_above_the_headings_is_passed_over_and_counted() -> None:
    parsed = parse(csv_file([("Register of employers 2026", "", ""), ("", "", ""), HEADINGS, ROW]))
    assert [record.row for record in parsed.records] == [4]
    assert {str(reason): count for reason, count in parsed.skipped.items()} == {
        "before_heading": 1,
        "blank": 1,
        "heading": 1,
    }


def test_an_unknown_column_is_refused_with_the_nearest_field() -> None:
    source = csv_file([(*HEADINGS, "Telefone", "Colour"), (*ROW, "042-35761234", "green")])
    with pytest.raises(BadFile) as caught:
        map_files([source], options=ReadingOptions())
    assert caught.value.code == "file.unknown_columns"
    assert caught.value.facts["columns"] == '"Telefone" (phone?), "Colour"'
    assert caught.value.facts["file"] == "register.csv"


def test_an_unknown_column_may_be_ignored_or_mapped_by_hand() -> None:
    source = csv_file([(*HEADINGS, "Telefone"), (*ROW, "042-35761234")])
    ignored = map_files([source], options=ReadingOptions(unknown=UnknownColumns.IGNORE))
    assert "phone" not in ignored.tables[0].mapping.by_field
    mapped = map_files([source], options=ReadingOptions(headings={"Telefone": "phone"}))
    assert mapped.tables[0].mapping.by_field["phone"].heading == "Telefone"


@pytest.mark.parametrize("given", [{"Telefone": "colour"}, {"Nowhere": "phone"}])
def test_a_mapping_by_hand_names_a_column_and_a_field_that_exist(given: dict[str, str]) -> None:
    with pytest.raises(BadFile) as caught:
        map_table(table((*HEADINGS, "Telefone"), (*ROW, "1")), given=given)
    assert caught.value.code == "file.bad_map"


def test_a_column_of_serial_numbers_is_known_and_left_out() -> None:
    assert values(csv_file([("S. No.", *HEADINGS, "Remarks"), ("1", *ROW, "fine")]))[0].keys() == {
        "registration_no",
        "name_en",
        "district",
    }


def test_two_columns_for_one_field_are_refused_with_their_letters() -> None:
    with pytest.raises(BadFile) as caught:
        map_table(table((*HEADINGS, "Distt."), (*ROW, "Kasur")))
    assert caught.value.facts["columns"] == '"District" (C), "Distt." (D)'


def test_a_missing_column_is_named() -> None:
    with pytest.raises(BadFile) as caught:
        map_table(table(("Registration No", "Employer Name", "Phone"), ("1", "2", "3")))
    assert caught.value.facts["columns"] == "district"


def test_values_under_a_column_without_a_heading_are_not_dropped_in_silence() -> None:
    with pytest.raises(BadFile) as caught:
        map_files([csv_file([(*HEADINGS, ""), (*ROW, "what is this")])], options=ReadingOptions())
    assert "column D" in str(caught.value.facts["columns"])


def test_a_file_without_headings_is_refused() -> None:
    with pytest.raises(BadFile) as caught:
        map_table(table(ROW, ROW))
    assert caught.value.code == "file.no_header"


def test_headings_that_fit_two_kinds_ask_which() -> None:
    headings = ("Registration No", "Name", "CNIC", "District", "Date of Joining")
    with pytest.raises(BadFile) as caught:
        map_table(table(headings, ("1",) * 5))
    assert caught.value.code == "file.ambiguous_kind"
    assert map_table(table(headings, ("1",) * 5), kind=Kind.WORKERS).kind.kind is Kind.WORKERS


@given(st.lists(st.text(max_size=20), min_size=1, max_size=8))
def test_any_headings_are_a_mapping_or_a_bad_file(headings: list[str]) -> None:
    with contextlib.suppress(BadFile):
        assert map_table(Table("x", "", [headings, ["1"] * len(headings)])).by_field
