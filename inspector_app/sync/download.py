"""One register file on its way: which bytes are missing, whether what came is what the manifest names."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from inspector_app.store.snapshot_pieces import SnapshotPieces


class DamagedPiece(Exception):
    """A piece came with other bytes than the manifest names; it was not kept."""


class Download:
    """The file of one manifest. Bytes are taken in order from `missing()[0]` on."""

    def __init__(self, pieces: SnapshotPieces, manifest: dict[str, Any]) -> None:
        self._pieces = pieces
        self.scope: str = manifest["scope"]
        self.sha256: str = manifest["sha256"]
        self.size: int = manifest["compressed_bytes"]
        self._hashes: list[str] = manifest["pieces"] or [manifest["sha256"]]
        self._piece_bytes: int = (manifest["piece_bytes"] if manifest["pieces"] else 0) or max(self.size, 1)
        self._held = {number for number in pieces.numbers(self.scope) if number < len(self._hashes)}
        self._next, self._tail = self._resumed()

    @property
    def is_sound(self) -> bool:
        """Whether the manifest names as many pieces as the file has."""
        return len(self._hashes) == -(-self.size // self._piece_bytes) and self.size > 0

    @property
    def held_bytes(self) -> int:
        """How many bytes of the file are here."""
        return sum(self._size_of(number) for number in self._held) + len(self._tail)

    def missing(self) -> tuple[int, int] | None:
        """Return the next run of bytes that is missing, from the first to behind the last; None: all is here."""
        if self._next >= len(self._hashes):
            return None
        last = self._next
        while last + 1 < len(self._hashes) and last + 1 not in self._held:
            last += 1
        return self._next * self._piece_bytes + len(self._tail), self._end_of(last)

    def take(self, content: bytes) -> None:
        """Take the next bytes; every piece that they complete is kept.

        Raises:
            DamagedPiece: fetch from `missing()` again.
        """
        self._tail += content
        while self._next < len(self._hashes) and len(self._tail) >= (size := self._size_of(self._next)):
            piece, self._tail = bytes(self._tail[:size]), self._tail[size:]
            if hashlib.sha256(piece).hexdigest() != self._hashes[self._next]:
                self._tail = bytearray()
                raise DamagedPiece
            self._pieces.put(self.scope, self._next, piece)
            self._held.add(self._next)
            self._next = self._first_missing()

    def pause(self) -> None:
        """Keep also the beginning of the piece that broke off."""
        if self._tail:
            self._pieces.put_tail(self.scope, self._next, bytes(self._tail))

    def contents(self) -> Iterator[bytes]:
        """Yield the pieces of the whole file in order.

        Raises:
            DamagedPiece: one changed on this laptop's disk; it is missing now.
        """
        for number, sha256 in enumerate(self._hashes):
            piece = self._pieces.piece(self.scope, number)
            if hashlib.sha256(piece).hexdigest() != sha256:
                self._pieces.drop(self.scope, number)
                self._held.discard(number)
                self._next = self._first_missing()
                raise DamagedPiece
            yield piece

    def _resumed(self) -> tuple[int, bytearray]:
        first = self._first_missing()
        number, tail = self._pieces.tail(self.scope)
        return first, bytearray(tail if number == first and len(tail) < self._size_of(first) else b"")

    def _first_missing(self) -> int:
        return next((number for number in range(len(self._hashes)) if number not in self._held), len(self._hashes))

    def _end_of(self, number: int) -> int:
        return min((number + 1) * self._piece_bytes, self.size)

    def _size_of(self, number: int) -> int:
        return self._end_of(number) - number * self._piece_bytes
