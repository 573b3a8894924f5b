from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from casework.documents.fonts import typeface
from casework.documents.shaping import Line, Span, set_lines
from casework.documents.text_block import TextBlock, TextStyle
from casework.documents.written_text import ISOLATES
from simplify_content.text import isolate

IDENTIFIERS = ["35202-1234567-1", "14-03-2026", "042-35761234", "Rs. 1,245,300.00", "PES-LHR-004217", "6%", "10:30"]
URDU = TextStyle("ur", 11, 20)


def _set(text: str, *, width: float = 400.0, base: int = 1) -> tuple[Line, ...]:
    return set_lines([Span(text)], base=base, size=11, width=width)


def _letters(lines: Sequence[Line]) -> list[tuple[float, str]]:
    return sorted(letter for line in lines for run in line.runs for letter in run.letters())


@pytest.mark.parametrize("value", IDENTIFIERS)
def test_letters_of_an_identifier_in_urdu_are_drawn_left_to_right_in_its_own_order(value: str) -> None:
    drawn = _letters(_set(f"شناختی نمبر {isolate(value)} کے مطابق"))
    latin = "".join(letter for _, letter in drawn if letter.isascii()).strip()
    assert latin == value


@pytest.mark.parametrize("value", IDENTIFIERS)
def test_letters_of_an_identifier_nobody_isolated_are_drawn_in_its_own_order_too(value: str) -> None:
    drawn = _letters(_set(f"شناختی نمبر {value} کے مطابق"))
    assert "".join(letter for _, letter in drawn if letter.isascii()).strip() == value


def test_an_identifier_is_not_broken_over_two_lines() -> None:
    value = "Rs. 1,245,300.00"
    lines = _set(f"اس ادارے کے ذمے کل رقم {isolate(value)} بنتی ہے", width=130)
    assert len(lines) > 1
    assert sum(value in line.text for line in lines) == 1


def test_isolates_are_neither_drawn_nor_measured() -> None:
    assert _set(isolate("12"))[0].width == pytest.approx(_set("12")[0].width)
    assert not ISOLATES & set(_set(f"نمبر {isolate('12')}")[0].text)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80), st.sampled_from([0, 1]))
def test_any_text_is_set_within_its_width(text: str, base: int) -> None:
    for line in _set(text, width=60.0, base=base):
        assert line.width <= 60.0 + 11 * 1.5
        assert line.width <= 60.0 or len(line.text) < 14


def test_a_word_wider_than_the_line_is_broken_inside_and_nothing_is_lost() -> None:
    lines = _set("W" * 300, width=100.0, base=0)
    assert len(lines) > 10
    assert "".join(line.text for line in lines) == "W" * 300
    assert all(line.width <= 100.0 for line in lines)


def test_a_letter_that_no_typeface_has_shows_as_the_replacement_sign() -> None:
    assert _set("a\U0001f600b", base=0)[0].text == "a\ufffdb"


def test_block_splits_between_lines_and_both_parts_together_hold_all_lines() -> None:
    block = TextBlock("یہ ایک لمبا جملہ ہے جو کئی سطروں میں لکھا جائے گا۔ " * 12, URDU)
    block.wrap(200, 1000)
    whole = [line.text for line in block.lines]

    top, rest = block.split(200, 20 * 3 + 5)

    assert [line.text for line in (*top.lines, *rest.lines)] == whole
    assert len(top.lines) == 3
    assert block.split(200, 10) == []


def test_numbers_of_glyphs_do_not_depend_on_what_was_drawn_before() -> None:
    font = typeface("NotoNastaliqUrdu-Regular")
    before = font.shape("معائنہ", right_to_left=True)
    for other in ("آجر", "کنٹری بیوشن", "شہادت"):
        font.shape(other, right_to_left=True)
    assert font.shape("معائنہ", right_to_left=True) == before


def test_urdu_starts_at_the_right_edge_and_english_at_the_left() -> None:
    canvas = Canvas("unused.pdf", invariant=1)
    urdu, english = TextBlock("معائنہ", URDU), TextBlock("inspection", TextStyle("en", 10, 14))
    for block in (urdu, english):
        block.wrap(300, 100)
        block.canv = canvas
    assert urdu._left(urdu.lines[0]) == pytest.approx(300 - urdu.lines[0].width)
    assert english._left(english.lines[0]) == 0
