"""Feed, snapshot, digests, evidence files and the published description as any laptop may rely on them."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

import zstandard
from conformance.conftest import UnderTest
from conformance.wire import TUS, Wire


def rows(pages: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], dict[str, Any]]:
    """Return the records of pages of whole records."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for group in (group for page in pages for group in page["groups"]):
        for place, row_id in enumerate(group["ids"]):
            values = {name: column[place] for name, column in zip(group["fields"], group["columns"], strict=True)}
            found[group["entity"], row_id] = values
    return found


def digest_of(records: Mapping[tuple[str, str], Mapping[str, Any]]) -> str:
    total = 0
    for (entity, row_id), values in records.items():
        plain = [int(value) if isinstance(value, bool) else value for value in values.values()]
        text = json.dumps([entity, row_id, plain], ensure_ascii=False, separators=(",", ":"))
        total ^= int(hashlib.blake2b(text.encode(), digest_size=16).hexdigest(), 16)
    return f"{total:032x}"


def test_a_feed_in_small_pages_is_the_feed_in_one(under_test: UnderTest, device: Wire) -> None:
    for _ in range(3):
        under_test.new_employer()
    whole = device.feed(under_test.scope)
    cursor = {"scope": under_test.scope, "epoch": whole[0]["epoch"], "since": 0}
    small: list[dict[str, Any]] = []
    while not small or small[-1]["more"]:
        [page] = device.sync(pull=[cursor], max_rows=1)["pull"]
        small.append(page)
        cursor = {**cursor, "since": page["until"]}
    assert rows(small) == rows(whole)
    assert (small[-1]["until"], whole[-1]["more"]) == (whole[-1]["until"], False)


def test_a_change_travels_as_its_fields_alone(under_test: UnderTest, device: Wire) -> None:
    employer_id = under_test.new_employer()
    end = device.feed(under_test.scope)[-1]["until"]
    device.make("employer.correct", employer_id, {"phone": "042-2"}, was={"phone": under_test.phone}, base_rev=1)
    assert device.outcomes(device.sync())[1] == ("applied", "")
    [page] = device.feed(under_test.scope, since=end, complete=end)
    [group] = page["groups"]
    assert (group["kind"], group["fields"], group["ids"]) == ("patch", ["phone"], [employer_id])
    assert (group["columns"], group["revs"]) == ([["042-2"]], [2])


def test_a_laptop_of_the_first_protocol_gets_whole_records(under_test: UnderTest, device: Wire) -> None:
    under_test.new_employer()
    epoch = device.manifest(under_test.scope)["epoch"]
    pull = [{"scope": under_test.scope, "epoch": epoch, "since": 0}]
    reply = device.sync(protocol=1, pull=pull)
    [page] = reply["pull"]
    assert reply["protocol"] == 1
    assert set(page) == {"scope", "epoch", "until", "more", "changes"}
    assert all(set(one) == {"entity", "row_id", "v", "present", "rev", "values"} for one in page["changes"])


def test_another_epoch_and_a_cursor_ahead_are_told_to_begin_again(under_test: UnderTest, device: Wire) -> None:
    epoch = device.manifest(under_test.scope)["epoch"]
    for cursor in ({"epoch": "another", "since": 0}, {"epoch": epoch, "since": 10**9}):
        refused = device.post(device.message(pull=[{"scope": under_test.scope, **cursor}]))
        assert (refused.status_code, refused.json()["code"]) == (409, "E_EPOCH")


def test_no_other_scope_is_told(under_test: UnderTest, device: Wire) -> None:
    assert device.call("GET", "/snapshots/district:multan").json()["code"] == "E_SCOPE"
    cursor = {"scope": "district:multan", "epoch": "any", "since": 0}
    assert device.sync(pull=[cursor])["pull"] == []
    entities = {row_id for _, row_id in rows(device.feed(under_test.scope))}
    assert under_test.other_employer_id not in entities


def test_a_snapshot_comes_in_ranges_and_the_feed_goes_on_from_it(under_test: UnderTest, device: Wire) -> None:
    under_test.new_employer()
    manifest = device.manifest(under_test.scope)
    packed = b""
    while len(packed) < manifest["compressed_bytes"]:
        piece = device.call(
            "GET",
            f"/snapshots/files/{manifest['sha256']}",
            headers={"Range": f"bytes={len(packed)}-{len(packed) + 999}", "Accept-Encoding": "identity"},
        )
        assert piece.status_code == 206
        packed += piece.content
    assert hashlib.sha256(packed).hexdigest() == manifest["sha256"]
    size = manifest["piece_bytes"]
    pieces = [packed[start : start + size] for start in range(0, len(packed), size)]
    assert [hashlib.sha256(piece).hexdigest() for piece in pieces] == manifest["pieces"]
    with sqlite3.connect(":memory:") as database:
        plain = zstandard.ZstdDecompressor().decompress(packed, max_output_size=manifest["plain_bytes"])
        database.deserialize(plain)
        held = {row_id for (row_id,) in database.execute("SELECT id FROM employer")}
        meta = database.execute("SELECT scope, epoch, v FROM meta").fetchone()
    assert meta == (under_test.scope, manifest["epoch"], manifest["v"])
    later = {row_id for entity, row_id in rows(device.feed(under_test.scope, manifest["v"])) if entity == "employer"}
    everything = {row_id for entity, row_id in rows(device.feed(under_test.scope)) if entity == "employer"}
    assert held | later == everything


def test_the_digest_is_that_of_the_records_and_a_bucket_brings_its_own(under_test: UnderTest, device: Wire) -> None:
    for _ in range(5):
        under_test.new_employer()
    page = device.feed(under_test.scope)[-1]
    records = rows(device.feed(under_test.scope))
    assert page["digest"] == digest_of(records)
    where = {"scope": under_test.scope, "epoch": page["epoch"]}
    buckets = device.post(where, "/digest").json()["buckets"]
    bucket = int(next(iter(records))[1][-2:], 16)
    mine = {key: values for key, values in records.items() if int(key[1][-2:], 16) == bucket}
    assert buckets[bucket] == digest_of(mine)
    repaired = device.post({**where, "buckets": [bucket]}, "/repair").json()
    assert rows([repaired]) == mine


def sent_in_two_pieces(device: Wire, sha256: str, data: bytes) -> Any:
    named = base64.b64encode(sha256.encode()).decode()
    headers = {**TUS, "Upload-Length": str(len(data)), "Upload-Metadata": f"sha256 {named}"}
    created = device.call("POST", "/uploads", headers=headers)
    assert created.status_code == 201, created.text
    path = created.headers["Location"].removeprefix("/sync/v1")
    kind = {"Content-Type": "application/offset+octet-stream"}
    first = device.call("PATCH", path, data=data[:10], headers={**TUS, **kind, "Upload-Offset": "0"})
    assert (first.status_code, first.headers["Upload-Offset"]) == (204, "10")
    again = device.call("PATCH", path, data=data[:10], headers={**TUS, **kind, "Upload-Offset": "0"})
    assert again.status_code == 409
    asked = device.call("HEAD", path, headers=TUS)
    assert asked.headers["Upload-Offset"] == "10"
    return device.call("PATCH", path, data=data[10:], headers={**TUS, **kind, "Upload-Offset": "10"})


def test_a_file_comes_in_pieces_and_is_wanted_no_more(under_test: UnderTest, device: Wire) -> None:
    data = b"a photo of a wage register" + os.urandom(16)
    sha256 = device.evidence(device.start(under_test.new_employer(), under_test.checklist), data)
    assert device.sync()["evidence_wanted"] == [sha256]
    assert sent_in_two_pieces(device, sha256, data).status_code == 204
    assert device.sync()["evidence_wanted"] == []


def test_other_bytes_than_the_name_promises_are_not_kept(under_test: UnderTest, device: Wire) -> None:
    data = b"a photo of a wage register" + os.urandom(16)
    sha256 = device.evidence(device.start(under_test.new_employer(), under_test.checklist), data)
    device.sync()
    other = data[:-1] + bytes([data[-1] ^ 1])
    refused = sent_in_two_pieces(device, sha256, other)
    assert (refused.status_code, refused.json()["code"]) == (422, "E_EVIDENCE_HASH")
    assert device.sync()["evidence_wanted"] == [sha256]


def test_a_file_that_nobody_names_is_not_taken(device: Wire) -> None:
    named = base64.b64encode(b"a" * 64).decode()
    refused = device.call(
        "POST", "/uploads", headers={**TUS, "Upload-Length": "5", "Upload-Metadata": f"sha256 {named}"}
    )
    assert (refused.status_code, refused.json()["code"]) == (404, "E_NOT_FOUND")


def test_the_description_names_every_call(device: Wire) -> None:
    description = device.call("GET", "/openapi.json").json()
    paths = {path.removeprefix("/sync/v1") for path in description["paths"]}
    assert {"/enrol", "/sync", "/incarnation", "/digest", "/repair", "/uploads", "/snapshots/{scope}"} <= paths
    assert description["openapi"].startswith("3.")
