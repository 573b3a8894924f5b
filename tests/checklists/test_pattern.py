"""Patterns: what Python's own engine finds, in a time that no pattern can stretch."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checklists.errors import XPathError
from checklists.pattern import compile_pattern

ATOMS = ["a", "b", r"\d", r"\w", r"\s", ".", "[ab]", "[^a]", r"[a-c\d]", "^", "$", r"\b", "(a|b)", "(ab|)", "(?:a)"]
COUNTS = ["", "", "*", "+", "?", "{2}", "{1,3}", "{,2}", "*?", "{2,}"]

PIECES = st.lists(st.tuples(st.sampled_from(ATOMS), st.sampled_from(COUNTS)).map("".join), max_size=5).map("".join)
PATTERNS = st.tuples(PIECES, PIECES, st.sampled_from(COUNTS)).map(lambda parts: f"({parts[0]}){parts[2]}{parts[1]}")


def _is_one(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


@given(pattern=PATTERNS.filter(_is_one), text=st.text(alphabet="ab1 \n٣", max_size=8))
@settings(max_examples=400, deadline=None)
def test_a_pattern_finds_what_pythons_own_engine_finds(pattern: str, text: str) -> None:
    assert compile_pattern(pattern).is_in(text) is (re.search(pattern, text, re.ASCII) is not None)


@pytest.mark.parametrize("pattern", ["^(a+)+$", "^(a|a)*$", "^(a|aa)+$", "^a*a*a*a*a*a*$", "^(a?){50}a{50}$"])
def test_a_pattern_that_makes_others_backtrack_for_years_is_matched_at_once(pattern: str) -> None:
    before = time.perf_counter()

    assert not compile_pattern(pattern).is_in("a" * 2_000 + "b")

    assert time.perf_counter() - before < 5


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("(", "expected a regular expression"),
        ("[z-a]", "expected a regular expression"),
        ("(?i)a", "without flags"),
        ("(?i:a)", "without flags, back references"),
        (r"(a)\1", "without flags, back references"),
        ("(?=a)b", "look-around"),
        ("a++", "possessive"),
        ("a{99999}", "smaller counts"),
        ("(a{100}){100}", "smaller counts"),
        ("(" * 400 + "a" + ")" * 400, "at most 50 brackets"),
        ("a" * 1_001, "at most 1000"),
    ],
)
def test_a_pattern_that_cannot_be_matched_in_one_pass_is_refused_by_its_reason(pattern: str, said: str) -> None:
    with pytest.raises(XPathError, match=re.escape(said)):
        compile_pattern(pattern)
