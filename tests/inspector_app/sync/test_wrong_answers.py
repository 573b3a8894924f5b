"""Fifty things that are not the centre's word and come with status 200: none of them is ever taken for a sync."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import zstandard
from live_centre import TOOLS, serving
from prepared_laptop import BEGIN, MILL, PASSWORD, SCOPE, prepare_home

from casework.signatures import new_private_key
from inspector_app.services.correct_employer import correct_employer
from inspector_app.services.queue import QueueState, queue
from inspector_app.services.session import Session
from inspector_app.services.synchronise import synchronise
from inspector_app.store import outbox
from inspector_app.store.device import device
from inspector_app.store.driver import rows
from inspector_app.store.opened import Opened
from inspector_app.store.register import cursors
from sync_protocol.receipts import issue_receipt

JSON, HTML, TEXT = "application/json", "text/html; charset=utf-8", "text/plain"
PORTAL = b"<!doctype html><html><head><title>Sign in</title></head><body>Please accept the terms.</body></html>"
STRANGER = new_private_key()


def _reply(opened: Opened, **changes: Any) -> dict[str, Any]:
    """A reply that would be believed if the centre's key had signed its receipt."""
    known = device(opened.work)
    seq, head = outbox.last(opened.work)
    receipt = issue_receipt(
        STRANGER, device_id=known.device_id, incarnation=1, seq=seq, head=head, server_time=BEGIN.isoformat()
    )
    page = {"scope": SCOPE, "epoch": "epoch-1", "until": 9, "more": False, "digest": "", "groups": []}
    return {
        "protocol": 2,
        "server_time": BEGIN.isoformat(),
        "receipt": receipt,
        "verdicts": [],
        "pull": [page],
        "scopes": [SCOPE],
        "evidence_wanted": [],
        **changes,
    }


def _without(name: str) -> Callable[[Opened], bytes]:
    return lambda opened: _json({key: value for key, value in _reply(opened).items() if key != name})


def _with(**changes: Any) -> Callable[[Opened], bytes]:
    return lambda opened: _json(_reply(opened, **changes))


def _receipt(**changes: Any) -> Callable[[Opened], bytes]:
    def make(opened: Opened) -> bytes:
        reply = _reply(opened)
        return _json({**reply, "receipt": {**reply["receipt"], **changes}})

    return make


def _json(value: Any) -> bytes:
    return json.dumps(value).encode()


Answer = tuple[str, dict[str, str], bytes | Callable[[Opened], bytes]]

PROBLEM = {"code": "E_BUSY", "message_en": "Busy", "message_ur": "مصروف", "facts": {}}

ANSWERS: dict[str, Answer] = {
    "portal": (HTML, {}, PORTAL),
    "portal that says it is json": (JSON, {}, PORTAL),
    "portal as text": (TEXT, {}, PORTAL),
    "portal in gzip": (HTML, {"Content-Encoding": "gzip"}, gzip.compress(PORTAL)),
    "portal with a refresh": (HTML, {"Refresh": "0; url=http://10.0.0.1/login"}, PORTAL),
    "xhtml": ("application/xhtml+xml", {}, PORTAL),
    "nothing": (JSON, {}, b""),
    "nothing as html": (HTML, {}, b""),
    "space": (JSON, {}, b"   \n"),
    "null": (JSON, {}, b"null"),
    "true": (JSON, {}, b"true"),
    "zero": (JSON, {}, b"0"),
    "not a number": (JSON, {}, b"NaN"),
    "infinite": (JSON, {}, b"1e999"),
    "text": (JSON, {}, b'"ok"'),
    "list": (JSON, {}, b"[]"),
    "list of objects": (JSON, {}, b'[{"ok": true}]'),
    "empty object": (JSON, {}, b"{}"),
    "ok": (JSON, {}, b'{"ok": true}'),
    "status": (JSON, {}, b'{"status": "synced", "code": 200}'),
    "problem": (JSON, {}, _json(PROBLEM)),
    "cut json": (JSON, {}, b'{"protocol": 2, "server_time": "2026'),
    "two objects": (JSON, {}, b"{}{}"),
    "comment": (JSON, {}, b"/* ok */ {}"),
    "callback": ("application/javascript", {}, b"callback({})"),
    "xml": ("application/xml", {}, b"<?xml version='1.0'?><sync/>"),
    "deep": (JSON, {}, b"[" * 50_000 + b"]" * 50_000),
    "long number": (JSON, {}, b'{"protocol": ' + b"9" * 5000 + b"}"),
    "latin-1": (JSON, {}, '{"ok": "é"}'.encode("latin-1")),
    "utf-16": (JSON, {}, "{}".encode("utf-16")),
    "byte order mark": (JSON, {}, b"\xef\xbb\xbf{}"),
    "zeros": (JSON, {}, bytes(2000)),
    "noise": (JSON, {}, bytes(range(256)) * 8),
    "picture": ("image/png", {}, b"\x89PNG\r\n\x1a\n" + bytes(100)),
    "said to be zstd": (JSON, {"Content-Encoding": "zstd"}, b"{}"),
    "said to be gzip": (JSON, {"Content-Encoding": "gzip"}, b"{}"),
    "unknown encoding": (JSON, {"Content-Encoding": "br"}, b"{}"),
    "cut zstd": (JSON, {"Content-Encoding": "zstd"}, zstandard.compress(b"{}" * 999)[:-6]),
    "cut gzip": (JSON, {"Content-Encoding": "gzip"}, gzip.compress(b"{}" * 999)[:-12]),
    "zstd of a portal": (JSON, {"Content-Encoding": "zstd"}, zstandard.compress(PORTAL)),
    "a reply of 17 MiB": (JSON, {"Content-Encoding": "gzip"}, gzip.compress(b" " * (17 * 1024 * 1024))),
    "no type": ("", {}, lambda opened: _json(_reply(opened))),
    "a true reply of another centre": (JSON, {}, lambda opened: _json(_reply(opened))),
    "the same as html": (HTML, {}, lambda opened: _json(_reply(opened))),
    "no receipt": (JSON, {}, _without("receipt")),
    "no scopes": (JSON, {}, _without("scopes")),
    "receipt of nothing": (JSON, {}, _with(receipt=None)),
    "receipt without signature": (JSON, {}, _receipt(signature="")),
    "receipt far ahead": (JSON, {}, _receipt(seq=10_000)),
    "receipt of another incarnation": (JSON, {}, _receipt(incarnation=2)),
    "receipt with seq as text": (JSON, {}, _receipt(seq="1")),
    "surplus field": (JSON, {}, _with(surplus=1)),
    "verdicts as object": (JSON, {}, _with(verdicts={})),
}


class Answering:
    """Answers every request with the same thing and status 200."""

    def __init__(self) -> None:
        self.kind, self.headers, self.body = "", dict[str, str](), b""

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        environ["wsgi.input"].read()
        kind = [("Content-Type", self.kind)] if self.kind else []
        start_response("200 OK", [*kind, *self.headers.items(), ("Content-Length", str(len(self.body)))])
        return [self.body]


@pytest.fixture(scope="module")
def stranger() -> Iterator[tuple[Answering, str]]:
    answering = Answering()
    with serving(answering) as url:
        yield answering, url


@pytest.fixture(scope="module")
def laptop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    session = Session(prepare_home(tmp_path_factory.mktemp("wrong") / "laptop"), TOOLS)
    session.sign_in(PASSWORD)
    with session.open() as opened:
        correct_employer(opened, MILL, {"phone": "042-7777777"}, at=BEGIN, op_id=TOOLS.new_id())
    yield session
    session.sign_out()


def _state(opened: Opened) -> tuple[Any, ...]:
    return (
        outbox.acknowledged_through(opened.work),
        device(opened.work),
        cursors(opened.register),
        rows(opened.work, "SELECT op_id, acknowledged_at, outcome FROM outbox"),
        rows(opened.work, "SELECT * FROM receipt"),
        rows(opened.work, "SELECT * FROM new_incarnation"),
    )


def test_there_are_fifty_of_them() -> None:
    assert len(ANSWERS) >= 50


@pytest.mark.parametrize("name", list(ANSWERS))
def test_what_is_not_the_centres_word_is_never_taken_for_a_sync(stranger, laptop: Session, name: str) -> None:
    answering, url = stranger
    answering.kind, answering.headers, body = ANSWERS[name]
    with laptop.open() as opened:
        answering.body = body if isinstance(body, bytes) else body(opened)
        before = _state(opened)
        outcome = synchronise(opened, centre_url=url, timeout_s=5, tools=TOOLS)
        assert (outcome.reached, outcome.finished, outcome.counts.acknowledged) == (False, False, 0)
        assert _state(opened) == before
        assert queue(opened).counts[QueueState.RECEIVED] == 0
