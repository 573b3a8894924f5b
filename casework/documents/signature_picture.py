"""The employer's signature as papers print it: black on white, fitted into its box, without the file's metadata."""

from __future__ import annotations

import io

from PIL import Image as Picture
from PIL import UnidentifiedImageError
from reportlab.lib.units import mm
from reportlab.platypus import Image

SIGNATURE_BOX = (50 * mm, 14 * mm)
MOST_SIGNATURE_PIXELS = 4_000_000


class UnreadableSignature(ValueError):
    """The signature's bytes are no picture, or one far larger than a signature pad makes."""


def signature_picture(image: bytes) -> Image:
    """Return the picture redrawn and fitted into its box.

    Raises:
        UnreadableSignature: the bytes cannot be read, or are far larger than a signature.
    """
    try:
        with Picture.open(io.BytesIO(image), formats=("PNG", "JPEG")) as opened:
            if opened.width * opened.height > MOST_SIGNATURE_PIXELS:
                raise UnreadableSignature(f"a picture of {opened.width} x {opened.height} points is no signature")
            drawn = opened.convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, Picture.DecompressionBombError) as problem:
        raise UnreadableSignature(f"the signature cannot be read as PNG or JPEG: {problem}") from problem
    paper = Picture.new("RGB", drawn.size, "white")
    paper.paste(drawn, mask=drawn.getchannel("A"))
    target = io.BytesIO()
    paper.convert("L").save(target, "PNG")
    scale = min(SIGNATURE_BOX[0] / drawn.width, SIGNATURE_BOX[1] / drawn.height)
    target.seek(0)
    return Image(target, width=drawn.width * scale, height=drawn.height * scale)
