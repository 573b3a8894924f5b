"""The wire to the centre: sends and receives messages of `sync_protocol.schemas`, and believes nothing else.

A captive portal answers 200 with a page, a proxy with its own error: neither is of our schemas, so neither counts.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Generator, Mapping
from typing import Any
from urllib.parse import quote, urlsplit

import requests
from marshmallow import Schema
from urllib3.exceptions import HTTPError

from inspector_app.catalogue import say
from inspector_app.sync.errors import StrangeReply, Unreachable, UnsafeAddress
from inspector_app.sync.older_centre import as_now
from inspector_app.sync.replies import bytes_of_file, could_not_be_read, loaded, problem_of, unreachable
from inspector_app.sync.wire import Packer, streamed
from sync_protocol.schemas import OldSyncReplySchema, SyncReplySchema
from sync_protocol.schemas_enrol import EnrolReplySchema, IncarnationReplySchema
from sync_protocol.schemas_register import BucketsReplySchema, ManifestSchema, RepairReplySchema

PREFIX = "/sync/v1"

LOOPBACK = ("127.0.0.1", "localhost", "::1")

TELLING_BYTES = 4 * 1024
"""A smaller body says nothing of how fast the link is."""

SLOWEST = 1000.0
"""Bytes a second: a link that carries less counts as broken."""


class Link:
    """The way to one centre. `token` is "" before enrolment."""

    def __init__(
        self,
        centre_url: str,
        *,
        token: str,
        timeout_s: float,
        pace: float | None = None,
        mono_ms: Callable[[], int] = lambda: int(time.monotonic() * 1000),
    ) -> None:
        """Begin at a pace known from before (bytes a second); refuse an address over which others could read the token.

        Raises:
            UnsafeAddress: neither https nor this machine itself.
        """
        parts = urlsplit(centre_url)
        if not parts.hostname or not (
            parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
        ):
            raise UnsafeAddress(say("core.sync_address", address=centre_url or "-"))
        self._base = centre_url.rstrip("/") + PREFIX
        self._timeout_s = timeout_s
        self._mono_ms = mono_ms
        self._packer = Packer()
        self.pace = pace
        """Bytes a second upwards, as last measured; None before."""
        self._session = requests.Session()
        self._session.trust_env = parts.hostname not in LOOPBACK
        self._session.headers.update({"Accept": "application/json", "Accept-Encoding": "zstd, gzip"})
        if token:
            self._session.headers["Authorization"] = f"Bearer {token}"

    def close(self) -> None:
        """Close what is open to the centre."""
        self._session.close()

    def enrol(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """Send an `EnrolRequest` and return the `EnrolReply`.

        Raises:
            Unreachable, StrangeReply, CentreProblem.
        """
        return self._message("POST", "/enrol", EnrolReplySchema(), message)

    def sync(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """Send a `SyncRequest` and return the `SyncReply`.

        Raises:
            Unreachable, StrangeReply, CentreProblem.
        """
        if message["protocol"] == 1:
            return as_now(self._message("POST", "/sync", OldSyncReplySchema(), message))
        return self._message("POST", "/sync", SyncReplySchema(), message)

    def incarnation(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """Send an `IncarnationRequest` and return the `IncarnationReply`.

        Raises:
            Unreachable, StrangeReply, CentreProblem.
        """
        return self._message("POST", "/incarnation", IncarnationReplySchema(), message)

    def manifest(self, scope: str) -> dict[str, Any]:
        """Return the `Manifest` of a scope's snapshot.

        Raises:
            Unreachable, StrangeReply, CentreProblem.
        """
        return self._message("GET", f"/snapshots/{quote(scope, safe=':')}", ManifestSchema(), None)

    def digest(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """Send a `BucketsRequest` and return the `BucketsReply`.

        Raises:
            Unreachable, StrangeReply, CentreProblem.
        """
        return self._message("POST", "/digest", BucketsReplySchema(), message)

    def repair(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """Send a `RepairRequest` and return the `RepairReply`.

        Raises:
            Unreachable, StrangeReply, CentreProblem.
        """
        return self._message("POST", "/repair", RepairReplySchema(), message)

    def snapshot_bytes(self, sha256: str, first: int, end: int) -> Generator[bytes]:
        """Yield the bytes of a snapshot file from `first` to before `end`, as they come.

        Raises:
            Unreachable: also when the link breaks between two parts.
            CentreProblem, StrangeReply.
        """
        response = self._send(
            "GET",
            f"/snapshots/files/{sha256}",
            headers={"Range": f"bytes={first}-{end - 1}"},
            accept="application/zstd",
            encoding="identity",
        )
        if response.status_code not in (requests.codes.ok, requests.codes.partial_content):
            raise problem_of(response)
        is_part = response.status_code == requests.codes.partial_content
        yield from bytes_of_file(response, begins_at=first if is_part else 0, first=first, end=end)

    def headers_of(
        self,
        method: str,
        path: str,
        *,
        body: bytes | None,
        headers: Mapping[str, str],
        expected: Collection[int],
    ) -> tuple[int, Mapping[str, str]]:
        """Send a request that is answered without a body, and return status and headers.

        Raises:
            Unreachable, CentreProblem.
            StrangeReply: also for an answer of an expected status that has a body.
        """
        response = self._send(method, path, body=body, headers=headers)
        if response.status_code not in expected:
            with response:
                raise problem_of(response)
        try:
            if response.raw.read(1, decode_content=False):
                response.close()
                raise StrangeReply(say("core.sync_strange"))
        except HTTPError as problem:
            raise Unreachable(say("core.sync_offline")) from problem
        return response.status_code, response.headers

    def _message(self, method: str, path: str, schema: Schema, message: Mapping[str, Any] | None) -> dict[str, Any]:
        body, headers = self._packer.pack(message)
        response = self._send(method, path, body=body, headers=headers)
        if response.status_code == requests.codes.ok:
            return loaded(response, schema)
        problem = problem_of(response)
        if "Content-Encoding" in headers and could_not_be_read(problem):
            self._packer.is_plain = True  # a box on the way took the header off, or the centre reads no zstd
            return self._message(method, path, schema, message)
        raise problem

    def _send(
        self,
        method: str,
        path: str,
        *,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        accept: str = "",
        encoding: str = "",
    ) -> requests.Response:
        wanted = {name: value for name, value in (("Accept", accept), ("Accept-Encoding", encoding)) if value}
        size, began_ms = len(body or b""), self._mono_ms()
        try:
            response = self._session.request(
                method,
                self._base + path,
                data=streamed(body),
                headers={**(headers or {}), **wanted},
                timeout=(min(10.0, self._timeout_s), self._timeout_s + self._carrying_s(size)),
                allow_redirects=False,
                stream=True,
            )
        except requests.RequestException as problem:
            raise unreachable(problem) from problem
        if size >= TELLING_BYTES:
            measured = size * 1000 / max(self._mono_ms() - began_ms, 1)
            self.pace = measured if self.pace is None else (self.pace + measured) / 2
        return response

    def _carrying_s(self, size: int) -> float:
        """Return how long the link may take to carry a body that the socket has taken already."""
        return size / max((self.pace or 0.0) / 4, SLOWEST)
