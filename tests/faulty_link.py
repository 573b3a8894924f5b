"""Links to a centre that change, cut or replace what goes over them."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from werkzeug.test import run_wsgi_app

Change = Callable[[dict[str, Any]], Any]


@dataclass
class Between:
    """Stands in front of the centre and changes what it answers; a change that returns bytes is a page of its own."""

    app: Any
    change: Change
    path: str = "/sync/v1/sync"
    seen: list[dict[str, Any]] = field(default_factory=list)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        environ.pop("HTTP_ACCEPT_ENCODING", None)
        body, status, headers = run_wsgi_app(self.app, environ, buffered=True)
        content = b"".join(body)
        if not environ["PATH_INFO"].startswith(self.path):
            start_response(status, list(headers.items()))
            return [content]
        reply = json.loads(content)
        self.seen.append(reply)
        answer = self.change(reply)
        kind = "text/html; charset=utf-8" if isinstance(answer, bytes) else "application/json"
        content = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        start_response(status, [("Content-Type", kind), ("Content-Length", str(len(content)))])
        return [content]


class CuttingLink:
    """A TCP link that passes requests on and cuts the first replies off."""

    def __init__(self, centre_url: str, cuts: int) -> None:
        self._to = (urlsplit(centre_url).hostname, urlsplit(centre_url).port)
        self._cuts = cuts
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=(near,), daemon=True).start()

    def _carry(self, near: socket.socket) -> None:
        with near, socket.create_connection(self._to) as far:
            back = threading.Thread(target=self._back, args=(far, near), daemon=True)
            back.start()
            _pump(near, far)
            back.join(timeout=30)

    def _back(self, far: socket.socket, near: socket.socket) -> None:
        try:
            first = far.recv(65536)
            if first and self._cuts > 0:
                self._cuts -= 1
                near.shutdown(socket.SHUT_RDWR)
                return
            near.sendall(first)
            _pump(far, near)
        except OSError:
            return

    def close(self) -> None:
        self._listener.close()


def _pump(source: socket.socket, target: socket.socket) -> None:
    try:
        while piece := source.recv(65536):
            target.sendall(piece)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        return


@contextmanager
def cutting(centre_url: str, cuts: int) -> Iterator[str]:
    link = CuttingLink(centre_url, cuts)
    try:
        yield link.url
    finally:
        link.close()
