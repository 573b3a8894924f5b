"""A TCP proxy that does to connections what links do: slow, cut, lose, answer themselves, take headers off.

It knows nothing of what it carries but HTTP's header lines, and counts what went over it.
"""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from random import Random
from urllib.parse import urlsplit

PACKET = 1460
RESENT_AFTER = 3.0
"""How many latencies a lost packet takes to come again."""


@dataclass(frozen=True)
class Faults:
    """What a link is like; nothing is wrong with it unless said. Cuts and losses come at the same places every time."""

    bytes_per_s: float = 0
    """Upwards, shared by all connections; 0 for as many as there are."""
    latency_s: float = 0
    """Seconds one way."""
    lost_packets: float = 0
    """Chance that a packet upwards has to be sent again."""
    lost_connections: float = 0
    """Chance that a connection breaks before it has carried anything."""
    cut_up_every: int = 0
    """Bytes upwards, over all connections, after which the one that carries them is cut."""
    cut_down_every: int = 0
    """Bytes downwards, of one connection, after which it is cut."""
    most_cuts: int = 1_000_000
    lost_replies: int = 0
    """How many of the first answers are lost after the server gave them."""
    page: bytes = b""
    """A page of HTML that the box on the way answers to everything, with status 200; the server is never asked."""
    strips: tuple[str, ...] = ()
    """Names of header lines that the box on the way takes off, of requests and replies."""


class FaultProxy:
    """Carries connections to a server. `cuts`, `lost`, `bytes_up` and `bytes_down` say what happened."""

    def __init__(self, url: str, faults: Faults) -> None:
        self._to = (urlsplit(url).hostname, urlsplit(url).port)
        self._faults, self._chance, self._lock = faults, Random(7), threading.Lock()
        self._left_up, self._replies_to_lose = faults.cut_up_every, faults.lost_replies
        names = "|".join(map(re.escape, faults.strips))
        self._stripped = re.compile(rf"\r\n(?:{names}):[^\r]*".encode(), re.IGNORECASE) if names else None
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.cuts = self.lost = self.bytes_up = self.bytes_down = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                if self._chance.random() < self._faults.lost_connections:
                    self.lost += 1
                    near.close()
                    continue
                if self._faults.bytes_per_s:
                    near.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                carry = self._answer if self._faults.page else self._carry
                threading.Thread(target=carry, args=(near,), daemon=True).start()

    def _answer(self, near: socket.socket) -> None:
        with near, suppress(OSError):
            near.recv(65536)
            page = self._faults.page
            near.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n")
            near.sendall(b"Content-Length: %d\r\n\r\n%b" % (len(page), page))
            near.shutdown(socket.SHUT_WR)

    def _carry(self, near: socket.socket) -> None:
        with near, suppress(OSError), socket.create_connection(self._to) as far:
            back = threading.Thread(target=self._down, args=(far, near), daemon=True)
            back.start()
            self._up(near, far)
            back.join(timeout=60)

    def _up(self, near: socket.socket, far: socket.socket) -> None:
        time.sleep(self._faults.latency_s)
        while data := near.recv(PACKET if self._faults.bytes_per_s else 16384):
            data, is_cut = self._sent_up(data)
            far.sendall(self._plain(data))
            if is_cut:
                far.shutdown(socket.SHUT_WR)
                near.shutdown(socket.SHUT_RDWR)
                return
        far.shutdown(socket.SHUT_WR)

    def _sent_up(self, data: bytes) -> tuple[bytes, bool]:
        """Take the time that the bytes take; return those that arrive and whether the link breaks after them."""
        faults = self._faults
        with self._lock:
            is_cut = 0 < self._left_up <= len(data) and self.cuts < faults.most_cuts
            data = data[: self._left_up] if is_cut else data
            time.sleep(len(data) / faults.bytes_per_s if faults.bytes_per_s else 0)
            if self._chance.random() < faults.lost_packets:
                time.sleep(faults.latency_s * RESENT_AFTER)
            self.bytes_up += len(data)
            self.cuts += is_cut
            if faults.cut_up_every:
                self._left_up = faults.cut_up_every if is_cut else self._left_up - len(data)
        return data, is_cut

    def _down(self, far: socket.socket, near: socket.socket) -> None:
        faults, left = self._faults, self._faults.cut_down_every
        with suppress(OSError):
            while data := far.recv(min(4096, left) if left > 0 and self.cuts < faults.most_cuts else 65536):
                time.sleep(faults.latency_s)
                if self._loses_reply():
                    near.shutdown(socket.SHUT_RDWR)
                    return
                near.sendall(self._plain(data))
                self.bytes_down += len(data)
                left -= len(data)
                if faults.cut_down_every and left <= 0 and self.cuts < faults.most_cuts:
                    self.cuts += 1
                    far.shutdown(socket.SHUT_RDWR)
                    near.shutdown(socket.SHUT_RDWR)
                    return
            near.shutdown(socket.SHUT_WR)

    def _loses_reply(self) -> bool:
        with self._lock:
            if self._replies_to_lose <= 0:
                return False
            self._replies_to_lose -= 1
            self.lost += 1
            return True

    def _plain(self, data: bytes) -> bytes:
        return self._stripped.sub(b"", data) if self._stripped else data


@contextmanager
def fault_proxy(url: str, faults: Faults) -> Iterator[FaultProxy]:
    """Run a proxy before a server until the end of the block."""
    proxy = FaultProxy(url, faults)
    try:
        yield proxy
    finally:
        proxy.close()
