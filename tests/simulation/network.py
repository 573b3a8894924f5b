"""The network between laptops and centre: calls the centre's WSGI app in process and does to messages what links do.

Stands where `requests` would open a socket, so that the laptop's own client code reads what comes back.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import urlsplit

import requests
import zstandard
from requests.adapters import HTTPAdapter
from requests.structures import CaseInsensitiveDict
from urllib3 import HTTPResponse

from .machine import PowerCut

PORTAL = b"<!doctype html><title>Welcome</title><p>Please accept the terms to go on-line."


@dataclass(frozen=True)
class Message:
    """One request as it leaves the laptop."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    def environ(self, *, cut: int | None = None) -> dict[str, Any]:
        body = self.body if cut is None else self.body[:cut]
        environ = {
            "REQUEST_METHOD": self.method,
            "SCRIPT_NAME": "",
            "PATH_INFO": self.path.partition("?")[0],
            "QUERY_STRING": self.path.partition("?")[2],
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
            "CONTENT_LENGTH": str(len(self.body)) if self.body or self.method in ("POST", "PATCH", "PUT") else "",
        }
        for name, value in self.headers.items():
            key = name.upper().replace("-", "_")
            environ[key if key == "CONTENT_TYPE" else f"HTTP_{key}"] = value
        return environ


@dataclass(frozen=True)
class Reply:
    """One reply as it leaves the centre."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass
class Network:
    """What happens to messages; `rates` are the chances of each fault, by name."""

    random: Random
    deliver: Callable[[dict[str, Any]], Reply]
    """Hands a request to the centre; raises `ConnectionRefusedError` while it is down."""
    between: Callable[[], None]
    """Called while a message is on its way: whatever else goes on in the world."""
    note: Callable[..., None]
    """Writes a line of the trace."""
    look: Callable[[Message, Reply], None]
    """Sees each reply that reaches its laptop whole."""
    rates: Mapping[str, float] = field(default_factory=dict)
    late: list[Message] = field(default_factory=list)
    """Requests that their laptop gave up and that will still arrive."""
    bytes_up: int = 0
    bytes_down: int = 0

    def carry(self, message: Message) -> Reply:
        """Carry a request and its reply.

        Raises:
            requests.ConnectionError: as the laptop sees a link that broke.
        """
        self.between()
        fault = self._fault(message)
        if fault:
            self.note("link", fault, message.method, _kind(message.path))
        match fault:
            case "drop":
                raise requests.ConnectionError("the request was lost")
            case "late":
                self.late.append(message)
                raise requests.ConnectionError("no answer in time")
            case "cut request":
                if message.body:
                    self._arrive(message.environ(cut=_place(message.body, self.random)))
                raise requests.ConnectionError("the request was cut")
            case "portal":
                return Reply(200, (("Content-Type", "text/html"),), PORTAL)
            case "busy":
                facts = {"after_s": 5, "spread_s": 30}
                problem = {"code": "E_BUSY", "message_en": "Busy.", "message_ur": "مصروف۔", "facts": facts}
                head = (("Content-Type", "application/json"), ("Retry-After", "5"))
                return Reply(503, head, json.dumps(problem).encode())
            case "gateway":
                return Reply(502, (("Content-Type", "text/html"),), b"<h1>502 Bad Gateway</h1>")
            case "twice":
                self._arrive(message.environ())
            case "tamper":
                message = _tampered(message)
        reply = self._arrive(message.environ())
        match fault:
            case "reply lost":
                raise requests.ConnectionError("the reply was lost")
            case "cut reply":
                return Reply(reply.status, reply.headers, reply.body[: _place(reply.body, self.random)])
            case "junk reply":
                return Reply(reply.status, reply.headers, _spoilt(reply.body, self.random))
        self.look(message, reply)
        return reply

    def bring_late(self) -> None:
        """Bring one of the late requests; nobody waits for its answer any more."""
        if self.late:
            message = self.late.pop(self.random.randrange(len(self.late)))
            self.note("late", message.method, _kind(message.path))
            try:
                self._arrive(message.environ())
            except requests.ConnectionError:
                return

    def _arrive(self, environ: dict[str, Any]) -> Reply:
        try:
            return self.deliver(environ)
        except (PowerCut, ConnectionRefusedError) as problem:
            if isinstance(problem, PowerCut) and problem.machine.name != "centre":
                raise
            raise requests.ConnectionError("the centre is gone") from problem

    def _fault(self, message: Message) -> str:
        chance = self.random.random()
        for name, rate in self.rates.items():
            chance -= rate
            if chance < 0:
                return "" if name == "tamper" and not _is_push(message) else name
        return ""


@contextmanager
def instead_of_sockets(carry: Callable[[Message], Reply]) -> Iterator[None]:
    """Let every `requests` session of this process speak over the simulated network while the block runs."""

    def send(self: HTTPAdapter, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        parts = urlsplit(str(request.url))
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        body = request.body or b""
        body = body if isinstance(body, bytes) else body.encode()
        return _response(request, carry(Message(str(request.method), path, dict(request.headers), body)))

    kept = HTTPAdapter.send
    HTTPAdapter.send = send  # type: ignore[method-assign]
    try:
        yield
    finally:
        HTTPAdapter.send = kept  # type: ignore[method-assign]


def _response(request: requests.PreparedRequest, reply: Reply) -> requests.Response:
    response = requests.Response()
    response.status_code = reply.status
    response.headers = CaseInsensitiveDict(reply.headers)
    response.url = str(request.url)
    response.request = request
    response.raw = HTTPResponse(
        body=io.BytesIO(reply.body),
        headers=dict(reply.headers),
        status=reply.status,
        preload_content=False,
        decode_content=False,
        request_method=request.method,
        enforce_content_length=True,
    )
    return response


def _is_push(message: Message) -> bool:
    return message.path.endswith("/sync") and b'"op_id"' in _plain(message)


def _tampered(message: Message) -> Message:
    """Change what an operation says, as one with access to the wire would; nothing else."""
    request = json.loads(_plain(message))
    for operation in request["push"]["operations"]:
        for name, value in operation["set"].items():
            if isinstance(value, str) and name in ("trade_name", "owner_name", "address_en", "text_en"):
                operation["set"][name] = f"{value} altered"
    headers = {name: value for name, value in message.headers.items() if name.lower() != "content-encoding"}
    return Message(message.method, message.path, headers, json.dumps(request).encode())


def _plain(message: Message) -> bytes:
    if message.headers.get("Content-Encoding") == "zstd":
        return zstandard.ZstdDecompressor().decompressobj().decompress(message.body)
    return message.body


def _spoilt(body: bytes, random: Random) -> bytes:
    """Return noise of the same length: a box on the way may answer anything, though TLS shows a single changed bit."""
    return Random(random.random()).randbytes(len(body) or 1)


def _place(body: bytes, random: Random) -> int:
    """Return a place in a body, or its end: one number is drawn, however long it is, so that keys change no world."""
    return int(random.random() * (len(body) + 1))


def _kind(path: str) -> str:
    return path.partition("?")[0].removeprefix("/sync/v1/").split("/")[0]
