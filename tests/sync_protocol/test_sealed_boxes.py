"""What is sealed for the centre opens with the centre's key alone, and with nothing else beside it."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
import zstandard
from nacl.public import PublicKey, SealedBox

from casework.signatures import new_private_key, public_key_of
from sync_protocol.entities import OperationKind
from sync_protocol.sealing import (
    MAX_PLAIN_BYTES,
    BoxKey,
    BrokenSeal,
    UnknownBoxKey,
    box_key_of,
    box_key_of_signer,
    new_box_key,
    open_bytes,
    private_box_key_of_signer,
    seal,
    seal_bytes,
    with_opened,
)

PRIVATE = new_box_key()
KEY = box_key_of(PRIVATE)
KEYS = {KEY.key_id: PRIVATE}
CLOSE = OperationKind.INSPECTION_CLOSE


def boxed(plain: bytes) -> dict[str, str]:
    box = SealedBox(PublicKey(base64.b64decode(KEY.public_key))).encrypt(plain)
    return {"key_id": KEY.key_id, "box": base64.b64encode(box).decode()}


def test_what_was_sealed_comes_back_beside_what_stood_outside() -> None:
    inside = {
        "confidential": {"answers": [{"item": "iv_alias", "value": "نیلی ٹوپی"}], "repeats": {"interviews": ["a"]}}
    }
    opened = with_opened(CLOSE, {"closed_at": "x", "sealed": seal(inside, KEY)}, private_keys=KEYS)
    assert opened == {"closed_at": "x", **inside}


def test_nothing_of_it_can_be_read_in_the_sealed_form() -> None:
    sealed = json.dumps(seal({"a": "loom nine"}, KEY)).encode()
    assert b"loom" not in sealed
    assert base64.b64encode(b"loom nine")[:10] not in sealed


def test_the_same_is_never_sealed_the_same_twice() -> None:
    assert seal({"a": 1}, KEY)["box"] != seal({"a": 1}, KEY)["box"]


def test_a_set_without_a_sealed_part_is_left_alone() -> None:
    assert with_opened(CLOSE, {"a": 1}, private_keys={}) == {"a": 1}


@pytest.mark.parametrize("kind", [OperationKind.EMPLOYER_CORRECT, OperationKind.INSPECTION_START])
def test_other_kinds_have_no_sealed_part(kind: OperationKind) -> None:
    set_ = {"sealed": seal({"phone": "1"}, KEY)}
    assert with_opened(kind, set_, private_keys=KEYS) == set_


def test_a_signing_key_opens_what_was_sealed_for_its_other_form() -> None:
    signer = new_private_key()
    key = box_key_of_signer(public_key_of(signer))
    keys = {key.key_id: private_box_key_of_signer(signer)}
    assert box_key_of(private_box_key_of_signer(signer)) == key
    assert with_opened(CLOSE, {"sealed": seal({"a": 1}, key)}, private_keys=keys) == {"a": 1}


def test_a_box_for_another_key_names_the_key_that_is_wanted() -> None:
    other = box_key_of(new_box_key())
    with pytest.raises(UnknownBoxKey) as refused:
        with_opened(CLOSE, {"sealed": seal({"a": 1}, other)}, private_keys=KEYS)
    assert refused.value.facts == {"key_id": other.key_id}


@pytest.mark.parametrize("place", [0, 40, -1])
def test_a_box_that_was_changed_does_not_open(place: int) -> None:
    box = bytearray(seal_bytes(b"x" * 100, KEY))
    box[place] ^= 1
    with pytest.raises(BrokenSeal):
        open_bytes(bytes(box), KEY.key_id, private_keys=KEYS)


def test_a_box_that_says_again_what_stands_outside_is_refused() -> None:
    with pytest.raises(BrokenSeal):
        with_opened(CLOSE, {"a": 1, "sealed": seal({"a": 2}, KEY)}, private_keys=KEYS)
    with pytest.raises(BrokenSeal):
        with_opened(CLOSE, {"sealed": seal({"sealed": {}}, KEY)}, private_keys=KEYS)


BOMB = zstandard.ZstdCompressor().compress(b"0" * (MAX_PLAIN_BYTES + 1))


@pytest.mark.parametrize(
    "sealed",
    [
        None,
        [],
        "x",
        {},
        {"key_id": KEY.key_id},
        {"key_id": KEY.key_id, "box": "not Base64"},
        {"key_id": KEY.key_id, "box": 7},
        {"key_id": KEY.key_id, "box": ""},
        {**seal({"a": 1}, KEY), "more": 1},
        boxed(b"not zstd"),
        boxed(zstandard.ZstdCompressor().compress(b"not JSON")),
        boxed(zstandard.ZstdCompressor().compress(b"[1]")),
        boxed(zstandard.ZstdCompressor().compress(b"[" * 100_000)),
        boxed(zstandard.ZstdCompressor(write_content_size=False).compress(b"{}")),
        boxed(BOMB),
    ],
)
def test_what_is_no_sealed_part_is_refused(sealed: Any) -> None:
    with pytest.raises(BrokenSeal):
        with_opened(CLOSE, {"sealed": sealed}, private_keys=KEYS)


def test_a_key_has_a_short_name() -> None:
    assert BoxKey(KEY.public_key).key_id == KEY.key_id
    assert len(KEY.key_id) == 16
