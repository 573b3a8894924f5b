"""What came back over the wire: believed only when it is of the schema that was asked for."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

import requests
from marshmallow import Schema, ValidationError
from urllib3.exceptions import HTTPError, NewConnectionError

from inspector_app.catalogue import say
from inspector_app.sync.errors import CentreProblem, Offline, StrangeReply, SyncStopped, Unreachable
from inspector_app.sync.wire import unpacked
from simplify_content.text import Text
from sync_protocol.errors import Code
from sync_protocol.schemas import MAX_BODY_BYTES, ProblemSchema

PART_BYTES = 64 * 1024

_BETWEEN = (429, 502, 503, 504)
"""Statuses of whatever stands before the centre while it cannot reach it."""

log = logging.getLogger(__name__)


def problem_of(response: requests.Response) -> CentreProblem | StrangeReply | Unreachable:
    """Return the error that a reply stands for: the centre's own word, or somebody else's page."""
    try:
        problem = loaded(response, ProblemSchema())
        code = Code(problem["code"])
    except (StrangeReply, ValueError):
        if response.status_code in _BETWEEN:
            return Unreachable(say("core.sync_gateway"), after_s=_seconds(response.headers.get("Retry-After", "")))
        return StrangeReply(say("core.sync_strange"))
    text = Text(en=problem["message_en"], ur=problem["message_ur"])
    return CentreProblem(text, code, problem["facts"])


def unreachable(problem: requests.RequestException) -> Unreachable:
    """Return the error of a request without an answer: no network at all is another one than a link that broke."""
    reason = getattr(problem.args[0] if problem.args else None, "reason", None)
    if isinstance(problem, requests.ConnectTimeout) or isinstance(reason, NewConnectionError):
        return Offline(say("core.sync_offline"))
    return Unreachable(say("core.sync_offline"))


def could_not_be_read(problem: SyncStopped) -> bool:
    """Return whether the centre could not make out what it was sent."""
    return isinstance(problem, CentreProblem) and problem.code in (Code.ENCODING, Code.MALFORMED)


def _seconds(text: str) -> float:
    """Return the seconds of a `Retry-After`; 0 for a date or anything else."""
    return float(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0.0


def loaded(response: requests.Response, schema: Schema) -> dict[str, Any]:
    """Return the message of a reply.

    Raises:
        StrangeReply: it is not JSON of that schema.
    """
    if response.headers.get("Content-Type", "").partition(";")[0].strip() != "application/json":
        response.close()
        raise StrangeReply(say("core.sync_strange"))
    try:
        encoding = response.headers.get("Content-Encoding", "").strip().lower()
        body = unpacked(_read(response, limit=MAX_BODY_BYTES), encoding, limit=MAX_BODY_BYTES)
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


def bytes_of_file(response: requests.Response, *, begins_at: int, first: int, end: int) -> Iterator[bytes]:
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
