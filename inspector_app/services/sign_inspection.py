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
    alone: bool = False,
    at: datetime,
    new_id: Callable[[], str],
) -> SignatureRecord:
    """Keep a signature (a picture and a name) or a refusal (a reason, a witness where there was one).

    A later one replaces it until closing. With both a picture and a reason the reason counts: it is a refusal.
    `alone` says that nobody was there who could witness a refusal.

    Raises:
        NotFound, InspectionClosed.
        EvidenceRefused: the picture is not a PNG of a signature (blank, a dot, too large, damaged).
        InvalidAnswer: neither a signature with a name nor a refusal with a reason and a witness.
    """
    reason, name = typed(refusal_reason, most=2000), typed(signer_name, most=200)
    witness = "" if alone else typed(witness_name, most=200)
    if reason and not witness and not alone:
        raise InvalidAnswer(say("signature.needs_witness"))
    image = _checked(image_png, name) if not reason else None
    record = SignatureRecord(
        refused=image is None,
        image_sha256=hashlib.sha256(image).hexdigest() if image else "",
        signer_name=name,
        signer_role=typed(signer_role, most=200),
        witness_name=witness,
        refusal_reason=reason,
        signed_at=moment(at),
    )
    with writing(opened.work):
        require_open(opened, inspection_id)
        _forget_earlier(opened, inspection_id)
        evidence_id = _keep_image(opened, inspection_id, image, record, evidence_id=new_id()) if image else ""
        reading = opened.reading()
        clock = {"boot": reading.boot, "mono_ms": reading.mono_ms} if reading else {}
        values = {"inspection_id": inspection_id, **asdict(record), "evidence_id": evidence_id, **clock}
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
    ink = _ink(image)
    if ink is None:
        raise EvidenceRefused(say("core.signature_blank"))
    if max(ink) < _SHORTEST_STROKE:
        raise EvidenceRefused(say("signature.dot"))
    return image


_SHORTEST_STROKE = 0.04
"""Least width or height of a signature, as a share of the field's longer side: a dot or a slip is none."""


def _pixels(image: bytes) -> int:
    with Image.open(io.BytesIO(image), formats=("PNG",)) as picture:
        return picture.width * picture.height


def _ink(image: bytes) -> tuple[float, float] | None:
    """Return width and height of what was drawn, as shares of the longer side; None where nothing was."""
    with Image.open(io.BytesIO(image), formats=("PNG",)) as picture:
        drawn = picture.convert("RGBA")
    paper = Image.new("RGBA", drawn.size, "white")
    paper.alpha_composite(drawn)
    grey = paper.convert("L")
    counted = grey.histogram()
    ground = counted.index(max(counted))
    box = grey.point([255 if abs(shade - ground) > _FAINT else 0 for shade in range(256)]).getbbox()
    longer = max(grey.size)
    return ((box[2] - box[0]) / longer, (box[3] - box[1]) / longer) if box else None


_FAINT = 40
"""Shades that differ from the ground by no more than this are no ink."""


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
