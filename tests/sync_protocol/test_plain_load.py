"""The quick ways give what the slow ones give: marshmallow's for messages, RFC 8785's library's for canonical bytes."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st
from marshmallow import EXCLUDE, RAISE, Schema, ValidationError, fields, post_load, validate

from casework.signatures import canonical
from sync_protocol.entities import OperationKind
from sync_protocol.operations import CONTENT
from sync_protocol.plain_load import NOT_PLAIN, plain_loader
from sync_protocol.schemas import OperationSchema, SyncReplySchema, SyncRequestSchema

ID = "01930000-0000-7000-8000-000000000001"
MOMENT = "2026-11-22T05:00:00Z"
OPERATION: dict[str, Any] = {
    "op_id": ID,
    "seq": 1,
    "kind": "finding.record",
    "row_id": ID,
    "base_rev": 0,
    "set": {"inspection_id": ID},
    "was": {},
    "user_id": ID,
    "made_at": MOMENT,
    "beacon": MOMENT,
    "clock": {"boot": "b", "mono_ms": 5},
    "schema": 2,
    "hash": "0" * 64,
}
REQUEST: dict[str, Any] = {
    "protocol": 2,
    "schema": 2,
    "device_id": ID,
    "incarnation": 1,
    "sent_at": MOMENT,
    "unsent": 1,
    "push": {"previous_hash": "0" * 64, "operations": [OPERATION], "signature": "s"},
    "pull": [{"scope": "district:lahore", "epoch": "e", "since": 0}],
    "verdicts_since": 0,
    "max_rows": 100,
}
FINDING: dict[str, Any] = {
    "inspection_id": ID,
    "code": "X",
    "item": "i",
    "text_en": "a",
    "text_ur": "ب",
    "provisions": ["P.1"],
    "severity": "minor",
    "facts": {"seen": "1"},
}
EVIDENCE: dict[str, Any] = {
    "inspection_id": ID,
    "sha256": "0" * 64,
    "size_bytes": 1,
    "media_type": "image/jpeg",
    "kind": "photo",
    "captured_at": MOMENT,
}
CLOSE: dict[str, Any] = {
    "answers": [{"item": "i", "state": "given", "value": "1"}],
    "repeats": {"rows": ["a"]},
    "statement": {"text": "t"},
    "signature": {"refused": True},
    "closed_at": MOMENT,
}
EXAMPLES: list[tuple[type[Schema], dict[str, Any]]] = [
    (OperationSchema, OPERATION),
    (SyncRequestSchema, REQUEST),
    (CONTENT[OperationKind.FINDING_RECORD], FINDING),
    (CONTENT[OperationKind.EVIDENCE_ADD], EVIDENCE),
    (CONTENT[OperationKind.INSPECTION_CLOSE], CLOSE),
]
ODD = st.sampled_from(
    [None, "", "x" * 3000, 0, -1, 2**60, 1.5, True, [], [None], {}, {"a": None}, {"strange": 1}, "\ud800", ID, b"x"]
)


def slowly(schema: type[Schema], value: Any) -> Any:
    """Return what marshmallow's own way loads, or NOT_PLAIN where it refuses."""
    try:
        return Schema.load(schema(), copy.deepcopy(value))
    except ValidationError:
        return NOT_PLAIN


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, one in inner for place in places(one, (*path, key)))]


def put(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    changed = copy.deepcopy(value)
    target = changed
    for key in path[:-1]:
        target = target[key]
    if new is NOT_PLAIN:
        del target[path[-1]]
    else:
        target[path[-1]] = new
    return changed


@pytest.mark.parametrize(("schema", "example"), EXAMPLES)
def test_a_valid_message_has_a_plain_way_and_loads_the_same(schema: type[Schema], example: dict[str, Any]) -> None:
    loaded = plain_loader(schema)(example)
    assert loaded is not NOT_PLAIN
    assert loaded == slowly(schema, example)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_no_change_of_a_message_is_taken_that_marshmallow_refuses_or_loads_otherwise(data: st.DataObject) -> None:
    schema, example = data.draw(st.sampled_from(EXAMPLES))
    for _ in range(data.draw(st.integers(1, 2))):
        place = data.draw(st.sampled_from(places(example)))
        change = ODD if not place else st.one_of(ODD, st.just(NOT_PLAIN))
        example = put(example, place, data.draw(change))
    loaded = plain_loader(schema)(example)
    if loaded is not NOT_PLAIN:
        assert loaded == slowly(schema, example)


def test_every_single_oddity_is_refused_with_marshmallows_own_words() -> None:
    for place in [place for place in places(OPERATION)[1:] if place[:1] != ("set",) or len(place) == 1]:
        wrong = put(OPERATION, place, [None])
        with pytest.raises(ValidationError) as slow:
            Schema.load(OperationSchema(), wrong)
        with pytest.raises(ValidationError) as quick:
            OperationSchema().load(wrong)
        assert quick.value.messages == slow.value.messages


class _Hooked(Schema):
    class Meta:
        unknown = RAISE

    name = fields.Str()

    @post_load
    def shout(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {"name": data.get("name", "").upper()}


class _Lenient(Schema):
    class Meta:
        unknown = EXCLUDE

    name = fields.Str()


class _Parent(Schema):
    class Meta:
        unknown = RAISE

    hooked = fields.Nested(_Hooked)
    email = fields.Email()
    exact = fields.Str(validate=validate.Length(equal=2))
    made = fields.List(fields.Int(), load_default=list)


def test_what_has_no_plain_way_is_marshmallows_whole_or_in_part() -> None:
    assert plain_loader(_Hooked)({"name": "a"}) is NOT_PLAIN
    assert plain_loader(_Lenient)({"name": "a"}) is NOT_PLAIN
    good = {"hooked": {"name": "a"}, "email": "a@example.org", "exact": "ab"}
    assert plain_loader(_Parent)(good) == {**good, "hooked": {"name": "A"}, "made": []} == _Parent().load(good)
    for wrong in ({"email": "a"}, {"exact": "abc"}, {"hooked": {"x": 1}}, {"made": ["1"]}):
        assert plain_loader(_Parent)(wrong) is NOT_PLAIN


def test_a_default_that_is_made_is_made_anew_each_time() -> None:
    first, second = plain_loader(_Parent)({}), plain_loader(_Parent)({})
    first["made"].append(1)
    assert second["made"] == []


def test_a_reply_with_pages_has_a_plain_way_too() -> None:
    group = {"kind": "whole", "entity": "employer", "fields": [], "ids": [ID], "revs": [1], "columns": []}
    page = {"scope": "s", "epoch": "e", "until": 1, "more": False, "groups": [group]}
    receipt = dict.fromkeys(("device_id", "head", "server_time", "key_id", "signature"), "")
    reply = {"protocol": 2, "server_time": "", "receipt": {**receipt, "incarnation": 1, "seq": 0}, "verdicts": []}
    reply |= {"pull": [page], "scopes": [], "evidence_wanted": []}
    loaded = plain_loader(SyncReplySchema)(reply)
    assert loaded is not NOT_PLAIN
    assert loaded == slowly(SyncReplySchema, reply)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**54), 2**54) | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=400, deadline=None)
@given(json_values)
def test_canonical_bytes_are_those_of_rfc_8785(value: Any) -> None:
    try:
        expected = bytes(rfc8785.dumps(value))
    except ValueError:
        with pytest.raises(ValueError):
            canonical(value)
        return
    assert canonical(value) == expected


@pytest.mark.parametrize("text", ["\ud800", "a\udfff"])
def test_half_a_surrogate_pair_has_no_canonical_form(text: str) -> None:
    with pytest.raises(ValueError):
        canonical({"name": text})


def test_every_letter_is_written_as_rfc_8785_writes_it() -> None:
    letters = "".join(map(chr, [*range(0x2030), 0x2028, 0xFFFF, 0x1F600]))
    assert canonical({"b": letters, "a": [letters]}) == rfc8785.dumps({"b": letters, "a": [letters]})
    assert json.loads(canonical(letters)) == letters
