from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from types import ModuleType

import pytest
from PIL import Image
from pypdf import PdfReader

from casework.documents.exit_sheet import (
    SheetSignature,
    SheetStatement,
    UnreadableSignature,
    findings_for_employer,
    render_exit_sheet,
)
from casework.finding import Finding
from casework.money import Money
from simplify_content.law_loader import load_law_pack
from simplify_content.text import LANGS, Lang, Text

Lines = Callable[[bytes], list[str]]
SECRET = "The man at loom seven said so"


def _finding(code: str, *, privacy: str, text: str) -> Finding:
    return Finding(
        code, "i", code, "item", "", Text(en=text, ur="کچھ"), ("PESSO65.s20.3",), "grave", 7, privacy, {"who": text}
    )


def test_what_workers_said_in_confidence_never_reaches_the_sheet() -> None:
    law = load_law_pack("pessi")
    kept = findings_for_employer(
        [
            _finding("A", privacy="public", text="The wage register was not produced"),
            _finding("B", privacy="worker_secret", text=SECRET),
            _finding("C", privacy="employer_hidden", text=SECRET),
        ],
        law,
    )
    assert [finding.text.en for finding in kept] == ["The wage register was not produced"]
    assert kept[0].remedy_days == 7


def test_a_finding_without_a_provision_of_the_scheme_says_so_on_the_sheet() -> None:
    law = load_law_pack("kpessi")
    bare = replace(_finding("A", privacy="public", text="Entry was refused"), provisions=())

    [kept] = findings_for_employer([bare], law)

    assert [text.en for text in kept.citations] == ["no provision recorded for this scheme"]


@pytest.mark.parametrize("lang", LANGS)
def test_sheet_says_what_was_found_asked_for_and_owed(samples: ModuleType, lines: Lines, lang: Lang) -> None:
    text = " ".join(lines(render_exit_sheet(samples.exit_sheet(), lang)))
    for expected in ("INS-2026-00317", "PES-LHR-004217", "03-11-2026", "10-11-2026", "06-2026", "6,750.00", "22(3)"):
        assert expected in text
    assert "Rs. 103,600.00" in text
    assert "14-03-2026" in text
    assert "042-35761234" in text


def test_both_languages_carry_the_same_figures(samples: ModuleType, lines: Lines) -> None:
    figures = [
        Counter(re.findall(r"\d[\d,.-]*\d|\d", "\n".join(lines(render_exit_sheet(samples.exit_sheet(), lang)))))
        for lang in LANGS
    ]
    assert figures[0] == figures[1]


@pytest.mark.parametrize("lang", LANGS)
def test_practice_and_demonstration_marks_stand_on_each_page(samples: ModuleType, lines: Lines, lang: Lang) -> None:
    pdf = render_exit_sheet(samples.exit_sheet(practice=True, demonstration=True), lang)
    pages = len(PdfReader(io.BytesIO(pdf)).pages)
    for mark in ("TRAINING: no real employer", "DEMONSTRATION: not a legal document"):
        assert sum(mark in line for line in lines(pdf)) == pages


def test_same_sheet_gives_the_same_bytes(samples: ModuleType) -> None:
    assert render_exit_sheet(samples.exit_sheet(), "ur") == render_exit_sheet(samples.exit_sheet(), "ur")


def test_a_refusal_is_printed_with_its_reason_and_witness(samples: ModuleType, lines: Lines) -> None:
    refused = SheetSignature("M. Aslam", "Owner", refusal_reason="Wants to ask counsel", witness_name="Tariq Butt")
    text = " ".join(lines(render_exit_sheet(replace(samples.exit_sheet(), signature=refused), "en")))
    assert "M. Aslam, Owner, refused to sign. Reason given: Wants to ask counsel" in text
    assert "Witness: Tariq Butt" in text


def test_a_declined_statement_is_said_to_be_declined(samples: ModuleType, lines: Lines) -> None:
    sheet = replace(samples.exit_sheet(), statement=SheetStatement(declined=True))
    assert "declined to give one" in " ".join(lines(render_exit_sheet(sheet, "en")))


@pytest.mark.parametrize("lang", LANGS)
def test_an_empty_sheet_says_what_was_not_found(samples: ModuleType, lang: Lang) -> None:
    bare = replace(
        samples.exit_sheet(),
        findings=(),
        records_requested=(),
        records_due_on=None,
        arrears_by_month=(),
        total=Money(0),
        statement=None,
        signature=None,
    )
    assert render_exit_sheet(bare, lang).startswith(b"%PDF-")


def test_months_that_do_not_add_up_to_the_total_are_refused(samples: ModuleType) -> None:
    with pytest.raises(ValueError, match="add up"):
        replace(samples.exit_sheet(), total=Money(1))


@pytest.mark.parametrize("image", [b"", b"not a picture", b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, b"<svg/>"])
def test_a_signature_that_is_no_picture_is_refused(samples: ModuleType, image: bytes) -> None:
    sheet = replace(samples.exit_sheet(), signature=SheetSignature("A", "B", image=image))
    with pytest.raises(UnreadableSignature):
        render_exit_sheet(sheet, "en")


def test_a_picture_far_larger_than_a_signature_is_refused_before_it_is_unpacked(samples: ModuleType) -> None:
    target = io.BytesIO()
    Image.new("1", (9000, 9000)).save(target, "PNG")
    sheet = replace(samples.exit_sheet(), signature=SheetSignature("A", "B", image=target.getvalue()))
    with pytest.raises(UnreadableSignature, match="9000 x 9000"):
        render_exit_sheet(sheet, "en")
