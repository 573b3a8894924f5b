"""Reads what a camera wrote beside a picture: where and when it was taken, by the camera's own word.

The notes are claims, shown as such; nothing is decided on them and nothing of them is ever run or shown as a page.
"""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PIL import Image

_GPS, _EXIF = 0x8825, 0x8769
_LATITUDE_REF, _LATITUDE, _LONGITUDE_REF, _LONGITUDE, _ERROR = 1, 2, 3, 4, 31
_TAKEN_AT = 0x9003
_MOST_ACCURACY_M = 100_000


@dataclass(frozen=True)
class CameraNotes:
    """`point` is latitude and longitude in degrees with five decimals; "" and None where the camera says nothing."""

    point: str = ""
    accuracy_m: int | None = None
    taken_at: str = ""
    """The camera's own clock, without a zone, such as 2026-11-22 10:31:05."""


def camera_notes(picture: bytes) -> CameraNotes:
    """Return the notes of a picture; nonsense counts as nothing, and so does a file that is no picture.

    Source: Exif 2.32, sections 4.6.5 and 4.6.6.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(picture), formats=("JPEG", "PNG", "WEBP")) as opened:
                notes = opened.getexif()
                gps, exif = dict(notes.get_ifd(_GPS)), dict(notes.get_ifd(_EXIF))
    except Exception:
        return CameraNotes()
    point = _point(gps)
    return CameraNotes(point, _accuracy(gps) if point else None, _taken_at(exif))


def _point(gps: Mapping[int, Any]) -> str:
    latitude = _degrees(gps.get(_LATITUDE), most=90)
    longitude = _degrees(gps.get(_LONGITUDE), most=180)
    if latitude is None or longitude is None or (latitude, longitude) == (0, 0):
        return ""
    north = -latitude if gps.get(_LATITUDE_REF) == "S" else latitude
    east = -longitude if gps.get(_LONGITUDE_REF) == "W" else longitude
    return f"{north:.5f},{east:.5f}"


def _degrees(parts: object, *, most: int) -> float | None:
    if not isinstance(parts, Sequence) or len(parts) != 3:
        return None
    numbers = [_number(part) for part in parts]
    if any(number is None or number < 0 for number in numbers):
        return None
    degrees = sum(number / 60**place for place, number in enumerate(numbers) if number is not None)
    return degrees if degrees < most else None


def _accuracy(gps: Mapping[int, Any]) -> int | None:
    error = _number(gps.get(_ERROR))
    return round(error) if error is not None and 0 < error <= _MOST_ACCURACY_M else None


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _taken_at(exif: Mapping[int, Any]) -> str:
    said = exif.get(_TAKEN_AT)
    digits = "".join(sign for sign in said if sign.isdigit()) if isinstance(said, str) else ""
    if len(digits) != len("20261122103105") or not digits.isascii() or not digits.startswith(("19", "20")):
        return ""
    day, time = digits[:8], digits[8:]
    return f"{day[:4]}-{day[4:6]}-{day[6:]} {time[:2]}:{time[2:4]}:{time[4:]}"
