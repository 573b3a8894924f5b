from __future__ import annotations

import pytest
from inspector_at_work import picture
from recordings import m4a, mp3, ogg, wav, webm

from inspector_app.errors import EvidenceRefused
from inspector_app.services.evidence_types import kind_of, media_type_of
from inspector_app.services.ready_to_close import lacking_evidence

WHOLE = {
    "audio/wav": wav(), "audio/ogg": ogg(), "audio/webm": webm(), "audio/mp4": m4a(), "audio/mpeg": mp3(),
}  # fmt: skip


@pytest.mark.parametrize(("media_type", "data"), WHOLE.items(), ids=list(WHOLE))
def test_a_recording_is_told_by_its_bytes(media_type: str, data: bytes) -> None:
    assert media_type_of(data) == media_type
    assert kind_of(media_type) == "audio"


@pytest.mark.parametrize(
    "data",
    [
        wav()[:-200],
        wav()[:40],
        ogg()[:-7],
        ogg(pages=1),
        ogg().replace(b"OpusHead", b"theorahd"),
        webm(codec=b"V_VP9"),
        webm()[:30],
        m4a()[:-5],
        m4a(handler=b"vide"),
        m4a().replace(b"moov", b"free"),
        mp3(frames=2),
        mp3()[:-200],
        mp3() + b"<script>alert(1)</script>",
        b"ID3\x04" + b"x" * 200,
        b"\x00\x00\x00\x02ftypM4A ",
    ],
    ids=[
        "wav cut off", "wav without sound", "ogg cut off", "ogg of one page", "ogg film", "webm film", "webm cut off",
        "m4a cut off", "film", "no movie box", "two frames", "mp3 cut off", "mp3 with a page behind it", "only a tag",
        "box too small",
    ],
)  # fmt: skip
def test_what_only_begins_as_a_recording_is_refused(data: bytes) -> None:
    with pytest.raises(EvidenceRefused) as refused:
        media_type_of(data)
    assert "recording" in refused.value.text.en.lower()


def test_any_cut_of_a_recording_is_refused_or_called_something_else_and_never_raises_otherwise() -> None:
    for whole in WHOLE.values():
        for end in range(1, min(len(whole), 400), 7):
            try:
                media_type_of(whole[:end])
            except EvidenceRefused:
                continue


def test_a_recording_is_kept_byte_for_byte_without_copies(desk) -> None:
    inspection_id = desk.start()
    desk.attach(inspection_id, "remarks", mp3())
    desk.attach(inspection_id, "remarks", picture())
    [sound, photo] = desk.view(inspection_id).evidence
    assert (sound.kind, sound.media_type, photo.kind) == ("audio", "audio/mpeg", "photo")
    assert sound.size_bytes == len(mp3())


def test_a_recording_does_not_stand_for_the_picture_that_a_question_needs(desk) -> None:
    inspection_id = desk.start()
    desk.answer_all(inspection_id)
    view = desk.view(inspection_id)
    [first, *_] = [item for item in view.form.items if item.evidence_needed and "photo" in item.evidence_kinds]
    needed = len(lacking_evidence(view.form, view.evidence))
    desk.attach(inspection_id, first.ref.item, mp3())
    view = desk.view(inspection_id)
    assert len(lacking_evidence(view.form, view.evidence)) == needed
    desk.attach(inspection_id, first.ref.item, picture())
    view = desk.view(inspection_id)
    assert len(lacking_evidence(view.form, view.evidence)) == needed - 1
