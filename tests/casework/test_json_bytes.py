from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime
from typing import Any

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from casework.json_bytes import json_bytes
from casework.signatures import canonical

_EXACT = st.integers(min_value=-(2**53) + 1, max_value=2**53 - 1)
_LEAVES = st.none() | st.booleans() | _EXACT | st.floats(allow_nan=False, allow_infinity=False) | st.text()
_VALUES = st.recursive(_LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=30)


@given(_VALUES)
def test_canonical_bytes_are_those_of_rfc_8785(value: Any) -> None:
    assert canonical(value) == rfc8785.dumps(value)


@pytest.mark.parametrize(
    "text", ["\x00\x1f\x7f\b\f\n\r\t", '"\\/', "\u2028\u2029", "\ue000\U0001f600", "معائنہ نمبر ۱۲", "e\u0301"]
)
def test_canonical_bytes_of_strange_texts_are_those_of_rfc_8785(text: str) -> None:
    assert canonical({"text": text, "inner": [text]}) == rfc8785.dumps({"text": text, "inner": [text]})


def test_names_are_sorted_as_rfc_8785_sorts_them() -> None:
    value = {"\ue000": 1, "\U0001f600": 2, "b": 3, "B": 4, "ا": 5}
    assert canonical(value) == rfc8785.dumps(value)


@pytest.mark.parametrize("value", [2**53, float("nan"), float("inf"), "\ud800", {"name": "\udfff"}])
def test_what_has_no_canonical_form_is_refused(value: Any) -> None:
    with pytest.raises(ValueError):
        canonical(value)


@given(_VALUES)
def test_json_is_read_back_as_it_was_written(value: Any) -> None:
    assert json.loads(json_bytes(value)) == value


@pytest.mark.parametrize("value", [2**80, {1: "a number for a name"}, [[]] * 3])
def test_what_the_fast_writer_refuses_is_written_by_the_standard_library(value: Any) -> None:
    assert json_bytes(value) == json.dumps(value, separators=(",", ":")).encode()


def test_deep_nesting_is_written() -> None:
    value: Any = 1
    for _ in range(400):
        value = [value]
    assert json_bytes(value) == b"[" * 400 + b"1" + b"]" * 400


def test_names_of_objects_come_in_order_or_sorted() -> None:
    assert json_bytes({"b": 1, "a": 2}) == b'{"b":1,"a":2}'
    assert json_bytes({"b": 1, "a": 2}, sort_names=True) == b'{"a":2,"b":1}'


@dataclasses.dataclass
class _Thing:
    name: str = "thing"


@pytest.mark.parametrize("value", [datetime(2026, 11, 22, tzinfo=UTC), _Thing(), {1, 2}, b"bytes"])
def test_what_is_no_json_is_refused(value: Any) -> None:
    with pytest.raises(TypeError):
        json_bytes(value)


def test_half_a_surrogate_pair_is_refused() -> None:
    with pytest.raises(UnicodeEncodeError):
        json_bytes({"text": "\ud800"})
