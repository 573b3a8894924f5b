"""What another site, program or window on the same machine may make of the laptop's pages: every way of asking at once.

The inspector is signed in and the browser holds the cookie, as it would for a request of a hostile page.
"""

from __future__ import annotations

from collections import Counter
from itertools import product
from typing import Any

import pytest
from prepared_laptop import MILL

from inspector_app.guard import COOKIE
from inspector_app.store.driver import rows

OURS, OTHER_PORT = "http://127.0.0.1:{port}", "http://127.0.0.1:8080"

OUR_HOST = "127.0.0.1:{port}"
HOSTS = (OUR_HOST, "localhost:{port}", "127.0.0.1", "127.0.0.1:8080", "rebound.example:{port}", "[::1]:{port}")
ORIGINS = (
    None,
    OURS,
    OTHER_PORT,
    "null",
    "https://evil.example",
    "http://localhost:{port}",
    "https://127.0.0.1:{port}",
)
SITES = (None, "none", "same-origin", "same-site", "cross-site")
METHODS = ("GET", "HEAD", "POST", "PUT", "OPTIONS")
TOKENS = ("right", "wrong", "")
COOKIES = ("ours", "guessed", "")

CANARY = "Shahdara"
"""Part of the employer's name: it stands on the page that is asked for."""


def is_our_window(host: str, origin: str | None, site: str | None, method: str, token: str, cookie: str) -> bool:
    """Return whether only the laptop's own window asks like this; written down here a second time on purpose."""
    if host != OUR_HOST or cookie != "ours" or origin not in (None, OURS):
        return False
    if method in ("GET", "HEAD"):
        return site in (None, "none", "same-origin")
    return method == "POST" and site in (None, "same-origin") and token == "right"


def _corrections(visitor: Any) -> int:
    with visitor.app.extensions["muaina"].session.open() as opened:
        return len(rows(opened.work, "SELECT 1 FROM outbox"))


@pytest.mark.timeout(180)
def test_only_our_own_window_reads_or_writes(visitor: Any) -> None:
    port = visitor.base.rpartition(":")[2]
    cookie, token = visitor.client.get_cookie(COOKIE, domain="127.0.0.1").value, visitor.token
    stranger = visitor.app.test_client(use_cookies=False)
    tried: Counter[str] = Counter()
    for way in product(HOSTS, ORIGINS, SITES, METHODS, TOKENS, COOKIES):
        host, origin, site, method, with_token, with_cookie = way
        headers = {"Host": host.format(port=port), "X-Muaina-Token": {"right": token}.get(with_token, with_token)}
        headers |= {"Origin": origin.format(port=port)} if origin else {}
        headers |= {"Sec-Fetch-Site": site} if site else {}
        headers |= {"Cookie": f"{COOKIE}={cookie if with_cookie == 'ours' else with_cookie}"} if with_cookie else {}
        before = _corrections(visitor) if method == "POST" and is_our_window(*way) else None
        number = sum(tried.values())
        reads = method in ("GET", "HEAD")
        answer = stranger.open(
            f"/employers/{MILL}" if reads else f"/employers/{MILL}/corrections",
            method=method,
            headers=headers,
            data=None if reads else {"phone": f"042-{number:07}"},
        )
        if is_our_window(*way):
            tried["ours"] += 1
            assert answer.status_code == (200 if reads else 303), way
            assert before is None or _corrections(visitor) == before + 1, way
            continue
        tried["hostile"] += 1
        assert answer.status_code in (403, 405), way
        assert CANARY not in answer.text, way
        assert "Access-Control-Allow-Origin" not in answer.headers, way
    assert _corrections(visitor) == tried_writes(), "something hostile was written"
    assert tried["hostile"] > 9000
    assert tried["ours"] >= 10


def tried_writes() -> int:
    """Return how many of the requests were our own window's writes."""
    ways = product(HOSTS, ORIGINS, SITES, ("POST",), TOKENS, COOKIES)
    return sum(is_our_window(*way) for way in ways)
