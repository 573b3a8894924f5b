"""Errors as laptops read them: a stable code, a sentence in each language, facts for the program; never a trace."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, jsonify, request
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, default_exceptions

from sync_protocol.errors import Code, ProtocolError
from sync_server.models import db
from sync_server.queries.database import is_busy
from sync_server.refusals import said

PREFIX = "/sync/v1"
RETRY_AFTER_S = 5
SPREAD_S = 15
"""Laptops that were turned away together come back one by one, each after a time of its own within this."""

STATUS: Mapping[Code, int] = {
    Code.MALFORMED: 400,
    Code.TOKEN: 401,
    Code.REVOKED: 403,
    Code.SCOPE: 403,
    Code.NOT_FOUND: 404,
    Code.SEQUENCE_GAP: 409,
    Code.FORK: 409,
    Code.EPOCH: 409,
    Code.TOO_BIG: 413,
    Code.ENCODING: 415,
    Code.CHAIN: 422,
    Code.EVIDENCE_HASH: 422,
    Code.UPLOAD_OFFSET: 409,
    Code.UPLOAD_CHECKSUM: 460,
    Code.UPLOAD_VERSION: 412,
    Code.PROTOCOL: 426,
    Code.BUSY: 503,
}
"""HTTP status of each code that a whole request may be answered with."""

_OF_STATUS = {
    400: Code.MALFORMED,
    401: Code.TOKEN,
    404: Code.NOT_FOUND,
    405: Code.MALFORMED,
    408: Code.BUSY,
    413: Code.TOO_BIG,
    415: Code.ENCODING,
    422: Code.MALFORMED,
    503: Code.BUSY,
}

log = logging.getLogger(__name__)


class TooOften(Exception):
    """A laptop calls more often than any sync needs."""

    def __init__(self, after_s: int) -> None:
        super().__init__(f"come back after {after_s} s")
        self.after_s = after_s


def problem_body(code: Code, facts: Mapping[str, object], *, key: str = "") -> dict[str, Any]:
    """Return a `Problem`; `key` names another sentence than the code's own."""
    sentence = said(f"problem.{key or code}")
    return {"code": str(code), "message_en": sentence.en, "message_ur": sentence.ur, "facts": dict(facts)}


def register_handlers(blueprint: Blueprint) -> None:
    """Make every error of a blueprint's views a `Problem`."""
    blueprint.register_error_handler(ProtocolError, _protocol)
    for status in default_exceptions:  # by number: Flask would ask the pages' handler of a number before ours
        blueprint.register_error_handler(status, _http)
    blueprint.register_error_handler(TooOften, _too_often)
    blueprint.register_error_handler(OperationalError, _database)
    blueprint.register_error_handler(PoolTimeout, _no_connection)
    blueprint.register_error_handler(RecursionError, _too_deep)
    blueprint.register_error_handler(Exception, _fault)


def dress_problem(response: Response) -> Response:
    """Turn an error that no view of ours made (unknown address, wrong method) into a `Problem`.

    Nothing that the API says is kept by a cache on the way, unless the view says so.
    """
    if not request.path.startswith("/sync/"):
        return response
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    if response.status_code < 400 or response.is_json:
        return response
    allow = response.headers.get("Allow")
    dressed = _of_status(response.status_code, {})
    if allow:
        dressed.headers["Allow"] = allow
    return dressed


def _protocol(problem: ProtocolError) -> Response:
    db.session.rollback()
    return _reply(STATUS.get(problem.code, 400), problem_body(problem.code, problem.facts))


def _http(problem: HTTPException) -> Response:
    db.session.rollback()
    messages = getattr(problem, "data", {}).get("messages")
    response = _of_status(problem.code or 500, {"fields": messages.get("json", messages)} if messages else {})
    for name, value in problem.get_headers():
        if name == "Allow":
            response.headers[name] = value
    return response


def _of_status(status: int, facts: Mapping[str, object]) -> Response:
    status = 400 if status == 422 else status
    code = _OF_STATUS.get(status, Code.BUSY if status >= 500 else Code.MALFORMED)
    key = "method" if status == 405 else "fault" if status == 500 else ""
    return _reply(status, problem_body(code, facts, key=key))


def _database(problem: OperationalError) -> Response:
    db.session.rollback()
    if not is_busy(problem):
        return _fault(problem)
    return _busy()


def _no_connection(problem: PoolTimeout) -> Response:
    db.session.rollback()
    return _busy()


def _busy() -> Response:
    return _reply(503, problem_body(Code.BUSY, {"after_s": RETRY_AFTER_S, "spread_s": SPREAD_S}))


def _too_often(problem: TooOften) -> Response:
    db.session.rollback()
    facts = {"after_s": problem.after_s, "spread_s": SPREAD_S}
    return _reply(429, problem_body(Code.BUSY, facts, key="slow"))


def _too_deep(problem: RecursionError) -> Response:
    db.session.rollback()
    return _reply(400, problem_body(Code.MALFORMED, {"fields": "nested too deeply"}))


def _fault(problem: Exception) -> Response:
    db.session.rollback()
    log.error("fault on %s %s", request.method, request.path, exc_info=problem)
    return _reply(500, problem_body(Code.BUSY, {"after_s": 60, "spread_s": 60}, key="fault"))


def _reply(status: int, body: Mapping[str, Any]) -> Response:
    response = jsonify(body)
    response.status_code = status
    if status in (429, 503):
        response.headers["Retry-After"] = str(body["facts"].get("after_s", RETRY_AFTER_S))
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response
