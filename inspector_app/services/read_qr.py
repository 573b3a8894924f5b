"""Reads the QR codes of a picture, on this laptop and without the network."""

from __future__ import annotations

import io
import warnings

import zxingcpp
from PIL import Image, ImageOps

_LONGEST_SIDE = 2600
"""A QR that a person can see in a picture survives being drawn this small; the time stays below a second."""

MOST_TEXT = 4296
"""Most characters of a QR. Source: ISO/IEC 18004, version 40-L."""


def qr_texts(picture: bytes) -> tuple[str, ...]:
    """Return the texts of the QR codes in a picture that was read to its end before, longest first; may be empty."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        with Image.open(io.BytesIO(picture), formats=("JPEG", "PNG", "WEBP")) as opened:
            opened.draft("L", (_LONGEST_SIDE, _LONGEST_SIDE))
            upright = ImageOps.exif_transpose(opened).convert("L")
    upright.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    found = zxingcpp.read_barcodes(upright, formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode]))
    texts = {code.text for code in found if 0 < len(code.text) <= MOST_TEXT}
    return tuple(sorted(texts, key=lambda text: (-len(text), text)))
