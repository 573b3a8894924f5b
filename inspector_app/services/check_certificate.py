"""Checks a registration certificate by its QR: the institution's signature, this employer, and the register here.

Needs no network: the institution's public keys came with the last sync, the register is on this laptop.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from casework.documents.certificate_qr import CertificateClaim, scanned_certificate
from casework.documents.sealing import Outcome
from inspector_app.catalogue import say
from inspector_app.errors import EvidenceRefused
from inspector_app.services.evidence_types import kind_of, media_type_of
from inspector_app.services.inspection_form import require_inspection
from inspector_app.services.read_qr import qr_texts
from inspector_app.store import register
from inspector_app.store.opened import Opened
from inspector_app.store.papers import papers
from simplify_content.text import Text

Row = Mapping[str, Any]
_STANDS = "valid"


class Level(StrEnum):
    """How a line is to be taken, as the look names it."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True)
class CheckLine:
    """One thing that the check found."""

    level: Level
    text: Text


@dataclass(frozen=True)
class CertificateCheck:
    """What a certificate turned out to be; `claim` is None unless the institution's signature holds."""

    claim: CertificateClaim | None
    lines: tuple[CheckLine, ...]

    @property
    def is_in_order(self) -> bool:
        """Whether nothing was found against it."""
        return all(line.level is Level.OK for line in self.lines)


def has_qr(picture: bytes) -> bool:
    """Return whether a picture shows a QR that can be read; a file that is no picture shows none."""
    try:
        return kind_of(media_type_of(picture)) == "photo" and bool(qr_texts(picture))
    except EvidenceRefused:
        return False


def check_certificate(opened: Opened, inspection_id: str, picture: bytes, *, on: date) -> CertificateCheck:
    """Return what the QR in a picture says of the certificate of the inspected employer.

    Args:
        opened: either room; in the practice room there are no keys and every signature is unknown.
        inspection_id: of an inspection of this laptop.
        picture: the file as it came.
        on: today.

    Raises:
        NotFound: no such inspection.
        EvidenceRefused: the file is no picture.
    """
    inspection = require_inspection(opened, inspection_id)
    if kind_of(media_type_of(picture)) != "photo":
        raise EvidenceRefused(say("certificate.not_a_picture"))
    employer = register.employer(opened.register, inspection["employer_id"]) or {}
    known = register.certificates(opened.register, inspection["employer_id"])
    texts = qr_texts(picture)
    if not texts:
        return CertificateCheck(None, (CheckLine(Level.WARN, say("certificate.no_qr")),))
    told = None if opened.is_practice else papers(opened.work)
    keys = told.keys if told else ()
    scanned = [scanned_certificate(text, keys) for text in texts]
    if claim := next((one.claim for one in scanned if one.claim), None):
        return CertificateCheck(claim, tuple(_of_claim(claim, employer, known, on=on)))
    is_signed = any(one.outcome is Outcome.FALSE_SIGNATURE for one in scanned)
    return CertificateCheck(None, tuple(_unsigned(texts[0], known, is_signed=is_signed, has_keys=bool(keys))))


def _of_claim(claim: CertificateClaim, employer: Row, known: Sequence[Row], *, on: date) -> Iterator[CheckLine]:
    yield CheckLine(Level.OK, say("certificate.genuine"))
    number = str(employer.get("registration_no") or "")
    if claim.registration_no == number:
        yield CheckLine(Level.OK, say("certificate.this_employer", number=number))
    else:
        yield CheckLine(
            Level.BAD, say("certificate.other_employer", found=claim.registration_no, expected=number or "-")
        )
    if claim.expires_on is not None and claim.expires_on < on:
        yield CheckLine(Level.BAD, say("certificate.expired", day=f"{claim.expires_on:%d-%m-%Y}"))
    elif claim.expires_on is not None:
        yield CheckLine(Level.OK, say("certificate.runs_to", day=f"{claim.expires_on:%d-%m-%Y}"))
    yield from _in_register(claim.certificate_no, known)


def _in_register(certificate_no: str, known: Sequence[Row]) -> Iterator[CheckLine]:
    standing = next((one for one in known if one["certificate_no"] == certificate_no), None)
    if standing is None:
        yield CheckLine(Level.WARN, say("certificate.not_in_register", number=certificate_no))
    elif standing["status"] != _STANDS:
        yield CheckLine(Level.BAD, say("certificate.not_standing", number=certificate_no))
    else:
        yield CheckLine(Level.OK, say("certificate.in_register", number=certificate_no))


def _unsigned(text: str, known: Sequence[Row], *, is_signed: bool, has_keys: bool) -> Iterator[CheckLine]:
    if is_signed and has_keys:
        yield CheckLine(Level.BAD, say("certificate.false"))
        return
    if is_signed:
        yield CheckLine(Level.WARN, say("certificate.no_keys"))
        return
    yield CheckLine(Level.WARN, say("certificate.not_signed"))
    named = next((one for one in known if one["certificate_no"] and str(one["certificate_no"]) in text), None)
    if named is None:
        yield CheckLine(Level.WARN, say("certificate.names_nothing"))
    else:
        yield from _in_register(str(named["certificate_no"]), known)
