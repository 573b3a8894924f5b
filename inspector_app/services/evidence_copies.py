"""What is drawn of a picture to be sent before it: a smaller copy to read from, and a thumbnail to know it by.

Both stand upright and hold nothing of what a camera writes beside a picture (place, time, serial number); the original
keeps all of it. Decides nothing about what may serve as evidence.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image, ImageOps

from sync_protocol.operations import THUMBNAIL_BYTES

COPY_SIDE = 1600
"""Longest side of a smaller copy in pixels: a typed page can still be read."""

COPY_QUALITY = 72
_THUMBNAIL_SIDES = (400, 320, 240, 160, 96)
_THUMBNAIL_QUALITIES = (60, 45, 30)


@dataclass(frozen=True)
class Copies:
    """JPEG files drawn of a picture; b"" where none is worth sending before it."""

    copy: bytes
    thumbnail: bytes


NO_COPIES = Copies(b"", b"")


def copies_of(picture: bytes) -> Copies:
    """Return the copies of a picture that was read to its end before.

    A picture no larger than a thumbnail has none. A copy that would not save a third of the picture's bytes is left
    out.
    """
    if len(picture) <= THUMBNAIL_BYTES:
        return NO_COPIES
    drawn = _drawn(picture)
    copy = _jpeg(drawn, COPY_QUALITY)
    thumbnail = next((small for small in _thumbnails(drawn) if len(small) <= THUMBNAIL_BYTES), b"")
    return Copies(copy if len(copy) * 3 <= len(picture) * 2 else b"", thumbnail)


def thumbnail_of(picture: bytes) -> bytes:
    """Return a thumbnail of a picture of any size."""
    return next(small for small in _thumbnails(_drawn(picture)) if len(small) <= THUMBNAIL_BYTES)


def _drawn(picture: bytes) -> Image.Image:
    """Return the picture upright, on white, at most `COPY_SIDE` pixels a side."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        with Image.open(io.BytesIO(picture), formats=("JPEG", "PNG", "WEBP")) as opened:
            opened.draft("RGB", (COPY_SIDE, COPY_SIDE))
            if opened.mode in ("I;16", "I;16B", "I", "F"):
                small = opened.convert("L")
            else:
                small = opened if opened.mode in ("RGB", "L") else opened.convert("RGBA")
            small = ImageOps.contain(small, _within(small.size))
            small = _turned(small, opened)
    if small.mode != "RGBA":
        return small.convert("RGB")
    ground = Image.new("RGB", small.size, "white")
    ground.paste(small, mask=small.getchannel("A"))
    return ground


def _within(size: tuple[int, int]) -> tuple[int, int]:
    return min(size[0], COPY_SIDE), min(size[1], COPY_SIDE)


def _turned(small: Image.Image, opened: Image.Image) -> Image.Image:
    """Return a picture turned as the camera was held when it took the other."""
    turned = small.copy()
    turned.getexif()[ORIENTATION] = opened.getexif().get(ORIENTATION, 1)
    return ImageOps.exif_transpose(turned)


ORIENTATION = 0x0112
"""Number of the note that says how the camera was held. Source: Exif 2.32, 4.6.4."""


def _thumbnails(drawn: Image.Image) -> Iterator[bytes]:
    """Yield thumbnails from the best to the smallest."""
    for side in _THUMBNAIL_SIDES:
        small = drawn.copy()
        small.thumbnail((side, side))
        for quality in _THUMBNAIL_QUALITIES:
            yield _jpeg(small, quality)


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    target = io.BytesIO()
    clean = Image.new("RGB", picture.size)
    clean.paste(picture)
    clean.save(target, "JPEG", quality=quality, optimize=True, progressive=True)
    return target.getvalue()
