"""The pages for syncing by a USB stick."""

from __future__ import annotations

import io
import zipfile
from typing import Any


def test_the_page_explains_both_steps_in_both_languages(visitor: Any) -> None:
    assert "Save a file for the centre" in visitor.get("/queue/stick").text
    assert "مرکز کا جواب پڑھیں" in visitor.speak("ur").get("/queue/stick").text


def test_the_bundle_is_saved_under_a_name_that_says_nothing(visitor: Any) -> None:
    answer = visitor.post("/queue/bundle")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=laptop-")
    assert "no-store" in answer.headers["Cache-Control"]
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert archive.namelist()[0] == "header.json"
        assert archive.namelist()[-1] == "signature"
    answer.close()


def test_a_file_that_is_not_the_answer_is_refused_in_words(visitor: Any) -> None:
    answer = visitor.post("/queue/answer", {"file": (io.BytesIO(b"a picture"), "holiday.jpg")})
    assert answer.status_code == 422
    assert "not a bundle of Muaina" in answer.text
    assert "Choose the file" in visitor.post("/queue/answer").text


def test_the_practice_room_has_no_stick(trainee: Any) -> None:
    assert trainee.post("/queue/bundle").status_code in (403, 404, 409)
