"""Takes the representative's signature, or the refusal to sign with a witness."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from PIL import Image

from casework.documents.exit_sheet import MOST_SIGNATURE_PIXELS
from inspector_app.catalogue import say
from inspector_app.errors import EvidenceRefused, InvalidAnswer, SheetChanged
from inspector_app.services.evidence_types import media_type_of
from inspector_app.services.inspection_form import redraw_findings, require_open
from inspector_app.services.inspection_parts import SignatureRecord
from inspector_app.services.marks import refuse_unseen, signature_mark
from inspector_app.services.open_inspection import view_of
from inspector_app.services.signed_sheet import hash_to_sign
from inspector_app.services.typed_text import typed
from inspector_app.store import signatures, work
from inspector_app.store.driver import writing
from inspector_app.store.opened import Opened
from inspector_app.tools import local_day, moment

Row = Mapping[str, Any]

PNG = "image/png"


@dataclass(frozen=True)
class Shown:
    """What a page for signing showed: the hash of the exit sheet, and the mark of the signature that stood."""

    sheet: str
    signature: str


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
    shown: Shown | None = None,
) -> SignatureRecord:
    """Keep a signature (a picture and a name) or a refusal (a reason, a witness where there was one).

    It stands for the exit sheet as it is now. Until closing a later one takes its place; the earlier one is kept, and
    so is its picture. With both a picture and a reason the reason counts: it is a refusal.

    `alone` says that nobody was there who could witness a refusal; `shown` is what the page showed, None where no page
    was.

    Raises:
        NotFound, InspectionClosed.
        SheetChanged: the exit sheet is another by now than the one that was shown.
        FormChanged: another window kept a signature or refusal meanwhile.
        EvidenceRefused: the picture is not a PNG of a signature (blank, a dot, too large, damaged).
        InvalidAnswer: neither a signature with a name nor a refusal with a reason and a witness.
    """
    reason, name = typed(refusal_reason, most=2000), typed(signer_name, most=200)
    witness = "" if alone else typed(witness_name, most=200)
    if reason and not witness and not alone:
        raise InvalidAnswer(say("signature.needs_witness"))
    image = _checked(image_png, name) if not reason else None
    with writing(opened.work):
        inspection = require_open(opened, inspection_id)
        record = SignatureRecord(
            refused=image is None,
            image_sha256=hashlib.sha256(image).hexdigest() if image else "",
            signer_name=name,
            signer_role=typed(signer_role, most=200),
            witness_name=witness,
            refusal_reason=reason,
            signed_at=moment(at),
        )
        sheet = _sheet_signed(opened, inspection, record, on=local_day(at), shown=shown)
        record = replace(record, sheet_sha256=sheet)
        signatures.keep_earlier_signature(opened.work, inspection_id)
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


def _sheet_signed(opened: Opened, inspection: Row, record: SignatureRecord, *, on: date, shown: Shown | None) -> str:
    """Return the hash of the exit sheet as it stands, after making sure that the page showed it so."""
    redraw_findings(opened, inspection, on=on)
    view = view_of(opened, inspection, on=on)
    sheet = hash_to_sign(opened, view)
    if shown is not None:
        if shown.sheet != sheet:
            raise SheetChanged(say("core.sheet_changed"))
        refuse_unseen(signature_mark(view.signature), shown.signature, wanted=signature_mark(record))
    return sheet


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
