"""Keeps what a browser sends and gets in memory alone: a large upload otherwise goes through a temporary file.

Such a file would stand beside the encrypted ones, in plain, until its blocks are written over.
"""

from __future__ import annotations

import io
from typing import IO

from flask import Request

from inspector_app.services.evidence_types import MAX_BYTES

MAX_REQUEST_BYTES = MAX_BYTES + 1024 * 1024
"""Most bytes of one request: a piece of evidence, and the fields beside it."""

SERVER_LIMITS = {
    "inbuf_overflow": 2 * MAX_REQUEST_BYTES,
    "max_request_body_size": 2 * MAX_REQUEST_BYTES,
    "outbuf_overflow": 4 * MAX_REQUEST_BYTES,
}
"""Settings of waitress: beyond an overflow it writes a temporary file, and a larger body is refused before."""


class InMemoryRequest(Request):
    """A request whose files are read into memory, whatever their size."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        return io.BytesIO()
