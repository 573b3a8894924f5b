"""A TCP link of few bytes a second upwards, with latency, packets that are sent again, and cuts."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from random import Random
from urllib.parse import urlsplit

PACKET = 1460
RESENT_AFTER_S = 3.0
"""How many latencies a lost packet takes to come again."""


@dataclass(frozen=True)
class Weather:
    """What a link is like: bytes a second upwards, seconds one way, chance of a lost packet, bytes between cuts."""

    bytes_per_s: float
    latency_s: float
    loss: float
    cut_every: int
    cuts: int


class SlowLink:
    """Carries connections to a server as the weather allows; all connections share the rate."""

    def __init__(self, url: str, weather: Weather) -> None:
        self._to = (urlsplit(url).hostname, urlsplit(url).port)
        self._weather, self._chance = weather, Random(7)
        self._left, self._cuts_left = weather.cut_every, weather.cuts
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=16)
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.bytes_up = self.cuts = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                near.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                threading.Thread(target=self._carry, args=(near,), daemon=True).start()

    def _carry(self, near: socket.socket) -> None:
        with near, suppress(OSError), socket.create_connection(self._to) as far:
            back = threading.Thread(target=self._down, args=(far, near), daemon=True)
            back.start()
            self._up(near, far)
            back.join(timeout=60)

    def _up(self, near: socket.socket, far: socket.socket) -> None:
        time.sleep(self._weather.latency_s)
        while data := near.recv(PACKET):
            with self._lock:
                time.sleep(len(data) / self._weather.bytes_per_s)
                if self._chance.random() < self._weather.loss:
                    time.sleep(self._weather.latency_s * RESENT_AFTER_S)
                self.bytes_up += len(data)
                self._left -= len(data)
                is_cut = self._left <= 0 and self._cuts_left > 0
                if is_cut:
                    self._left, self._cuts_left, self.cuts = self._weather.cut_every, self._cuts_left - 1, self.cuts + 1
            if is_cut:
                far.shutdown(socket.SHUT_RDWR)
                near.shutdown(socket.SHUT_RDWR)
                return
            far.sendall(data)
        far.shutdown(socket.SHUT_WR)

    def _down(self, far: socket.socket, near: socket.socket) -> None:
        with suppress(OSError):
            while data := far.recv(65536):
                time.sleep(self._weather.latency_s)
                near.sendall(data)
            near.shutdown(socket.SHUT_WR)


@contextmanager
def slow_link(url: str, weather: Weather) -> Iterator[SlowLink]:
    link = SlowLink(url, weather)
    try:
        yield link
    finally:
        link.close()
