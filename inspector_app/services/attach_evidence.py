"""Takes a picture or paper as evidence, untouched, into the encrypted work file, beside what is sent before it."""

from __future__ import annotations

import hashlib
import io
import warnings
from collections.abc import Callable
from datetime import datetime

from PIL import Image

from inspector_app.catalogue import say
from inspector_app.errors import EvidenceRefused, NotFound
from inspector_app.services.evidence_copies import NO_COPIES, copies_of
from inspector_app.services.inspection_form import require_open
from inspector_app.services.inspection_parts import EvidenceLine, evidence_line, evidence_lines
from inspector_app.services.typed_text import typed
from inspector_app.store import work
from inspector_app.store.driver import writing
from inspector_app.store.opened import Opened
from inspector_app.tools import moment

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 40_000_000
PICTURES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "MPO": "image/jpeg"}
"""MPO is what some telephones make of a JPEG: further pictures stand behind the first."""

READ = ("JPEG", "PNG", "WEBP")
PDF = "application/pdf"


def attach_evidence(
    opened: Opened,
    inspection_id: str,
    *,
    item: str,
    key: str,
    data: bytes,
    filename: str,
    caption: str,
    at: datetime,
    new_id: Callable[[], str],
) -> EvidenceLine:
    """Keep a file as evidence for an item ("" for the inspection as a whole) and return its line.

    The bytes are kept as they came, a picture's also as a smaller copy and a thumbnail. The same bytes for the same
    item are kept once. What the file is follows from its bytes; its name only stands in for a missing caption.

    Raises:
        NotFound, InspectionClosed.
        EvidenceRefused: empty, over 20 MB, over 40 megapixels, damaged, or not JPEG, PNG, WebP or PDF.
    """
    media_type = media_type_of(data)
    kind = "document" if media_type == PDF else "photo"
    copies = copies_of(data) if kind == "photo" else NO_COPIES
    values = {
        "id": new_id(),
        "inspection_id": inspection_id,
        "item": typed(item, most=80),
        "key": typed(key, most=40),
        "sha256": hashlib.sha256(data).hexdigest(),
        "size_bytes": len(data),
        "media_type": media_type,
        "kind": kind,
        "caption": typed(caption, most=500) or typed(filename, most=10_000)[-200:],
        "captured_at": moment(at),
        "copy_sha256": hashlib.sha256(copies.copy).hexdigest() if copies.copy else "",
        "copy_size": len(copies.copy),
        "thumbnail_sha256": hashlib.sha256(copies.thumbnail).hexdigest() if copies.thumbnail else "",
    }
    with writing(opened.work):
        require_open(opened, inspection_id)
        for standing in evidence_lines(opened, inspection_id):
            if (standing.sha256, standing.item, standing.key) == (values["sha256"], values["item"], values["key"]):
                return standing
        work.put_evidence(opened.work, values, data, *filter(None, (copies.copy, copies.thumbnail)))
    return evidence_line({**values, "held_at": ""})


def remove_evidence(opened: Opened, inspection_id: str, evidence_id: str) -> None:
    """Take back a piece of evidence of an open inspection; a signature is taken back by signing anew.

    Raises:
        NotFound, InspectionClosed.
    """
    with writing(opened.work):
        require_open(opened, inspection_id)
        lines = evidence_lines(opened, inspection_id)
        if not any(line.evidence_id == evidence_id and line.kind != "signature" for line in lines):
            raise NotFound(say("core.no_evidence"))
        work.remove_evidence(opened.work, evidence_id)


def media_type_of(data: bytes) -> str:
    """Return what a file is, after reading it to its end.

    Raises:
        EvidenceRefused: it cannot serve as evidence.
    """
    if not data:
        raise EvidenceRefused(say("core.evidence_empty"))
    if len(data) > MAX_BYTES:
        raise EvidenceRefused(say("core.evidence_too_big", most=MAX_BYTES // 2**20))
    if data.startswith(b"%PDF-"):
        if b"%%EOF" not in data[-2048:]:
            raise EvidenceRefused(say("core.evidence_damaged"))
        return PDF
    picture = _header(data)
    pixels = picture.width * picture.height
    if pixels > MAX_PIXELS:
        most = MAX_PIXELS // 10**6
        raise EvidenceRefused(say("core.evidence_too_many_pixels", found=-(-pixels // 10**6), most=most))
    try:
        picture.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise EvidenceRefused(say("core.evidence_damaged")) from None
    return PICTURES[str(picture.format)]


def _header(data: bytes) -> Image.Image:
    """The picture with its size known and not one pixel decoded."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            return Image.open(io.BytesIO(data), formats=READ)
    except Image.DecompressionBombError:
        most = MAX_PIXELS // 10**6
        raise EvidenceRefused(say("core.evidence_too_many_pixels", found=f">{most}", most=most)) from None
    except (OSError, SyntaxError, ValueError):
        raise EvidenceRefused(say("core.evidence_not_a_picture")) from None
