"""The edges of the sync API: enrolment, evidence, bodies, and errors that are never a trace."""

from __future__ import annotations

import gzip
import hashlib
import json
from typing import Any

import pytest
import zstandard

from casework.signatures import new_private_key, public_key_of
from sync_protocol.schemas import ProblemSchema, SyncReplySchema
from sync_protocol.schemas_enrol import EnrolReplySchema
from sync_protocol.schemas_register import ManifestSchema
from sync_server.services.durable_files import file_place
from sync_server.services.invite_device import invite_device

SYNC = "/sync/v1/sync"


def enrolment(code: str, **other: str) -> dict[str, str]:
    message = {"code": code, "nonce": "0123456789abcdef", "device_name": "L", "public_key": KEY}
    return {**message, **other}


KEY = public_key_of(new_private_key())


@pytest.fixture
def code(centre: Any) -> str:
    return invite_device(centre.session, centre.user("first").sign_in, tools=centre.tools)


def test_the_same_nonce_gets_the_same_enrolment_and_another_one_none(centre: Any, code: str) -> None:
    first = centre.client.post("/sync/v1/enrol", json=enrolment(code)).get_json()
    typed = code.lower().replace("-", " ")
    again = centre.client.post("/sync/v1/enrol", json=enrolment(typed)).get_json()
    EnrolReplySchema().load(first)
    assert again == first
    assert centre.scalar("SELECT count(*) FROM device") == 1
    other = centre.client.post("/sync/v1/enrol", json=enrolment(code, nonce="another nonce of mine"))
    key = public_key_of(new_private_key())
    thief = centre.client.post("/sync/v1/enrol", json=enrolment(code, public_key=key))
    for refused in (other, thief):
        assert (refused.status_code, refused.get_json()["code"]) == (401, "E_TOKEN")


def test_neither_code_nor_token_is_stored(centre: Any, code: str) -> None:
    reply = centre.client.post("/sync/v1/enrol", json=enrolment(code)).get_json()
    database = (centre.config.home / "centre.db").read_bytes() + (centre.config.home / "centre.db-wal").read_bytes()
    assert code.encode() not in database
    assert reply["token"].encode() not in database


def test_a_code_expires_after_seven_days_and_an_unknown_one_is_refused(centre: Any, code: str) -> None:
    centre.clock.move(days=8)
    for presented in (code, "ABCD-EFGH-IJKL-MNOP"):
        refused = centre.client.post("/sync/v1/enrol", json=enrolment(presented))
        assert (refused.status_code, refused.get_json()["code"]) == (401, "E_TOKEN")


def test_replies_are_of_the_agreed_shape(centre: Any) -> None:
    laptop = centre.laptop()
    centre.employer()
    SyncReplySchema().load(laptop.sync())
    ManifestSchema().load(centre.client.get("/sync/v1/snapshots/district:lahore", headers=laptop.headers).get_json())


@pytest.mark.parametrize("token", ["", "Bearer ", "Bearer nonsense", "Basic abc"])
def test_without_a_known_token_nothing_is_answered(centre: Any, token: str) -> None:
    for method, path in (
        ("POST", SYNC),
        ("GET", "/sync/v1/snapshots/district:lahore"),
        ("GET", f"/sync/v1/snapshots/files/{'0' * 64}"),
        ("PUT", f"/sync/v1/evidence/{'0' * 64}"),
    ):
        response = centre.client.open(path, method=method, headers={"Authorization": token})
        assert (response.status_code, response.get_json()["code"]) == (401, "E_TOKEN")


def test_evidence_is_kept_once_named_by_its_hash_and_marked_as_held(centre: Any) -> None:
    laptop, photo = centre.laptop(), b"a photo" * 1000
    inspection = laptop.start(centre.employer())
    sha256 = laptop.evidence(inspection, photo)
    laptop.evidence(inspection, photo)
    assert laptop.sync()["evidence_wanted"] == [sha256]
    url = f"/sync/v1/evidence/{sha256}"
    damaged = centre.client.put(url, data=photo[:-1], headers=laptop.headers)
    assert (damaged.status_code, damaged.get_json()["code"]) == (422, "E_EVIDENCE_HASH")
    for _ in range(2):
        assert centre.client.put(url, data=photo, headers=laptop.headers).status_code == 204
    assert laptop.sync()["evidence_wanted"] == []
    assert file_place(centre.config.evidence, sha256).read_bytes() == photo
    assert [file.name for file in centre.config.evidence.rglob("*") if file.is_file()] == [sha256]
    third = laptop.evidence(inspection, photo)
    assert third == sha256
    assert laptop.sync()["evidence_wanted"] == []


def test_a_file_that_no_inspection_of_this_laptop_names_is_not_taken(centre: Any) -> None:
    mine, other = centre.laptop(), centre.laptop()
    sha256 = mine.evidence(mine.start(centre.employer()), b"a photo")
    mine.sync()
    for laptop, name in ((other, sha256), (mine, hashlib.sha256(b"x").hexdigest()), (mine, "..")):
        response = centre.client.put(f"/sync/v1/evidence/{name}", data=b"x", headers=laptop.headers)
        assert (response.status_code, response.get_json()["code"]) == (404, "E_NOT_FOUND")
    assert not centre.config.evidence.exists()


def test_a_file_beyond_the_limit_is_refused(centre: Any) -> None:
    laptop = centre.laptop()
    url = f"/sync/v1/evidence/{'0' * 64}"
    data = b"x" * (centre.config.max_evidence_bytes + 1)
    response = centre.client.put(url, data=data, headers=laptop.headers)
    assert (response.status_code, response.get_json()["code"]) == (413, "E_TOO_BIG")


WHATS = (
    "a zstd bomb",
    "a gzip bomb",
    "zstd junk",
    "gzip junk",
    "gzip cut off",
    "zstd cut off",
    "an unknown encoding",
    "no JSON",
    "not an object",
    "no UTF-8",
    "nothing",
    "deep nesting",
)


def body(what: str) -> tuple[bytes, str, int, str]:
    bomb = b" " * (200 * 1024 * 1024 if "bomb" in what else 0)
    return {
        "a zstd bomb": (zstandard.compress(bomb), "zstd", 413, "E_TOO_BIG"),
        "a gzip bomb": (gzip.compress(bomb, 1), "gzip", 413, "E_TOO_BIG"),
        "zstd junk": (b"junk", "zstd", 400, "E_MALFORMED"),
        "gzip junk": (b"junk", "gzip", 400, "E_MALFORMED"),
        "gzip cut off": (gzip.compress(b"{}" * 1000)[:-9], "gzip", 400, "E_MALFORMED"),
        "zstd cut off": (zstandard.compress(b'{"a": "' + b"x" * 1000)[:-3], "zstd", 400, "E_MALFORMED"),
        "an unknown encoding": (b"{}", "br", 415, "E_ENCODING"),
        "no JSON": (b"{", "", 400, "E_MALFORMED"),
        "not an object": (b"[]", "", 400, "E_MALFORMED"),
        "no UTF-8": (b"\xff\xfe{}", "", 400, "E_MALFORMED"),
        "nothing": (b"", "", 400, "E_MALFORMED"),
        "deep nesting": (b'{"push": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "", 400, "E_MALFORMED"),
    }[what]


@pytest.mark.parametrize("what", WHATS)
def test_a_body_that_cannot_be_read_is_refused_with_a_problem(centre: Any, what: str) -> None:
    data, encoding, status, code = body(what)
    laptop = centre.laptop()
    headers = {**laptop.headers, **({"Content-Encoding": encoding} if encoding else {})}
    response = centre.client.post(SYNC, data=data, content_type="application/json", headers=headers)
    assert (response.status_code, response.get_json()["code"]) == (status, code)
    ProblemSchema().load(response.get_json())


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"colour": "green"}, 400, "E_MALFORMED"),
        ({"sent_at": 5}, 400, "E_MALFORMED"),
        ({"max_rows": 0}, 400, "E_MALFORMED"),
        ({"verdicts_since": -1}, 400, "E_MALFORMED"),
        ({"protocol": 99}, 426, "E_UPGRADE"),
        ({"incarnation": 2}, 409, "E_FORK"),
        ({"device_id": "01930000-0000-7000-8000-000000000001"}, 401, "E_TOKEN"),
    ],
)
def test_a_message_of_another_shape_version_or_device_is_refused(
    centre: Any, change: dict[str, Any], status: int, code: str
) -> None:
    laptop = centre.laptop()
    response = laptop.post({**laptop.message(), **change})
    assert (response.status_code, response.get_json()["code"]) == (status, code)
    if status == 400:
        assert list(response.get_json()["facts"]["fields"]) == list(change)


@pytest.mark.parametrize("value", [float("nan"), 2**60, "\ud800"])
def test_values_without_a_canonical_form_are_refused_as_malformed(centre: Any, value: Any) -> None:
    employer, laptop = centre.employer(), centre.laptop()
    laptop.correct(employer, was={"phone": ""}, phone="1")
    message = laptop.message()
    message["push"]["operations"][0]["set"]["phone"] = value
    response = laptop.post(message)
    assert (response.status_code, response.get_json()["code"]) == (400, "E_MALFORMED")


def test_unknown_addresses_and_wrong_methods_are_problems_too(centre: Any) -> None:
    unknown = centre.client.get("/sync/v1/nothing")
    assert (unknown.status_code, unknown.get_json()["code"]) == (404, "E_NOT_FOUND")
    wrong = centre.client.get(SYNC)
    assert (wrong.status_code, wrong.get_json()["code"]) == (405, "E_MALFORMED")
    assert set(wrong.headers["Allow"].split(", ")) == {"POST", "OPTIONS"}


def test_a_fault_of_ours_shows_no_trace(centre: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from sync_server.services import receive

    laptop = centre.laptop()
    monkeypatch.setattr(receive, "compose_reply", None)
    response = laptop.post(laptop.message())
    assert response.status_code == 500
    ProblemSchema().load(response.get_json())
    assert "Traceback" not in response.text
    assert "NoneType" not in response.text


def test_a_locked_database_is_answered_with_busy_and_when_to_come_back(centre: Any) -> None:
    from sync_server.queries.database import open_sqlite

    laptop = centre.laptop()
    laptop.correct(centre.employer(), was={"phone": ""}, phone="1")
    message = laptop.message()
    with centre.app.app_context():
        other = open_sqlite(centre.config.home / "centre.db", busy_timeout_s=0)
        other.execute("BEGIN IMMEDIATE")
        response = laptop.post(message)
        other.execute("ROLLBACK")
        other.close()
    assert (response.status_code, response.get_json()["code"]) == (503, "E_BUSY")
    assert response.headers["Retry-After"] == "5"
    assert laptop.outcomes(laptop.sync()) == [(1, "applied", "")]


@pytest.mark.parametrize("encoding", ["zstd", "gzip"])
def test_large_replies_are_compressed_as_the_laptop_reads(centre: Any, encoding: str) -> None:
    laptop = centre.laptop()
    for _ in range(20):
        centre.employer()
    epoch = centre.scalar("SELECT epoch FROM scope")
    message = laptop.message(pull=[{"scope": "district:lahore", "epoch": epoch, "since": 0}])
    response = centre.client.post(SYNC, json=message, headers={**laptop.headers, "Accept-Encoding": encoding})
    assert response.headers["Content-Encoding"] == encoding
    plain = zstandard.decompress(response.data, 10**7) if encoding == "zstd" else gzip.decompress(response.data)
    assert len(json.loads(plain)["pull"][0]["changes"]) == 20


def test_the_api_describes_itself(centre: Any) -> None:
    document = centre.client.get("/sync/v1/openapi.json").get_json()
    assert set(document["paths"]) == {
        "/sync/v1/enrol",
        "/sync/v1/incarnation",
        "/sync/v1/sync",
        "/sync/v1/digest",
        "/sync/v1/repair",
        "/sync/v1/snapshots/{scope}",
        "/sync/v1/snapshots/files/{sha256}",
        "/sync/v1/evidence/{sha256}",
        "/sync/v1/uploads",
        "/sync/v1/uploads/{upload_id}",
    }


def test_every_endpoint_declares_how_the_laptop_is_known(centre: Any) -> None:
    declared = {
        endpoint: getattr(view, "authentication", None)
        for endpoint, view in centre.app.view_functions.items()
        if endpoint.startswith("sync")
    }
    assert declared == {
        "sync_enrol.enrol": "none",
        "sync_incarnation.incarnation": "device",
        "sync.sync": "device",
        "sync_digest.digest": "device",
        "sync_digest.repair": "device",
        "sync_snapshots.manifest": "device",
        "sync_snapshots.file": "device",
        "sync_evidence.put": "device",
        "sync_uploads.options": "none",
        "sync_uploads.options_1": "none",
        **{f"sync_uploads.{act}": "device" for act in ("create", "offset", "patch", "terminate", "override")},
    }
