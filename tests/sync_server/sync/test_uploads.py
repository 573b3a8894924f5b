"""Evidence files by tus at the centre: what is said, what is stored, and what a crash or a wrong byte leaves behind."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from tus_sender import PHOTO, PIECE, TUS, UPLOADS, Sender, checksum, code, encoded, files

from sync_server.services.durable_files import file_place
from sync_server.services.evidence_store import FolderStore
from sync_server.services.uploads import MOST_BESIDE, remove_stale_uploads


def test_a_file_goes_in_pieces_and_is_held_only_when_its_last_byte_came(either_centre: Any) -> None:
    sender = Sender(either_centre)
    created = sender.create()
    assert (created.status_code, created.headers["Upload-Offset"], created.headers["Tus-Resumable"]) == (
        201,
        "0",
        "1.0.0",
    )
    for offset in range(0, 50_000, 20_000):
        assert (sender.head().headers["Upload-Offset"], sender.held) == (str(offset), 0)
        piece = PHOTO[offset : offset + 20_000]
        sent = sender.patch(offset, piece, **{"Upload-Checksum": checksum(piece)})
        assert (sent.status_code, sent.headers["Upload-Offset"]) == (204, str(offset + len(piece)))
    asked = sender.head()
    assert (asked.headers["Upload-Offset"], asked.headers["Upload-Length"], sender.held) == ("50000", "50000", 1)
    assert asked.headers["Cache-Control"] == "no-store"
    assert asked.headers["Upload-Metadata"].startswith("filename d2FsbA==, sha256 ")
    assert files(sender) == [sender.sha256]
    assert file_place(either_centre.config.evidence, sender.sha256).read_bytes() == PHOTO
    assert sender.laptop.sync()["evidence_wanted"] == []


def test_a_small_file_goes_with_its_creation(centre: Any) -> None:
    sender = Sender(centre)
    created = sender.create(data=PHOTO)
    assert (created.status_code, created.headers["Upload-Offset"], sender.held) == (201, "50000", 1)


def test_options_tell_what_the_server_can_do(centre: Any) -> None:
    for path in (UPLOADS, f"{UPLOADS}/some"):
        headers = centre.client.options(path).headers
        assert headers["Tus-Version"] == "1.0.0"
        assert headers["Tus-Extension"] == "creation,creation-with-upload,checksum,termination,expiration"
        assert headers["Tus-Checksum-Algorithm"] == "sha1,sha256"
        assert headers["Tus-Max-Size"] == str(centre.config.max_evidence_bytes)


def test_another_version_of_tus_is_refused(centre: Any) -> None:
    sender = Sender(centre)
    refused = sender.create(**{"Tus-Resumable": "0.2.2"})
    assert (code(refused), refused.headers["Tus-Version"]) == ((412, "E_UPLOAD_VERSION"), "1.0.0")


def test_only_a_file_of_this_laptops_inspections_and_of_the_named_size_is_taken(centre: Any) -> None:
    sender, other = Sender(centre), Sender(centre, b"another photo")
    assert code(sender.create(size=49_999)) == (400, "E_MALFORMED")
    assert code(sender.create(size=50_001)) == (400, "E_MALFORMED")
    assert code(sender.create(size=centre.config.max_evidence_bytes + 1)) == (413, "E_TOO_BIG")
    foreign = f"sha256 {encoded(other.sha256.encode())}"
    assert code(sender.create(metadata=foreign)) == (404, "E_NOT_FOUND")
    for strange in ("filename d2FsbA==", "sha256 ***", f"sha256 {encoded(b'../../etc')}", "x" * 2000):
        assert code(sender.create(metadata=strange)) == (400, "E_MALFORMED")
    assert code(sender.create(**{"Upload-Length": "-1"})) == (400, "E_MALFORMED")
    other.create()
    sender.url = other.url
    assert sender.head().status_code == 404
    assert code(sender.patch(0, b"x")) == (404, "E_NOT_FOUND")
    assert code(sender.send("DELETE", sender.url, TUS)) == (404, "E_NOT_FOUND")
    assert files(sender) == []


def test_a_piece_at_another_offset_or_changed_on_the_way_is_not_taken(centre: Any) -> None:
    sender = Sender(centre)
    sender.create()
    sender.patch(0, PHOTO[:1000])
    ahead = sender.patch(2000, PHOTO[2000:3000])
    assert (code(ahead), ahead.get_json()["facts"]) == ((409, "E_UPLOAD_OFFSET"), {"offset": 1000})
    for algorithm in ("sha1", "sha256"):
        changed = sender.patch(
            1000, b"?" + PHOTO[1001:2000], **{"Upload-Checksum": checksum(PHOTO[1000:2000], algorithm)}
        )
        assert code(changed) == (460, "E_UPLOAD_CHECKSUM")
    assert code(sender.patch(1000, b"x", **{"Upload-Checksum": "md5 AAAA"})) == (400, "E_MALFORMED")
    assert code(sender.patch(1000, PHOTO[1000:] + b"x")) == (413, "E_TOO_BIG")
    assert sender.send("PATCH", sender.url, {**TUS, "Upload-Offset": "1000"}, b"x").status_code == 415
    assert sender.head().headers["Upload-Offset"] == "1000"
    assert sender.patch(1000, PHOTO[1000:]).status_code == 204
    assert sender.held == 1


def test_wrong_bytes_never_become_the_file_and_the_upload_begins_anew(centre: Any) -> None:
    sender = Sender(centre)
    sender.create()
    sender.patch(0, PHOTO[:-1])
    assert code(sender.patch(49_999, bytes([PHOTO[-1] ^ 1]))) == (422, "E_EVIDENCE_HASH")
    assert (sender.head().headers["Upload-Offset"], sender.held, files(sender)) == ("0", 0, [])
    assert sender.laptop.sync()["evidence_wanted"] == [sender.sha256]
    assert sender.patch(0, PHOTO).status_code == 204
    assert sender.held == 1


class PowerCut(BaseException):
    """The machine stops."""


def test_a_crash_between_the_last_piece_and_the_move_is_mended_by_the_next_question(
    centre: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    sender = Sender(centre)
    sender.create()

    def stop(*_: object) -> None:
        raise PowerCut

    with monkeypatch.context() as patched:
        patched.setattr(FolderStore, "keep", stop)
        with pytest.raises(PowerCut):
            sender.patch(0, PHOTO)
    assert sender.part.stat().st_size == 50_000
    assert sender.held == 0
    assert sender.head().headers["Upload-Offset"] == "50000"
    assert (sender.held, files(sender)) == (1, [sender.sha256])


def test_a_crash_between_the_move_and_the_commit_is_mended_by_the_next_question(
    centre: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    sender = Sender(centre)
    sender.create()

    def stop(*_: object) -> None:
        raise PowerCut

    with monkeypatch.context() as patched:
        patched.setattr("sync_server.services.uploads.mark_file_held", stop)
        with pytest.raises(PowerCut):
            sender.patch(0, PHOTO)
    centre.session.rollback()
    assert (sender.held, files(sender)[0]) == (0, sender.sha256)
    assert sender.head().headers["Upload-Offset"] == "50000"
    assert sender.held == 1


def test_the_same_photo_of_three_findings_on_two_laptops_is_stored_once(centre: Any) -> None:
    first = Sender(centre)
    first.laptop.evidence(first.laptop.start(centre.employer()), PHOTO)
    first.laptop.sync()
    second = Sender(centre)
    second.create()
    second.patch(0, PHOTO[:30_000])
    first.create(data=PHOTO)
    assert first.held == 3
    assert second.head().headers["Upload-Offset"] == "50000"
    assert second.create().headers["Upload-Offset"] == "50000"
    assert second.laptop.sync()["evidence_wanted"] == []
    assert files(first) == [first.sha256]


def test_uploads_expire_and_leave_nothing_behind(centre: Any) -> None:
    sender, later = Sender(centre), Sender(centre, b"another photo")
    created = sender.create(data=PHOTO[:1000])
    assert created.headers["Upload-Expires"] == "Sun, 29 Nov 2026 09:00:00 GMT"
    centre.clock.move(days=6)
    assert sender.patch(1000, PHOTO[1000:2000]).headers["Upload-Expires"] == "Sat, 05 Dec 2026 09:00:00 GMT"
    later.create(data=b"another")
    assert remove_stale_uploads(centre.session, place=sender.place, tools=centre.tools) == 0
    assert sender.head().headers["Upload-Offset"] == "2000"
    centre.clock.move(days=8)
    later.create()
    assert sender.head().status_code == 404
    assert remove_stale_uploads(centre.session, place=sender.place, tools=centre.tools) == 2
    assert files(sender) == []
    assert centre.scalar("SELECT count(*) FROM upload") == 1


def test_a_terminated_upload_is_gone_and_a_held_file_stays(centre: Any) -> None:
    sender = Sender(centre)
    sender.create(data=PHOTO[:1000])
    assert sender.send("DELETE", sender.url, TUS).status_code == 204
    assert (sender.head().status_code, files(sender)) == (404, [])
    sender.create(data=PHOTO)
    assert sender.send("DELETE", sender.url, TUS).status_code == 204
    assert (sender.held, files(sender)) == (1, [sender.sha256])


def test_lost_answers_to_creations_do_not_fill_the_disk(centre: Any) -> None:
    sender = Sender(centre)
    for _ in range(MOST_BESIDE + 3):
        sender.create(data=PHOTO[:1000])
    assert centre.scalar("SELECT count(*) FROM upload") == MOST_BESIDE
    assert len(files(sender)) == MOST_BESIDE
    assert sender.head().headers["Upload-Offset"] == "1000"


def test_networks_that_let_only_post_through_can_send_too(centre: Any) -> None:
    sender = Sender(centre)
    sender.create()
    headers = {**PIECE, "Upload-Offset": "0", "X-HTTP-Method-Override": "PATCH"}
    assert sender.send("POST", sender.url, headers, PHOTO).status_code == 204
    assert sender.held == 1
    assert sender.send("POST", sender.url, TUS).status_code == 405


@pytest.mark.parametrize("method", ["POST", "HEAD", "PATCH", "DELETE"])
def test_nothing_is_said_without_a_token(centre: Any, method: str) -> None:
    path = UPLOADS if method == "POST" else f"{UPLOADS}/01993b1a-0000-7000-8000-000000000001"
    assert centre.client.open(path, method=method, headers=PIECE).status_code == 401


def test_thumbnails_are_asked_for_before_copies_and_copies_before_originals(centre: Any) -> None:
    laptop = centre.laptop()
    inspection = laptop.start(centre.employer())
    names = {kind: hashlib.sha256(kind.encode()).hexdigest() for kind in ("thumbnail", "copy", "original")}
    content = {
        "inspection_id": inspection, "sha256": names["original"], "size_bytes": 9000, "media_type": "image/jpeg",
        "kind": "photo", "captured_at": "2026-11-21T05:00:00Z", "copy_sha256": names["copy"], "copy_size": 900,
        "thumbnail_sha256": names["thumbnail"],
    }  # fmt: skip
    laptop.make("evidence.add", "01993b1a-0000-7000-8000-0000000000e1", content, schema=2)
    assert laptop.sync()["evidence_wanted"] == [names["thumbnail"], names["copy"], names["original"]]
    sender = Sender(centre, laptop=laptop)
    sender.sha256 = names["thumbnail"]
    assert code(sender.create(size=8193)) == (400, "E_MALFORMED")
    assert sender.create(size=9, data=b"thumbnail").headers["Upload-Offset"] == "9"
    assert laptop.sync()["evidence_wanted"][:2] == [
        names["copy"],
        min(names["original"], hashlib.sha256(PHOTO).hexdigest()),
    ]
