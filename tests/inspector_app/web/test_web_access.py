from __future__ import annotations

from typing import Any


def test_page_asked_for_before_sign_in_is_shown_after_it(stranger: Any) -> None:
    answer = stranger.get("/search?q=knit")

    assert answer.status_code == 303
    assert "/sign-in?next=" in answer.headers["Location"]


def test_wrong_password_is_said_in_words_and_opens_nothing(stranger: Any) -> None:
    answer = stranger.post("/sign-in", {"password": "not-the-password", "room": "field"})

    assert answer.status_code == 403
    assert 'role="alert"' in answer.text
    assert stranger.get("/").status_code == 303


def test_empty_password_is_asked_for_again(stranger: Any) -> None:
    answer = stranger.speak("ur").post("/sign-in", {"password": "", "room": "field"})

    assert answer.status_code == 422
    assert "اپنا پاس ورڈ لکھیں" in answer.text


def test_sign_in_never_leads_to_another_host(stranger: Any) -> None:
    from prepared_laptop import PASSWORD

    for elsewhere in ("//example.org/", "https://example.org/", "/\\example.org", "javascript:1"):
        answer = stranger.post("/sign-in", {"password": PASSWORD, "room": "field", "next": elsewhere})
        assert answer.headers["Location"] == "/"


def test_language_switch_stays_at_the_place_and_is_remembered(visitor: Any) -> None:
    page = visitor.get("/search?q=knit")
    assert 'name="next" value="/search?q=knit"' in page.text
    assert '<html lang="en" dir="ltr">' in page.text

    answer = visitor.post("/language", {"lang": "ur", "next": "/search?q=knit"})

    assert answer.headers["Location"] == "/search?q=knit"
    assert '<html lang="ur" dir="rtl">' in visitor.get("/search?q=knit").text


def test_unknown_language_is_refused(visitor: Any) -> None:
    assert visitor.post("/language", {"lang": "xx", "next": "/"}).status_code == 400


def test_form_without_its_token_is_refused_in_the_users_language_and_changes_nothing(visitor: Any) -> None:
    visitor.speak("ur")

    answer = visitor.client.post("/sign-out", base_url=visitor.base, data={})

    assert answer.status_code == 403
    assert '<html lang="ur" dir="rtl">' in answer.text
    assert visitor.get("/").status_code == 200


def test_sign_out_locks_every_page(visitor: Any) -> None:
    visitor.post("/sign-out")

    assert visitor.get("/").status_code == 303
    assert visitor.post("/inspections", {"employer_id": "x"}).status_code == 401


def test_unknown_address_answers_404_in_urdu_without_a_trace(visitor: Any) -> None:
    answer = visitor.speak("ur").get("/no/such/page")

    assert answer.status_code == 404
    assert "ایسا کوئی صفحہ یا ریکارڈ نہیں" in answer.text
    assert "Traceback" not in answer.text


def test_error_inside_the_app_answers_500_in_words(visitor: Any) -> None:
    def explode() -> str:
        raise RuntimeError("secret detail")

    visitor.app.view_functions["today.today"] = explode
    visitor.app.config["PROPAGATE_EXCEPTIONS"] = False

    answer = visitor.get("/")

    assert answer.status_code == 500
    assert "secret detail" not in answer.text
    assert "Everything that was shown as saved is saved" in answer.text


def test_window_that_the_guard_did_not_let_in_learns_no_name_and_no_token(visitor: Any) -> None:
    token = visitor.token

    answer = visitor.app.test_client().get("/", base_url=visitor.base)

    assert answer.status_code == 403
    assert "Nadia" not in answer.text
    assert token not in answer.text


def test_inspectors_who_share_a_laptop_say_who_they_are_by_number_and_initials(tmp_path: Any, stranger: Any) -> None:
    from prepared_laptop import LAUNCH_TOKEN, Person, prepare_home, prepare_seat, settings_of, ticking_tools

    from inspector_app.app import create_app

    home = tmp_path / "shared" / "laptop"
    prepare_home(home)
    prepare_seat(home, person=Person("b", "Bashir Ahmad", "بشیر احمد", "inspector"), password="sutlej-barrage-1927")
    config = settings_of(home)
    visitor = type(stranger)(create_app(config, launch_token=LAUNCH_TOKEN, tools=ticking_tools()), config.port)

    page = visitor.get("/sign-in").text
    assert "N. A." in page
    assert "B. A." in page
    assert "Nadia" not in page
    assert "Bashir" not in page

    unsaid = visitor.post("/sign-in", {"password": "sutlej-barrage-1927"})
    assert unsaid.status_code == 422
    assert "Choose who you are" in unsaid.text
    wrong = visitor.post("/sign-in", {"password": "sutlej-barrage-1927", "seat": "1"})
    assert wrong.status_code == 403
    assert 'value="1" required checked' in wrong.text
    assert visitor.post("/sign-in", {"password": "sutlej-barrage-1927", "seat": "2"}).status_code == 303
    assert "Bashir Ahmad" in visitor.get("/").text


def test_one_inspector_alone_is_not_asked_who_he_is(stranger: Any) -> None:
    assert 'name="seat"' not in stranger.get("/sign-in").text
