from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook
from register_files import HEADINGS, ROW, parse, values, workbook_file, xlsx_file

from simplify_content.table_files.errors import BadFile
from simplify_content.table_files.tables import SourceFile, read_tables
from sync_server.register.reading import ReadingOptions, map_files

FULL = (*HEADINGS, "Owner CNIC", "Mobile", "Registration Date", "SAS")


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def repacked(source: SourceFile, part: str, content: bytes) -> SourceFile:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source.content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, content if entry.filename == part else old.read(entry))
    return SourceFile(source.name, out.getvalue())


def test_numbers_dates_and_flags_of_a_workbook_are_read_as_typed() -> None:
    row = (
        2019070001,
        "Ravi Mills",
        "Lahore",
        3520212345671,
        3001234567.0,
        datetime.fromisoformat("2019-07-01T00:00"),
        True,
    )
    assert values(xlsx_file([FULL, row])) == [
        {
            "registration_no": "2019070001",
            "name_en": "Ravi Mills",
            "district": "lahore",
            "owner_cnic": "35202-1234567-1",
            "phone": "0300-1234567",
            "registered_on": "2019-07-01",
            "self_assessment": True,
        }
    ]


@pytest.mark.parametrize("epoch_1904", [False, True])
def test_a_day_stored_as_a_bare_number_counts_from_the_epoch_of_the_workbook(epoch_1904: bool) -> None:
    serial = 43647 - (1462 if epoch_1904 else 0)
    row = (*ROW, "35202-1234567-1", "", serial, "no")
    assert values(xlsx_file([FULL, row], epoch_1904=epoch_1904))[0]["registered_on"] == "2019-07-01"


@pytest.mark.parametrize("epoch_1904", [False, True])
def test_a_day_stored_as_a_date_is_that_day_in_either_epoch(epoch_1904: bool) -> None:
    row = (*ROW, "35202-1234567-1", "", date(2019, 7, 1), "no")
    assert values(xlsx_file([FULL, row], epoch_1904=epoch_1904))[0]["registered_on"] == "2019-07-01"


def test_a_formula_that_was_never_calculated_is_rejected_and_an_error_too() -> None:
    source = xlsx_file([FULL, (*ROW, "", "", "=TODAY()", ""), (*ROW, "", "", "#N/A", "")])
    assert [(r.row, r.column, r.code) for r in parse(source).rejects] == [
        (2, "Registration Date", "formula_without_value"),
        (3, "Registration Date", "spreadsheet_error"),
    ]


def test_a_formula_is_read_as_the_value_that_was_stored_with_it() -> None:
    source = xlsx_file([HEADINGS, ROW])
    part = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(io.BytesIO(source.content)) as archive:
        sheet = archive.read(part).decode()
    cell = next(piece for piece in sheet.split("<c ") if piece.startswith('r="C2"')).split("</c>")[0]
    stored = sheet.replace(f"<c {cell}</c>", '<c r="C2" t="str"><f>UPPER("lahore")</f><v>LAHORE</v></c>')
    assert stored != sheet
    assert values(repacked(source, part, stored.encode()))[0]["district"] == "lahore"


def test_each_sheet_is_its_own_table_and_a_hidden_one_is_left_alone() -> None:
    workbook = Workbook()
    for title, rows in (
        ("Employers", [HEADINGS, ROW]),
        ("Certificates", [("Registration No", "Certificate No"), (ROW[0], "R-1")]),
        ("Notes", [("written by hand",)]),
        ("Hidden", [HEADINGS, ROW]),
    ):
        sheet = workbook.create_sheet(title)
        for row in rows:
            sheet.append(row)
    workbook["Hidden"].sheet_state = "hidden"
    mapped = map_files([workbook_file(workbook, name="w.xlsx")], options=ReadingOptions())
    assert [(m.table.name, m.mapping.kind.kind) for m in mapped.tables] == [
        ("w.xlsx [Employers]", "employers"),
        ("w.xlsx [Certificates]", "certificates"),
    ]
    assert mapped.unread == ("w.xlsx [Notes]",)


def test_merged_cells_and_gaps_keep_the_row_numbers_of_the_spreadsheet() -> None:
    workbook = Workbook()
    sheet = workbook.active
    sheet["A1"] = "Register"
    sheet.merge_cells("A1:C1")
    for column, heading in enumerate(HEADINGS, 1):
        sheet.cell(3, column, heading)
    sheet["A7"], sheet["B7"], sheet["C7"] = ROW
    assert [record.row for record in parse(workbook_file(workbook)).records] == [7]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (zipped(xl__workbook=b"x"), "file.not_a_table"),
        (zipped(**{"xl/workbook.xml": b"<x/>", "xl/sharedStrings.xml": b"0" * (60 * 1024 * 1024)}), "file.zip_bomb"),
        (zipped(**{"xl/workbook.xml": b"<x/>"}), "file.broken_workbook"),
        (zipped(**{"xl/workbook.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}), "file.broken_workbook"),
        (zipped(**{"xl/workbook.xml": b"<x/>", **{f"p{n}": b"" for n in range(4001)}}), "file.zip_bomb"),
        (xlsx_file([HEADINGS, ROW]).content[:-200], "file.broken_workbook"),
        (xlsx_file([]).content, "file.empty"),
    ],
    ids=["a zip", "zip bomb", "no sheets", "entities", "too many parts", "cut off", "empty"],
)
def test_a_zip_that_is_no_sound_workbook_is_refused_unopened(content: bytes, code: str) -> None:
    with pytest.raises(BadFile) as caught:
        read_tables(SourceFile("x.xlsx", content))
    assert caught.value.code == code


def test_an_encrypted_workbook_says_to_take_the_password_off() -> None:
    with pytest.raises(BadFile) as caught:
        read_tables(SourceFile("x.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600))
    assert "password" in caught.value.text.en
    assert "پاس ورڈ" in caught.value.text.ur


def test_a_damaged_sheet_never_ends_in_anything_but_a_bad_file() -> None:
    source = xlsx_file([HEADINGS, ROW])
    for content in (b"", b"<worksheet", b"<worksheet><sheetData><row r='x'/></sheetData></worksheet>", b"\xff\xfe"):
        try:
            tables = read_tables(repacked(source, "xl/worksheets/sheet1.xml", content))
        except BadFile:
            continue
        assert tables
