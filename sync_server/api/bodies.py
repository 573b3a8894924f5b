"""Bodies on the wire: requests are inflated with a limit before Flask sees them, large replies are compressed."""

from __future__ import annotations

import gzip
import io
import json
import zlib
from collections.abc import Callable, Iterable
from typing import Any

import zstandard
from flask import Response, request

from sync_protocol.errors import Code, ProtocolError
from sync_protocol.schemas import MAX_BODY_BYTES
from sync_server.api.problems import STATUS, problem_body

WORTH_COMPRESSING = 400
"""Bytes; of a smaller reply hardly any would be saved."""

_PIECE = 256 * 1024
_REASONS = {400: "Bad Request", 413: "Content Too Large", 415: "Unsupported Media Type"}

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Inflate:
    """WSGI layer that replaces a compressed body under `/sync/` by what it inflates to."""

    def __init__(self, app: Wsgi) -> None:
        self._app = app

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Inflate the body, or refuse it, and hand the request on."""
        encoding = environ.get("HTTP_CONTENT_ENCODING", "").strip().lower()
        if not environ.get("PATH_INFO", "").startswith("/sync/") or encoding in ("", "identity"):
            return self._app(environ, start_response)
        try:
            body = inflate(_read(environ), encoding)
        except ProtocolError as problem:
            return _refuse(problem, start_response)
        del environ["HTTP_CONTENT_ENCODING"]
        environ["wsgi.input"] = io.BytesIO(body)
        environ["CONTENT_LENGTH"] = str(len(body))
        return self._app(environ, start_response)


def inflate(data: bytes, encoding: str, *, limit: int = MAX_BODY_BYTES) -> bytes:
    """Return what a compressed body holds, never taking more memory than the limit.

    Raises:
        ProtocolError: another encoding than zstd or gzip, junk, a body that was cut off, or one that inflates
            beyond the limit.
    """
    try:
        if encoding == "zstd":
            return _inflate_zstd(data, limit)
        if encoding == "gzip":
            return _inflate_gzip(data, limit)
    except (zstandard.ZstdError, zlib.error, MemoryError) as problem:
        raise ProtocolError(Code.MALFORMED, f"the body is not {encoding}: {problem}") from None
    raise ProtocolError(Code.ENCODING, f"unknown encoding {encoding}", accepted=["zstd", "gzip"])


def compress_reply(response: Response) -> Response:
    """Compress a large JSON reply of the API in a way that the laptop says it reads."""
    if not request.path.startswith("/sync/") or not response.is_json or response.direct_passthrough:
        return response
    response.vary.add("Accept-Encoding")
    body = response.get_data()
    if len(body) < WORTH_COMPRESSING:
        return response
    if request.accept_encodings["zstd"] > 0:
        response.set_data(zstandard.ZstdCompressor(level=9).compress(body))
        response.content_encoding = "zstd"
    elif request.accept_encodings["gzip"] > 0:
        response.set_data(gzip.compress(body, 6, mtime=0))
        response.content_encoding = "gzip"
    return response


def _inflate_zstd(data: bytes, limit: int) -> bytes:
    reader = zstandard.ZstdDecompressor(max_window_size=2**27).stream_reader(io.BytesIO(data))
    parts: list[bytes] = []
    size = 0
    while piece := reader.read(_PIECE):
        size += len(piece)
        if size > limit:
            raise ProtocolError(Code.TOO_BIG, "the body inflates beyond the limit", max_bytes=limit)
        parts.append(piece)
    return b"".join(parts)


def _inflate_gzip(data: bytes, limit: int) -> bytes:
    inflater = zlib.decompressobj(wbits=31)
    body = inflater.decompress(data, limit + 1)
    if len(body) > limit:
        raise ProtocolError(Code.TOO_BIG, "the body inflates beyond the limit", max_bytes=limit)
    if not inflater.eof:
        raise ProtocolError(Code.MALFORMED, "the body was cut off")
    return body


def _read(environ: dict[str, Any]) -> bytes:
    try:
        length = int(environ.get("CONTENT_LENGTH") or 0)
    except ValueError:
        length = 0
    if length > MAX_BODY_BYTES:
        raise ProtocolError(Code.TOO_BIG, "the body is too large", max_bytes=MAX_BODY_BYTES)
    data: bytes = environ["wsgi.input"].read(max(length, 0))
    if len(data) < length:
        raise ProtocolError(Code.MALFORMED, "the body was cut off")
    return data


def _refuse(problem: ProtocolError, start_response: Callable[..., Any]) -> Iterable[bytes]:
    status = STATUS[problem.code]
    body = json.dumps(problem_body(problem.code, problem.facts), ensure_ascii=False).encode()
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
    start_response(f"{status} {_REASONS[status]}", headers)
    return [body]
