"""Evidence and papers through the pages: what is shown, what is only kept, what a closed inspection allows."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from PIL import Image
from recordings import webm

SCRIPT = "<script>alert(document.cookie)</script>"


def _photo() -> bytes:
    notes = Image.Exif()
    notes[0x010E] = SCRIPT
    notes.get_ifd(0x8825).update({1: "N", 2: (31.0, 33.0, 36.0), 3: "E", 4: (74.0, 18.0, 0.0), 31: 12.0})
    target = io.BytesIO()
    Image.new("RGB", (1200, 900), "teal").save(target, "JPEG", exif=notes)
    return target.getvalue() + b"<html>" + SCRIPT.encode()


def _attach(visitor: Any, inspection: str, data: bytes, **fields: str) -> str:
    form = {"for": "rec_wage_register/", "back": "evidence", **fields, "file": (io.BytesIO(data), "x.bin")}
    answer = visitor.client.post(
        f"{inspection}/evidence",
        base_url=visitor.base,
        data={"token": visitor.token, **form},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 303, answer.text[:2000]
    page = visitor.get(f"{inspection}/evidence").text
    return re.findall(rf'class="look" href="({inspection}/evidence/[0-9a-f-]+)"', page)[-1]


def test_nothing_that_a_camera_wrote_is_run_or_shown_as_a_page(visitor: Any, inspection: str) -> None:
    page = _attach(visitor, inspection, _photo(), caption=SCRIPT, place="Gate")
    shown = visitor.get(page)
    assert SCRIPT not in shown.text
    assert "31.56000,74.30000" in shown.text
    assert "within 12 m" in shown.text
    original = visitor.get(f"{page}/original")
    assert original.data == _photo()
    assert original.mimetype == "image/jpeg"
    assert original.headers["X-Content-Type-Options"] == "nosniff"
    assert original.headers["Cache-Control"] == "no-store"
    thumbnail = visitor.get(f"{page}/thumbnail")
    assert thumbnail.mimetype == "image/jpeg"
    assert SCRIPT.encode() not in thumbnail.data
    assert len(thumbnail.data) < len(original.data)


def test_a_recording_is_played_from_the_page_and_has_no_small_picture(visitor: Any, inspection: str) -> None:
    page = _attach(visitor, inspection, webm(), origin="microphone")
    shown = visitor.get(page)
    assert "<audio" in shown.text
    assert "media-src 'self' blob:" in shown.headers["Content-Security-Policy"]
    assert visitor.get(f"{page}/original").mimetype == "audio/webm"
    assert visitor.get(f"{page}/thumbnail").status_code == 404


def test_evidence_is_described_tied_and_taken_back_on_its_page(visitor: Any, inspection: str) -> None:
    page = _attach(visitor, inspection, _photo())
    assert visitor.post(f"{page}/describe", {"caption": "Page 3", "place": "Office"}).status_code == 303
    tied = visitor.post(f"{page}/tie", {"for": "rec_attendance/"})
    assert "said=evidence.tied" in tied.headers["Location"]
    assert visitor.post(f"{page}/tie", {"for": "no_such_item/"}).status_code == 404
    assert visitor.get(f"{inspection}/evidence").text.count("Page 3") == 2
    assert visitor.post(f"{page}/remove").status_code == 303
    assert visitor.get(f"{inspection}/evidence").text.count("Page 3") == 1
    assert visitor.get(page).status_code == 404


def test_a_caption_that_is_too_long_keeps_what_was_typed(visitor: Any, inspection: str) -> None:
    answer = visitor.client.post(
        f"{inspection}/evidence",
        base_url=visitor.base,
        data={"token": visitor.token, "for": "/", "caption": "x" * 501, "file": (io.BytesIO(_photo()), "p.jpg")},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 422
    assert "x" * 501 in answer.text


@pytest.mark.parametrize("lang", ["en", "ur"])
def test_papers_are_sent_as_files_whose_names_say_nothing_of_the_employer(
    visitor: Any, inspection: str, lang: str
) -> None:
    assert visitor.get(f"{inspection}/visit-note.pdf").status_code == 404
    visitor.post(f"{inspection}/answers", {"item": "rec_wage_register", "value": "not_produced"})
    assert 'id="visit-note-en"' in visitor.get(inspection).text
    for name, file in (("visit-note", "visit-note"), ("report", "inspection-report")):
        paper = visitor.get(f"{inspection}/{name}.pdf?lang={lang}")
        assert paper.data.startswith(b"%PDF-")
        assert paper.headers["Content-Disposition"] == f'attachment; filename="{file}-{lang}.pdf"'


def test_the_certificate_page_says_what_is_wrong_with_a_file(visitor: Any, inspection: str) -> None:
    assert visitor.get(f"{inspection}/certificate").status_code == 200
    nothing = visitor.post(f"{inspection}/certificate")
    assert nothing.status_code == 422
    assert "Choose a file first" in nothing.text
    assert visitor.post("/inspections/nothing/certificate/look").status_code == 404
