"""The wire to the centre: sends and receives messages of `sync_protocol.schemas`, and believes nothing else.

A captive portal answers 200 with a page, a proxy with its own error: neither is of our schemas, so neither counts.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Generator, Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlsplit

import requests
import zstandard
from marshmallow import Schema, ValidationError
from urllib3.exceptions import HTTPError

from inspector_app.catalogue import say
from inspector_app.sync.errors import CentreProblem, StrangeReply, Unreachable, UnsafeAddress
from simplify_content.text import Text
from sync_protocol.errors import Code
from sync_protocol.schemas import MAX_BODY_BYTES, ProblemSchema, SyncReplySchema
from sync_protocol.schemas_enrol import EnrolReplySchema
from sync_protocol.schemas_register import BucketsReplySchema, ManifestSchema, RepairReplySchema

PREFIX = "/sync/v1"
PART_BYTES = 64 * 1024
WORTH_COMPRESSING = 512
log = logging.getLogger(__name__)

LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Link:
    """The way to one centre. `token` is "" before enrolment."""

    def __init__(self, centre_url: str, *, token: str, timeout_s: float) -> None:
        """Refuse an address over which the token could be read on the way.

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
        self._session = requests.Session()
        self._session.trust_env = parts.hostname not in LOOPBACK
        self._session.headers.update({"Accept": "application/json", "Accept-Encoding": "zstd"})
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
        return self._message("POST", "/sync", SyncReplySchema(), message)

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
            raise self._problem(response)
        is_part = response.status_code == requests.codes.partial_content
        yield from _bytes_of_file(response, begins_at=first if is_part else 0, first=first, end=end)

    def put_file(self, sha256: str, content: bytes) -> None:
        """Send the bytes of an evidence file; the centre holds them when this returns.

        Raises:
            Unreachable, StrangeReply, CentreProblem.
        """
        headers = {"Content-Type": "application/octet-stream"}
        response = self._send("PUT", f"/evidence/{sha256}", body=content, headers=headers)
        if response.status_code != requests.codes.no_content:
            raise self._problem(response)

    def _message(self, method: str, path: str, schema: Schema, message: Mapping[str, Any] | None) -> dict[str, Any]:
        body, headers = _packed(message)
        response = self._send(method, path, body=body, headers=headers)
        if response.status_code != requests.codes.ok:
            raise self._problem(response)
        return _loaded(response, schema)

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
        try:
            return self._session.request(
                method,
                self._base + path,
                data=body,
                headers={**(headers or {}), **wanted},
                timeout=(min(10.0, self._timeout_s), self._timeout_s),
                allow_redirects=False,
                stream=True,
            )
        except requests.RequestException as problem:
            raise Unreachable(say("core.sync_offline")) from problem

    def _problem(self, response: requests.Response) -> CentreProblem | StrangeReply:
        """The error that a reply stands for: the centre's own word, or somebody else's page."""
        try:
            problem = _loaded(response, ProblemSchema())
            code = Code(problem["code"])
        except (StrangeReply, ValueError):
            return StrangeReply(say("core.sync_strange"))
        text = Text(en=problem["message_en"], ur=problem["message_ur"])
        return CentreProblem(text, code, problem["facts"])


def _packed(message: Mapping[str, Any] | None) -> tuple[bytes | None, dict[str, str]]:
    if message is None:
        return None, {}
    body = json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    headers = {"Content-Type": "application/json"}
    if len(body) >= WORTH_COMPRESSING:
        return zstandard.ZstdCompressor(level=9).compress(body), {**headers, "Content-Encoding": "zstd"}
    return body, headers


def _loaded(response: requests.Response, schema: Schema) -> dict[str, Any]:
    """Return the message of a reply.

    Raises:
        StrangeReply: it is not JSON of that schema.
    """
    if response.headers.get("Content-Type", "").partition(";")[0].strip() != "application/json":
        raise StrangeReply(say("core.sync_strange"))
    try:
        encoding = response.headers.get("Content-Encoding", "").strip().lower()
        body = _inflated(_read(response, limit=MAX_BODY_BYTES), encoding, limit=MAX_BODY_BYTES)
        message: dict[str, Any] = schema.load(json.loads(body))
    except (ValueError, TypeError, RecursionError, ValidationError) as problem:
        log.info("the reply to %s is not a %s: %r", response.url, type(schema).__name__, problem)
        raise StrangeReply(say("core.sync_strange")) from problem
    return message


def _read(response: requests.Response, *, limit: int) -> bytes:
    """Return the bytes of a reply as they came over the wire, never more than the limit."""
    parts, size = [], 0
    for part in _stream(response):
        size += len(part)
        if size > limit:
            raise StrangeReply(say("core.sync_strange"))
        parts.append(part)
    return b"".join(parts)


def _bytes_of_file(response: requests.Response, *, begins_at: int, first: int, end: int) -> Iterator[bytes]:
    """Yield the bytes asked for; a proxy that knows no ranges sends the file from its beginning."""
    given = response.headers.get("Content-Range", "").removeprefix("bytes ").partition("-")[0]
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip()
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if kind != "application/zstd" or encoding != "identity" or (given and given != str(begins_at)):
        response.close()
        raise StrangeReply(say("core.sync_strange"))
    place = begins_at
    for part in _stream(response):
        wanted = part[max(first - place, 0) : max(end - place, 0)]
        place += len(part)
        if wanted:
            yield wanted


def _stream(response: requests.Response) -> Iterator[bytes]:
    """Yield the bytes of a reply as soon as they come over the wire, and close it."""
    try:
        while part := response.raw.read1(PART_BYTES, decode_content=False):
            yield part
    except (requests.RequestException, HTTPError) as problem:
        raise Unreachable(say("core.sync_offline")) from problem
    finally:
        response.close()


def _inflated(packed: bytes, encoding: str, *, limit: int) -> bytes:
    """Return what a reply's bytes hold, never more than the limit.

    Raises:
        ValueError: another encoding, damaged, or more than the limit.
    """
    if encoding in ("", "identity"):
        return packed
    if encoding != "zstd":
        raise ValueError(f"unknown encoding {encoding!r}")
    try:
        with zstandard.ZstdDecompressor().stream_reader(packed) as reader:
            plain: bytes = reader.read(limit + 1)
    except zstandard.ZstdError as problem:
        raise ValueError(f"not zstd: {problem}") from problem
    if len(plain) > limit:
        raise ValueError(f"more than {limit} bytes")
    return plain
