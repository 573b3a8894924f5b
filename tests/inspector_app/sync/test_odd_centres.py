"""Centres of another version, boxes that tamper with encodings, busy centres: the outbox drains all the same."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import zstandard
from inspector_at_work import Desk
from live_centre import serving
from werkzeug.test import run_wsgi_app

from inspector_app.services.queue import queue
from inspector_app.services.search_register import search_register
from inspector_app.store import outbox
from inspector_app.store.device import device
from sync_protocol.versions import PROTOCOL_VERSION

Wsgi = Callable[..., Any]


def _problem(status: str, start_response: Any, code: str, **facts: Any) -> list[bytes]:
    body = json.dumps({"code": code, "message_en": "No.", "message_ur": "نہیں۔", "facts": facts}).encode()
    start_response(status, [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]


def _message(environ: dict[str, Any]) -> dict[str, Any]:
    body = environ["wsgi.input"].read()
    if environ.get("HTTP_CONTENT_ENCODING") == "zstd":
        body = zstandard.ZstdDecompressor().decompressobj().decompress(body)
    message: dict[str, Any] = json.loads(body)
    return message


class OlderCentre:
    """A centre of protocol 1 in front of ours: refuses a newer request, and one with fields that it does not know."""

    def __init__(self, app: Wsgi, *, told: Any = 1) -> None:
        self.app, self.told, self.spoken = app, told, list[int]()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        if environ["PATH_INFO"] != "/sync/v1/sync":
            return self.app(environ, start_response)
        message = _message(environ)
        self.spoken.append(message["protocol"])
        if message["protocol"] > 1:
            return _problem("426 Upgrade Required", start_response, "E_UPGRADE", protocol=self.told)
        strange = {"digests", "report"} & set(message) or {"complete"} & set().union(*message["pull"])
        if strange:
            return _problem("400 Bad Request", start_response, "E_MALFORMED", fields=sorted(strange))
        return self.app(_with_body(environ, json.dumps(message).encode()), start_response)


def _with_body(environ: dict[str, Any], body: bytes) -> dict[str, Any]:
    import io

    environ.pop("HTTP_CONTENT_ENCODING", None)
    return {**environ, "wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body))}


@pytest.fixture
def worked(centre, enrolled):
    employer_id = centre.employer(1)
    laptop = enrolled()
    assert laptop.sync().finished
    with laptop.open() as opened:
        Desk(opened).whole_inspection(employer_id, visit_id="")
    return centre, laptop


def _received(laptop) -> bool:
    with laptop.open() as opened:
        view = queue(opened)
        return not outbox.unsent(opened.work) and view.made > 0


def test_an_older_centre_is_spoken_to_in_its_own_protocol_and_takes_everything(worked) -> None:
    centre, laptop = worked
    centre.employer(2, name_en="Newcomer Foods")
    older = OlderCentre(centre.app)
    with serving(older) as url:
        outcome = laptop.sync(url)
    assert outcome.finished, outcome.text.en
    assert _received(laptop)
    assert older.spoken[0] == PROTOCOL_VERSION
    assert set(older.spoken[1:]) == {1}
    with laptop.open() as opened:
        assert device(opened.work).protocol == 1
        assert len(search_register(opened, "newcomer")) == 1


@pytest.mark.parametrize("told", [3, 2, 0, "1", None])
def test_a_centre_that_asks_for_a_newer_app_is_understood_and_nothing_is_lost(worked, told: Any) -> None:
    centre, laptop = worked
    with serving(OlderCentre(centre.app, told=told)) as url:
        outcome = laptop.sync(url)
    assert "Update the app" in outcome.text.en
    assert "اپ ڈیٹ" in outcome.text.ur
    assert not outcome.finished
    assert laptop.sync().finished


class OutdatesUs:
    """Takes what is sent and gives no pages, as to a laptop that is too old."""

    def __init__(self, app: Wsgi) -> None:
        self.app = app

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        environ.pop("HTTP_ACCEPT_ENCODING", None)
        body, status, headers = run_wsgi_app(self.app, environ, buffered=True)
        content = b"".join(body)
        if environ["PATH_INFO"] == "/sync/v1/sync" and status.startswith("200"):
            content = json.dumps({**json.loads(content), "pull": []}).encode()
            headers["Content-Length"] = str(len(content))
        start_response(status, list(headers.items()))
        return [content]


def test_a_laptop_too_old_for_pages_drains_its_outbox_and_says_so(worked) -> None:
    centre, laptop = worked
    with serving(OutdatesUs(centre.app)) as url:
        outcome = laptop.sync(url)
    assert _received(laptop)
    assert "Update the app" in outcome.text.en


class Box:
    """A box on the way that takes the encoding headers off requests, replies or both."""

    def __init__(self, app: Wsgi, *, request: bool, reply: bool) -> None:
        self.app, self.request, self.reply = app, request, reply

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        if self.request:
            environ.pop("HTTP_CONTENT_ENCODING", None)
        body, status, headers = run_wsgi_app(self.app, environ, buffered=True)
        if self.reply:
            headers.pop("Content-Encoding", None)
        start_response(status, list(headers.items()))
        return [b"".join(body)]


@pytest.mark.parametrize(("request_", "reply"), [(True, False), (False, True), (True, True)])
def test_a_box_that_takes_encoding_headers_off_does_not_stop_a_sync(worked, request_: bool, reply: bool) -> None:
    centre, laptop = worked
    with serving(Box(centre.app, request=request_, reply=reply)) as url:
        outcome = laptop.sync(url)
    assert outcome.finished, outcome.text.en
    assert _received(laptop)


class Troubled:
    """Answers the first requests as a centre does that is busy, or what stands before one that is gone."""

    def __init__(self, app: Wsgi, times: int, answer: Callable[[Any], list[bytes]]) -> None:
        self.app, self.left, self.answer = app, times, answer

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        if self.left and environ["PATH_INFO"] == "/sync/v1/sync":
            self.left -= 1
            environ["wsgi.input"].read()
            return self.answer(start_response)
        return self.app(environ, start_response)


def _busy(start_response: Any) -> list[bytes]:
    return _problem("503 Service Unavailable", start_response, "E_BUSY", after_s=5, spread_s=10)


def _slow_down(start_response: Any) -> list[bytes]:
    return _problem("429 Too Many Requests", start_response, "E_BUSY", after_s=5)


def _bad_gateway(start_response: Any) -> list[bytes]:
    start_response("502 Bad Gateway", [("Content-Type", "text/html"), ("Retry-After", "7")])
    return [b"<h1>502 Bad Gateway</h1>"]


@pytest.mark.parametrize("answer", [_busy, _slow_down, _bad_gateway])
def test_a_centre_in_trouble_for_a_while_is_tried_again_within_the_sync(worked, answer: Any) -> None:
    centre, laptop = worked
    with serving(Troubled(centre.app, 3, answer)) as url:
        assert laptop.sync(url).finished
    assert _received(laptop)


def test_a_flapping_centre_is_left_after_a_few_attempts_and_drained_in_the_end(worked) -> None:
    centre, laptop = worked
    troubled = Troubled(centre.app, 12, _bad_gateway)
    with serving(troubled) as url:
        outcomes = [laptop.sync(url).finished for _ in range(3)]
    assert outcomes == [False, False, True]
    assert troubled.left == 0
    assert _received(laptop)
