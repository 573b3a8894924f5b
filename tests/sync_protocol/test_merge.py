"""Merging field by field: the rules one by one, then the properties under any history."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync_protocol.entities import Entity, Field, Policy
from sync_protocol.merge import FieldStamp, Merge, Writer, merge

FORM = Entity(
    "form",
    (
        Field("phone", policy=Policy.REVIEW),
        Field("sector", policy=Policy.REVIEW),
        Field("name_en", policy=Policy.REVIEW, group="name"),
        Field("name_ur", policy=Policy.REVIEW, group="name"),
        Field("central", policy=Policy.CENTRE),
        Field("seen", policy=Policy.FIELD),
        Field("most", policy=Policy.MAX),
        Field("tags", policy=Policy.UNION),
    ),
)
CURRENT: dict[str, Any] = {
    "phone": "1",
    "sector": "food",
    "name_en": "A",
    "name_ur": "ا",
    "central": "c",
    "seen": "s",
    "most": 5,
    "tags": "a b",
}
ME = Writer("me", 1, 7)
OTHER = FieldStamp(rev=3, device_id="other", incarnation=1, seq=4)


def merged(set_: dict[str, Any], stamps: dict[str, FieldStamp], *, was: dict[str, Any], base_rev: int = 2) -> Merge:
    return merge(FORM, CURRENT, stamps, set_=set_, was=was, base_rev=base_rev, writer=ME)


def test_a_field_nobody_touched_since_is_written_and_plainly_applied() -> None:
    result = merged({"phone": "2"}, {}, was={"phone": "1"})
    assert (dict(result.write), result.conflicts, result.outcome) == ({"phone": "2"}, (), "applied")


def test_a_field_changed_before_the_writer_looked_is_written() -> None:
    stamps = {"phone": FieldStamp(rev=2, device_id="other", incarnation=1, seq=1)}
    assert dict(merged({"phone": "2"}, stamps, was={"phone": "1"}).write) == {"phone": "2"}


def test_the_same_value_from_two_people_is_no_conflict_but_others_were_met() -> None:
    result = merged({"phone": "1"}, {"phone": OTHER}, was={"phone": "0"})
    assert (dict(result.write), result.conflicts, result.outcome) == ({}, (), "merged")


def test_different_fields_of_one_record_merge_clean() -> None:
    result = merged({"phone": "2"}, {"sector": OTHER}, was={"phone": "1"})
    assert (dict(result.write), result.conflicts, result.outcome) == ({"phone": "2"}, (), "merged")


def test_a_field_for_review_keeps_the_standing_value_and_records_all_three() -> None:
    result = merged({"phone": "2"}, {"phone": OTHER}, was={"phone": "0"})
    [conflict] = result.conflicts
    assert dict(result.write) == {}
    assert (conflict.field, conflict.base, conflict.theirs, conflict.ours, conflict.chosen) == (
        "phone",
        "0",
        "1",
        "2",
        "1",
    )


@pytest.mark.parametrize(
    ("field", "value", "chosen"),
    [
        ("central", "new", "c"),
        ("seen", "new", "new"),
        ("most", 9, 9),
        ("most", 2, 5),
        ("most", None, 5),
        ("tags", "b c", "a b c"),
    ],
)
def test_each_policy_decides_and_the_conflict_is_kept(field: str, value: Any, chosen: Any) -> None:
    result = merged({field: value}, {field: OTHER}, was={field: None})
    assert [conflict.chosen for conflict in result.conflicts] == [chosen]
    assert dict(result.write) == ({field: chosen} if chosen != CURRENT[field] else {})


def test_one_field_of_a_group_in_conflict_holds_back_the_whole_group() -> None:
    was = {"name_en": "A", "name_ur": "ب"}
    result = merged({"name_en": "B", "name_ur": "پ"}, {"name_ur": OTHER}, was=was)
    [conflict] = result.conflicts
    assert dict(result.write) == {}
    assert conflict.field == "name"
    assert conflict.ours == {"name_en": "B", "name_ur": "پ"}
    assert conflict.theirs == {"name_en": "A", "name_ur": "ا"}
    assert conflict.base == was


def test_a_device_never_meets_its_own_earlier_operation() -> None:
    own = FieldStamp(rev=9, device_id="me", incarnation=1, seq=6)
    result = merged({"phone": "2"}, {"phone": own}, was={"phone": "1"})
    assert (dict(result.write), result.outcome) == ({"phone": "2"}, "applied")


def test_an_earlier_life_of_the_device_counts_as_another_writer() -> None:
    earlier_life = FieldStamp(rev=9, device_id="me", incarnation=0, seq=6)
    assert merged({"phone": "2"}, {"phone": earlier_life}, was={"phone": "1"}).conflicts


_NAMES = st.sampled_from(["phone", "sector", "name_en", "name_ur", "central", "seen"])
_VALUES = st.sampled_from(["p", "q", "r", "s"])
_STAMPS = st.builds(
    FieldStamp,
    rev=st.integers(1, 6),
    device_id=st.sampled_from(["me", "other", ""]),
    incarnation=st.just(1),
    seq=st.integers(1, 9),
)


@given(
    current=st.fixed_dictionaries(dict.fromkeys(FORM.field_names, _VALUES)),
    stamps=st.dictionaries(_NAMES, _STAMPS),
    set_=st.dictionaries(_NAMES, _VALUES, min_size=1),
    base_rev=st.integers(0, 6),
)
def test_nothing_is_overwritten_that_was_neither_seen_nor_own_nor_recorded(
    current: dict[str, Any], stamps: dict[str, FieldStamp], set_: dict[str, Any], base_rev: int
) -> None:
    result = merge(FORM, current, stamps, set_=set_, was=dict.fromkeys(set_, "?"), base_rev=base_rev, writer=ME)
    recorded = {conflict.field for conflict in result.conflicts}
    for name, value in result.write.items():
        stamp, group = stamps.get(name), FORM.field(name).group or name
        seen = stamp is None or stamp.rev <= base_rev
        own = stamp is not None and stamp.device_id == "me" and stamp.seq < ME.seq
        assert value != current[name]
        assert seen or own or group in recorded
    for name, value in set_.items():
        kept = current[name] == value or result.write.get(name) == value
        assert kept or (FORM.field(name).group or name) in recorded


@given(
    edits=st.lists(st.dictionaries(_NAMES, _VALUES, min_size=1), min_size=1, max_size=8),
    base_rev=st.integers(0, 1),
)
def test_own_consecutive_edits_never_conflict_however_old_the_base(edits: list[dict[str, Any]], base_rev: int) -> None:
    current, stamps, rev = dict(CURRENT), {}, 1
    for seq, set_ in enumerate(edits, start=1):
        writer = Writer("me", 1, seq)
        was = {name: current[name] for name in set_}
        result = merge(FORM, current, stamps, set_=set_, was=was, base_rev=base_rev, writer=writer)
        assert (result.conflicts, result.outcome) == ((), "applied")
        if result.write:
            rev += 1
            current |= result.write
            stamps |= dict.fromkeys(result.write, FieldStamp(rev, "me", 1, seq))
        assert all(current[name] == value for name, value in set_.items())


@given(mine=_NAMES, theirs=_NAMES, value=_VALUES)
def test_people_who_change_different_things_never_conflict(mine: str, theirs: str, value: str) -> None:
    register = [FORM.field(name).group or name for name in (mine, theirs)]
    result = merged({mine: value}, {theirs: OTHER}, was={mine: "?"})
    assert bool(result.conflicts) == (register[0] == register[1] and value != CURRENT[mine])
