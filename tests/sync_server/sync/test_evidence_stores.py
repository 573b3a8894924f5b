"""What every store of evidence must do, and the bucket besides when its service does not answer."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from stub_s3 import BUCKET, KEY_ID, REGION, SECRET, StubS3, stub_s3
from tus_sender import PHOTO, Sender, code

from sync_server.config import Config
from sync_server.services.evidence_bucket import bucket_store
from sync_server.services.evidence_store import EvidenceStore, FolderStore, NotStored

SHA256 = hashlib.sha256(PHOTO).hexdigest()
SETTINGS = {"evidence_bucket": BUCKET, "s3_region": REGION, "s3_key_id": KEY_ID, "s3_secret": SECRET}


@pytest.fixture
def stub() -> Iterator[StubS3]:
    with stub_s3() as made:
        yield made


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> EvidenceStore:
    if request.param == "folder":
        return FolderStore(tmp_path / "evidence")
    stub: StubS3 = request.getfixturevalue("stub")
    return bucket_store(Config(home=tmp_path, s3_endpoint=stub.url, **SETTINGS))


def part(tmp_path: Path) -> Path:
    file = tmp_path / "a part"
    file.write_bytes(PHOTO)
    return file


def test_a_store_has_what_it_was_given_and_nothing_else(store: EvidenceStore, tmp_path: Path) -> None:
    assert not store.has(SHA256)
    with pytest.raises(NotStored):
        store.read(SHA256)
    for _ in range(2):
        store.keep(part(tmp_path), SHA256)
        assert (store.has(SHA256), store.read(SHA256)) == (True, PHOTO)
        assert not (tmp_path / "a part").exists()
    assert not store.has("0" * 64)


def test_a_bucket_with_another_secret_takes_nothing_and_the_part_stays(stub: StubS3, tmp_path: Path) -> None:
    store = bucket_store(replace(Config(home=tmp_path, s3_endpoint=stub.url, **SETTINGS), s3_secret="another"))
    with pytest.raises(Exception, match="SignatureDoesNotMatch"):
        store.keep(part(tmp_path), SHA256)
    assert (tmp_path / "a part").read_bytes() == PHOTO
    assert stub.objects == {}


@pytest.fixture
def centre_with_bucket(centre: Any, stub: StubS3) -> Any:
    for name, value in {**SETTINGS, "s3_endpoint": stub.url}.items():
        object.__setattr__(centre.config, name, value)
    return centre


def test_an_upload_ends_in_the_bucket_with_one_call(centre_with_bucket: Any, stub: StubS3) -> None:
    sender = Sender(centre_with_bucket)
    sender.create()
    for offset in range(0, 50_000, 10_000):
        assert sender.patch(offset, PHOTO[offset : offset + 10_000]).status_code == 204
    assert stub.objects == {f"{SHA256[:2]}/{SHA256}": PHOTO}
    assert [name for method, name in stub.calls if method == "PUT"] == [f"{SHA256[:2]}/{SHA256}"]
    assert sender.held == 1
    assert not sender.part.exists()
    other = Sender(centre_with_bucket)
    assert other.create().headers["Upload-Offset"] == "50000"


def test_when_the_bucket_does_not_answer_the_laptop_comes_again_and_the_next_question_finishes(
    centre_with_bucket: Any, stub: StubS3
) -> None:
    sender = Sender(centre_with_bucket)
    sender.create(data=PHOTO[:49_000])
    stub.fails = 100
    assert code(sender.patch(49_000, PHOTO[49_000:])) == (500, "E_BUSY")
    stub.fails = 0
    assert (sender.held, stub.objects) == (0, {})
    assert sender.patch(49_000, PHOTO[49_000:]).status_code == 204
    assert sender.held == 1
    stub.fails = 100
    assert sender.head().status_code == 500
    stub.fails = 0
    assert sender.head().headers["Upload-Offset"] == "50000"


def test_a_part_that_the_bucket_could_not_take_goes_there_with_the_next_question(
    centre_with_bucket: Any, stub: StubS3, monkeypatch: pytest.MonkeyPatch
) -> None:
    sender = Sender(centre_with_bucket)
    sender.create()
    with monkeypatch.context() as patched:
        patched.setattr(stub, "fails", 0)
        patched.setattr("sync_server.services.evidence_bucket.BucketStore.keep", _broken)
        assert code(sender.patch(0, PHOTO)) == (500, "E_BUSY")
    assert sender.part.stat().st_size == 50_000
    assert sender.head().headers["Upload-Offset"] == "50000"
    assert stub.objects == {f"{SHA256[:2]}/{SHA256}": PHOTO}
    assert sender.held == 1


def _broken(*_: object) -> None:
    raise OSError("the network broke")
