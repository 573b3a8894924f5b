"""Uploads over the wire, by the tus protocol 1.0.0: believes only answers that name it, and only offsets that fit.

Every piece carries its checksum: what a network changes on the way is noticed piece by piece.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping

from inspector_app.catalogue import say
from inspector_app.sync.errors import StrangeReply
from inspector_app.sync.link import Link

_TUS = {"Tus-Resumable": "1.0.0"}
_OK, _CREATED, _NO_CONTENT, _NOT_FOUND, _GONE = 200, 201, 204, 404, 410
_LOCATION = re.compile(r"/uploads/([0-9a-f-]{36})/?\Z")


class UploadLink:
    """The calls of an upload."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def begin(self, sha256: str, *, size: int, piece: bytes) -> tuple[str, int]:
        """Begin an upload, with its first bytes; return its id and how many bytes the centre holds.

        Raises:
            Unreachable, StrangeReply, CentreProblem.
        """
        named = base64.b64encode(sha256.encode()).decode()
        headers = {"Upload-Length": str(size), "Upload-Metadata": f"sha256 {named}", **_of_piece(piece)}
        _, told = self._call("POST", "/uploads", headers, piece, expected=(_CREATED,))
        place = _LOCATION.search(told.get("Location", ""))
        offset = _offset(told)
        if place is None or offset not in (0, len(piece), size):
            raise StrangeReply(say("core.sync_strange"))
        return place.group(1), offset

    def offset(self, upload_id: str, *, size: int) -> int | None:
        """Return how many bytes the centre holds; None when it has no such upload any more.

        Raises:
            Unreachable, StrangeReply, CentreProblem.
        """
        status, told = self._call("HEAD", f"/uploads/{upload_id}", _TUS, expected=(_OK, _NO_CONTENT, _NOT_FOUND, _GONE))
        if status in (_NOT_FOUND, _GONE):
            return None
        offset = _offset(told)
        if offset > size:
            raise StrangeReply(say("core.sync_strange"))
        return offset

    def append(self, upload_id: str, offset: int, *, piece: bytes) -> int:
        """Send bytes at an offset; the centre holds them when this returns the new offset.

        Raises:
            Unreachable, StrangeReply, CentreProblem.
        """
        headers = {"Upload-Offset": str(offset), **_of_piece(piece)}
        _, told = self._call("PATCH", f"/uploads/{upload_id}", headers, piece, expected=(_NO_CONTENT,))
        if _offset(told) != offset + len(piece):
            raise StrangeReply(say("core.sync_strange"))
        return offset + len(piece)

    def _call(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str],
        body: bytes | None = None,
        *,
        expected: tuple[int, ...],
    ) -> tuple[int, Mapping[str, str]]:
        status, told = self._link.headers_of(method, path, body=body, headers=headers, expected=expected)
        if told.get("Tus-Resumable") != _TUS["Tus-Resumable"]:
            raise StrangeReply(say("core.sync_strange"))
        return status, told


def _of_piece(piece: bytes) -> dict[str, str]:
    checksum = base64.b64encode(hashlib.sha256(piece).digest()).decode()
    return {**_TUS, "Content-Type": "application/offset+octet-stream", "Upload-Checksum": f"sha256 {checksum}"}


def _offset(told: Mapping[str, str]) -> int:
    text = told.get("Upload-Offset", "")
    if not re.fullmatch(r"[0-9]{1,15}", text):
        raise StrangeReply(say("core.sync_strange"))
    return int(text)
