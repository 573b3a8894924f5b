from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from centre_visitor import visit

from sync_server.models import Role, User
from sync_server.web import BLUEPRINTS
from sync_server.web.rules import rule_of

LISTS = ("/", "/inspections", "/conflicts", "/flags", "/employers", "/cases", "/law", "/devices")
MAY_READ = {
    Role.INSPECTOR: {"/", "/inspections"},
    Role.SUPERVISOR: {"/", "/inspections", "/conflicts", "/flags", "/employers", "/cases", "/law", "/devices"},
    Role.ENFORCEMENT_OFFICER: {"/", "/inspections", "/flags", "/employers", "/cases", "/law"},
    Role.LAW_OFFICER: {"/", "/law"},
    Role.TRAINER: {"/"},
    Role.ADMINISTRATOR: {"/", "/law", "/devices"},
}


@pytest.mark.parametrize("lang", ["en", "ur"])
@pytest.mark.parametrize("role", list(Role))
def test_each_role_reads_exactly_its_own_lists_in_both_languages(centre: Any, role: Role, lang: str) -> None:
    centre.user("someone", role)
    visitor = visit(centre, "someone", lang=lang)

    statuses = {path: visitor.open(path).status_code for path in LISTS}

    assert statuses == {path: 200 if path in MAY_READ[role] else 403 for path in LISTS}


def test_every_page_declares_who_may_use_it(centre: Any) -> None:
    names = {blueprint.name for blueprint in BLUEPRINTS}
    ours = {name: view for name, view in centre.app.view_functions.items() if name.split(".")[0] in names}

    assert len(ours) > 20
    assert [name for name, view in ours.items() if rule_of(view) is None] == []


def test_a_visitor_who_is_not_signed_in_is_sent_to_sign_in_and_back(centre: Any) -> None:
    centre.user("sup", Role.SUPERVISOR)
    visitor = visit(centre)

    sent = visitor.open("/flags")
    answer = visitor.send("/sign-in", sign_in="SUP", password="a long enough password", next="/flags")

    assert (sent.status_code, sent.location) == (303, "/sign-in?next=/flags")
    assert (answer.status_code, answer.location) == (303, "/flags")


def test_a_wrong_password_and_an_unknown_name_are_told_alike(centre: Any) -> None:
    centre.user("sup", Role.SUPERVISOR)
    visitor = visit(centre)

    wrong = visitor.send("/sign-in", sign_in="sup", password="wrong")
    unknown = visitor.send("/sign-in", sign_in="nobody", password="wrong")

    assert wrong.status_code == unknown.status_code == 403
    assert wrong.text.replace("sup", "").split("<form")[0] == unknown.text.replace("nobody", "").split("<form")[0]


def test_five_failures_make_even_the_right_password_wait_a_minute(centre: Any) -> None:
    centre.user("sup", Role.SUPERVISOR)
    visitor = visit(centre)
    for _ in range(5):
        visitor.send("/sign-in", sign_in="sup", password="wrong")

    at_once = visitor.send("/sign-in", sign_in="sup", password="a long enough password")
    centre.clock.move(minutes=1, seconds=1)
    later = visitor.send("/sign-in", sign_in="sup", password="a long enough password")

    assert (at_once.status_code, later.status_code) == (429, 303)


def test_a_session_ends_after_a_working_day(centre: Any) -> None:
    centre.user("sup", Role.SUPERVISOR)
    visitor = visit(centre, "sup")

    centre.clock.move(hours=12, minutes=1)

    assert visitor.open("/").location == "/sign-in?next=/"


def test_a_person_who_has_left_is_signed_out_at_once(centre: Any) -> None:
    user = centre.user("sup", Role.SUPERVISOR)
    visitor = visit(centre, "sup")
    centre.session.get_one(User, user.id).active = False
    centre.session.commit()

    assert visitor.open("/").status_code == 303


@pytest.mark.parametrize("token", ["", "x" * 32])
def test_a_form_without_the_sessions_token_changes_nothing(centre: Any, token: str) -> None:
    centre.user("sup", Role.SUPERVISOR)
    visitor = visit(centre, "sup", lang="ur")

    answer = visitor.client.post("/language", data={"token": token, "lang": "en"})

    assert answer.status_code == 403
    assert 'lang="ur" dir="rtl"' in visitor.open("/").text


def test_every_page_carries_the_security_headers_and_no_script(centre: Any) -> None:
    page = centre.client.get("/sign-in")

    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["Cache-Control"] == "no-store"
    assert "<script" not in page.text
    assert " style=" not in page.text
    cookie = page.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "/a\nb",
        "/\t/evil.example",
        "/\r/evil.example",
        "",
    ],
)
def test_after_sign_in_nobody_is_led_to_another_site(centre: Any, target: str) -> None:
    centre.user("sup", Role.SUPERVISOR)

    answer = visit(centre).send("/sign-in", sign_in="sup", password="a long enough password", next=target)

    assert answer.location == "/"


def test_the_language_follows_the_browser_until_it_is_chosen(centre: Any) -> None:
    page = centre.client.get("/sign-in", headers={"Accept-Language": "ur-PK,ur;q=0.9"})

    assert '<html lang="ur" dir="rtl">' in page.text


@pytest.mark.parametrize(("lang", "words"), [("en", "no such page"), ("ur", "موجود نہیں")])
def test_an_unknown_page_is_said_in_the_readers_language_without_a_stack_trace(
    centre: Any, lang: str, words: str
) -> None:
    page = visit(centre, lang=lang).open("/no-such-page")

    assert page.status_code == 404
    assert words in page.text
    assert "Traceback" not in page.text


def test_an_error_of_ours_shows_no_stack_trace(centre: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    centre.user("sup", Role.SUPERVISOR)
    visitor = visit(centre, "sup")
    monkeypatch.setattr("sync_server.web.flags.flag_page", lambda *_, **__: 1 / 0)

    page = visitor.open("/flags")

    assert page.status_code == 500
    assert "Something went wrong" in page.text
    assert "ZeroDivisionError" not in page.text


def test_health_answers_without_sign_in(centre: Any) -> None:
    assert centre.client.get("/health").get_json() == {"status": "ok"}


def test_the_look_is_served_and_nothing_else_is(centre: Any) -> None:
    files = ("muaina.css", "icons/ok.svg", "__init__.py", "../text.py", "fonts/NotoSans-Regular.ttf")

    statuses = []
    for file in files:
        with centre.client.get(f"/look/{file}") as response:
            statuses.append(response.status_code)

    assert statuses == [200, 200, 404, 404, 404]


def test_a_longer_session_is_not_given_by_looking_at_pages(centre: Any) -> None:
    centre.user("sup", Role.SUPERVISOR)
    visitor = visit(centre, "sup")
    for _ in range(3):
        centre.clock.at += timedelta(hours=5)
        last = visitor.open("/")

    assert last.status_code == 303
