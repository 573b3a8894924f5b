"""The headers of the tus protocol: what a client says in them, read strictly. Source: tus.io, protocol 1.0.0."""

from __future__ import annotations

import base64
import binascii
import re
from datetime import UTC
from email.utils import format_datetime

from flask import Response, request

from sync_protocol.errors import Code, ProtocolError
from sync_server.services.upload_parts import ALGORITHMS, Checksum
from sync_server.services.uploads import UploadState

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,checksum,termination,expiration"
PIECE_TYPE = "application/offset+octet-stream"

_HASH = re.compile(r"^[0-9a-f]{64}\Z")
_MOST_METADATA = 1000


def require_version() -> None:
    """Raise when the client speaks another version of tus, or does not say which."""
    if request.headers.get("Tus-Resumable") != VERSION:
        raise ProtocolError(Code.UPLOAD_VERSION, "another version of tus", versions=[VERSION])


def number_in(name: str) -> int:
    """Return the whole number that a header holds.

    Raises:
        ProtocolError: it is missing, or not a number of at most 15 digits.
    """
    text = request.headers.get(name, "")
    if not re.fullmatch(r"[0-9]{1,15}", text):
        raise ProtocolError(Code.MALFORMED, f"{name} is not a number", header=name)
    return int(text)


def hash_in(metadata: str) -> str:
    """Return the SHA-256 that `Upload-Metadata` names under the key `sha256`, as 64 hexadecimal digits.

    Raises:
        ProtocolError: it is missing, not Base64, no hash, or the header is too long.
    """
    for pair in metadata.split(",") if len(metadata) <= _MOST_METADATA else ():
        key, _, value = pair.strip().partition(" ")
        if key == "sha256":
            name = _decoded(value).decode("ascii", errors="replace").lower()
            if _HASH.match(name):
                return name
    raise ProtocolError(Code.MALFORMED, "Upload-Metadata names no sha256", header="Upload-Metadata")


def checksum_in_request() -> Checksum | None:
    """Return what `Upload-Checksum` says of the body, or None.

    Raises:
        ProtocolError: the algorithm is not one of ours, or the value is not Base64.
    """
    text = request.headers.get("Upload-Checksum")
    if text is None:
        return None
    algorithm, _, value = text.strip().partition(" ")
    if algorithm not in ALGORITHMS:
        raise ProtocolError(Code.MALFORMED, "the checksum is of another kind", accepted=list(ALGORITHMS))
    return Checksum(algorithm, _decoded(value))


def tell_state(response: Response, state: UploadState) -> Response:
    """Put how far an upload is into the headers of a reply."""
    response.headers["Upload-Offset"] = str(state.offset)
    if state.offset < state.size:
        response.headers["Upload-Expires"] = format_datetime(state.expires_at.astimezone(UTC), usegmt=True)
    return response


def _decoded(value: str) -> bytes:
    try:
        return base64.b64decode(value, validate=True)
    except binascii.Error:
        raise ProtocolError(Code.MALFORMED, "a header is not Base64", header="Upload-Metadata") from None
