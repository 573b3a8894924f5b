from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from casework.documents.certificate_qr import CertificateClaim, ScannedCertificate, certificate_qr, scanned_certificate
from casework.documents.sealing import Outcome, qr_text
from casework.signatures import new_private_key, public_key_of

KEY = new_private_key()
PUBLIC = public_key_of(KEY)
CLAIM = CertificateClaim("RC-0001-2024", "LHR-04-11873", "Shahdara Knitwear", date(2024, 7, 1), date(2027, 6, 30))


def _qr(claim: CertificateClaim = CLAIM, key: str = KEY) -> str:
    return certificate_qr(claim, private_key=key, base_url="https://centre.example", token="t1")


@pytest.mark.parametrize("claim", [CLAIM, replace(CLAIM, expires_on=None), replace(CLAIM, employer="شاہدرہ نٹ ویئر")])
def test_a_certificates_qr_says_what_was_signed(claim: CertificateClaim) -> None:
    assert scanned_certificate(_qr(claim), [public_key_of(new_private_key()), PUBLIC]) == ScannedCertificate(
        Outcome.VALID, claim
    )


def test_another_key_or_a_changed_text_is_a_false_signature() -> None:
    assert scanned_certificate(_qr(key=new_private_key()), [PUBLIC]).outcome is Outcome.FALSE_SIGNATURE
    moved = _qr().replace("/verify/t1#", "/verify/t2#")
    assert scanned_certificate(moved, [PUBLIC]).outcome is Outcome.FALSE_SIGNATURE


@pytest.mark.parametrize("text", ["", "RC-0001-2024", "https://example.com", "#", "x" * 4000, "https://a/verify/b#e30"])
def test_any_other_text_is_unreadable_and_never_raises(text: str) -> None:
    assert scanned_certificate(text, [PUBLIC]) == ScannedCertificate(Outcome.UNREADABLE)


@pytest.mark.parametrize("change", [{"kind": "notice"}, {"issued_on": "yesterday"}, {"expires_on": "31-12-2026"}])
def test_the_signed_qr_of_another_paper_is_no_certificate(change: dict[str, str]) -> None:
    text = qr_text({**CLAIM.as_claim(), **change}, private_key=KEY, base_url="https://centre.example", token="t1")
    assert scanned_certificate(text, [PUBLIC]) == ScannedCertificate(Outcome.UNREADABLE)
