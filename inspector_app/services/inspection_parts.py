"""What hangs on an inspection besides its answers: evidence, statement, signature."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from inspector_app.store import signatures, work
from inspector_app.store.opened import Opened

Row = Mapping[str, Any]


@dataclass(frozen=True)
class EvidenceLine:
    """One piece of evidence."""

    evidence_id: str
    item: str
    key: str
    sha256: str
    size_bytes: int
    media_type: str
    kind: str
    caption: str
    captured_at: str
    is_at_centre: bool
    place: str = ""
    point: str = ""
    """Latitude and longitude in degrees, as the camera noted them."""
    accuracy_m: int | None = None
    origin: str = ""
    not_before: str = ""
    """The centre's time that this laptop knew when it was taken; "" where it knew none."""
    thumbnail_sha256: str = ""


@dataclass(frozen=True)
class Statement:
    """The employer's answer to the findings, or that it was asked for and declined."""

    text: str
    declined: bool
    by_name: str
    by_role: str
    recorded_at: str


@dataclass(frozen=True)
class SignatureRecord:
    """The representative's signature, or the refusal with reason and witness.

    `sheet_sha256` tells what it was put under (`signed_sheet`); "" where it was taken before that was kept.
    """

    refused: bool
    image_sha256: str
    signer_name: str
    signer_role: str
    witness_name: str
    refusal_reason: str
    signed_at: str
    sheet_sha256: str = ""


def evidence_lines(opened: Opened, inspection_id: str) -> tuple[EvidenceLine, ...]:
    """Return the evidence of an inspection in the order it was taken."""
    return tuple(evidence_line(one) for one in work.evidence(opened.work, inspection_id))


def evidence_line(one: Row) -> EvidenceLine:
    """Return the line of one row."""
    return EvidenceLine(
        evidence_id=one["id"],
        item=one["item"],
        key=one["key"],
        sha256=one["sha256"],
        size_bytes=one["size_bytes"],
        media_type=one["media_type"],
        kind=one["kind"],
        caption=one["caption"],
        captured_at=one["captured_at"],
        is_at_centre=bool(one["held_at"]),
        place=one["place"],
        point=one["point"],
        accuracy_m=one["accuracy_m"],
        origin=one["origin"],
        not_before=one["not_before"],
        thumbnail_sha256=one["thumbnail_sha256"],
    )


def statement_of(opened: Opened, inspection_id: str) -> Statement | None:
    """Return the employer's statement, or None while there is none."""
    one = work.statement(opened.work, inspection_id)
    if one is None:
        return None
    return Statement(one["text"], bool(one["declined"]), one["by_name"], one["by_role"], one["recorded_at"])


def signature_of(opened: Opened, inspection_id: str) -> SignatureRecord | None:
    """Return the signature or the refusal, or None while there is neither."""
    one = signatures.signature(opened.work, inspection_id)
    return _signature(one) if one else None


def earlier_signatures(opened: Opened, inspection_id: str) -> tuple[SignatureRecord, ...]:
    """Return the signatures and refusals that others were put in the place of, oldest first; none is ever lost."""
    return tuple(_signature(one) for one in signatures.earlier_signatures(opened.work, inspection_id))


def _signature(one: Row) -> SignatureRecord:
    return SignatureRecord(
        refused=bool(one["refused"]),
        image_sha256=one["image_sha256"],
        signer_name=one["signer_name"],
        signer_role=one["signer_role"],
        witness_name=one["witness_name"],
        refusal_reason=one["refusal_reason"],
        signed_at=one["signed_at"],
        sheet_sha256=one["sheet_sha256"],
    )
