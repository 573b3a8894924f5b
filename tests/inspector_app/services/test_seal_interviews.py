"""What workers said in confidence is sealed at closing: the centre opens it, this laptop never again."""

from __future__ import annotations

import base64
import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pytest
from inspector_at_work import Desk, picture
from prepared_laptop import MILL
from sealed_visit import ALIAS, BOX, CANARIES, interviewed, ready_to_close, seals

from checklists.form_state import ItemRef
from inspector_app.errors import NotFound
from inspector_app.services.close_inspection import SINCE_3, sent_id
from inspector_app.services.open_inspection import read_evidence
from inspector_app.services.seal_interviews import sealing_key
from inspector_app.store import outbox, sealed_parts, work
from inspector_app.store.driver import rows, run
from sync_protocol.chain import GENESIS, verify_run
from sync_protocol.entities import OperationKind
from sync_protocol.operations import load_content
from sync_protocol.sealing import box_key_of, box_key_of_signer, open_bytes, with_opened

KEYS = {box_key_of(BOX).key_id: BOX}


@pytest.fixture
def sealing(desk: Desk) -> Desk:
    seals(desk.opened)
    return desk


def sent(desk: Desk, kind: OperationKind) -> list[dict[str, Any]]:
    found = rows(desk.opened.work, "SELECT body FROM outbox WHERE kind = ? ORDER BY number", (kind,))
    return [json.loads(one["body"])["set"] for one in found]


def opened_at_the_centre(kind: OperationKind, set_: dict[str, Any]) -> dict[str, Any]:
    return load_content(kind, with_opened(kind, set_, private_keys=KEYS))


def everything_on_disk(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())


def everything_in(desk: Desk) -> str:
    """Every value that the password still brings back, files of evidence included."""
    tables = rows(desk.opened.work, "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
    out = io.StringIO()
    for table in tables:
        for one in rows(desk.opened.work, f"SELECT * FROM {table['name']}"):
            for value in one.values():
                out.write(value.decode("latin-1") if isinstance(value, bytes) else str(value))
    return out.getvalue()


def closed_with_interviews(desk: Desk, *, evidence: bytes = b"") -> str:
    inspection_id = interviewed(desk)
    if evidence:
        desk.attach(inspection_id, "iv_card", evidence, key="iv1")
    ready_to_close(desk, inspection_id)
    desk.close(inspection_id)
    return inspection_id


def test_the_centre_opens_every_answer_finding_and_repetition(sealing: Desk) -> None:
    inspection_id = interviewed(sealing)
    before = sealing.view(inspection_id)
    secret = {item.ref: item.answer for item in before.form.items if item.privacy == "worker_secret"}
    ready_to_close(sealing, inspection_id)
    sealing.close(inspection_id)
    [closing] = sent(sealing, OperationKind.INSPECTION_CLOSE)
    assert not [one for one in closing["answers"] if one["item"].startswith("iv_")]
    assert "interviews" not in closing["repeats"]
    said = opened_at_the_centre(OperationKind.INSPECTION_CLOSE, closing)["confidential"]
    assert said["repeats"] == {"interviews": ["iv1", "iv2"]}
    told = {ItemRef(one["item"], one["key"]): one["value"] for one in said["answers"]}
    assert told == {ref: answer.value for ref, answer in secret.items() if not answer.is_blank}
    findings = [
        opened_at_the_centre(OperationKind.FINDING_RECORD, one) for one in sent(sealing, OperationKind.FINDING_RECORD)
    ]
    wanted = {finding.code for finding in before.findings}
    assert {one["code"] for one in findings} == wanted
    assert {one["privacy"] for one in findings} == {"public", "worker_secret"}


def test_nothing_of_it_is_left_that_the_password_brings_back(sealing: Desk) -> None:
    photo = picture("maroon", size=(70, 50))
    inspection_id = interviewed(sealing)
    sealing.attach(inspection_id, "iv_card", photo, key="iv1")
    assert all(canary in everything_in(sealing) for canary in CANARIES)
    ready_to_close(sealing, inspection_id)
    sealing.close(inspection_id)
    left = everything_in(sealing)
    assert [canary for canary in CANARIES if canary in left] == []
    assert photo.decode("latin-1") not in left
    assert "DEDUCTED_FROM_WAGES" not in left


def test_no_page_of_the_files_holds_it_even_decrypted(sealing: Desk, tmp_path: Path) -> None:
    """The work file, exported in plain with the right key, and the log beside it, which is empty."""
    closed_with_interviews(sealing)
    folder, connection = sealing.opened.folder, sealing.opened.work.conn
    log = folder / "work.db-wal"
    assert not log.exists() or log.stat().st_size == 0
    pages = int(connection.execute("PRAGMA page_count").fetchone()[0])
    assert pages
    plain = tmp_path / "plain.db"
    connection.execute(f"ATTACH DATABASE '{plain}' AS plain KEY ''")
    connection.execute("SELECT sqlcipher_export('plain')")
    connection.execute("DETACH DATABASE plain")
    data = plain.read_bytes() + everything_on_disk(folder)
    for canary in CANARIES:
        for form in (
            canary.encode(),
            canary.encode("utf-16-le"),
            base64.b64encode(canary.encode()),
            canary.encode().hex().encode(),
        ):
            assert form not in data


def test_the_copy_from_before_an_upgrade_goes_too(sealing: Desk) -> None:
    copy = sealing.opened.folder / "work.db.before"
    copy.write_bytes(b"as it was")
    closed_with_interviews(sealing)
    assert not copy.exists()


def test_counts_remain_and_the_rest_of_the_inspection_reads_as_before(sealing: Desk) -> None:
    inspection_id = interviewed(sealing)
    ready_to_close(sealing, inspection_id)
    before = sealing.view(inspection_id)
    sealing.close(inspection_id)
    [part] = sealed_parts.sealed_parts(sealing.opened.work, inspection_id)
    assert (part["version"], part["repeats"], part["findings"]) == (1, {"interviews": 2}, 1)
    assert part["key_id"] == box_key_of(BOX).key_id
    after = sealing.view(inspection_id)
    public = [one for one in before.form.items if one.privacy != "worker_secret"]
    assert [one for one in after.form.items if one.privacy != "worker_secret"] == public
    assert list(after.findings) == [one for one in before.findings if one.privacy != "worker_secret"]
    assert not [one for one in after.answers.by_ref if one.item.startswith("iv_")]


def test_how_many_interviews_were_held_still_stands_in_the_open(sealing: Desk) -> None:
    inspection_id = sealing.start(MILL, "", checklist="head_count_interview")
    for key, willing in (("a", "yes"), ("b", "yes"), ("c", "no")):
        sealing.add(inspection_id, "interviews", key)
        sealing.answer(inspection_id, "iv_apart", "yes", key=key)
        sealing.answer(inspection_id, "iv_willing", willing, key=key)
    sealing.answer(inspection_id, "entered_at", "09:30")
    held = ItemRef("interviews_held")
    assert sealing.view(inspection_id).form.item(held).answer.value == "2"
    ready_to_close(sealing, inspection_id)
    sealing.close(inspection_id)
    view = sealing.view(inspection_id)
    assert view.form.item(held).answer.value == "2"
    assert not view.answers.repeats.get("interviews")


def test_evidence_of_an_interview_goes_sealed_and_opens_to_the_same_bytes(sealing: Desk) -> None:
    photo = picture("maroon", size=(70, 50))
    inspection_id = closed_with_interviews(sealing, evidence=photo)
    contents = [
        (one, opened_at_the_centre(OperationKind.EVIDENCE_ADD, one))
        for one in sent(sealing, OperationKind.EVIDENCE_ADD)
    ]
    [(wire, told)] = [(wire, told) for wire, told in contents if "sealed" in wire]
    assert set(wire) == {"inspection_id", "sha256", "size_bytes", "captured_at", "kind", "sealed"}
    assert (told["item"], told["key"], told["media_type"], told["copy_sha256"]) == ("iv_card", "iv1", "image/jpeg", "")
    box = work.content(sealing.opened.work, wire["sha256"])
    assert box is not None
    assert (hashlib.sha256(box).hexdigest(), len(box)) == (wire["sha256"], wire["size_bytes"])
    assert open_bytes(box, told["sealed_for"], private_keys=KEYS) == photo
    assert told["plain_sha256"] == hashlib.sha256(photo).hexdigest()
    [sealed_id] = [
        one["row_id"]
        for one in rows(sealing.opened.work, "SELECT row_id, body FROM outbox WHERE kind = 'evidence.add'")
        if "sealed" in json.loads(one["body"])["set"]
    ]
    assert sealed_id not in {line.evidence_id for line in sealing.view(inspection_id).evidence}
    with pytest.raises(NotFound):
        read_evidence(sealing.opened, inspection_id, sealed_id)


def test_a_file_that_also_shows_something_in_the_open_stays_for_that(sealing: Desk) -> None:
    photo = picture("maroon", size=(70, 50))
    inspection_id = interviewed(sealing)
    sealing.attach(inspection_id, "iv_card", photo, key="iv1")
    sealing.attach(inspection_id, "rec_attendance", photo)
    ready_to_close(sealing, inspection_id)
    sealing.close(inspection_id)
    [line] = [
        line
        for line in sealing.view(inspection_id).evidence
        if line.item == "rec_attendance" and line.size_bytes == len(photo)
    ]
    assert read_evidence(sealing.opened, inspection_id, line.evidence_id)[1] == photo


def test_the_chain_holds_over_what_is_sent(sealing: Desk) -> None:
    closed_with_interviews(sealing)
    operations = outbox.operations_after(sealing.opened.work, 0, limit=500)
    assert verify_run(GENESIS, operations) == outbox.last(sealing.opened.work)[1]


def test_a_laptop_enrolled_before_the_centre_had_a_key_for_it_seals_for_the_signing_key(desk: Desk) -> None:
    run(desk.opened.work, "UPDATE device SET protocol = 3")
    closed_with_interviews(desk)
    [public_key] = [one["centre_public_key"] for one in rows(desk.opened.work, "SELECT * FROM device")]
    [closing] = sent(desk, OperationKind.INSPECTION_CLOSE)
    assert closing["sealed"]["key_id"] == box_key_of_signer(public_key).key_id
    assert ALIAS not in everything_in(desk)


@pytest.mark.parametrize("protocol", [1, 2])
def test_for_a_centre_that_cannot_open_it_nothing_is_sealed_and_nothing_lost(desk: Desk, protocol: int) -> None:
    run(desk.opened.work, "UPDATE device SET protocol = ?, centre_box_key = ?", (protocol, box_key_of(BOX).public_key))
    inspection_id = closed_with_interviews(desk)
    [closing] = sent(desk, OperationKind.INSPECTION_CLOSE)
    assert not {"sealed", "version", "confidential"} & closing.keys()
    assert ALIAS in json.dumps(closing)
    assert ItemRef("iv_alias", "iv1") in desk.view(inspection_id).answers.by_ref
    evidence = sent(desk, OperationKind.EVIDENCE_ADD)
    assert evidence
    assert not any(SINCE_3 & one.keys() for one in evidence)


def test_an_inspection_without_interviews_has_no_sealed_part(sealing: Desk) -> None:
    inspection_id = sealing.whole_inspection()
    [closing] = sent(sealing, OperationKind.INSPECTION_CLOSE)
    assert "sealed" not in closing
    assert sealed_parts.sealed_parts(sealing.opened.work, inspection_id) == []


def test_in_the_practice_room_nothing_is_sealed(practice_desk: Desk) -> None:
    assert sealing_key(practice_desk.opened) is None


def test_a_finding_of_a_later_version_has_an_id_of_its_own() -> None:
    first = "01930000-0000-7000-8000-000000000001"
    assert sent_id(first, 1) == first
    assert len({sent_id(first, number) for number in range(1, 6)}) == 5
    assert sent_id(first, 2) == sent_id(first, 2)
