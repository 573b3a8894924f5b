"""Takes the representative's signature, or the refusal to sign with a witness."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime

from PIL import Image

from casework.documents.exit_sheet import MOST_SIGNATURE_PIXELS
from inspector_app.catalogue import say
from inspector_app.errors import EvidenceRefused, InvalidAnswer
from inspector_app.services.evidence_types import media_type_of
from inspector_app.services.inspection_form import require_open
from inspector_app.services.inspection_parts import SignatureRecord
from inspector_app.services.typed_text import typed
from inspector_app.store import work
from inspector_app.store.driver import writing
from inspector_app.store.opened import Opened
from inspector_app.tools import moment

PNG = "image/png"


def sign_inspection(
    opened: Opened,
    inspection_id: str,
    *,
    image_png: bytes | None,
    signer_name: str,
    signer_role: str,
    refusal_reason: str,
    witness_name: str,
    at: datetime,
    new_id: Callable[[], str],
) -> SignatureRecord:
    """Keep a signature (a picture and a name) or a refusal (a reason, a witness where there was one).

    A later one replaces it until closing. With both a picture and a reason the reason counts: it is a refusal.

    Raises:
        NotFound, InspectionClosed.
        EvidenceRefused: the picture is not a PNG of a signature (blank, too large, damaged).
        InvalidAnswer: neither a signature with a name nor a refusal with a reason.
    """
    reason, name = typed(refusal_reason, most=2000), typed(signer_name, most=200)
    image = _checked(image_png, name) if not reason else None
    record = SignatureRecord(
        refused=image is None,
        image_sha256=hashlib.sha256(image).hexdigest() if image else "",
        signer_name=name,
        signer_role=typed(signer_role, most=200),
        witness_name=typed(witness_name, most=200),
        refusal_reason=reason,
        signed_at=moment(at),
    )
    with writing(opened.work):
        require_open(opened, inspection_id)
        _forget_earlier(opened, inspection_id)
        evidence_id = _keep_image(opened, inspection_id, image, record, evidence_id=new_id()) if image else ""
        values = {"inspection_id": inspection_id, **asdict(record), "evidence_id": evidence_id}
        work.replace(opened.work, "signature", values)
    return record


def _checked(image: bytes | None, name: str) -> bytes:
    if not image:
        raise InvalidAnswer(say("core.signature_or_refusal"))
    if not name:
        raise InvalidAnswer(say("core.signature_who"))
    if media_type_of(image) != PNG:
        raise EvidenceRefused(say("core.evidence_not_a_picture"))
    if _pixels(image) > MOST_SIGNATURE_PIXELS:
        raise EvidenceRefused(say("core.signature_too_large"))
    if all(low == high for low, high in _extremes(image)):
        raise EvidenceRefused(say("core.signature_blank"))
    return image


def _pixels(image: bytes) -> int:
    with Image.open(io.BytesIO(image), formats=("PNG",)) as picture:
        return picture.width * picture.height


def _extremes(image: bytes) -> tuple[tuple[int, int], ...]:
    """Lowest and highest value of each channel; in a picture of one colour they are equal."""
    with Image.open(io.BytesIO(image), formats=("PNG",)) as picture:
        extremes: tuple[tuple[int, int], ...] = picture.convert("RGBA").getextrema()  # type: ignore[assignment]
    return extremes


def _forget_earlier(opened: Opened, inspection_id: str) -> None:
    earlier = work.signature(opened.work, inspection_id)
    if earlier and earlier["evidence_id"]:
        work.remove_evidence(opened.work, earlier["evidence_id"])


def _keep_image(opened: Opened, inspection_id: str, image: bytes, record: SignatureRecord, *, evidence_id: str) -> str:
    values = {
        "id": evidence_id,
        "inspection_id": inspection_id,
        "item": "",
        "key": "",
        "sha256": record.image_sha256,
        "size_bytes": len(image),
        "media_type": PNG,
        "kind": "signature",
        "caption": record.signer_name,
        "captured_at": record.signed_at,
    }
    work.put_evidence(opened.work, values, image)
    return evidence_id
