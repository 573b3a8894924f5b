"""The preview answers like an inspector's page, behind the same guard, and stores nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import tried_checklist
from click.testing import CliRunner
from flask.testing import FlaskClient

from checklists.definition import read_definition
from checklists.library import available_checklists, heading_of, load_checklist
from checklists.workbook import write_workbook
from muaina.checklist_commands import checklist as commands
from muaina.preview.app import Tried, preview_app
from muaina.preview.trial import Trial, made_up_register
from simplify_content.law_loader import available_schemes

DAY, TOKEN, PORT = date(2026, 11, 22), "one-time-token", 8790
BASE = f"http://127.0.0.1:{PORT}"


class Author:
    """Somebody who opened the preview by its address."""

    def __init__(self, tried: Tried) -> None:
        self.client: FlaskClient = preview_app(tried, launch_token=TOKEN, port=PORT).test_client()
        self.client.get(f"/launch?token={TOKEN}", base_url=BASE)
        found = re.search(r'data-token="([0-9a-f]+)"', self.get("/").text)
        self.token = found[1] if found else ""

    def get(self, path: str) -> Any:
        return self.client.get(path, base_url=BASE, follow_redirects=True)

    def post(self, path: str, **form: str) -> Any:
        return self.client.post(path, base_url=BASE, data={"token": self.token, **form})

    def answer(self, item: str, value: str, key: str = "") -> Any:
        return self.client.post(
            "/answers",
            base_url=BASE,
            data={"token": self.token, "item": item, "key": key, "value": value},
            headers={"Accept": "application/json"},
        ).json


def _tried(name: str, scheme: str = "pessi") -> Tried:
    checklist = load_checklist(name, scheme=scheme)
    around, employer = made_up_register(checklist, law_scheme=scheme, on=DAY)
    return Tried(Trial(checklist, around), scheme, employer)


@pytest.fixture
def author() -> Author:
    return Author(_tried("registration_contribution"))


@pytest.mark.parametrize("name", available_checklists())
def test_every_checklist_shows_all_its_sections_in_both_languages(name: str) -> None:
    setting = heading_of(name, available_checklists()[name][-1]).scheme
    scheme = next(known for known in available_schemes() if setting == "shared" or known in setting.split())
    tried = _tried(name, scheme)
    author = Author(tried)

    for lang, way in (("en", "ltr"), ("ur", "rtl")):
        page = author.get(f"/{lang}")
        assert page.status_code == 200
        assert f'<html lang="{lang}" dir="{way}">' in page.text
        assert all(f'id="{section.name}"' in page.text for section in tried.trial.checklist.form.sections)
        assert tried.trial.checklist.title.in_("ur" if lang == "ur" else "en") in page.text


def test_an_answer_opens_questions_and_drafts_findings_with_their_provision(author: Author) -> None:
    reply = author.answer("certificate_displayed", "no")

    assert "section" in reply["observations_html"]
    assert "CERT_NOT_DISPLAYED" in author.get("/").text
    author.answer("representative_role", "other")
    asked = author.answer("representative_role_other", "Canteen keeper")
    assert next(item for item in asked["items"] if item["item"] == "representative_role_other")["relevant"] is True
    closed = author.answer("representative_role", "owner")
    assert "Canteen keeper" in closed["set_aside_html"]


def test_an_answer_that_cannot_stand_says_so_in_the_language_of_the_page(author: Author) -> None:
    author.get("/ur")

    reply = author.answer("headcount_men", "-5")

    problem = next(item["problem"] for item in reply["items"] if item["item"] == "headcount_men")
    assert any("\u0600" <= sign <= "\u06ff" for sign in problem)
    assert problem in reply["observations_html"]


def test_cards_are_added_answered_and_removed_and_all_is_forgotten(author: Author) -> None:
    added = author.post("/cards", repeat="workers_found")
    assert added.headers["Location"] == "/#card-c1"
    author.answer("wf_name", "Rashid Ali", "c1")
    assert "Rashid Ali" in author.get("/").text

    author.post("/cards/remove", repeat="workers_found", key="c1")
    assert "Rashid Ali" not in author.get("/").text
    author.answer("remarks", "something tried")
    author.post("/restart")
    assert "something tried" not in author.get("/").text


def test_a_form_without_script_is_taken_and_shown(author: Author) -> None:
    sent = author.post("/answers", item="remarks", value="plain form")

    assert (sent.status_code, sent.headers["Location"]) == (303, "/#item-remarks")
    assert "plain form" in author.get("/").text


@pytest.mark.parametrize(
    "send",
    [
        lambda author: author.post("/answers", item="no_such", value="1"),
        lambda author: author.post("/answers", item="headcount_total", value="1"),
        lambda author: author.post("/cards", repeat="nothing"),
        lambda author: author.get("/fr"),
    ],
)
def test_what_the_checklist_does_not_have_is_not_found(author: Author, send: Callable[[Author], Any]) -> None:
    assert send(author).status_code == 404


def test_only_the_window_that_opened_it_may_look_and_answer(author: Author) -> None:
    stranger = preview_app(_tried("follow_up"), launch_token=TOKEN, port=PORT).test_client()

    assert stranger.get("/", base_url=BASE).status_code == 403
    assert stranger.get("/launch?token=guess", base_url=BASE).status_code == 403
    assert author.client.get("/", base_url="http://muaina.example").status_code == 403
    assert author.client.post("/answers", base_url=BASE, data={"item": "remarks", "value": "x"}).status_code == 403
    policy = author.get("/").headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'")
    for file in ("/look/muaina.css", "/static/preview.css", "/static/answers.js"):
        with author.get(file) as sent:
            assert sent.status_code == 200


def test_an_authors_workbook_is_tried_with_the_texts_that_it_still_lacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("waitress.serve", lambda app, **_: served.append(app))
    served: list[Any] = []
    lacking = tried_checklist.DEFINITION.replace("  label::Urdu (ur): کتنے دروازے ہیں؟\n", "")
    written = tmp_path / "draft.yaml"
    written.write_text(lacking, encoding="utf-8")
    file = tmp_path / "draft.xlsx"
    file.write_bytes(write_workbook(read_definition(written)))

    result = CliRunner().invoke(commands, ["preview", str(file)])

    assert result.exit_code == 0, result.output
    token = result.output.partition("token=")[2].split()[0]
    client = served[0].test_client()
    client.get(f"/launch?token={token}", base_url=BASE)
    page = client.get("/ur", base_url=BASE, follow_redirects=True).text
    assert "جو متن ابھی لکھنا باقی ہیں: \u20661\u2069" in page
    assert "[اردو متن ابھی نہیں لکھا گیا] How many gates?" in page


def test_a_workbook_with_other_faults_is_refused_with_the_cells_named(tmp_path: Path) -> None:
    file = tmp_path / "draft.yaml"
    file.write_text(tried_checklist.DEFINITION.replace("${night} = 'yes'", "nonsense(${night})"), encoding="utf-8")

    result = CliRunner().invoke(commands, ["preview", str(file)])

    assert result.exit_code == 2
    assert "column 'relevant'" in result.output


def test_another_preview_of_the_same_checklist_knows_nothing_of_the_answers(author: Author) -> None:
    author.answer("remarks", "tried here")

    assert "tried here" not in Author(_tried("registration_contribution")).get("/").text
