"""Which requests reach the laptop's pages."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from prepared_laptop import LAUNCH_TOKEN, ticking_tools

from inspector_app.app import create_app
from inspector_app.config import Config
from inspector_app.guard import COOKIE


@pytest.fixture
def app(config: Config) -> Flask:
    return create_app(config, launch_token=LAUNCH_TOKEN, tools=ticking_tools())


@pytest.fixture
def home(config: Config) -> str:
    return f"http://127.0.0.1:{config.port}"


@pytest.fixture
def window(app: Flask, home: str) -> FlaskClient:
    client = app.test_client()
    assert client.get(f"/launch?token={LAUNCH_TOKEN}", base_url=home).status_code == 303
    return client


def _token(app: Flask) -> str:
    token: str = app.extensions["muaina"].guard.form_token
    return token


def test_the_launch_token_opens_one_window_only(app: Flask, home: str) -> None:
    assert app.test_client().get("/launch?token=wrong", base_url=home).status_code == 403
    assert app.test_client().get("/launch", base_url=home).status_code == 403
    first = app.test_client().get(f"/launch?token={LAUNCH_TOKEN}", base_url=home)
    cookie = first.headers["Set-Cookie"]
    assert first.headers["Location"] == "/"
    assert cookie.startswith(f"{COOKIE}=")
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert app.test_client().get(f"/launch?token={LAUNCH_TOKEN}", base_url=home).status_code == 403


def test_an_empty_launch_token_opens_nothing(config: Config, home: str) -> None:
    app = create_app(config, launch_token="", tools=ticking_tools())
    for address in ("/launch", "/launch?token="):
        assert app.test_client().get(address, base_url=home).status_code == 403


def test_a_window_that_muaina_did_not_open_sees_nothing(app: Flask, home: str) -> None:
    client = app.test_client()
    for address in ("/", "/sign-in", "/queue", "/nonsense"):
        assert client.get(address, base_url=home).status_code == 403
    client.set_cookie(COOKIE, "guessed", domain="127.0.0.1")
    assert client.get("/sign-in", base_url=home).status_code == 403


@pytest.mark.parametrize(
    "host",
    ["evil.example", "localhost:{port}", "127.0.0.1", "127.0.0.1:1", "127.0.0.1.evil.example:{port}", "[::1]:{port}"],
)
def test_another_host_is_refused_even_with_the_cookie(
    window: FlaskClient, config: Config, home: str, host: str
) -> None:
    headers = {"Host": host.format(port=config.port)}
    assert window.get("/sign-in", base_url=home, headers=headers).status_code == 403
    assert window.get("/look/muaina.css", base_url=home, headers=headers).status_code == 403


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
def test_reading(window: FlaskClient, home: str, headers: dict[str, str], status: int) -> None:
    assert window.get("/sign-in", base_url=home, headers=headers).status_code == status


OURS = "http://127.0.0.1:{port}"


@pytest.mark.parametrize(
    ("headers", "admitted"),
    [
        ({"Origin": OURS, "Sec-Fetch-Site": "same-origin"}, True),
        ({"Origin": OURS}, True),
        ({}, True),
        ({"Origin": "null"}, False),
        ({"Origin": "http://127.0.0.1:1"}, False),
        ({"Origin": "https://127.0.0.1:{port}"}, False),
        ({"Origin": "http://localhost:{port}"}, False),
        ({"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}, False),
        ({"Origin": OURS, "Sec-Fetch-Site": "cross-site"}, False),
        ({"Origin": OURS, "Sec-Fetch-Site": "same-site"}, False),
        ({"Origin": OURS, "Sec-Fetch-Site": "none"}, False),
    ],
)
def test_writing_from(
    app: Flask, window: FlaskClient, config: Config, home: str, headers: dict[str, str], admitted: bool
) -> None:
    sent = {name: value.format(port=config.port) for name, value in headers.items()}
    answer = window.post("/language", data={"lang": "ur", "token": _token(app)}, base_url=home, headers=sent)
    assert (answer.status_code != 403) is admitted


def test_a_write_needs_the_token_in_the_form_or_the_header(app: Flask, window: FlaskClient, home: str) -> None:
    def post(form: dict[str, str], headers: dict[str, str]) -> bool:
        answer = window.post("/language", data={"lang": "ur", **form}, base_url=home, headers=headers)
        return answer.status_code != 403

    token = _token(app)
    assert post({"token": token}, {})
    assert post({}, {"X-Muaina-Token": token})
    assert not post({}, {})
    assert not post({"token": "wrong"}, {})
    assert not post({"token": ""}, {"X-Muaina-Token": ""})
    assert not post({"token": token}, {"X-Muaina-Token": "wrong"})


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_are_refused(app: Flask, window: FlaskClient, home: str, method: str) -> None:
    headers = {"X-Muaina-Token": _token(app)}
    assert window.open("/language", method=method, base_url=home, headers=headers).status_code in (403, 405)


def test_every_answer_carries_the_security_headers(app: Flask, window: FlaskClient, home: str) -> None:
    for answer in (window.get("/sign-in", base_url=home), app.test_client().get("/", base_url=home)):
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["Referrer-Policy"] == "same-origin"


def test_a_locked_laptop_shows_the_sign_in_page_only(window: FlaskClient, home: str) -> None:
    for address in ("/", "/queue", "/search?q=a", "/employers/x"):
        answer = window.get(address, base_url=home)
        assert answer.status_code in (302, 303, 401)
        assert "Shahdara" not in answer.get_data(as_text=True)
