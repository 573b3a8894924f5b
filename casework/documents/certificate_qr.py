"""The QR of a registration certificate: what the institution vouches for, and what a scanned text says.

A certificate's QR holds its own signature; checking it needs the institution's public keys and no network.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from casework.documents.sealing import Outcome, qr_text, verify_qr

KIND = "registration_certificate"


@dataclass(frozen=True)
class CertificateClaim:
    """What the institution vouches for. `expires_on` is None for a certificate without an end."""

    certificate_no: str
    registration_no: str
    employer: str
    issued_on: date
    expires_on: date | None

    def as_claim(self) -> dict[str, str]:
        """Return the claim as it is signed."""
        return {
            "kind": KIND,
            "certificate_no": self.certificate_no,
            "employer": self.registration_no,
            "name": self.employer,
            "issued_on": self.issued_on.isoformat(),
            "expires_on": self.expires_on.isoformat() if self.expires_on else "",
        }


@dataclass(frozen=True)
class ScannedCertificate:
    """What a scanned text is: `outcome` as for any sealed QR; `claim` only where the signature holds."""

    outcome: Outcome
    claim: CertificateClaim | None = None


def certificate_qr(claim: CertificateClaim, *, private_key: str, base_url: str, token: str) -> str:
    """Return what the QR of a certificate holds: an address that a telephone opens, and the signed claim itself."""
    return qr_text(claim.as_claim(), private_key=private_key, base_url=base_url, token=token)


def scanned_certificate(text: str, public_keys: Sequence[str]) -> ScannedCertificate:
    """Return what a scanned text is; never raises on bad input.

    The signed QR of another paper, such as a notice, is as unreadable as any other text.
    """
    found = verify_qr(text, public_keys)
    if not found.valid:
        return ScannedCertificate(found.outcome)
    claim = _claim_of(found.claim)
    return ScannedCertificate(Outcome.VALID if claim else Outcome.UNREADABLE, claim)


def _claim_of(signed: object) -> CertificateClaim | None:
    if not isinstance(signed, dict) or signed.get("kind") != KIND:
        return None
    try:
        expires_on = date.fromisoformat(signed["expires_on"]) if signed["expires_on"] else None
        return CertificateClaim(
            certificate_no=signed["certificate_no"],
            registration_no=signed["employer"],
            employer=signed["name"],
            issued_on=date.fromisoformat(signed["issued_on"]),
            expires_on=expires_on,
        )
    except (KeyError, ValueError):
        return None
