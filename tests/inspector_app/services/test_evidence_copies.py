from __future__ import annotations

import hashlib
import io
import os

import pytest
from inspector_at_work import picture
from PIL import Image

from inspector_app.services.attach_evidence import remove_evidence
from inspector_app.services.evidence_copies import COPY_SIDE, copies_of
from inspector_app.services.open_inspection import read_evidence
from inspector_app.store.driver import row, rows
from sync_protocol.operations import THUMBNAIL_BYTES

ORIENTATION, GPS, MAKE = 0x0112, 0x8825, 0x010F


def photo(size: tuple[int, int] = (2400, 1800), *, kind: str = "JPEG", mode: str = "RGB", turned: int = 1) -> bytes:
    """A picture with much detail whose upper left corner is red, as a camera writes it."""
    image = Image.frombytes("L", (size[0] // 8, size[1] // 8), os.urandom(size[0] // 8 * (size[1] // 8)))
    image = image.resize(size).convert("RGB")
    image.paste((255, 0, 0), (0, 0, size[0] // 3, size[1] // 3))
    notes = Image.Exif()
    notes[ORIENTATION], notes[MAKE] = turned, "Camera of the test"
    notes.get_ifd(GPS)[2] = (31.0, 33.0, 12.0)
    target = io.BytesIO()
    image.convert(mode).save(target, kind, exif=notes, quality=92)
    return target.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def test_the_original_stays_as_it_came_and_its_copies_are_files_of_their_own(desk) -> None:
    inspection_id, data = desk.start(), photo()
    evidence_id = desk.attach(inspection_id, "certificate_displayed", data)
    _, content = read_evidence(desk.opened, inspection_id, evidence_id)
    assert content == data
    assert opened(content).getexif()[MAKE] == "Camera of the test"
    kept = row(desk.opened.work, "SELECT * FROM evidence")
    files = {one["sha256"]: one["content"] for one in rows(desk.opened.work, "SELECT * FROM evidence_file")}
    assert set(files) == {kept["sha256"], kept["copy_sha256"], kept["thumbnail_sha256"]}
    assert all(hashlib.sha256(content).hexdigest() == sha256 for sha256, content in files.items())
    assert len(files[kept["copy_sha256"]]) == kept["copy_size"]
    remove_evidence(desk.opened, inspection_id, evidence_id)
    assert row(desk.opened.work, "SELECT count(*) AS found FROM evidence_file") == {"found": 0}


@pytest.mark.parametrize(("turned", "corner"), [(1, (0.1, 0.1)), (3, (0.9, 0.9)), (6, (0.9, 0.1)), (8, (0.1, 0.9))])
def test_copies_stand_upright_are_small_and_hold_none_of_the_cameras_notes(
    turned: int, corner: tuple[float, float]
) -> None:
    data = photo(turned=turned)
    copies = copies_of(data)
    assert len(copies.thumbnail) <= THUMBNAIL_BYTES
    assert len(copies.copy) < len(data) * 2 / 3
    for drawn in (opened(copies.copy), opened(copies.thumbnail)):
        assert drawn.format == "JPEG"
        assert max(drawn.size) <= COPY_SIDE
        assert not drawn.getexif()
        assert (drawn.width > drawn.height) == (turned in (1, 3))
        red = drawn.getpixel((int(drawn.width * corner[0]), int(drawn.height * corner[1])))
        assert red[0] > 200 > 90 > red[1]
    assert b"Camera of the test" not in copies.copy + copies.thumbnail


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "RGB"), ("PNG", "L"), ("PNG", "RGBA"), ("PNG", "P"), ("WEBP", "RGB"), ("JPEG", "CMYK")]
)
def test_every_kind_of_picture_gets_its_copies(kind: str, mode: str) -> None:
    copies = copies_of(photo((1800, 1200), kind=kind, mode=mode))
    assert opened(copies.thumbnail).size[0] > opened(copies.thumbnail).size[1]
    assert len(copies.thumbnail) <= THUMBNAIL_BYTES
    assert copies.copy == b"" or max(opened(copies.copy).size) == COPY_SIDE


def test_sixteen_bit_pictures_and_pure_noise_have_a_thumbnail_too() -> None:
    target = io.BytesIO()
    Image.frombytes("I;16", (300, 200), os.urandom(300 * 200 * 2)).save(target, "PNG")
    assert 0 < len(copies_of(target.getvalue()).thumbnail) <= THUMBNAIL_BYTES
    noise = io.BytesIO()
    Image.frombytes("RGB", (1000, 1000), os.urandom(3_000_000)).save(noise, "PNG")
    assert 0 < len(copies_of(noise.getvalue()).thumbnail) <= THUMBNAIL_BYTES


def test_small_pictures_and_papers_have_no_copies(desk) -> None:
    assert copies_of(picture()).thumbnail == b""
    inspection_id = desk.start()
    desk.attach(inspection_id, "", picture())
    desk.attach(inspection_id, "", b"%PDF-1.7\n" + b"x" * 20_000 + b"\n%%EOF\n")
    assert row(desk.opened.work, "SELECT count(*) AS found FROM evidence_file") == {"found": 2}


def test_a_telephones_picture_with_others_behind_it_is_taken(desk) -> None:
    target = io.BytesIO()
    first, second = opened(photo((800, 600))), opened(photo((400, 300)))
    first.save(target, "MPO", save_all=True, append_images=[second])
    line, content = read_evidence(
        desk.opened, (inspection := desk.start()), desk.attach(inspection, "", target.getvalue())
    )
    assert (line.media_type, content) == ("image/jpeg", target.getvalue())
