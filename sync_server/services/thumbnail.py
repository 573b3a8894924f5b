"""A JPEG of a picture, drawn anew so that nothing of a file that was sent reaches a browser by itself."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

MOST_PIXELS = 40_000_000
"""Larger pictures are refused on the laptop already; here they are simply not drawn."""

SIDE = 480
"""Longest side of a thumbnail in pixels."""


LARGE_SIDE = 1600
"""Longest side of a picture that is looked at by itself."""


def thumbnail(picture: bytes, side: int = SIDE) -> bytes | None:
    """Return a JPEG of at most `side` pixels a side, turned as the camera was held; None for what is no picture."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(picture), formats=("JPEG", "PNG", "WEBP")) as opened:
                return _small(opened, side) if opened.width * opened.height <= MOST_PIXELS else None
    except (
        UnidentifiedImageError,
        OSError,
        SyntaxError,
        ValueError,
        Image.DecompressionBombWarning,
        Image.DecompressionBombError,
    ):
        return None


def _small(opened: Image.Image, side: int) -> bytes:
    upright = ImageOps.exif_transpose(opened)
    with_ground = Image.new("RGB", upright.size, "white")
    rgba = upright.convert("RGBA")
    with_ground.paste(rgba, mask=rgba.getchannel("A"))
    with_ground.thumbnail((side, side))
    out = io.BytesIO()
    with_ground.save(out, "JPEG", quality=80)
    return out.getvalue()
