from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.documents.written_text import LRI, MOST_MARKS, PDI, clean, protect, without_isolates
from simplify_content.text import isolate


def test_overrides_controls_and_nul_are_dropped_and_isolates_kept() -> None:
    assert clean("a\u202eb\u202c\x00\x07c\u200e\u200f\ufeff" + isolate("5")) == f"abc{LRI}5{PDI}"


def test_line_breaks_are_kept_and_tabs_become_spaces() -> None:
    assert clean("one\r\ntwo\rthree\tfour") == "one\ntwo\nthree four"


def test_a_pile_of_marks_is_cut_to_what_a_line_can_hold() -> None:
    assert clean("a" + "\u0303" * 50).count("\u0303") <= MOST_MARKS


def test_lone_surrogates_and_unassigned_letters_become_the_replacement_sign() -> None:
    assert clean("x\ud800y\U000e0fff") == "x\ufffdy\ufffd"


@pytest.mark.parametrize(
    "value",
    [
        "35202-1234567-1",
        "14-03-2026",
        "042-35761234",
        "+92 42 35761234",
        "1,245,300.00",
        "Rs. 1,245,300/-",
        "6%",
        "10:30",
    ],
)
def test_a_bare_identifier_after_urdu_is_put_in_an_isolate(value: str) -> None:
    assert protect(f"نمبر {value} ہے") == f"نمبر {LRI}{value}{PDI} ہے"


def test_what_is_isolated_already_or_follows_latin_letters_is_left_alone() -> None:
    already = f"نمبر {isolate('14-03-2026')} ہے"
    assert protect(already) == already
    assert protect("section 22-3 of PES-LHR-004217") == "section 22-3 of PES-LHR-004217"


def test_a_sum_in_urdu_becomes_one_unit_from_left_to_right() -> None:
    parts = [isolate(part) for part in ("Rs. 37,000.00", "6%", "Rs. 2,220.00")]
    formula = f"{parts[0]} × {parts[1]} = {parts[2]}"
    assert protect(f"اجرت {formula}؛") == f"اجرت {LRI}{formula}{PDI}؛"


@given(st.text())
def test_protecting_changes_nothing_but_isolates(text: str) -> None:
    assert without_isolates(protect(text)) == without_isolates(text)
