"""Cells of two windows brought together: no change of either is dropped, and none is made that nobody typed."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from inspector_app.services.merged_cells import Merged, merge_cells

COLUMNS = ("name", "wage", "days")
LINES = st.fixed_dictionaries({column: st.sampled_from(("", "1", "2", "3")) for column in COLUMNS})

Cells = Mapping[str, str]


@given(seen=LINES, first=LINES, second=LINES)
def test_each_cell_is_as_the_one_window_wrote_it_that_changed_it(seen: Cells, first: Cells, second: Cells) -> None:
    merged = merge_cells(first, seen, second)

    for column in COLUMNS:
        wanted = {line[column] for line in (first, second) if line[column] != seen[column]}
        assert (column in merged.apart) == (len(wanted) == 2)
        if len(wanted) < 2:
            assert merged.cells[column] == (wanted.pop() if wanted else seen[column])


@given(seen=LINES, first=LINES, second=LINES)
def test_it_is_the_same_whichever_window_was_quicker(seen: Cells, first: Cells, second: Cells) -> None:
    one, other = merge_cells(first, seen, second), merge_cells(second, seen, first)

    assert set(one.apart) == set(other.apart)
    assert {c: v for c, v in one.cells.items() if c not in one.apart} == {
        c: v for c, v in other.cells.items() if c not in other.apart
    }


@given(standing=LINES, typed=LINES)
def test_without_a_page_what_is_typed_stands(standing: Cells, typed: Cells) -> None:
    assert merge_cells(standing, None, typed) == Merged(typed)


def test_a_cell_that_is_not_there_is_blank() -> None:
    assert merge_cells({}, {"name": "Aslam"}, {"name": "Akram"}) == Merged({"name": "Akram"}, ("name",))
    assert merge_cells({"name": "Aslam"}, {}, {"name": ""}) == Merged({"name": "Aslam"})
