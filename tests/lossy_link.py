"""A TCP link that breaks after so many bytes downwards, loses some connections, and counts what it carried."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from random import Random
from urllib.parse import urlsplit


class LossyLink:
    """Cuts `cuts` connections, each after `every` bytes downwards; loses a connection with the chance `loss`."""

    def __init__(self, url: str, *, every: int, cuts: int, loss: float, seed: int = 1) -> None:
        self._to = (urlsplit(url).hostname, urlsplit(url).port)
        self._every, self._cuts_left, self._loss = every, cuts, loss
        self._chance = Random(seed)
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.cuts = self.lost = self.bytes_down = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                if self._chance.random() < self._loss:
                    self.lost += 1
                    near.close()
                    continue
                threading.Thread(target=self._carry, args=(near,), daemon=True).start()

    def _carry(self, near: socket.socket) -> None:
        with near, suppress(OSError), socket.create_connection(self._to) as far:
            back = threading.Thread(target=_up, args=(near, far), daemon=True)
            back.start()
            self._down(far, near)
            for end in (near, far):
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
            back.join(timeout=30)

    def _down(self, far: socket.socket, near: socket.socket) -> None:
        left = self._every
        while data := far.recv(min(4096, left) if self._cuts_left else 65536):
            near.sendall(data)
            self.bytes_down += len(data)
            left -= len(data)
            if self._cuts_left and left <= 0:
                self._cuts_left -= 1
                self.cuts += 1
                return


def _up(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)


@contextmanager
def lossy(url: str, *, every: int, cuts: int, loss: float) -> Iterator[LossyLink]:
    link = LossyLink(url, every=every, cuts=cuts, loss=loss)
    try:
        yield link
    finally:
        link.close()
