"""A laptop that nobody uses locks itself; what was typed is kept and stands in its place again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from prepared_laptop import BEGIN, LAUNCH_TOKEN, MILL, prepare_home

from inspector_app.app import create_app
from inspector_app.services.drafts import MOST_SIGNS
from inspector_app.services.session import GRACE_S
from inspector_app.tools import ClockReading, Tools

MINUTE_MS = 60_000


class Clock:
    """The clock that nobody can set, moved by the test."""

    ms = 5_000_000

    def reading(self) -> ClockReading:
        return ClockReading("boot", self.ms)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def visitor(tmp_path: Any, stranger: Any, clock: Clock) -> Iterator[Any]:
    config = replace(prepare_home(tmp_path / "watched" / "laptop"), lock_after_min=10)
    ids = (f"01993b1a-0000-7000-8000-{number:012d}" for number in range(10**9, 10**10))
    tools = Tools(now=lambda: BEGIN, new_id=lambda: next(ids), reading=clock.reading)
    visitor = type(stranger)(create_app(config, launch_token=LAUNCH_TOKEN, tools=tools), config.port).sign_in()
    yield visitor
    visitor.app.extensions["muaina"].session.sign_out()


def _session(visitor: Any) -> Any:
    return visitor.app.extensions["muaina"].session


def _drafts(visitor: Any) -> list[str]:
    with _session(visitor).open() as opened:
        return [row[0] for row in opened.work.conn.execute("SELECT page FROM draft ORDER BY page")]


def test_after_so_many_minutes_the_next_page_asks_for_the_password_and_leads_back(visitor: Any, clock) -> None:
    clock.ms += 10 * MINUTE_MS - 1
    assert visitor.get("/queue").status_code == 200
    clock.ms += 10 * MINUTE_MS
    answer = visitor.get(f"/employers/{MILL}?from=search")
    assert answer.headers["Location"].endswith(f"/sign-in?next=/employers/{MILL}?from%3Dsearch")
    page = visitor.get(answer.headers["Location"]).text
    assert "locked itself because nobody used it" in page
    assert _session(visitor).is_locked
    visitor.sign_in()
    assert "locked itself" not in visitor.get("/sign-in").text


def test_what_a_page_asks_by_itself_is_no_use(visitor: Any, clock) -> None:
    for _ in range(11):
        clock.ms += MINUTE_MS
        visitor.get("/queue/progress")
        visitor.get("/inspections/x/books/y/file/progress")
        visitor.get("/static/lock.js").close()
    assert _session(visitor).is_locked


def test_typing_without_a_request_keeps_it_open_because_the_page_says_so(visitor: Any, clock) -> None:
    for _ in range(30):
        clock.ms += 9 * MINUTE_MS
        assert visitor.post_json("/still-here", {}).status_code == 204
    assert not _session(visitor).is_locked


def test_the_timer_forgets_the_key_of_a_laptop_whose_page_is_gone(visitor: Any, clock) -> None:
    clock.ms += 10 * MINUTE_MS
    assert not _session(visitor).lock_when_idle(grace_s=GRACE_S)
    clock.ms += int(GRACE_S * 1000)
    assert _session(visitor).lock_when_idle(grace_s=GRACE_S)
    assert not _session(visitor).lock_when_idle(grace_s=GRACE_S)


def test_the_request_that_locks_keeps_what_is_typed_even_when_it_comes_late(visitor: Any, clock) -> None:
    fields = [["/employers corrections phone 1", "042 اردو"]]
    token = visitor.token
    clock.ms += 400 * MINUTE_MS  # the laptop slept
    body = {"page": f"/employers/{MILL}", "fields": fields}
    answer = visitor.client.post("/lock", base_url=visitor.base, json=body, headers={"X-Muaina-Token": token})
    assert answer.json["address"].endswith(f"/sign-in?next=/employers/{MILL}")
    assert _session(visitor).is_locked
    assert visitor.get("/drafts?page=/x", headers={"Accept": "application/json"}).status_code == 401
    visitor.sign_in()
    assert visitor.get(f"/drafts?page=/employers/{MILL}").json == {"fields": fields}


def test_locking_twice_is_no_error(visitor: Any) -> None:
    for _ in range(2):
        assert visitor.post_json("/lock", {"page": "/", "fields": []}).status_code == 200


@pytest.mark.parametrize("body", [[], {"page": 3, "fields": []}, {"page": "//x" * 500, "fields": []}, {"page": "/"}])
def test_a_draft_of_another_shape_is_refused(visitor: Any, body: object) -> None:
    assert visitor.post_json("/drafts", body).status_code == 400
    assert _drafts(visitor) == []


def test_a_draft_that_is_too_long_is_left_to_the_page(visitor: Any) -> None:
    answer = visitor.post_json("/drafts", {"page": "/survey", "fields": [["name", "x" * MOST_SIGNS]]})
    assert answer.json == {"kept": False}


def test_what_was_sent_in_is_no_longer_kept_and_what_was_refused_is(visitor: Any) -> None:
    page = f"/employers/{MILL}"
    visitor.post_json("/drafts", {"page": page, "fields": [["phone", "042"]]})
    visitor.post_json("/drafts", {"page": "/survey", "fields": [["name", "x"]]})
    referer = {"Referer": f"{visitor.base}{page}"}
    assert visitor.post(f"{page}/corrections", {"phone": "letters"}, headers=referer).status_code == 422
    assert _drafts(visitor) == [page, "/survey"]
    assert visitor.post(f"{page}/corrections", {"phone": "042-35714111"}, headers=referer).status_code == 303
    assert _drafts(visitor) == ["/survey"]
    visitor.post_json("/drafts", {"page": "/survey", "fields": []})
    assert _drafts(visitor) == []


def test_a_draft_is_of_this_inspector_alone_and_stands_in_no_file_as_text(visitor: Any) -> None:
    visitor.post_json("/drafts", {"page": "/survey", "fields": [["name", "Canary Zafarullah"]]})
    home = visitor.app.extensions["muaina"].config.home
    assert not [path for path in home.rglob("*") if path.is_file() and b"Zafarullah" in path.read_bytes()]


def test_every_page_of_a_signed_in_person_carries_the_lock_and_a_strangers_none(visitor: Any) -> None:
    assert 'data-minutes="10"' in visitor.get("/queue").text
    visitor.post("/sign-out")
    assert 'id="lock"' not in visitor.get("/sign-in").text
