"""Where, when and with what evidence was taken, and what it is tied to."""

from __future__ import annotations

import io
import json

import pytest
from inspector_at_work import picture
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from checklists.form_state import ItemRef
from inspector_app.errors import InspectionClosed, InvalidAnswer, NotFound
from inspector_app.services.attach_evidence import attach_evidence, describe_evidence, remove_evidence, tie_evidence
from inspector_app.services.camera_notes import CameraNotes, camera_notes
from inspector_app.store.driver import row, rows, run
from inspector_app.store.work import evidence_to_send

GPS, EXIF = 0x8825, 0x8769
SCRIPT = "<script>alert(document.cookie)</script>"


def telephone_picture(gps: dict[int, object] | None = None, *, taken_at: object = "2026:11:22 10:31:05") -> bytes:
    """A picture as a telephone writes it, with its place and time beside it."""
    notes = Image.Exif()
    notes[0x010E] = SCRIPT
    notes[0x010F] = SCRIPT
    if gps:
        notes.get_ifd(GPS).update(gps)
    notes.get_ifd(EXIF)[0x9003] = taken_at
    target = io.BytesIO()
    Image.new("RGB", (80, 60), "teal").save(target, "JPEG", exif=notes)
    return target.getvalue()


LAHORE = {1: "N", 2: (31.0, 33.0, 36.0), 3: "E", 4: (74.0, 18.0, 0.0), 31: 12.4}


def attach(desk, inspection_id: str, data: bytes, **more: str):
    return attach_evidence(
        desk.opened, inspection_id, item="remarks", key="", data=data, filename="p.jpg", caption="", at=desk.at,
        new_id=desk.ids, **more,
    )  # fmt: skip


def test_the_place_that_the_camera_noted_is_kept_beside_the_one_that_was_typed(desk) -> None:
    inspection_id = desk.start()
    line = attach(desk, inspection_id, telephone_picture(LAHORE), place="Store room, first floor", origin="file")
    assert (line.place, line.point, line.accuracy_m) == ("Store room, first floor", "31.56000,74.30000", 12)
    assert camera_notes(telephone_picture(LAHORE)).taken_at == "2026-11-22 10:31:05"
    assert desk.view(inspection_id).evidence == (line,)


@pytest.mark.parametrize(
    "gps",
    [
        {},
        {2: (31.0, 33.0, 36.0)},
        {2: (131.0, 0.0, 0.0), 4: (74.0, 0.0, 0.0)},
        {2: (0.0, 0.0, 0.0), 4: (0.0, 0.0, 0.0)},
        {2: (IFDRational(1, 0), 0.0, 0.0), 4: (74.0, 0.0, 0.0)},
        {2: (31.0, 33.0), 4: (74.0,)},
    ],
    ids=["none", "half", "beyond the pole", "null island", "nan", "too few"],
)
def test_nonsense_of_a_camera_counts_as_nothing(desk, gps: dict[int, object]) -> None:
    data = telephone_picture(gps, taken_at=SCRIPT)
    assert camera_notes(data) == CameraNotes()
    assert attach(desk, desk.start(), data).point == ""


def test_notes_of_south_and_west_are_below_zero_and_a_wild_accuracy_is_left_out() -> None:
    notes = camera_notes(telephone_picture({**LAHORE, 1: "S", 3: "W", 31: 9e9}))
    assert (notes.point, notes.accuracy_m) == ("-31.56000,-74.30000", None)


def test_evidence_is_bracketed_by_the_centres_time_that_was_known_when_it_was_taken(desk) -> None:
    inspection_id = desk.start()
    first = attach(desk, inspection_id, picture("teal"))
    desk.opened.work.conn.execute("UPDATE device SET beacon = '2026-11-22T05:00:00+00:00'")
    second = attach(desk, inspection_id, picture("navy"))
    assert first.not_before < second.not_before == "2026-11-22T05:00:00+00:00"


def test_what_is_known_of_evidence_goes_to_the_centre_with_it(desk) -> None:
    run(desk.opened.work, "UPDATE device SET protocol = 3")
    inspection_id = desk.start()
    desk.answer_all(inspection_id)
    attach(desk, inspection_id, telephone_picture(LAHORE), place="Gate", origin="camera")
    desk.attach_needed(inspection_id)
    desk.state(inspection_id)
    desk.sign(inspection_id)
    desk.close(inspection_id)
    sent = [json.loads(one["body"])["set"] for one in rows(
        desk.opened.work, "SELECT body FROM outbox WHERE kind = 'evidence.add' ORDER BY number"
    )]  # fmt: skip
    [photo] = [one for one in sent if one["point"]]
    assert (photo["place"], photo["accuracy_m"], photo["origin"]) == ("Gate", 12, "camera")
    assert photo["not_before"]


def test_an_origin_there_is_none_of_is_refused(desk) -> None:
    with pytest.raises(InvalidAnswer):
        attach(desk, desk.start(), picture(), origin="satellite")


def test_one_file_is_tied_to_several_questions_and_its_bytes_are_kept_once(desk) -> None:
    inspection_id = desk.start()
    evidence_id = attach(desk, inspection_id, telephone_picture(LAHORE), place="Gate").evidence_id
    ref = ItemRef("certificate_displayed")
    tied = tie_evidence(desk.opened, inspection_id, evidence_id, ref=ref, new_id=desk.ids)
    again = tie_evidence(desk.opened, inspection_id, evidence_id, ref=ref, new_id=desk.ids)
    assert tied == again
    assert (tied.item, tied.place, tied.point) == ("certificate_displayed", "Gate", "31.56000,74.30000")
    describe_evidence(desk.opened, inspection_id, evidence_id, caption="Board at the gate", place="Gate 2")
    assert {(one.caption, one.place) for one in desk.view(inspection_id).evidence} == {("Board at the gate", "Gate 2")}
    remove_evidence(desk.opened, inspection_id, evidence_id)
    assert row(desk.opened.work, "SELECT count(*) AS found FROM evidence_file") == {"found": 1}


def test_a_closed_inspections_evidence_is_neither_described_nor_tied_nor_taken_back(desk) -> None:
    inspection_id = desk.whole_inspection()
    evidence_id = desk.view(inspection_id).evidence[0].evidence_id
    with pytest.raises(InspectionClosed):
        describe_evidence(desk.opened, inspection_id, evidence_id, caption="x", place="")
    with pytest.raises(InspectionClosed):
        tie_evidence(desk.opened, inspection_id, evidence_id, ref=ItemRef("remarks"), new_id=desk.ids)
    with pytest.raises(InspectionClosed):
        remove_evidence(desk.opened, inspection_id, evidence_id)


def test_what_went_to_the_centre_with_an_earlier_version_is_only_tied_anew_and_that_is_sent(desk) -> None:
    inspection_id = desk.start()
    evidence_id = attach(desk, inspection_id, picture()).evidence_id
    desk.opened.work.conn.execute("UPDATE evidence SET version = 1")
    with pytest.raises(InvalidAnswer):
        describe_evidence(desk.opened, inspection_id, evidence_id, caption="x", place="")
    with pytest.raises(InvalidAnswer):
        remove_evidence(desk.opened, inspection_id, evidence_id)
    tied = tie_evidence(desk.opened, inspection_id, evidence_id, ref=ItemRef("rec_attendance"), new_id=desk.ids)
    assert [one["id"] for one in evidence_to_send(desk.opened.work, inspection_id)] == [tied.evidence_id]


def test_a_signature_is_not_tied_or_described_as_evidence(desk) -> None:
    inspection_id = desk.start()
    desk.sign(inspection_id)
    [signature] = desk.view(inspection_id).evidence
    with pytest.raises(NotFound):
        describe_evidence(desk.opened, inspection_id, signature.evidence_id, caption="x", place="")
