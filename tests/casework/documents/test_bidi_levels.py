from __future__ import annotations

from unicodedata import bidirectional

import pytest
from bidi import get_display
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.documents.bidi_levels import is_right_to_left, levels, visual_order
from casework.documents.shaping import visual_runs
from casework.documents.written_text import ISOLATES
from simplify_content.text import isolate

LETTERS = "abc گبتدا 1234-/.,:% +۱٪"


def _shown(text: str, base: int) -> str:
    """What stands on the line from left to right, without mirroring; trailing spaces at the base level (L1)."""
    marked = list(levels(text, base))
    for place in range(len(text) - 1, -1, -1):
        if bidirectional(text[place]) not in ("WS", "LRI", "RLI", "FSI", "PDI"):
            break
        marked[place] = base
    return "".join(text[place] for place in visual_order(marked) if text[place] not in ISOLATES)


def _reference(text: str, base: int) -> str:
    shown = get_display(text, base_dir="R" if base else "L")
    return "".join(char for char in shown if char not in ISOLATES)


@settings(max_examples=400, deadline=None)
@given(st.text(LETTERS + "".join(sorted(ISOLATES)), max_size=24), st.sampled_from([0, 1]))
def test_isolates_and_numbers_stand_as_in_an_independent_implementation(text: str, base: int) -> None:
    assert _shown(text, base) == _reference(text, base)


@settings(max_examples=400, deadline=None)
@given(st.text(LETTERS + "()[]", max_size=24), st.sampled_from([0, 1]))
def test_brackets_stand_as_in_an_independent_implementation(text: str, base: int) -> None:
    assert _shown(text, base) == _reference(text, base)


@pytest.mark.parametrize(
    ("value", "turned"),
    [
        ("35202-1234567-1", "1-1234567-35202"),
        ("14-03-2026", "2026-03-14"),
        ("042-35761234", "35761234-042"),
    ],
)
def test_an_identifier_keeps_its_groups_only_inside_an_isolate(value: str, turned: str) -> None:
    assert value in visual_runs(f"شناختی {isolate(value)} ہے", base=1)
    assert "".join(visual_runs(f"شناختی {value} ہے", base=1)).strip(" شناختیہے") == turned


def test_isolate_characters_are_never_among_what_is_shown() -> None:
    assert not ISOLATES & set("".join(visual_runs(f"رقم {isolate('Rs. 5.00')} اور {isolate('اتفاق')}", base=1)))


@pytest.mark.parametrize(("text", "expected"), [("12 abc", False), ("12 محمد", True), ("123", False), ("", False)])
def test_direction_follows_the_first_strong_letter(text: str, expected: bool) -> None:
    assert is_right_to_left(text) is expected
