from __future__ import annotations

import codecs
import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from register_files import HEADINGS, ROW, csv_file, values

from simplify_content.table_files.decode import decode
from simplify_content.table_files.errors import BadFile
from simplify_content.table_files.tables import SourceFile, read_tables

URDU = "رجسٹریشن نمبر,آجر کا نام,ضلع\n۲۰۱۹۰۷۰۰۰۱,راوی ٹیکسٹائل ملز,لاہور\n"


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (b"", "utf-16-le"),
        (b"", "utf-16-be"),
        (b"", "windows-1256"),
    ],
)
def test_urdu_is_read_in_every_encoding_it_is_sent_in(mark: bytes, encoding: str) -> None:
    text = URDU if encoding != "windows-1256" else URDU.replace("۲۰۱۹۰۷۰۰۰۱", "2019070001").replace("ی", "ي")
    decoded = decode(mark + text.encode(encoding))
    assert (decoded.text, decoded.encoding) == (text, encoding)


def test_windows_1252_is_read_with_its_quotation_marks_and_accents() -> None:
    source = csv_file([HEADINGS, ("2019070001", "Café “Shalimar” – Lahore", "Lahore")], encoding="windows-1252")
    assert values(source)[0]["name_en"] == "Café “Shalimar” – Lahore"
    assert read_tables(source)[0].how == "windows-1252, comma"


def test_a_broken_byte_is_named_with_its_position_and_line() -> None:
    with pytest.raises(BadFile) as caught:
        decode(b"Registration No,Employer Name\n1,Caf\x81\n")
    assert (caught.value.code, caught.value.facts["position"], caught.value.facts["line"]) == (
        "file.encoding",
        "36",
        "2",
    )
    assert "0x81" in caught.value.text.en
    assert "UTF-8" in caught.value.text.ur


def test_two_encodings_in_one_file_are_refused_at_the_first_odd_byte() -> None:
    with pytest.raises(BadFile) as caught:
        decode("نام,راوی\n".encode() + "Café\n".encode("windows-1252"))
    assert (caught.value.code, caught.value.facts["line"], caught.value.facts["byte"]) == (
        "file.mixed_encoding",
        "2",
        "0xE9",
    )


@pytest.mark.parametrize("content", [b"a,b\x00c,d\x00\x00\x01", b"\x00\x00\x00\x03" * 50])
def test_zero_bytes_without_the_pattern_of_utf_16_are_no_text(content: bytes) -> None:
    with pytest.raises(BadFile) as caught:
        decode(content)
    assert caught.value.code == "file.binary"


def test_a_utf_16_file_cut_in_the_middle_of_a_letter_is_refused() -> None:
    with pytest.raises(BadFile) as caught:
        decode(codecs.BOM_UTF16_LE + URDU.encode("utf-16-le")[:-1])
    assert caught.value.code == "file.encoding"


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00\ufeff")))
def test_any_text_in_utf_8_comes_back_as_it_was(text: str) -> None:
    assert decode(text.encode()).text == text


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_a_bad_file(content: bytes) -> None:
    with contextlib.suppress(BadFile):
        assert "\x00" not in decode(content).text


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file.empty"),
        (b" \r\n \n", "file.empty"),
        (b",,\n,,\n", "file.empty"),
        (b"%PDF-1.7 ...", "file.not_a_table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "file.old_excel"),
        (b"PK\x03\x04 not a zip at all", "file.broken_workbook"),
        (b'Registration No,Employer Name,District\n1,"Ravi,Lahore\n2,Chenab,Lahore\n', "file.quotes"),
    ],
)
def test_what_is_no_table_is_refused_with_its_own_reason(content: bytes, code: str) -> None:
    with pytest.raises(BadFile) as caught:
        read_tables(SourceFile("x.csv", content))
    assert caught.value.code == code


def test_an_open_quotation_mark_is_named_by_the_line_where_it_opens() -> None:
    with pytest.raises(BadFile) as caught:
        read_tables(SourceFile("x.csv", b'a,b\n1,2\n3,"4\n5,6\n'))
    assert caught.value.facts["line"] == "3"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_delimiter_is_recognised_by_itself(delimiter: str) -> None:
    row = (ROW[0], "Ravi, Chenab; and | Sons", ROW[2])
    assert values(csv_file([HEADINGS, row, ROW], delimiter=delimiter))[0]["name_en"] == "Ravi, Chenab; and | Sons"


def test_the_line_by_which_excel_names_its_delimiter_is_no_row_of_the_register() -> None:
    source = SourceFile("x.csv", b"sep=;\nRegistration No;Employer Name;District\n2019070001;Ravi;Lahore\n")
    table = read_tables(source)[0]
    assert [list(row) for row in table.rows] == [
        [],
        ["Registration No", "Employer Name", "District"],
        ["2019070001", "Ravi", "Lahore"],
    ]
    assert values(source)[0]["name_en"] == "Ravi"


def test_a_million_columns_are_refused() -> None:
    with pytest.raises(BadFile) as caught:
        read_tables(SourceFile("x.csv", b"Registration No,Name\n" + b"a," * 100_000))
    assert caught.value.code == "file.too_wide"


def test_a_cell_beyond_all_measure_is_refused_by_its_line() -> None:
    with pytest.raises(BadFile) as caught:
        read_tables(SourceFile("x.csv", b"a,b\n1,2\n3," + b"x" * 200_000))
    assert (caught.value.code, caught.value.facts["line"]) == ("file.long_cell", "3")


@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r"])
def test_lines_end_as_each_system_ends_them(ending: str) -> None:
    source = SourceFile("x.csv", ending.join(",".join(cells) for cells in (HEADINGS, ROW, ROW)).encode())
    assert [len(row) for row in read_tables(source)[0].rows] == [3, 3, 3]
