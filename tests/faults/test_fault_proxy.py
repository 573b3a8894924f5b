"""The proxy does to a plain HTTP server what each fault says, and nothing besides."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from fault_proxy import Faults, fault_proxy
from live_centre import serving

BODY = b"x" * 50_000


class Server:
    """Answers with the length of what it got and the encoding that it was told of; counts."""

    def __init__(self) -> None:
        self.url = ""
        self.served = 0

    def __call__(self, environ: dict[str, Any], start: Any) -> list[bytes]:
        self.served += 1
        size = len(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)))
        said = f"{size} {environ.get('HTTP_CONTENT_ENCODING', '-')}".encode() + BODY
        start(
            "200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(said))), ("Content-Language", "ur")]
        )
        return [said]


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    with serving(made) as made.url:
        yield made


def post(url: str, size: int = 20_000, **headers: str) -> requests.Response:
    return requests.post(url, data=b"y" * size, headers=headers, timeout=10)


def test_without_a_fault_everything_arrives_as_it_was_sent(server: Server) -> None:
    with fault_proxy(server.url, Faults()) as proxy:
        answer = post(proxy.url)
    assert answer.content == b"20000 -" + BODY
    assert (proxy.cuts, proxy.lost) == (0, 0)
    assert proxy.bytes_up > 20_000
    assert proxy.bytes_down > 50_000


def test_a_rate_and_a_latency_take_their_time(server: Server) -> None:
    with fault_proxy(server.url, Faults(bytes_per_s=100_000, latency_s=0.1)) as proxy:
        begun = time.monotonic()
        post(proxy.url, 30_000)
        took = time.monotonic() - begun
    assert took >= 0.3 + 2 * 0.1


def test_a_cut_comes_after_so_many_bytes_and_no_more_often_than_said(server: Server) -> None:
    with fault_proxy(server.url, Faults(cut_up_every=5_000, most_cuts=2)) as proxy:
        for _ in range(2):
            with pytest.raises(requests.RequestException):
                post(proxy.url)
        assert post(proxy.url).ok
    assert (proxy.cuts, server.served) == (2, 1)


def test_a_reply_is_cut_after_so_many_bytes(server: Server) -> None:
    with fault_proxy(server.url, Faults(cut_down_every=8_000, most_cuts=1)) as proxy:
        with pytest.raises(requests.RequestException):
            post(proxy.url, 10)
        assert post(proxy.url, 10).ok
    assert (proxy.cuts, server.served) == (1, 2)


def test_a_reply_is_lost_after_the_server_gave_it(server: Server) -> None:
    with fault_proxy(server.url, Faults(lost_replies=1)) as proxy:
        with pytest.raises(requests.RequestException):
            post(proxy.url)
        assert server.served == 1
        assert post(proxy.url).ok
    assert (proxy.lost, server.served) == (1, 2)


def test_a_portal_answers_for_the_server(server: Server) -> None:
    with fault_proxy(server.url, Faults(page=b"<h1>Welcome</h1>")) as proxy:
        answer = post(proxy.url)
    assert (answer.status_code, answer.content, server.served) == (200, b"<h1>Welcome</h1>", 0)


def test_header_lines_are_taken_off_both_ways(server: Server) -> None:
    with fault_proxy(server.url, Faults(strips=("Content-Encoding", "Content-Language"))) as proxy:
        answer = post(proxy.url, **{"Content-Encoding": "zstd"})
    assert answer.content == b"20000 -" + BODY
    assert "Content-Language" not in answer.headers


def test_connections_are_lost_by_chance(server: Server) -> None:
    with fault_proxy(server.url, Faults(lost_connections=0.5)) as proxy:
        for _ in range(12):
            try:
                post(proxy.url, 10)
            except requests.RequestException:
                continue
    assert 0 < proxy.lost < 12
    assert server.served == 12 - proxy.lost
