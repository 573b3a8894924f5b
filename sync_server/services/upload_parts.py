"""The part of a file that has come so far: one file on this machine, written by one request at a time."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from sync_protocol.errors import Code, ProtocolError
from sync_server.services.durable_files import TooLarge, flush_folder

LOCK_WAIT_S = 5
ALGORITHMS = ("sha1", "sha256")
"""Of the checksums that a client may send with a piece."""

_PIECE = 256 * 1024


@dataclass(frozen=True)
class Checksum:
    """What a piece must hash to. `algorithm` is one of `ALGORITHMS`."""

    algorithm: str
    digest: bytes

    def matches(self, piece: bytes) -> bool:
        """Return whether a piece has this checksum."""
        return hashlib.new(self.algorithm, piece, usedforsecurity=False).digest() == self.digest


@contextmanager
def held_alone(parts: Path, upload_id: str) -> Iterator[Path]:
    """Give the file of an upload's part to one request; another one waits.

    Raises:
        ProtocolError: another request is still writing; the client tries again.
    """
    parts.mkdir(parents=True, exist_ok=True)
    lock = FileLock(parts / f"{upload_id}.lock", timeout=LOCK_WAIT_S)
    try:
        lock.acquire()
    except Timeout:
        raise ProtocolError(Code.BUSY, "another request writes this upload", after_s=LOCK_WAIT_S) from None
    try:
        yield parts / upload_id
    finally:
        lock.release()


def size_on_disk(part: Path) -> int:
    """Return how many bytes of a part are durable; makes them so first."""
    try:
        with part.open("rb+") as file:
            os.fsync(file.fileno())
            return os.fstat(file.fileno()).st_size
    except FileNotFoundError:
        return 0


def append(part: Path, pieces: Iterable[bytes], *, limit: int) -> int:
    """Add pieces to the end of a part and return its durable size.

    When the pieces break off with an error, what came until then is kept, and the error goes on.

    Raises:
        TooLarge: the part would be larger than `limit`; it stays as it was.
    """
    is_new = not part.exists()
    with part.open("ab") as file:
        before = size = file.tell()
        try:
            for piece in pieces:
                size += len(piece)
                if size > limit:
                    file.truncate(before)
                    raise TooLarge
                file.write(piece)
        finally:
            file.flush()
            os.fsync(file.fileno())
    if is_new:
        flush_folder(part.parent)
    return size


def sha256_of(part: Path) -> str:
    """Return the hash of a part's bytes."""
    with part.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def whole_piece(pieces: Iterable[bytes], checksum: Checksum, *, limit: int) -> bytes:
    """Return a piece that has the checksum it came with.

    Raises:
        TooLarge: more bytes than `limit`.
        ProtocolError: it changed on the way.
    """
    piece = bytearray()
    for some in pieces:
        piece += some
        if len(piece) > limit:
            raise TooLarge
    if not checksum.matches(bytes(piece)):
        raise ProtocolError(Code.UPLOAD_CHECKSUM, "the piece is not the one that was sent")
    return bytes(piece)


def remove_part(parts: Path, upload_id: str) -> None:
    """Remove what an upload left on the disk; called without holding it, when nothing is added to it any more."""
    for name in (upload_id, f"{upload_id}.lock"):
        with suppress(PermissionError):  # Windows: another request has it open, and the next sweep takes it
            (parts / name).unlink(missing_ok=True)
