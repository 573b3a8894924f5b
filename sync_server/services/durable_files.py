"""Files that are named by the SHA-256 of their bytes and survive a power cut once they have their name."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO


@dataclass(frozen=True)
class Stored:
    """A file in its place."""

    path: Path
    sha256: str
    size_bytes: int


class TooLarge(Exception):
    """More bytes came than are allowed."""


class OtherBytes(Exception):
    """The bytes are not those that the name promises."""


def store_bytes(
    folder: Path, pieces: Iterable[bytes], *, suffix: str = "", expected: str = "", limit: int | None = None
) -> Stored:
    """Write pieces into `folder` under their hash, flushed to disk before the name appears.

    Args:
        folder: made when missing.
        pieces: the bytes, in order.
        suffix: end of the file's name.
        expected: SHA-256 that the bytes must have; "" for any.
        limit: most bytes.

    Raises:
        TooLarge: more bytes than `limit`; nothing stays behind.
        OtherBytes: another hash than `expected`; nothing stays behind.
    """
    aside = write_aside(folder, pieces, expected=expected, limit=limit)
    try:
        place = take_in(folder, aside.path, aside.sha256, suffix=suffix)
    except BaseException:
        aside.path.unlink(missing_ok=True)
        raise
    return Stored(place, aside.sha256, aside.size_bytes)


def write_aside(folder: Path, pieces: Iterable[bytes], *, expected: str = "", limit: int | None = None) -> Stored:
    """Write pieces into `folder` under a passing name, flushed to disk, and return that file.

    Raises:
        TooLarge, OtherBytes: as `store_bytes`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=folder, prefix=".incoming-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            sha256, size = _write(file, pieces, limit=limit)
        _refuse_others(sha256, expected)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Stored(Path(name), sha256, size)


def take_in(folder: Path, file: Path, sha256: str, *, suffix: str = "") -> Path:
    """Move a flushed file of the same disk to the place of its hash, durably, and return that place."""
    place = file_place(folder, sha256, suffix=suffix)
    place.parent.mkdir(parents=True, exist_ok=True)
    file.replace(place)
    flush_folder(place.parent)
    flush_folder(folder)
    return place


def file_place(folder: Path, sha256: str, *, suffix: str = "") -> Path:
    """Return where the file of a hash lies or would lie."""
    return folder / sha256[:2] / f"{sha256}{suffix}"


def flush_folder(folder: Path) -> None:
    """Make a new name durable; Windows has no way to and needs none."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write(file: BinaryIO, pieces: Iterable[bytes], *, limit: int | None) -> tuple[str, int]:
    """Write the pieces through to the disk and return their hash and size."""
    digest, size = hashlib.sha256(), 0
    for piece in pieces:
        size += len(piece)
        if limit is not None and size > limit:
            raise TooLarge
        digest.update(piece)
        file.write(piece)
    file.flush()
    os.fsync(file.fileno())
    return digest.hexdigest(), size


def _refuse_others(sha256: str, expected: str) -> None:
    if expected and sha256 != expected:
        raise OtherBytes
