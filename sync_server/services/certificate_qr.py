"""The QR of a registration certificate in the register, signed; and what anybody who scans it may be told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from casework.documents.certificate_qr import CertificateClaim, certificate_qr
from simplify_content.text import Text, isolate
from sync_server.errors import Refusal
from sync_server.queries.keys import NOTICE, signing_key
from sync_server.queries.register_records import certificates_by_number
from sync_server.queries.synced_rows import SyncedRow, fetch_row
from sync_server.services.verify_notice import masked_name, masked_number

_STANDS = "valid"


@dataclass(frozen=True)
class CertificateStanding:
    """What a verification address answers of a certificate; the employer is masked."""

    certificate_no: str
    employer: str
    registration_no: str
    expires_on: str
    is_standing: bool


def qr_of_certificate(session: Session, certificate_no: str, *, base_url: str) -> str:
    """Return what the QR on a certificate is to hold.

    Args:
        session: read only.
        certificate_no: as the register writes it.
        base_url: public address of this centre.

    Raises:
        Refusal: the register holds no valid certificate of that number with a day of issue.
    """
    row = certificates_by_number(session, [certificate_no]).get(certificate_no)
    employer = fetch_row(session, "employer", row.values["employer_id"]) if row else None
    if row is None or employer is None or row.values["status"] != _STANDS or not row.values["issued_on"]:
        raise Refusal(
            Text(
                en=f"The register holds no valid certificate {certificate_no} with a day of issue.",
                ur=f"رجسٹر میں اجرا کی تاریخ کے ساتھ کوئی درست سرٹیفکیٹ {isolate(certificate_no)} درج نہیں۔",
            )
        )
    key = signing_key(session, NOTICE).private_key
    return certificate_qr(_claim(row, employer), private_key=key, base_url=base_url, token=row.row_id)


def _claim(row: SyncedRow, employer: SyncedRow) -> CertificateClaim:
    expires_on = row.values["expires_on"]
    return CertificateClaim(
        certificate_no=row.values["certificate_no"],
        registration_no=employer.values["registration_no"],
        employer=employer.values["name_en"],
        issued_on=date.fromisoformat(row.values["issued_on"]),
        expires_on=date.fromisoformat(expires_on) if expires_on else None,
    )


def standing_of_certificate(session: Session, token: str, *, on: date) -> CertificateStanding | None:
    """Return what may be said of the certificate behind a token, or None when there is none."""
    row = fetch_row(session, "certificate", token)
    employer = fetch_row(session, "employer", row.values["employer_id"]) if row else None
    if row is None or employer is None:
        return None
    expires_on = row.values["expires_on"] or ""
    return CertificateStanding(
        certificate_no=row.values["certificate_no"],
        employer=masked_name(employer.values["name_en"]),
        registration_no=masked_number(employer.values["registration_no"]),
        expires_on=expires_on,
        is_standing=row.values["status"] == _STANDS and (not expires_on or expires_on >= on.isoformat()),
    )
