"""A certificate's QR in a picture, checked on the laptop alone."""

from __future__ import annotations

import io
import random
from dataclasses import replace
from datetime import date

import pytest
import segno
from inspector_at_work import picture
from PIL import Image, ImageFilter
from prepared_laptop import TODAY
from recordings import wav

from casework.documents.certificate_qr import CertificateClaim, certificate_qr
from casework.notice import Letterhead
from casework.signatures import new_private_key, public_key_of
from inspector_app.errors import EvidenceRefused
from inspector_app.services.check_certificate import CertificateCheck, check_certificate, has_qr
from inspector_app.services.read_qr import qr_texts
from inspector_app.store.papers import papers, set_papers
from simplify_content.text import same
from sync_protocol.papers import Papers

KEY = new_private_key()
CLAIM = CertificateClaim("RC-0001-2024", "LHR-04-11873", "Shahdara Knitwear", date(2024, 7, 1), date(2027, 6, 30))


def photo_of(text: str, *, angle: float = 0, size: int = 700, kind: str = "JPEG") -> bytes:
    """A picture of a sheet with a QR, held askew under bad light."""
    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(drawn, kind="png", scale=4)
    code = Image.open(drawn).convert("L").resize((size, size))
    sheet = Image.new("L", (1400, 1100), 225)
    sheet.paste(code, (330, 180))
    sheet = sheet.rotate(angle, fillcolor=140, resample=Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(1.2))
    speckled = random.Random(7)
    for _ in range(3000):
        sheet.putpixel((speckled.randrange(1400), speckled.randrange(1100)), speckled.randrange(256))
    target = io.BytesIO()
    sheet.convert("RGB").save(target, kind)
    return target.getvalue()


def qr(claim: CertificateClaim = CLAIM, key: str = KEY) -> str:
    return certificate_qr(claim, private_key=key, base_url="https://centre.example.gov.pk", token="0" * 36)


@pytest.fixture
def keyed(desk):
    """A desk whose laptop heard the centre's keys at its last sync."""
    head = Letterhead(institution=same("I"), office=same("O"), address=same("A"), phone="")
    set_papers(desk.opened.work, Papers((public_key_of(KEY),), head))
    desk.inspection_id = desk.start()
    return desk


def check(desk, data: bytes) -> CertificateCheck:
    return check_certificate(desk.opened, desk.inspection_id, data, on=TODAY)


def levels(found: CertificateCheck) -> list[str]:
    return [line.level.value for line in found.lines]


def test_a_genuine_certificate_of_this_employer_is_in_order(keyed) -> None:
    found = check(keyed, photo_of(qr(), angle=9))
    assert found.is_in_order
    assert found.claim == CLAIM
    assert levels(found) == ["ok"] * 4
    for kind in ("PNG", "WEBP"):
        assert check(keyed, photo_of(qr(), angle=-4, kind=kind)).is_in_order


def test_each_thing_against_it_is_said(keyed) -> None:
    cases = {
        "another employer": replace(CLAIM, registration_no="LHR-02-00512"),
        "ran out": replace(CLAIM, expires_on=date(2026, 11, 21)),
        "no certificate": replace(CLAIM, certificate_no="RC-9999-2026"),
    }
    for words, claim in cases.items():
        found = check(keyed, photo_of(qr(claim)))
        assert not found.is_in_order
        assert any(words in line.text.en for line in found.lines if line.level != "ok"), words
        assert all(line.text.ur for line in found.lines)


def test_a_certificate_that_the_register_holds_as_cancelled_is_not_in_order(keyed) -> None:
    keyed.opened.register.conn.execute("UPDATE certificate SET status = 'cancelled'")
    assert levels(check(keyed, photo_of(qr()))) == ["ok", "ok", "ok", "bad"]


def test_a_forged_qr_is_called_forged_and_without_keys_nothing_is_claimed(keyed) -> None:
    forged = photo_of(qr(key=new_private_key()))
    assert levels(check(keyed, forged)) == ["bad"]
    keyed.opened.work.conn.execute("DELETE FROM papers")
    assert papers(keyed.opened.work) is None
    assert "next sync" in check(keyed, forged).lines[0].text.en


def test_a_qr_that_anyone_could_make_is_compared_with_the_register_by_number(keyed) -> None:
    assert levels(check(keyed, photo_of("CERT RC-0001-2024"))) == ["warn", "ok"]
    assert levels(check(keyed, photo_of("https://example.com/"))) == ["warn", "warn"]


def test_a_picture_without_a_qr_says_so_and_what_is_no_picture_is_refused(keyed) -> None:
    assert levels(check(keyed, picture())) == ["warn"]
    assert not has_qr(picture())
    assert has_qr(photo_of("anything"))
    for data in (wav(), b"%PDF-1.7\n%%EOF\n", b"", b"x"):
        assert not has_qr(data)
        with pytest.raises(EvidenceRefused):
            check(keyed, data)


def test_of_several_codes_the_signed_one_counts(keyed) -> None:
    both = Image.new("RGB", (2800, 1100), "white")
    for place, text in ((0, "https://example.com/"), (1400, qr())):
        both.paste(Image.open(io.BytesIO(photo_of(text))), (place, 0))
    target = io.BytesIO()
    both.save(target, "JPEG")
    assert len(qr_texts(target.getvalue())) == 2
    assert check(keyed, target.getvalue()).is_in_order
