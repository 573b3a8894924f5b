from __future__ import annotations

from datetime import date

import pytest
from flask.testing import FlaskClient

from checklists.form_state import Surroundings
from checklists.library import load_checklist
from muaina.checklist_preview import preview_app

CHECKLIST = load_checklist("registration_contribution")


@pytest.fixture
def client() -> FlaskClient:
    return preview_app(CHECKLIST, Surroundings(date(2026, 11, 22))).test_client()


@pytest.mark.parametrize(("lang", "way"), [("en", "ltr"), ("ur", "rtl")])
def test_every_section_and_item_is_shown_in_the_language_asked_for(client: FlaskClient, lang: str, way: str) -> None:
    page = client.get(f"/{lang}", base_url="http://127.0.0.1:8790")

    assert page.status_code == 200
    assert f'<html lang="{lang}" dir="{way}">' in page.text
    assert all(f'id="{section.name}"' in page.text for section in CHECKLIST.form.sections)
    assert page.text.count('<fieldset class="item">') == len(CHECKLIST.form.items)
    assert CHECKLIST.title.ur in page.text if lang == "ur" else CHECKLIST.title.en in page.text


def test_the_preview_answers_only_by_its_own_address_and_runs_nothing(client: FlaskClient) -> None:
    strange = client.get("/en", base_url="http://muaina.example")
    own = client.get("/", base_url="http://127.0.0.1:8790")

    assert (strange.status_code, own.status_code) == (400, 200)
    assert own.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "<script" not in own.text


def test_an_unknown_page_is_not_found_and_the_look_is_served(client: FlaskClient) -> None:
    assert client.get("/fr", base_url="http://127.0.0.1").status_code == 404
    with client.get("/look/muaina.css", base_url="http://127.0.0.1") as look:
        assert look.status_code == 200
