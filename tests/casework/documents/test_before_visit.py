from __future__ import annotations

import hashlib
import io
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader

from casework.documents.brief_sheet import BriefSheet, render_brief
from casework.documents.notice_of_visit import VisitNotice, citations_of_notice, render_notice_of_visit
from casework.notice import Letterhead
from casework.visit_brief import Known, compose_brief
from simplify_content.law_loader import load_law_pack
from simplify_content.text import LANGS, Lang, Text, same

Lines = Callable[[bytes], list[str]]
ON = date(2026, 11, 22)
HOSTILE = "<b>Mills</b> \u202egnp.exe\u202c \x00\x1b[31m {order_no} %s \u2069 & </para>"
HEAD = Letterhead(
    Text(en="Punjab Employees' Social Security Institution", ur="پنجاب ایمپلائز سوشل سکیورٹی انسٹی ٹیوشن"),
    Text(en="Field inspection", ur="میدانی معائنہ"),
    Text(en="District Lahore", ur="ضلع لاہور"),
    "",
)
NOTICE = VisitNotice(
    letterhead=HEAD,
    order_no="PESSI/LHR/INS/2026/0417",
    printed_on=ON,
    employer_name=Text(en="Shahdara Knitwear (Pvt) Ltd", ur="شاہدرہ نٹ ویئر (پرائیویٹ) لمیٹڈ"),
    registration_no="LHR-04-11873",
    address=Text(en="Plot 7, Lahore", ur="پلاٹ 7، لاہور"),
    visit_on=date(2026, 12, 1),
    authorised_by="Regional Director, Lahore North",
    purpose=Text(en="Checking of books", ur="حسابات کی جانچ"),
    officer_name=Text(en="Nadia Aslam", ur="نادیہ اسلم"),
    officer_designation=Text(en="Inspector", ur="معائنہ کار"),
    records=tuple(Text(en=f"Record {n}", ur=f"ریکارڈ {n}") for n in range(1, 9)),
    valid_until=date(2026, 12, 5),
    most_minutes=180,
    officers="Adeel Khan",
    records_from=date(2024, 12, 1),
    citations=citations_of_notice(load_law_pack("pessi")),
)
SUMMARY = {
    "inspected_on": "2026-02-03", "inspector_name": "Bashir Ahmad", "state": "approved", "findings_count": 0,
    "found": "", "notice_no": "PESSI/LAHORE/D/2024/0031", "notice_on": "2024-10-02", "notice_paisa": 15_840_000,
    "promised": "", "remark": "", "hearing_on": "2024-10-21", "records_due_on": None,
}  # fmt: skip
SHEET = BriefSheet(
    letterhead=HEAD,
    printed_on=ON,
    employer_name=NOTICE.employer_name,
    registration_no="LHR-04-11873",
    address=NOTICE.address,
    owner_name="Muhammad Rafiq",
    phone="042-35870141",
    ntn="3401237-1",
    order_no="PESSI/LHR/INS/2026/0417",
    sections=compose_brief(Known(ON, {"self_assessment": 0}, visit=None, summaries=[SUMMARY]), load_law_pack("pessi")),
)


def _figures(lines: list[str]) -> Counter[str]:
    return Counter(found.rstrip("./:,-") for line in lines for found in re.findall(r"\d[\d,./:%-]*", line))


def _pages(pdf: bytes) -> int:
    return len(PdfReader(io.BytesIO(pdf)).pages)


@pytest.mark.parametrize("lang", LANGS)
def test_every_identifier_of_both_papers_reads_in_its_own_order(lang: Lang, lines: Lines) -> None:
    notice = " ".join(lines(render_notice_of_visit(NOTICE, lang)))
    brief = " ".join(lines(render_brief(SHEET, lang)))

    for value in ("PESSI/LHR/INS/2026/0417", "LHR-04-11873", "01-12-2026", "05-12-2026", "12-2024", "22(5)", "180"):
        assert value in notice, value
    for value in ("LHR-04-11873", "042-35870141", "3401237-1", "PESSI/LAHORE/D/2024/0031", "158,400.00"):
        assert value in brief, value


def test_both_languages_carry_the_same_figures(lines: Lines) -> None:
    english, urdu = (_figures(lines(render_notice_of_visit(NOTICE, lang))) for lang in LANGS)
    assert english == urdu
    english, urdu = (_figures(lines(render_brief(SHEET, lang))) for lang in LANGS)
    assert english == urdu


@pytest.mark.parametrize("lang", LANGS)
def test_the_papers_fill_one_page_and_come_out_the_same_each_time(lang: Lang) -> None:
    for draw in (lambda: render_notice_of_visit(NOTICE, lang), lambda: render_brief(SHEET, lang)):
        first, second = draw(), draw()
        assert _pages(first) == 1
        assert hashlib.sha256(first).digest() == hashlib.sha256(second).digest()


@pytest.mark.parametrize("lang", LANGS)
def test_a_long_list_of_records_goes_over_to_a_second_page_with_the_receipt_not_alone(lang: Lang, lines: Lines) -> None:
    many = replace(NOTICE, records=tuple(same(f"Record number {n} of many") for n in range(70)))
    pdf = render_notice_of_visit(many, lang)

    assert _pages(pdf) > 1
    assert sum("of many" in line for line in lines(pdf)) >= 35


@pytest.mark.parametrize("lang", LANGS)
def test_hostile_words_are_printed_as_plain_letters(lang: Lang, lines: Lines) -> None:
    hostile = replace(NOTICE, authorised_by=HOSTILE, officers=HOSTILE, employer_name=same(HOSTILE))
    assert any("<b>Mills</b>" in line for line in lines(render_notice_of_visit(hostile, lang)))
    assert any("Mills" in line for line in lines(render_brief(replace(SHEET, owner_name=HOSTILE), lang)))


def test_practice_and_demonstration_stand_on_the_papers_in_both_languages() -> None:
    for pdf in (
        render_notice_of_visit(replace(NOTICE, practice=True, demonstration=True), "ur"),
        render_brief(replace(SHEET, practice=True, demonstration=True), "ur"),
    ):
        text = PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
        assert "TRAINING" in text
        assert "DEMONSTRATION" in text


def test_a_notice_without_records_or_with_sections_that_no_paper_may_cite() -> None:
    with pytest.raises(ValueError, match="lists the records"):
        replace(NOTICE, records=())
    assert [text.en.partition(" of ")[0] for text in citations_of_notice(load_law_pack("pessi"))] == [
        "section 22(1)",
        "section 21",
        "section 22(5)",
    ]
    law = load_law_pack("sessi")
    cited = citations_of_notice(law)
    assert all(any(law.cite(key) == text for key in law.provisions) for text in cited)
    assert _pages(render_notice_of_visit(replace(NOTICE, citations=()), "en")) == 1
