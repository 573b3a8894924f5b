"""One file with every defect that clerks' files were seen or feared to have; each is named by row, column, reason."""

from __future__ import annotations

import csv
import io
from typing import Any

from register_files import csv_file

from sync_server.register.errors import TEXTS
from sync_server.register.rejects import COLUMNS, rejects_csv
from sync_server.services.import_register import ImportOptions, import_register

HEADINGS = (
    "S. No.",
    "Registration No",
    "Employer Name",
    "آجر کا نام",
    "District",
    "Owner CNIC",
    "NTN",
    "Mobile",
    "Sector",
    "Status",
    "Registration Date",
    "SAS",
)
GOOD: dict[str, str] = {
    "Registration No": "",
    "Employer Name": "Ravi Textile Mills",
    "آجر کا نام": "راوی ٹیکسٹائل ملز",
    "District": "Lahore",
    "Owner CNIC": "35202-1234567-1",
    "NTN": "1234567-8",
    "Mobile": "0300-1234567",
    "Sector": "textile",
    "Status": "active",
    "Registration Date": "1/7/2019",
    "SAS": "no",
}
DEFECTS: tuple[tuple[str, str, str], ...] = (
    ("Registration No", "", "required"),
    ("Registration No", "not yet", "registration.shape"),
    ("Registration No", "2.01907E+09", "shortened"),
    ("Employer Name", "x" * 10_000, "too_long"),
    ("Employer Name", "=HYPERLINK(0)", "formula"),
    ("Employer Name", "@SUM(A1)", "formula"),
    ("Employer Name", "12345", "no_letters"),
    ("Employer Name", "#REF!", "spreadsheet_error"),
    ("آجر کا نام", "Ø§Ù„Ù…Ø¯ÛŒÙ†Û", "garbled"),
    ("District", "", "required"),
    ("District", "Atlantis", "choice.unknown"),
    ("District", "Faislabad", "choice.did_you_mean"),
    ("Owner CNIC", "35202123456", "cnic.old"),
    ("Owner CNIC", "352021234567", "cnic.length"),
    ("Owner CNIC", "05202-1234567-1", "cnic.area"),
    ("Owner CNIC", "35202-1234567-0", "cnic.last"),
    ("Owner CNIC", "11111-1111111-1", "cnic.placeholder"),
    ("Owner CNIC", "35202-12E4567-1", "cnic.letters"),
    ("Owner CNIC", "3.52021E+12", "shortened"),
    ("NTN", "applied for", "ntn.shape"),
    ("Mobile", "see card", "phone.shape"),
    ("Mobile", "-5", "phone.shape"),
    ("Sector", "textille mil", "choice.did_you_mean"),
    ("Status", "sleeping beauty", "choice.unknown"),
    ("Registration Date", "31/2/2019", "day.impossible"),
    ("Registration Date", "7/25/2019", "day.order"),
    ("Registration Date", "1/1/2030", "day.future"),
    ("Registration Date", "1/1/1850", "day.too_old"),
    ("Registration Date", "last summer", "day.shape"),
    ("SAS", "perhaps", "choice.unknown"),
)


def row(number: int, **changed: str) -> tuple[str, ...]:
    cells = {**GOOD, "S. No.": str(number), "Registration No": f"20190700{number:02d}", **changed}
    return tuple(cells[heading] for heading in HEADINGS)


def messy_rows() -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [("Employers of the district, 2026",), (), HEADINGS]
    rows += [row(place + 10, **{column: value}) for place, (column, value, _) in enumerate(DEFECTS)]
    rows += [
        row(1),
        (),
        ("", "", "  ", "", "", "", "", "", "", "", "", ""),
        HEADINGS,
        row(2),
        row(2),
        row(3),
        row(3, Mobile="0321-7654321"),
        (*row(4), "stray", "cells"),
        row(5, **{"Owner CNIC": "12", "Registration Date": "??"}),
        (
            "",
            "Prepared by the clerk of the circle",
        ),
        ("", "Total", "41", "", "", "", "", "", "", "", "", ""),
        row(6, **{"Registration No": "۲۰۱۹۰۷۰۰۰۶", "Owner CNIC": "۳۵۲۰۲۱۲۳۴۵۶۷۱", "Registration Date": "43647"}),
        row(7, **{"Employer Name": "\u202eRavi\u202c   Mills\x07", "Status": "بند", "SAS": "ہاں"}),
    ]
    return rows


def test_every_row_of_a_messy_file_is_imported_skipped_or_rejected_by_row_column_and_reason(centre: Any) -> None:
    source = csv_file(messy_rows(), name="messy.csv")
    report = import_register(centre.session, [source], options=ImportOptions("pessi"), tools=centre.tools)
    expected = [(4 + place, column, code) for place, (column, _, code) in enumerate(DEFECTS)]
    after = 4 + len(DEFECTS)
    expected += [
        (after + 6, "Registration No", "row.contradicts"),
        (after + 7, "Registration No", "row.contradicts"),
        (after + 8, "", "too_many_cells"),
        (after + 9, "Owner CNIC", "cnic.length"),
        (after + 9, "Registration Date", "day.shape"),
        (after + 10, "", "lone_text"),
    ]
    assert [(reject.row, reject.column, reject.code) for reject in report.rejects] == expected
    assert len(DEFECTS) >= 25
    table = report.tables[0]
    assert (table.new, table.changed, table.unchanged, table.rejected) == (4, 0, 0, len(DEFECTS) + 5)
    assert {str(reason): count for reason, count in table.skipped.items() if count} == {
        "before_heading": 1,
        "blank": 3,
        "heading": 1,
        "repeated_heading": 1,
        "duplicate": 1,
        "total": 1,
    }
    assert table.new + table.rejected + table.skipped.total() == table.rows_total == len(messy_rows())


def test_what_was_sound_in_the_messy_file_stands_clean_in_the_register(centre: Any) -> None:
    source = csv_file(messy_rows(), name="messy.csv")
    import_register(centre.session, [source], options=ImportOptions("pessi"), tools=centre.tools)
    query = "SELECT {} FROM employer WHERE registration_no = :number"
    found: dict[str, Any] = {
        number: centre.scalar(
            query.format("name_en || '|' || owner_cnic || '|' || registered_on || '|' || status"), number=number
        )
        for number in ("2019070006", "2019070007")
    }
    assert found == {
        "2019070006": "Ravi Textile Mills|35202-1234567-1|2019-07-01|active",
        "2019070007": "Ravi Mills|35202-1234567-1|2019-07-01|closed",
    }


def test_the_rejects_file_names_each_defect_in_both_languages_and_can_harm_no_spreadsheet(centre: Any) -> None:
    source = csv_file(messy_rows(), name="messy.csv")
    report = import_register(centre.session, [source], options=ImportOptions("pessi"), tools=centre.tools)
    content = rejects_csv(report.rejects)
    assert content.startswith(b"\xef\xbb\xbf")
    heading, *lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert tuple(heading) == COLUMNS
    assert len(lines) == len(report.rejects)
    formula = next(line for line in lines if line[4] == "formula")
    assert formula[:4] == ["messy.csv", "8", "Employer Name", "'=HYPERLINK(0)"]
    assert formula[5:] == [TEXTS["formula"].en, TEXTS["formula"].ur]
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@", "\t", "\r")) for line in lines for cell in line)
    assert max(len(cell) for line in lines for cell in line) < 400


def test_the_messy_file_again_changes_nothing(centre: Any) -> None:
    source = csv_file(messy_rows(), name="messy.csv")
    options = ImportOptions("pessi")
    import_register(centre.session, [source], options=options, tools=centre.tools)
    again = import_register(centre.session, [source], options=options, tools=centre.tools)
    assert (again.changes, again.tables[0].unchanged) == (0, 4)
