from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from checklist_writing import Write
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.formula import ArrayFormula

from checklists.definition import definition_as_yaml, read_definition
from checklists.errors import ChecklistError, Problem
from checklists.library import available_checklists, definition_of
from checklists.workbook import MAX_FILE_BYTES, read_workbook, read_workbook_file, write_workbook
from muaina.checklist_commands import checklist

SHIPPED = [(name, version) for name, versions in available_checklists().items() for version in versions]
VALID = [pytest.param(*one, id="-".join(one)) for one in SHIPPED]


def repacked(content: bytes, *, part: str, new: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in old.infolist():
            if entry.filename != part:
                archive.writestr(entry.filename, old.read(entry))
        archive.writestr(part, new)
    return out.getvalue()


def part_of(content: bytes, part: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(part)


@pytest.fixture
def small(write: Any) -> bytes:
    return write_workbook(write.definition(write.group("one", write.question("text", "who", hint="=SUM(A1)"))))


def edited(content: bytes, sheet: str, cell: str, value: object) -> bytes:
    book = load_workbook(io.BytesIO(content))
    book[sheet][cell] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def refusal_of(content: bytes) -> ChecklistError:
    with pytest.raises(ChecklistError) as refusal:
        read_workbook(content, name="form.xlsx")
    return refusal.value


@pytest.mark.parametrize(("name", "version"), VALID)
def test_a_shipped_checklist_comes_back_from_its_workbook_and_from_yaml_unchanged(
    name: str, version: str, tmp_path: Path
) -> None:
    definition = definition_of(name, version)

    read = read_workbook(write_workbook(definition), name="form.xlsx")
    file = tmp_path / "form.yaml"
    file.write_text(definition_as_yaml(read), encoding="utf-8")

    assert read == definition
    assert read_definition(file) == definition


@pytest.mark.parametrize(("name", "version"), VALID)
def test_a_shipped_checklist_exported_converts_with_pyxform_itself_without_warnings(
    name: str, version: str, tmp_path: Path
) -> None:
    from pyxform.xls2xform import convert

    file = tmp_path / "form.xlsx"
    file.write_bytes(write_workbook(definition_of(name, version)))

    result = convert(file, validate=False)

    assert result.warnings == []
    assert 'xmlns:ss="https://muaina.example/ss"' in result.xform


def test_cells_that_look_like_formulas_numbers_or_spaces_come_back_as_the_text_they_were(write: Any) -> None:
    odd = {"hint::English (en)": "=1+1", "hint::Urdu (ur)": "سطر ایک\nسطر دو ⁦35202-1⁩", "default": "007"}
    definition = write.definition(write.group("one", write.question("text", "who") | odd))

    assert read_workbook(write_workbook(definition), name="form.xlsx") == definition


@pytest.mark.parametrize("letter", ["\x0b", "\x00", "\ufffe", "\ud800"])
def test_a_control_character_is_refused_with_its_cell(write: Any, letter: str) -> None:
    definition = write.definition(write.group("one", write.question("text", "who", default=f"a{letter}b")))

    with pytest.raises(ChecklistError) as refusal:
        write_workbook(definition)

    assert refusal.value.problems == (
        Problem("survey", 4, "default", "a control character", "text that a workbook can hold"),
    )


def test_a_formula_is_refused_with_sheet_row_and_column(small: bytes) -> None:
    refusal = refusal_of(edited(small, "survey", "C4", "=A1"))

    assert refusal.problems == (Problem("survey", 4, "label::English (en)", "a formula, =A1", "the text itself"),)


def test_a_value_under_no_heading_and_a_heading_twice_are_refused(small: bytes) -> None:
    assert refusal_of(edited(small, "survey", "Z4", "lost")).problems == (
        Problem("survey", 4, "no. 26", "'lost'", "a heading above it"),
    )
    assert refusal_of(edited(small, "survey", "B1", "type")).problems[0] == Problem(
        "survey", 1, "type", "the heading twice", "each heading once"
    )


def test_a_file_of_200_megabytes_is_refused_before_it_is_read(tmp_path: Path) -> None:
    file = tmp_path / "huge.xlsx"
    with file.open("wb") as opened:
        opened.truncate(200 * 1024 * 1024)

    with pytest.raises(ChecklistError, match=r"huge\.xlsx: found 200 MB; expected at most 20 MB"):
        read_workbook_file(file)
    assert MAX_FILE_BYTES == 20 * 1024 * 1024


def test_a_zip_bomb_is_refused_before_it_is_unpacked(small: bytes) -> None:
    refusal = refusal_of(repacked(small, part="xl/worksheets/sheet9.xml", new=b" " * 200 * 1024 * 1024))

    assert "found 200 MB unpacked; expected a workbook of at most 100 MB" in str(refusal)


def test_a_workbook_of_thousands_of_parts_is_refused(small: bytes) -> None:
    out = io.BytesIO(small)
    with zipfile.ZipFile(out, "a") as archive:
        for number in range(600):
            archive.writestr(f"xl/part{number}.bin", b"")

    assert "500 parts" in str(refusal_of(out.getvalue()))


@pytest.mark.parametrize("padding", [b"", b"<!--" + b"x" * 5000 + b"-->"], ids=["at once", "behind a comment"])
def test_xml_with_a_dtd_is_refused_wherever_it_stands(small: bytes, padding: bytes) -> None:
    part = "xl/worksheets/sheet1.xml"
    entity = b'<?xml version="1.0"?>' + padding + b'<!DOCTYPE a [<!ENTITY e "boo">]>' + part_of(small, part)[-100:]

    assert "expected XML without a DTD or entities" in str(refusal_of(repacked(small, part=part, new=entity)))


def test_xml_in_utf_16_cannot_hide_a_dtd(small: bytes) -> None:
    hidden = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a [<!ENTITY e "boo">]><a/>'.encode("utf-16")

    assert "without a DTD" in str(refusal_of(repacked(small, part="xl/worksheets/sheet1.xml", new=hidden)))


@pytest.mark.parametrize("part", ["xl/vbaProject.bin", "xl/externalLinks/externalLink1.xml"])
def test_macros_and_links_to_other_files_are_refused(small: bytes, part: str) -> None:
    assert f"found {part}; expected a workbook without macros" in str(refusal_of(repacked(small, part=part, new=b"x")))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"%PDF-1.7"])
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    assert "expected an .xlsx workbook" in str(refusal_of(content))


def test_a_broken_sheet_is_refused(small: bytes) -> None:
    assert "that is whole" in str(refusal_of(repacked(small, part="xl/worksheets/sheet1.xml", new=b"<worksheet><row")))


def test_a_workbook_without_a_survey_is_refused() -> None:
    book, out = Workbook(), io.BytesIO()
    book.save(out)

    assert "found no row in survey, settings" in str(refusal_of(out.getvalue()))


def test_a_dtd_is_refused_in_a_part_of_any_name(small: bytes) -> None:
    part = b'<!DOCTYPE a [<!ENTITY e "boo">]><worksheet/>'

    assert "sheet9.dat: DOCTYPE" in str(refusal_of(repacked(small, part="xl/worksheets/sheet9.dat", new=part)))


@pytest.mark.parametrize(
    "new",
    [
        '<?xml version="1.0"?><a/>'.encode("utf-32"),
        '<?xml version="1.0"?><a/>'.encode("utf-32-be"),
        b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE a+AD4-<a/>',
        b"<?xml version='1.0' encoding='cp037'?><a/>",
    ],
    ids=["utf-32", "utf-32-be", "utf-7", "ebcdic"],
)
def test_xml_in_another_encoding_cannot_hide_a_dtd(small: bytes, new: bytes) -> None:
    assert "without a DTD" in str(refusal_of(repacked(small, part="xl/worksheets/sheet1.xml", new=new)))


@given(places=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=6))
@settings(max_examples=150, deadline=None)
def test_a_workbook_with_spoilt_bytes_is_read_or_refused_and_never_a_crash(
    places: list[tuple[float, int]],
) -> None:
    write = Write()
    content = bytearray(write_workbook(write.definition(write.group("one", write.question("text", "who")))))
    for place, byte in places:
        content[int(place * (len(content) - 1))] = byte
    with suppress(ChecklistError):
        read_workbook(bytes(content), name="form.xlsx")


@pytest.mark.parametrize("title", ["Survey", "choices ", "FINDINGS"])
def test_a_sheet_whose_name_is_written_otherwise_is_refused_and_not_passed_over(small: bytes, title: str) -> None:
    part = "xl/workbook.xml"
    plain = title.strip().lower()
    renamed = part_of(small, part).replace(f'name="{plain}"'.encode(), f'name="{title}"'.encode())

    refusal = refusal_of(repacked(small, part=part, new=renamed))

    assert f"found the sheet {title!r}; expected its name written {plain!r}" in str(refusal)


def test_a_formula_over_several_cells_is_told_by_its_text(small: bytes) -> None:
    refusal = refusal_of(edited(small, "survey", "C4", ArrayFormula("C4:C5", "=SUM(A1:A9)")))

    assert refusal.problems[0].found == "a formula, =SUM(A1:A9)"


def test_the_commands_export_import_and_lint_a_workbook(tmp_path: Path) -> None:
    name, version = SHIPPED[0]
    workbook, yaml = tmp_path / "form.xlsx", tmp_path / "form.yaml"

    exported = CliRunner().invoke(checklist, ["export", name, "--version", version, "--out", str(workbook)])
    imported = CliRunner().invoke(checklist, ["import", str(workbook), "--out", str(yaml)])
    again = CliRunner().invoke(checklist, ["import", str(workbook), "--out", str(yaml)])

    assert (exported.exit_code, imported.exit_code, again.exit_code) == (0, 0, 2)
    assert read_definition(yaml) == definition_of(name, version)


def test_a_file_that_cannot_be_written_and_a_port_that_cannot_be_are_told_and_end_with_2(tmp_path: Path) -> None:
    name, version = SHIPPED[0]
    out = tmp_path / "gone" / "form.xlsx"

    exported = CliRunner().invoke(checklist, ["export", name, "--version", version, "--out", str(out)])
    previewed = CliRunner().invoke(checklist, ["preview", name, "--port", "99999"])

    assert (exported.exit_code, previewed.exit_code) == (2, 2)
    assert "form.xlsx: cannot be written: No such file or directory" in exported.output


def test_lint_of_a_workbook_names_sheet_row_and_column_and_ends_with_2(tmp_path: Path, small: bytes) -> None:
    file, out = tmp_path / "form.xlsx", tmp_path / "form.yaml"
    file.write_bytes(edited(small, "survey", "D4", None))

    linted = CliRunner().invoke(checklist, ["lint", str(file)])
    imported = CliRunner().invoke(checklist, ["import", str(file), "--out", str(out)])

    place = "sheet 'survey', row 4, column 'label::Urdu (ur)': found nothing; expected the Urdu text"
    assert place in linted.output
    assert (linted.exit_code, imported.exit_code, out.exists()) == (2, 2, False)


def test_lint_of_a_workbook_that_cannot_be_read_ends_with_2(tmp_path: Path) -> None:
    file = tmp_path / "form.xlsx"
    file.write_bytes(b"no workbook")

    assert CliRunner().invoke(checklist, ["lint", str(file)]).exit_code == 2
    assert CliRunner().invoke(checklist, ["lint", "nowhere"]).exit_code == 2
