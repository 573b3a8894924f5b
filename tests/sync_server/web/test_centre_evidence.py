"""The page of an inspection shows what has come of a photo: nothing, the thumbnail, the smaller copy, the original."""

from __future__ import annotations

import hashlib
import io
from typing import Any

import pytest
from centre_visitor import visit
from inspected_employer import inspected, jpeg
from PIL import Image
from uuid_utils.compat import uuid7

from sync_server.models import EvidenceRecord, Role
from sync_server.services.durable_files import file_place


def drawn(colour: str, size: tuple[int, int]) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, colour).save(target, "JPEG")
    return target.getvalue()


FILES = {
    "thumbnail": drawn("red", (80, 60)),
    "copy": drawn("green", (1600, 1200)),
    "original": drawn("blue", (2000, 1500)),
}
NAMES = {kind: hashlib.sha256(data).hexdigest() for kind, data in FILES.items()}


def photo(centre: Any, inspection_id: str, *came: str) -> str:
    """A record of a photo of which these files have come."""
    for kind in came:
        place = file_place(centre.config.evidence, NAMES[kind])
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(FILES[kind])
    at = {kind: centre.clock() if kind in came else None for kind in FILES}
    record = EvidenceRecord(
        id=str(uuid7()),
        inspection_id=inspection_id,
        item="remarks",
        sha256=NAMES["original"],
        size_bytes=len(FILES["original"]),
        media_type="image/jpeg",
        kind="photo",
        caption="The gate",
        captured_at="2026-11-20T06:00:00Z",
        held_at=at["original"],
        copy_sha256=NAMES["copy"],
        copy_size=len(FILES["copy"]),
        copy_held_at=at["copy"],
        thumbnail_sha256=NAMES["thumbnail"],
        thumbnail_held_at=at["thumbnail"],
    )
    centre.session.add(record)
    centre.session.commit()
    return record.id


def colour_of(data: bytes) -> str:
    red, green, blue = Image.open(io.BytesIO(data)).resize((1, 1)).getpixel((0, 0))
    return max((red, "red"), (green, "green"), (blue, "blue"))[1]


@pytest.mark.parametrize(
    ("came", "shown", "larger", "downloads", "words"),
    [
        ((), None, 404, 404, "Not yet arrived"),
        (("thumbnail",), "red", 200, 404, "The original is on its way"),
        (("thumbnail", "copy"), "green", 200, 404, "The original is on its way"),
        (("thumbnail", "copy", "original"), "green", 200, 200, "Download the original"),
        (("original",), "blue", 200, 200, "Download the original"),
    ],
    ids=["nothing", "thumbnail", "copy", "all", "schema 1"],
)
def test_the_page_shows_what_has_come_and_says_what_has_not(
    centre: Any, came: tuple[str, ...], shown: str | None, larger: int, downloads: int, words: str
) -> None:
    made = inspected(centre)
    photo_id = photo(centre, made.inspection_id, *came)
    centre.user("sup", Role.SUPERVISOR)
    visitor, url = visit(centre, "sup"), f"/inspections/{made.inspection_id}/evidence/{photo_id}"

    page = visitor.open(f"/inspections/{made.inspection_id}").text
    small = visitor.open(f"{url}/thumbnail")

    figures = page[page.index('id="evidence"') :]
    assert words in figures[figures.index("The gate") :][:900]
    assert (f"{url}/thumbnail" in page) is (shown is not None)
    assert (f"{url}/picture" in page) is ("copy" in came or "original" in came)
    assert (f'"{url}"' in page) is (downloads == 200)
    assert (small.status_code, visitor.open(f"{url}/picture").status_code) == (200 if shown else 404, larger)
    assert shown is None or colour_of(small.data) == shown
    assert visitor.open(url).status_code == downloads
    assert jpeg() not in small.data
