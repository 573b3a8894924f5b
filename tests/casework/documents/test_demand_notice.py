from __future__ import annotations

import hashlib
import io
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from pypdf import PdfReader

import casework
from casework.documents.demand_notice import render_demand_notice
from casework.money import Money
from simplify_content.text import LANGS, Lang, Text, same

QR = "https://centre.example/verify/abc#signed"
Lines = Callable[[bytes], list[str]]
FIGURE = re.compile(r"\d[\d,./:%-]*")
HOSTILE = "<b>Mills</b> \u202egnp.exe\u202c \x00\x1b[31m \U0001f600 {serial} %s \u2069\u2069 & 'x' \"y\" </para>"


def _figures(lines: list[str]) -> Counter[str]:
    return Counter(found.rstrip("./:,-") for line in lines for found in FIGURE.findall(line))


def _pages(pdf: bytes) -> int:
    return len(PdfReader(io.BytesIO(pdf)).pages)


def test_both_languages_carry_the_same_figures(samples: ModuleType, lines: Lines) -> None:
    notice = samples.same_figures_notice()
    english, urdu = (_figures(lines(render_demand_notice(notice, lang, qr=QR))) for lang in LANGS)
    assert english == urdu
    assert sum(english.values()) > 100


@pytest.mark.parametrize("lang", LANGS)
def test_every_identifier_reads_in_its_own_order_in_the_finished_file(
    samples: ModuleType, lines: Lines, lang: Lang
) -> None:
    notice = samples.notice()
    text = "\n".join(lines(render_demand_notice(notice, lang, qr=QR)))
    expected = [
        *(notice.serial, "22-11-2026", "PES-LHR-004217", "35202-1234567-1", "1234567-8", "042-99263100"),
        *("03-11-2026", "INS-2026-00317", "15-12-2026", "10:30", "Rs. 123,480.00", "Rs. 61,740.00", "22(3)"),
        *(cnic for _, cnic, _ in samples.WORKERS),
        *("3,108,000.00", "186,480.00", "96,480.00", "37,000.00", "06-2026", "CH-2026-0519", "14-06-2026", "6%"),
        "Rs. 37,000.00 × 6% = Rs. 2,220.00",
    ]
    assert [value for value in expected if value not in text.replace("\n", " ")] == []


@pytest.mark.parametrize("lang", LANGS)
def test_same_notice_gives_the_same_bytes_whatever_was_printed_before(samples: ModuleType, lang: Lang) -> None:
    here = Path(__file__).parent
    script = (
        "import sys, hashlib; sys.path.insert(0, sys.argv[1]); import samples\n"
        "from casework.documents.demand_notice import render_demand_notice as notice\n"
        "from casework.documents.exit_sheet import render_exit_sheet as sheet\n"
        "sheet(samples.exit_sheet(practice=True), 'ur'); notice(samples.notice(months=2), 'en', qr='other')\n"
        "print(hashlib.sha256(notice(samples.notice(), sys.argv[2], qr=sys.argv[3])).hexdigest())"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script, str(here), lang, QR],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(casework.__file__).parents[1],
        env={"PYTHONHASHSEED": "7", "PATH": "/usr/bin:/bin", "SOURCE_DATE_EPOCH": "1"},
    )
    first = render_demand_notice(samples.notice(), lang, qr=QR)
    assert first == render_demand_notice(samples.notice(), lang, qr=QR)
    assert hashlib.sha256(first).hexdigest() == ran.stdout.strip()


@pytest.mark.parametrize("lang", LANGS)
def test_metadata_says_the_day_of_issue_and_not_the_day_of_printing(samples: ModuleType, lang: Lang) -> None:
    described = PdfReader(io.BytesIO(render_demand_notice(samples.notice(), lang, qr=QR)))
    assert described.metadata is not None
    assert str(described.metadata["/CreationDate"]).startswith("D:20261122")
    assert described.trailer["/Root"]["/Lang"] == lang


@pytest.mark.parametrize("lang", LANGS)
def test_a_demonstration_is_marked_in_both_languages_on_each_page(
    samples: ModuleType, lines: Lines, lang: Lang
) -> None:
    marked = render_demand_notice(samples.notice(demonstration=True), lang, qr=QR)
    plain = render_demand_notice(samples.notice(), lang, qr=QR)
    assert sum("DEMONSTRATION: not a legal document" in line for line in lines(marked)) == _pages(marked)
    urdu_mark = "نمونہ: یہ قانونی دستاویز نہیں ہے".encode("utf-16-be").hex().upper().encode()
    for page in PdfReader(io.BytesIO(marked)).pages:
        assert urdu_mark in page.get_contents().get_data()
    assert not any("DEMONSTRATION" in line for line in lines(plain))


@pytest.mark.parametrize("lang", LANGS)
def test_hostile_names_are_printed_as_plain_letters_and_add_no_operators(
    samples: ModuleType, lines: Lines, lang: Lang
) -> None:
    plain = samples.notice()
    hostile = replace(
        plain,
        addressee=replace(plain.addressee, name=same(HOSTILE), address=same(HOSTILE * 4)),
        findings=(same(HOSTILE),),
        statement=same(HOSTILE),
    )
    pdf = render_demand_notice(hostile, lang, qr=QR)
    text = " ".join(lines(pdf))
    assert "<b>Mills</b>" in text
    assert "gnp.exe" in text
    assert "{serial} %s" in text
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00\x1b]", text)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    "name",
    ["Ittefaq " * 37, "W" * 300, "اتفاق ویونگ ملز " * 20, "ا" * 300, "م" * 300, "a\u0301\u0302\u0303" * 80],
    ids=["words", "one word", "urdu words", "one urdu word", "joined urdu", "marks"],
)
def test_names_of_three_hundred_letters_stay_on_the_sheet(
    samples: ModuleType, drawn: Callable[[bytes], list[object]], lang: Lang, name: str
) -> None:
    plain = samples.notice(months=1)
    long = replace(
        plain,
        addressee=replace(plain.addressee, name=same(name), owner_name=same(name)),
        letterhead=replace(plain.letterhead, office=same(name)),
        signatory=replace(plain.signatory, name=same(name)),
        hearing_place=same(name),
    )
    pieces = drawn(render_demand_notice(long, lang, qr=QR))
    assert min(piece.x for piece in pieces) > 30
    assert max(piece.end for piece in pieces) < 595 - 30


def test_a_cell_taller_than_a_page_goes_over_to_the_next(samples: ModuleType, lines: Lines) -> None:
    plain = samples.notice(months=1)
    line = plain.assessment.lines[0]
    first = replace(line, charge=replace(line.charge, subject=same("one worker after the other, " * 400)))
    tall = replace(plain, assessment=replace(plain.assessment, lines=(first, *plain.assessment.lines[1:])))
    pdf = render_demand_notice(tall, "en", qr=QR)
    assert _pages(pdf) >= 4
    assert " ".join(lines(pdf)).count("one worker after the other") > 350


def test_a_very_large_amount_is_set_smaller_and_never_broken(samples: ModuleType, lines: Lines) -> None:
    plain = samples.notice(months=1)
    line = plain.assessment.lines[0]
    first = replace(line, charge=replace(line.charge, base=Money.rupees(98_765_432_109_876)))
    huge = replace(plain, assessment=replace(plain.assessment, lines=(first, *plain.assessment.lines[1:])))
    for lang in LANGS:
        assert any("98,765,432,109,876.00" in line for line in lines(render_demand_notice(huge, lang, qr=QR)))


def test_a_line_that_follows_a_declaration_says_what_the_rate_makes_of_the_base(
    samples: ModuleType, lines: Lines
) -> None:
    plain = samples.notice(months=1)
    line = plain.assessment.lines[0]
    first = replace(line, charge=replace(line.charge, base=Money.rupees(1_000_000)))
    other = replace(plain, assessment=replace(plain.assessment, lines=(first, *plain.assessment.lines[1:])))
    for lang in LANGS:
        assert not any("60,000.00" in text for text in lines(render_demand_notice(plain, lang, qr=QR)))
        assert any("60,000.00" in text for text in lines(render_demand_notice(other, lang, qr=QR)))


def test_pages_are_numbered_and_say_how_many_there_are(
    samples: ModuleType, drawn: Callable[[bytes], list[object]]
) -> None:
    pdf = render_demand_notice(samples.notice(months=48), "en", qr=QR)
    pages = _pages(pdf)
    assert pages > 4
    assert [p.text for p in drawn(pdf) if p.text.startswith("Page ")] == [
        f"Page {number} of {pages}" for number in range(1, pages + 1)
    ]


@pytest.mark.parametrize(("lang", "most"), [("en", 5), ("ur", 7)])
def test_seventy_lines_alike_in_all_but_the_month_are_explained_once(
    samples: ModuleType, lines: Lines, lang: Lang, most: int
) -> None:
    notice = samples.notice(months=24)
    pdf = render_demand_notice(notice, lang, qr=QR)
    text = " ".join(lines(pdf))
    assert len(notice.assessment.lines) == 73
    assert _pages(pdf) <= most
    assert text.count("37,000.00 × 6% = Rs. 2,220.00") == 1


@pytest.mark.parametrize("months", [0, 2, 4, 7, 12, 24])
def test_signature_and_receipt_share_the_last_sheet_with_words_of_the_notice(
    samples: ModuleType, drawn: Callable[[bytes], list[object]], months: int
) -> None:
    notice = samples.notice(months=months)
    pdf = render_demand_notice(notice, "en", qr=QR)
    ends = ("Farzana", "Name, CNIC", "Pay by")
    assert [(p.page, p.text) for p in drawn(pdf) if p.text.startswith(ends) and p.page != _pages(pdf) - 1] == []
    assert all(any(p.text.startswith(end) for p in drawn(pdf)) for end in ends)


@pytest.mark.parametrize("lang", LANGS)
def test_a_notice_without_optional_parts_is_printed_all_the_same(samples: ModuleType, lang: Lang) -> None:
    bare = replace(
        samples.notice(months=0),
        findings=(),
        alternatives_stated=(),
        evidence_list=(),
        how_to_pay=(),
        statement=Text(en="No statement.", ur="کوئی بیان نہیں۔"),
    )
    assert _pages(render_demand_notice(bare, lang, qr=QR)) >= 1


@pytest.mark.parametrize("lang", LANGS)
def test_urdu_can_be_read_aloud_letter_by_letter_from_the_file(samples: ModuleType, lang: Lang) -> None:
    pages = PdfReader(io.BytesIO(render_demand_notice(samples.notice(), lang, qr=QR))).pages
    content = b"".join(page.get_contents().get_data() for page in pages)
    assert "انسٹی ٹیوشن".encode("utf-16-be").hex().upper().encode() in content
