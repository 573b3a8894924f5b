"""A TCP link that breaks every so many bytes upwards, whichever connection is open then, and counts what it carried."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit


class CuttingLink:
    """Carries connections to a server; after each `every` bytes upwards the connection that carries them is cut."""

    def __init__(self, url: str, *, every: int) -> None:
        self._to = (urlsplit(url).hostname, urlsplit(url).port)
        self._every = every
        self._left = every
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.cuts = 0
        self.bytes_up = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                threading.Thread(target=self._carry, args=(near,), daemon=True).start()

    def _carry(self, near: socket.socket) -> None:
        with near, suppress(OSError), socket.create_connection(self._to) as far:
            back = threading.Thread(target=_pump, args=(far, near), daemon=True)
            back.start()
            self._up(near, far)
            back.join(timeout=30)

    def _up(self, near: socket.socket, far: socket.socket) -> None:
        while data := near.recv(16384):
            with self._lock:
                data = data[: self._left]
                self._left -= len(data)
                self.bytes_up += len(data)
                is_cut = self._left == 0
                if is_cut:
                    self._left = self._every
                    self.cuts += 1
            far.sendall(data)
            if is_cut:
                far.shutdown(socket.SHUT_WR)
                near.shutdown(socket.SHUT_RDWR)
                return
        far.shutdown(socket.SHUT_WR)


def _pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)


@contextmanager
def cutting_every(url: str, every: int) -> Iterator[CuttingLink]:
    link = CuttingLink(url, every=every)
    try:
        yield link
    finally:
        link.close()
