"""Tells what a file is by its bytes, and whether it may serve as evidence: a picture, a paper or a recording."""

from __future__ import annotations

import io
import warnings

from PIL import Image

from inspector_app.catalogue import say
from inspector_app.errors import EvidenceRefused
from inspector_app.services.recordings import DamagedRecording, recording_type

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 40_000_000
PICTURES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "MPO": "image/jpeg"}
"""MPO is what some telephones make of a JPEG: further pictures stand behind the first."""

READ = ("JPEG", "PNG", "WEBP")
PDF = "application/pdf"


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
    try:
        if recording := recording_type(data):
            return recording
    except DamagedRecording:
        raise EvidenceRefused(say("evidence.recording_damaged")) from None
    return _picture_type(data)


def kind_of(media_type: str) -> str:
    """Return "photo", "document" or "audio"."""
    if media_type.startswith("audio/"):
        return "audio"
    return "document" if media_type == PDF else "photo"


def _picture_type(data: bytes) -> str:
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
        raise EvidenceRefused(say("evidence.not_evidence")) from None
