"""A bundle opens only for its reader, only when the sender signed every byte of it."""

from __future__ import annotations

import hashlib
import io
import os
import random
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from casework.signatures import new_private_key, public_key_of
from sync_protocol.bundles import (
    PIECE_BYTES,
    BundleError,
    BundleHeader,
    BundleKind,
    open_bundle,
    read_header,
    write_bundle,
)
from sync_protocol.errors import Code

LAPTOP, CENTRE, STRANGER = (new_private_key() for _ in range(3))
HEADER = BundleHeader(BundleKind.TO_CENTRE, "b-1", "01930000-0000-7000-8000-000000000001", "2026-11-22T05:00:00Z")
MESSAGES: list[dict[str, Any]] = [{"name": "شاہدرہ نٹ ویئر", "cnic": "35202-1234567-1"}, {"more": [1, None, True]}]


def written(messages: Any = MESSAGES, files: Any = ()) -> bytes:
    target = io.BytesIO()
    write_bundle(target, HEADER, messages=messages, files=files, sender_key=LAPTOP, reader_key=public_key_of(CENTRE))
    return target.getvalue()


def opened(data: bytes, *, sender: str = LAPTOP, reader: str = CENTRE) -> Any:
    return open_bundle(io.BytesIO(data), sender_key=public_key_of(sender), reader_key=reader)


def test_messages_and_files_come_out_as_they_went_in() -> None:
    content = os.urandom(PIECE_BYTES + 17)
    sha256 = hashlib.sha256(content).hexdigest()
    bundle = opened(written(files=[(sha256, content), ("e" * 64, b"")]))
    assert bundle.header == HEADER == read_header(io.BytesIO(written()))
    assert list(bundle.messages()) == MESSAGES
    assert [(name, b"".join(pieces)) for name, pieces in bundle.files()] == [(sha256, content), ("e" * 64, b"")]


def test_nothing_of_what_it_holds_can_be_read_from_outside() -> None:
    data = written(files=[("a" * 64, b"35202-1234567-1 in a photo")])
    assert b"35202" not in data
    assert "شاہدرہ".encode() not in data


@pytest.mark.parametrize("keys", [{"sender": STRANGER}, {"sender": CENTRE}])
def test_a_bundle_that_another_signed_is_refused(keys: dict[str, str]) -> None:
    with pytest.raises(BundleError) as refused:
        opened(written(), **keys)
    assert refused.value.code is Code.CHAIN


def test_another_reader_cannot_open_it() -> None:
    bundle = opened(written(), reader=STRANGER)
    with pytest.raises(BundleError) as refused:
        list(bundle.messages())
    assert refused.value.code is Code.TOKEN


@pytest.mark.parametrize("seed", range(60))
def test_no_changed_byte_goes_unseen(seed: int) -> None:
    chance, whole = random.Random(seed), written(files=[("a" * 64, b"photo")])
    data = bytearray(whole)
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    try:
        bundle = opened(bytes(data))
        read = bundle.header, list(bundle.messages()), [(name, b"".join(pieces)) for name, pieces in bundle.files()]
    except BundleError:
        return
    assert read == (HEADER, MESSAGES, [("a" * 64, b"photo")])  # the byte says nothing, such as the ZIP's own dates


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_a_bundle_that_was_cut_off_is_refused(share: float) -> None:
    data = written()
    with pytest.raises(BundleError):
        opened(data[: int(len(data) * share)])


def _without(name: str) -> Callable[[list[tuple[str, bytes]]], list[tuple[str, bytes]]]:
    return lambda parts: [part for part in parts if part[0] != name]


@pytest.mark.parametrize(
    "change",
    [
        _without("messages/000000"),
        _without("signature"),
        _without("header.json"),
        lambda parts: [*parts[:-1], ("messages/000009", parts[1][1]), parts[-1]],
        lambda parts: [parts[0], parts[2], parts[1], *parts[3:]],
        lambda parts: [*parts, ("messages/000009", b"after the signature")],
        lambda parts: [("header.json", b'{"format": "another"}'), *parts[1:]],
        lambda parts: [("header.json", b"[" * 50_000), *parts[1:]],
    ],
)
def test_parts_left_out_added_or_moved_are_refused(
    change: Callable[[list[tuple[str, bytes]]], list[tuple[str, bytes]]],
) -> None:
    with zipfile.ZipFile(io.BytesIO(written())) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in change(parts):
            archive.writestr(name, data)
    with pytest.raises(BundleError):
        opened(target.getvalue())


def test_a_compressed_archive_is_not_opened() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("header.json", b"0" * 10_000_000)
        archive.writestr("signature", b"")
    with pytest.raises(BundleError):
        read_header(target)
