from __future__ import annotations

import hashlib
import io
import struct
import zlib

import pytest
from inspector_at_work import picture, signature_png
from PIL import Image, ImageDraw

from inspector_app.errors import EvidenceRefused, InvalidAnswer, NotFound
from inspector_app.services.attach_evidence import attach_evidence, remove_evidence
from inspector_app.services.evidence_types import MAX_BYTES
from inspector_app.services.inspection_parts import earlier_signatures
from inspector_app.services.open_inspection import read_evidence
from inspector_app.services.record_statement import record_statement
from inspector_app.services.sign_inspection import sign_inspection
from inspector_app.store.driver import row


def _bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that claims a huge picture."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b"")]
    packed = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + packed


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_kept_byte_for_byte(desk, kind: str) -> None:
    inspection_id, data = desk.start(), picture(kind=kind)
    evidence_id = desk.attach(inspection_id, "certificate_displayed", data)
    line, content = read_evidence(desk.opened, inspection_id, evidence_id)
    assert content == data
    assert (line.sha256, line.kind) == (hashlib.sha256(data).hexdigest(), "photo")
    assert line.media_type == f"image/{kind.lower()}"


def test_a_paper_is_kept_as_a_document(desk) -> None:
    inspection_id = desk.start()
    evidence_id = desk.attach(inspection_id, "", b"%PDF-1.7\n...\n%%EOF\n")
    line, _ = read_evidence(desk.opened, inspection_id, evidence_id)
    assert (line.kind, line.media_type) == ("document", "application/pdf")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"this is not a picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        picture()[:300],
        b"%PDF-1.7 cut off",
        _bomb(50_000, 50_000),
        _bomb(7_000, 7_000),
        b"\xff\xd8\xff\xe0" + b"x" * MAX_BYTES,
    ],
    ids=["empty", "text", "svg", "cut off", "half a pdf", "bomb", "over 40 megapixels", "over 20 MB"],
)
def test_what_cannot_serve_is_refused_in_both_languages_and_nothing_is_kept(desk, data: bytes) -> None:
    inspection_id = desk.start()
    with pytest.raises(EvidenceRefused) as refused:
        attach_evidence(
            desk.opened, inspection_id, item="", key="", data=data, filename="p.jpg", caption="", at=desk.at,
            new_id=desk.ids,
        )  # fmt: skip
    assert refused.value.text.en
    assert refused.value.text.ur
    assert row(desk.opened.work, "SELECT count(*) AS found FROM evidence_file") == {"found": 0}


def test_a_gif_is_refused(desk) -> None:
    with pytest.raises(EvidenceRefused):
        desk.attach(desk.start(), "", picture(kind="GIF"))


def test_the_same_bytes_for_the_same_item_are_kept_once(desk) -> None:
    inspection_id = desk.start()
    first = desk.attach(inspection_id, "remarks", picture())
    assert desk.attach(inspection_id, "remarks", picture()) == first
    assert desk.attach(inspection_id, "certificate_displayed", picture()) != first
    assert row(desk.opened.work, "SELECT count(*) AS found FROM evidence_file") == {"found": 1}


def test_removed_evidence_is_gone_with_its_bytes(desk) -> None:
    inspection_id = desk.start()
    evidence_id = desk.attach(inspection_id, "remarks")
    remove_evidence(desk.opened, inspection_id, evidence_id)
    assert row(desk.opened.work, "SELECT count(*) AS found FROM evidence_file") == {"found": 0}
    with pytest.raises(NotFound):
        read_evidence(desk.opened, inspection_id, evidence_id)


def test_evidence_of_another_inspection_is_not_found(desk) -> None:
    first = desk.start()
    evidence_id = desk.attach(first, "remarks")
    other = desk.start("01993b1a-0000-7000-8000-000000000003", "")
    with pytest.raises(NotFound):
        read_evidence(desk.opened, other, evidence_id)


def _sign(desk, inspection_id: str, image: bytes | None, **words):
    given = {"signer_name": "", "signer_role": "", "refusal_reason": "", "witness_name": "", **words}
    return sign_inspection(desk.opened, inspection_id, image_png=image, at=desk.at, new_id=desk.ids, **given)


def test_signing_again_keeps_the_earlier_signature_and_its_picture(desk) -> None:
    inspection_id = desk.start()
    desk.sign(inspection_id)
    first = desk.view(inspection_id).signature
    _sign(desk, inspection_id, None, refusal_reason="Would not sign", witness_name="Constable Aslam")
    view = desk.view(inspection_id)
    assert view.signature.refused
    assert [line.sha256 for line in view.evidence if line.kind == "signature"] == [first.image_sha256]
    assert earlier_signatures(desk.opened, inspection_id) == (first,)


def test_a_blank_or_nameless_signature_is_refused(desk) -> None:
    inspection_id = desk.start()
    blank = io.BytesIO()
    Image.new("RGBA", (300, 80), (0, 0, 0, 0)).save(blank, "PNG")
    with pytest.raises(EvidenceRefused):
        _sign(desk, inspection_id, blank.getvalue(), signer_name="Tariq")
    with pytest.raises(EvidenceRefused):
        _sign(desk, inspection_id, picture(kind="JPEG"), signer_name="Tariq")
    with pytest.raises(EvidenceRefused):
        _sign(desk, inspection_id, _bomb(50_000, 50_000), signer_name="Tariq")
    with pytest.raises(InvalidAnswer):
        _sign(desk, inspection_id, signature_png())
    with pytest.raises(InvalidAnswer):
        _sign(desk, inspection_id, None)
    assert desk.view(inspection_id).signature is None


def test_a_statement_names_who_gave_or_declined_it(desk) -> None:
    inspection_id = desk.start()

    def record(**words):
        given = {"text": "", "declined": False, "by_name": "Tariq", "by_role": "", **words}
        return record_statement(desk.opened, inspection_id, at=desk.at, **given)

    for wrong in ({}, {"text": "said", "by_name": " "}, {"declined": True, "by_name": ""}, {"text": "x" * 10_001}):
        with pytest.raises(InvalidAnswer):
            record(**wrong)
    assert record(text="ignored", declined=True).text == ""
    assert desk.view(inspection_id).statement.declined


def _drawn(*strokes: tuple[tuple[int, int], ...], ground: str = "white") -> bytes:
    target, picture_ = io.BytesIO(), Image.new("RGB", (1000, 333), ground)
    for stroke in strokes:
        if len(stroke) == 1:
            x, y = stroke[0]
            ImageDraw.Draw(picture_).ellipse((x - 2, y - 2, x + 2, y + 2), fill="#10202a")
        else:
            ImageDraw.Draw(picture_).line(stroke, fill="#10202a", width=3)
    picture_.save(target, "PNG")
    return target.getvalue()


def test_a_dot_or_a_slip_is_no_signature_and_a_short_name_is(desk) -> None:
    inspection_id = desk.start()
    for dots in ((((500, 160),),), (((500, 160), (515, 165)),), (((500, 160),), ((520, 170),))):
        with pytest.raises(EvidenceRefused) as refused:
            _sign(desk, inspection_id, _drawn(*dots), signer_name="Tariq")
        assert "dot" in refused.value.text.en
    with pytest.raises(EvidenceRefused):
        _sign(desk, inspection_id, _drawn(((400, 160), (600, 200)), ground="#30404a"), signer_name="Tariq")
    _sign(desk, inspection_id, _drawn(((400, 160), (470, 120), (480, 200))), signer_name="Tariq")
    assert desk.view(inspection_id).signature.signer_name == "Tariq"


def test_a_refusal_names_a_witness_or_says_that_nobody_was_there(desk) -> None:
    inspection_id = desk.start()
    with pytest.raises(InvalidAnswer) as lacking:
        _sign(desk, inspection_id, None, refusal_reason="Would not sign", witness_name=" ")
    assert "witness" in lacking.value.text.en
    assert _sign(desk, inspection_id, None, refusal_reason="Would not sign", alone=True).witness_name == ""
    kept = _sign(desk, inspection_id, None, refusal_reason="Would not sign", witness_name="Constable Aslam")
    assert (kept.refused, kept.witness_name) == (True, "Constable Aslam")
