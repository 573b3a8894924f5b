"""The HTTP server of a centre: waitress, which besides keeps what came of an upload whose link broke.

waitress hands a request to the app only when its whole body is there, and forgets one that was cut off. An upload by
tus is to keep every byte that arrived, or a client that sends a file in one piece would begin anew at each cut. Can go
when waitress streams bodies. Source: tus.io, protocol 1.0.0, PATCH: the server should store as much as it received.
"""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import Any

from flask import Flask
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer, create_server
from waitress.task import WSGITask

from sync_server.api.problems import PREFIX

UPLOADS = f"{PREFIX}/uploads/"


def make_server(app: Flask, *, host: str, port: int, threads: int) -> Any:
    """Return a server that listens already; `run()` serves until it is closed."""
    listening: dict[int, Any] = {}
    server = create_server(app, map=listening, host=host, port=port, threads=threads, ident="muaina")
    for each in listening.values():
        if isinstance(each, BaseWSGIServer):
            each.channel_class = _KeepingChannel
    return server


class _KeepingChannel(HTTPChannel):  # type: ignore[misc]
    """A connection that, when it breaks inside a piece of an upload, still hands over what came of the piece.

    A later request for the same upload comes after it: the broken connection is read to its end and closed first.
    """

    def received(self, data: bytes) -> bool:
        """Take bytes; runs in the server's one thread that reads from connections."""
        if self.request is None and (path := _upload_in(data)):
            for other in list(self.server.active_channels.values()):
                if other is not self and other.request is not None and getattr(other.request, "path", "") == path:
                    other.read_to_the_end()
        return bool(super().received(data))

    def read_to_the_end(self) -> None:
        """Take what lies ready, then close, unless the request turns out to be whole."""
        while self.connected and self.request is not None:
            try:
                data = self.recv(self.adj.recv_bytes)
            except OSError:
                self.handle_close()
                return
            if data:
                super().received(data)

    def handle_close(self) -> None:
        """Close; called when the other side is gone, or silent for too long."""
        cut: Any = self.__dict__.pop("request", None)  # the class has None
        super().handle_close()
        if cut is not None and _is_cut_piece(cut):
            came = _WhatCame(self, cut)
            _waiting.append(came)
            self.server.add_task(came)

    def service(self) -> None:
        """Answer one request, after what came of the same upload before; runs in a thread of its own."""
        path = getattr(self.requests[0], "path", "")
        for came in [each for each in list(_waiting) if each.path == path]:
            came.service()
        super().service()


def _upload_in(data: bytes) -> str:
    """Return the path of the upload that a request is about whose first bytes these are, or ""."""
    method, _, rest = data[:200].partition(b" ")
    path = rest.partition(b" ")[0].decode("latin-1")
    return path if method in (b"HEAD", b"PATCH") and path.startswith(UPLOADS) else ""


def _is_cut_piece(request: Any) -> bool:
    """Return whether a request is a piece of an upload of which some came; one with a checksum holds whole or not."""
    return bool(
        request.headers_finished
        and not request.completed
        and not request.chunked
        and request.command.upper() == "PATCH"
        and request.path.startswith(UPLOADS)
        and "UPLOAD_CHECKSUM" not in request.headers
        and request.body_bytes_received
    )


class _WhatCame:
    """A task of waitress: the request with the body that came, and nobody to answer to. Runs once, whoever asks."""

    def __init__(self, channel: HTTPChannel, request: Any) -> None:
        self.path = str(request.path)
        self._channel = channel
        self._request = request
        self._lock = threading.Lock()

    def service(self) -> None:
        """Let the app take the bytes, or wait until it has."""
        with self._lock:
            if self in _waiting:
                try:
                    self._hand_over()
                finally:
                    self.cancel()

    def cancel(self) -> None:
        """Forget the bytes; also when the server stops, and they are sent again."""
        with suppress(ValueError):
            _waiting.remove(self)
        self._request.close()

    def _hand_over(self) -> None:
        environ = WSGITask(self._channel, self._request).get_environment()
        environ["CONTENT_LENGTH"] = str(self._request.body_bytes_received)
        answer = self._channel.server.application(environ, lambda *_: lambda _: None)
        if close := getattr(answer, "close", None):
            close()


_waiting: list[_WhatCame] = []
"""What came of broken pieces and is not taken yet."""
