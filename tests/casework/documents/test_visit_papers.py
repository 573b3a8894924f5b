"""The visit note and the inspection report, and the order of identifiers on every paper of a visit."""

from __future__ import annotations

import hashlib
import io
import pathlib
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from types import ModuleType

import pytest
import visit_samples
from pypdf import PdfReader

import casework.documents
from casework.documents.exit_sheet import SheetSignature, render_exit_sheet
from casework.documents.inspection_report import render_inspection_report
from casework.documents.visit_note import VisitNote, render_visit_note
from simplify_content.text import LANGS, Lang, same

Lines = Callable[[bytes], list[str]]
Paper = Callable[..., bytes]


def _exit_sheet(samples: ModuleType, lang: Lang, **changes: object) -> bytes:
    return render_exit_sheet(visit_samples.sheet(samples, **changes), lang)


def _note(samples: ModuleType, lang: Lang, **changes: object) -> bytes:
    return render_visit_note(visit_samples.visit_note(samples, **changes), lang)


def _report(samples: ModuleType, lang: Lang, **changes: object) -> bytes:
    return render_inspection_report(visit_samples.inspection_report(samples, **changes), lang)


PAPERS = {"exit sheet": _exit_sheet, "visit note": _note, "report": _report}
ON_ALL = ("PES-LHR-004217", "INS-2026-00317", "03-11-2026", "10:05", "12:20", "135", "042-35761234", "14-03-2026")
IDENTIFIERS = {
    "exit sheet": ("10-11-2026", "Rs. 103,600.00", "6,750.00", "22(3)"),
    "visit note": ("10-11-2026", "0300-1234567"),
    "report": (
        "PESSI/LHR/INS/2026/0417", "35202-7654301-9", "35202-7654303-9", "CH-2026-0519", "22-11-2026 10:31",
        "20-11-2026 09:00", "31.56000,74.30000", "0f0f0f0f 0f0f0f0f", "Rs. 103,600.00", "2026112202",
    ),
}  # fmt: skip
"""What stands on each paper from left to right in both languages."""


@pytest.mark.parametrize("name", PAPERS)
@pytest.mark.parametrize("lang", LANGS)
def test_glyphs_of_every_identifier_stand_from_left_to_right(
    samples: ModuleType, lines: Lines, name: str, lang: Lang
) -> None:
    drawn = lines(PAPERS[name](samples, lang))
    parts = [part for value in (*ON_ALL, *IDENTIFIERS[name]) for part in _parts(value, lang)]
    lacking = [part for part in parts if not any(part in line for line in drawn)]
    assert lacking == []


def _parts(value: str, lang: Lang) -> list[str]:
    """A day and a time beside it are two identifiers, which Urdu puts the other way round."""
    return value.split(" ") if re.fullmatch(r"\S+-\d{4} \d\d:\d\d", value) and lang == "ur" else [value]


@pytest.mark.parametrize("name", PAPERS)
def test_both_languages_carry_the_same_figures(samples: ModuleType, lines: Lines, name: str) -> None:
    figures = [Counter(re.findall(r"\d[\d,.-]*\d|\d", "\n".join(lines(PAPERS[name](samples, lang))))) for lang in LANGS]
    assert figures[0] == figures[1]


@pytest.mark.parametrize("name", PAPERS)
def test_each_page_is_the_institutions_with_its_number_and_the_marks_of_the_room(
    samples: ModuleType, lines: Lines, name: str
) -> None:
    changes = {"workers": 40} if name == "report" else {}
    pdf = PAPERS[name](samples, "en", practice=True, demonstration=True, **changes)
    reader = PdfReader(io.BytesIO(pdf))
    pages = len(reader.pages)
    assert reader.metadata is not None
    assert reader.metadata.author == "Punjab Employees Social Security Institution"
    for mark in ("TRAINING: no real employer", "DEMONSTRATION: not a legal document"):
        assert sum(mark in line for line in lines(pdf)) == pages
    for number, page in enumerate(reader.pages, start=1):
        assert f"Page {number} of {pages}" in page.extract_text()


@pytest.mark.parametrize("name", PAPERS)
def test_the_same_paper_has_the_same_bytes_in_another_process(samples: ModuleType, name: str) -> None:
    code = (
        "import hashlib, sys; sys.path[:0] = sys.argv[1:3]\n"
        "import samples, test_visit_papers as papers\n"
        f"print(hashlib.sha256(papers.PAPERS[{name!r}](samples, 'ur')).hexdigest())"
    )
    here = str(pathlib.Path(__file__).parent)
    root = str(pathlib.Path(__file__).parents[3])
    ran = subprocess.run([sys.executable, "-c", code, here, root], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == hashlib.sha256(PAPERS[name](samples, "ur")).hexdigest()


def test_a_visit_note_says_what_was_asked_for_why_it_was_not_there_and_by_when(
    samples: ModuleType, lines: Lines
) -> None:
    text = " ".join(lines(_note(samples, "en")))
    for expected in (
        "Wage register", "not produced", "produced in part", "none written down", "Tariq Mehmood — Manager",
        "by 10-11-2026, or tell the",
    ):  # fmt: skip
        assert expected in text
    assert "Rs." not in text


def test_a_note_of_a_locked_gate_names_nobody_met_and_no_witness(samples: ModuleType, lines: Lines) -> None:
    refused = SheetSignature("", "", refusal_reason="Gate locked")
    note = replace(visit_samples.visit_note(samples, signature=refused, statement=None), met=None, records=())
    text = " ".join(lines(render_visit_note(note, "en")))
    assert "nobody who spoke for the employer" in text
    assert "No witness was present." in text
    assert "Records asked for" not in text


def test_a_visit_note_without_anything_to_note_is_refused(samples: ModuleType) -> None:
    with pytest.raises(ValueError, match="not produced"):
        VisitNote(sheet=visit_samples.sheet(samples, findings=()), records=())


def test_the_report_says_that_it_is_for_the_office_what_it_holds_back_and_that_a_draft_is_one(
    samples: ModuleType, lines: Lines
) -> None:
    report = visit_samples.inspection_report(samples)
    text = " ".join(lines(render_inspection_report(report, "en")))
    for expected in (
        "only. Not to be handed to the employer.",
        "workers said in con",
        "and are not printed: 2.",
        "whose words are not printed: 4.",
        "Serious. Evidence no. 1, 2.",
    ):
        assert expected in text
    assert "still open" not in text
    assert "still open" in " ".join(lines(render_inspection_report(replace(report, is_open=True), "en")))


HOSTILE = "<b>Mills</b> \u202egnp.exe\u202c \x00\x1b[31m {order_no} %s \u2069 & </para>"


@pytest.mark.parametrize("lang", LANGS)
def test_hostile_words_are_printed_as_plain_letters_and_turn_nothing_round(
    samples: ModuleType, lines: Lines, lang: Lang
) -> None:
    note = visit_samples.visit_note(samples)
    note = replace(note, records=(replace(note.records[0], reason=HOSTILE),), met=(same(HOSTILE), None))
    report = visit_samples.inspection_report(samples)
    evidence = replace(report.evidence[0], caption=HOSTILE, place=HOSTILE)
    report = replace(report, authorised_by=HOSTILE, evidence=(evidence,))
    for pdf in (render_visit_note(note, lang), render_inspection_report(report, lang)):
        drawn = lines(pdf)
        assert any("<b>Mills</b>" in line for line in drawn)
        assert any("PES-LHR-004217" in line for line in drawn)
        assert not any("exe.png" in line for line in drawn)


def test_every_paper_is_read_back_by_a_test_of_the_order_of_its_glyphs() -> None:
    folder = pathlib.Path(casework.documents.__file__).parent
    source = "\n".join(file.read_text("utf-8") for file in folder.glob("*.py"))
    drawn = set(re.findall(r"^def (render_\w+)", source, re.MULTILINE))
    tests = [file.read_text("utf-8") for file in pathlib.Path(__file__).parent.glob("test_*.py")]
    read_back = {name for name in drawn for test in tests if name in test and re.search(r"\blines\(", test)}
    assert drawn == read_back
