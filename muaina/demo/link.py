"""A network link that can be down, or lose one reply after the other side has acted: a small TCP relay on loopback.

Relays bytes only; it reads no more of HTTP than the first line of a request.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from enum import Enum

_CHUNK = 65536


class LinkState(Enum):
    """What the link does with the next connection."""

    UP = "up"
    DOWN = "down"


class Link:
    """A relay from a port of its own to one target on 127.0.0.1. Threads end when `close` is called."""

    def __init__(self, target_port: int) -> None:
        self._target = ("127.0.0.1", target_port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._state = LinkState.UP
        self._lose_reply_to: bytes | None = None
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self.replies_lost = 0
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def address(self) -> str:
        """Where clients connect, as a URL."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def set_state(self, state: LinkState) -> None:
        """Take the link up or down; going down cuts what is open."""
        with self._lock:
            self._state = state
            cut = list(self._open) if state is LinkState.DOWN else []
        for connection in cut:
            _close(connection)

    def lose_next_reply(self, first_line: str) -> None:
        """Swallow the reply to the next request whose first line starts so, after the target has answered it."""
        with self._lock:
            self._lose_reply_to = first_line.encode("ascii")

    def close(self) -> None:
        """Stop listening and cut what is open."""
        self.set_state(LinkState.DOWN)
        _close(self._listener)

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            if self._state is LinkState.DOWN:
                _close(client)
                continue
            threading.Thread(target=self._relay, args=(client,), daemon=True).start()

    def _relay(self, client: socket.socket) -> None:
        try:
            target = socket.create_connection(self._target, timeout=60)
        except OSError:
            _close(client)
            return
        with self._lock:
            self._open |= {client, target}
        doomed = threading.Event()
        upward = threading.Thread(target=self._upward, args=(client, target, doomed), daemon=True)
        upward.start()
        self._downward(target, client, doomed)
        for connection in (client, target):
            _close(connection)
        with self._lock:
            self._open -= {client, target}

    def _upward(self, client: socket.socket, target: socket.socket, doomed: threading.Event) -> None:
        with contextlib.suppress(OSError):
            while piece := client.recv(_CHUNK):
                self._mark_if_doomed(piece, doomed)
                target.sendall(piece)
            target.shutdown(socket.SHUT_WR)

    def _mark_if_doomed(self, piece: bytes, doomed: threading.Event) -> None:
        with self._lock:
            if self._lose_reply_to and piece.startswith(self._lose_reply_to):
                self._lose_reply_to = None
                doomed.set()

    def _downward(self, target: socket.socket, client: socket.socket, doomed: threading.Event) -> None:
        with contextlib.suppress(OSError):
            while piece := target.recv(_CHUNK):
                if doomed.is_set():
                    self.replies_lost += 1
                    return
                client.sendall(piece)


def _close(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()
