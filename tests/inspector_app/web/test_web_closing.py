from __future__ import annotations

import base64
import io
import re
from typing import Any

import pytest
from PIL import Image, ImageDraw


def _png() -> bytes:
    picture = Image.new("RGB", (400, 130), "white")
    ImageDraw.Draw(picture).line((20, 90, 120, 30, 200, 100, 380, 40), fill="black", width=4)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _attach(visitor: Any, inspection: str, data: bytes, name: str, item: str = "rec_wage_register") -> Any:
    form = {"item": item, "key": "", "caption": "Wage register, October, page 3", "file": (io.BytesIO(data), name)}
    return visitor.post(f"{inspection}/evidence", form, content_type="multipart/form-data")


def test_photo_is_kept_with_its_fingerprint_and_shown_untouched(visitor: Any, inspection: str) -> None:
    photo = _png()

    answer = _attach(visitor, inspection, photo, "register.png")

    assert answer.status_code == 303
    section = visitor.get(answer.headers["Location"]).text
    [link] = re.findall(rf'href="{inspection}/evidence/([0-9a-f-]+)"', section)
    assert "Fingerprint (SHA-256)" in visitor.get(f"{inspection}/evidence/{link}").text
    original = visitor.get(f"{inspection}/evidence/{link}/original")
    assert original.data == photo
    assert original.mimetype == "image/png"


@pytest.mark.parametrize(
    "data", [b"", b"this is not a picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>", _png()[:60]]
)
def test_file_that_is_no_picture_is_refused_in_the_users_language(visitor: Any, inspection: str, data: bytes) -> None:
    answer = _attach(visitor.speak("ur"), inspection, data, "photo.jpg")

    assert answer.status_code == 422
    assert '<html lang="ur" dir="rtl">' in answer.text
    assert 'role="alert" id="problem"' in answer.text
    assert '<option value="rec_wage_register/" selected>' in answer.text


def test_form_without_a_file_says_so(visitor: Any, inspection: str) -> None:
    answer = visitor.post(f"{inspection}/evidence", {"item": "rec_wage_register"})

    assert answer.status_code == 422
    assert "Choose a file first" in answer.text


def test_file_over_the_limit_is_refused_in_words(visitor: Any, inspection: str) -> None:
    answer = visitor.client.post(
        f"{inspection}/evidence",
        base_url=visitor.base,
        data=bytes(22 * 1024 * 1024),
        content_type="multipart/form-data; boundary=x",
        headers={"X-Muaina-Token": visitor.token},
    )

    assert answer.status_code == 413
    assert "The file is too large" in answer.text


def test_unknown_evidence_answers_404(visitor: Any, inspection: str) -> None:
    assert visitor.get(f"{inspection}/evidence/nothing").status_code == 404
    assert visitor.get(f"{inspection}/evidence/nothing/original").status_code == 404


def test_statement_needs_words_or_a_refusal_and_keeps_what_was_typed(visitor: Any, inspection: str) -> None:
    refused = visitor.post(f"{inspection}/statement", {"declined": "no", "text": "", "by_name": "Tariq Mahmood"})

    assert refused.status_code == 422
    assert 'value="Tariq Mahmood"' in refused.text

    kept = visitor.post(
        f"{inspection}/statement",
        {"declined": "no", "text": "ہم نئے کارکنوں کا اندراج کر رہے ہیں۔", "by_name": "طارق محمود", "by_role": "منیجر"},
    )
    assert kept.status_code == 303
    assert "ہم نئے کارکنوں کا اندراج کر رہے ہیں۔" in visitor.get(f"{inspection}/statement").text


def test_signature_is_kept_as_drawn(visitor: Any, inspection: str) -> None:
    image = "data:image/png;base64," + base64.b64encode(_png()).decode()

    answer = visitor.post(
        f"{inspection}/signature", {"image": image, "signer_name": "Tariq Mahmood", "signer_role": "Manager"}
    )

    assert answer.status_code == 303, answer.text
    assert "Signed by Tariq Mahmood" in visitor.get(f"{inspection}/signature").text


@pytest.mark.parametrize(
    "image",
    ["", "data:text/html;base64,PGI+", "data:image/png;base64,%%%", "data:image/png;base64,aGVsbG8="],
)
def test_signature_that_is_no_picture_is_refused(visitor: Any, inspection: str, image: str) -> None:
    answer = visitor.post(f"{inspection}/signature", {"image": image, "signer_name": "X Y", "signer_role": "Owner"})

    assert answer.status_code == 422
    assert "Signed by" not in visitor.get(f"{inspection}/signature").text


def test_refusal_to_sign_is_kept_with_its_witness(visitor: Any, inspection: str) -> None:
    visitor.post(
        f"{inspection}/signature",
        {
            "refused": "yes",
            "signer_name": "Tariq Mahmood",
            "signer_role": "Manager",
            "refusal_reason": "Wants to ask the owner first",
            "witness_name": "Imran Shah",
        },
    )

    page = visitor.get(f"{inspection}/signature").text
    assert "Wants to ask the owner first" in page
    assert "Imran Shah" in page


def test_unfinished_inspection_cannot_be_closed_and_every_reason_is_said(visitor: Any, inspection: str) -> None:
    answer = visitor.speak("ur").post(f"{inspection}/close")

    assert answer.status_code == 409
    assert "ابھی بند نہیں کیا جا سکتا" in answer.text
    assert visitor.get(inspection).status_code == 200


def test_arrears_page_shows_each_unpaid_month_with_its_explanation(visitor: Any, inspection: str) -> None:
    page = visitor.get(f"{inspection}/arrears").text

    assert page.count("How this was worked out") == 3
    assert "166,320" in page
    assert "July 2026" in page
    assert "October 2026 is not charged here: until 30 November 2026" in page


def test_findings_page_joins_provision_severity_and_missing_evidence(visitor: Any, inspection: str) -> None:
    page = visitor.get(f"{inspection}/findings").text

    assert 'data-code="CONTRIBUTION_UNPAID"' in page
    assert "Ordinance" in page
    assert "no evidence yet" in page
