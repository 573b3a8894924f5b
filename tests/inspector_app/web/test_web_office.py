"""The file of an office of the institution: its own checklist is offered, begun from the page, and no other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from prepared_laptop import LAUNCH_TOKEN, MILL, OFFICE_ID, prepare_home, put_office, settings_of, ticking_tools

from checklists.library import load_checklist
from inspector_app.app import create_app


@pytest.fixture
def inspector(tmp_path: Path, visitor: Any) -> Iterator[Any]:
    """An inspector of EOBI whose register holds the regional office beside the employers."""
    home = tmp_path / "eobi"
    prepare_home(home, scheme="eobi")
    config = settings_of(home)
    of_eobi = type(visitor)(create_app(config, launch_token=LAUNCH_TOKEN, tools=ticking_tools()), config.port)
    session = of_eobi.sign_in().app.extensions["muaina"].session
    put_office(session)
    yield of_eobi
    session.sign_out()


@pytest.mark.parametrize(("lang", "word"), [("en", "Office of the institution"), ("ur", "ادارے کا دفتر")])
def test_the_page_of_an_office_says_what_it_is_and_offers_its_checklist_only(
    inspector: Any, lang: Any, word: str
) -> None:
    page = inspector.speak(lang).get(f"/employers/{OFFICE_ID}").text

    assert word in page
    assert 'value="regional_office"' in page
    assert 'value="eobi_establishment"' not in page
    assert 'value="regional_office"' not in inspector.get(f"/employers/{MILL}").text


def test_the_self_inspection_begins_and_every_page_of_it_opens(inspector: Any) -> None:
    began = inspector.post("/inspections", {"employer_id": OFFICE_ID, "visit_id": "", "checklist": "regional_office"})
    here = began.headers["Location"]

    assert load_checklist("regional_office").title.en in inspector.get(here).text
    for page in ("sections/office", "sections/cases", "findings", "arrears", "statement", "signature"):
        assert inspector.get(f"{here}/{page}").status_code == 200, page
    assert "does not feed the assessment" in inspector.get(f"{here}/arrears").text


@pytest.mark.parametrize(("subject", "checklist"), [(OFFICE_ID, "eobi_establishment"), (MILL, "regional_office")])
def test_the_checklist_of_the_one_is_refused_for_the_other(inspector: Any, subject: str, checklist: str) -> None:
    answer = inspector.post("/inspections", {"employer_id": subject, "visit_id": "", "checklist": checklist})

    assert answer.status_code == 404
    assert "no checklist named" in answer.text
