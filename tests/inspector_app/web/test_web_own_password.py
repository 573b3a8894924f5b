from __future__ import annotations

from typing import Any

import pytest
from prepared_laptop import PASSWORD

NEW = "chenab-and-jhelum-meet"


def test_a_changed_password_opens_the_laptop_and_the_old_one_nothing(visitor: Any) -> None:
    answer = visitor.post("/password", {"password": PASSWORD, "new_password": NEW, "again": NEW})
    assert answer.status_code == 200
    assert "password was changed" in answer.text
    assert visitor.get("/").status_code == 200
    visitor.post("/sign-out")
    assert visitor.post("/sign-in", {"password": PASSWORD}).status_code == 403
    assert visitor.post("/sign-in", {"password": NEW}).status_code == 303


@pytest.mark.parametrize(
    ("form", "status", "said"),
    [
        ({"password": "wrong", "new_password": NEW, "again": NEW}, 403, "پاس ورڈ درست نہیں"),
        ({"password": PASSWORD, "new_password": NEW, "again": NEW + "x"}, 422, "ایک جیسے نہیں"),
        ({"password": PASSWORD, "new_password": "elevenchars", "again": "elevenchars"}, 422, "کم از کم"),
        ({"password": PASSWORD, "new_password": "Pakistan12345", "again": "Pakistan12345"}, 422, "سب سے پہلے آزمائے"),
        ({"password": PASSWORD, "new_password": "aaaabbbbaaaabbbb", "again": "aaaabbbbaaaabbbb"}, 422, "سب سے پہلے"),
        ({}, 403, "پاس ورڈ درست نہیں"),
    ],
)
def test_a_password_that_cannot_stand_is_said_in_words_and_changes_nothing(
    visitor: Any, form: dict[str, str], status: int, said: str
) -> None:
    answer = visitor.speak("ur").post("/password", form)
    assert (answer.status_code, said in answer.text) == (status, True)
    visitor.post("/sign-out")
    assert visitor.post("/sign-in", {"password": PASSWORD}).status_code == 303


def test_the_page_needs_somebody_signed_in(stranger: Any) -> None:
    assert stranger.get("/password").status_code == 303
    assert stranger.post("/password", {"password": PASSWORD, "new_password": NEW, "again": NEW}).status_code == 401


def test_a_trainee_changes_the_same_password(trainee: Any) -> None:
    assert trainee.post("/password", {"password": PASSWORD, "new_password": NEW, "again": NEW}).status_code == 200
    trainee.post("/sign-out")
    assert trainee.post("/sign-in", {"password": NEW}).status_code == 303


def test_no_reply_whatever_its_status_may_be_kept_by_the_browser(visitor: Any) -> None:
    paths = (
        "/",
        "/password",
        "/search",
        "/nowhere",
        "/queue/progress",
        "/sign-in",
        "/drafts?page=/",
    )
    for path in paths:
        answer = visitor.get(path)
        assert answer.headers["Cache-Control"] == "no-store", path
        answer.close()
    assert visitor.post("/password", {}).headers["Cache-Control"] == "no-store"
    assert visitor.client.get("/", base_url="http://evil.example").headers["Cache-Control"] == "no-store"
