from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from prepared_laptop import BEGIN

from inspector_app.services.lease import LEASE
from inspector_app.store.driver import writing
from inspector_app.store.standing import see_time
from inspector_app.tools import moment


@pytest.mark.parametrize(("lang", "words"), [("en", "Care of this laptop"), ("ur", "لیپ ٹاپ کی دیکھ بھال")])
def test_the_page_says_in_both_languages_what_was_looked_at(visitor: Any, lang: str, words: str) -> None:
    page = visitor.speak(lang).get("/care").text

    assert words in page
    assert page.count('id="check-') == 11
    assert 'href="/care"' in visitor.get("/queue").text


def test_a_backup_is_written_to_the_folder_that_was_named_and_its_place_said(visitor: Any, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()

    page = visitor.post("/care/backup", {"folder": str(stick)})

    [made] = stick.iterdir()
    assert page.status_code == 200
    assert made.name in page.text
    assert {path.name for path in made.iterdir()} >= {"work.db", "vault.json", "backup.json"}


@pytest.mark.parametrize("folder", ["", "relative", "/no/such/folder", "x" * 5000, "\0", "/proc"])
def test_a_folder_that_cannot_be_used_is_said_beside_what_was_typed(visitor: Any, folder: str) -> None:
    page = visitor.post("/care/backup", {"folder": folder})

    assert page.status_code == 409
    assert 'role="alert"' in page.text


def test_work_can_be_backed_up_while_the_register_is_locked_and_the_search_stays_shut(
    visitor: Any, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    with visitor.app.extensions["muaina"].session.open() as opened, writing(opened.work):
        see_time(opened.work, moment(BEGIN + LEASE))

    page = visitor.get("/care")
    made = visitor.post("/care/backup", {"folder": str(stick)})
    hits = visitor.post("/search/hits", {"q": "knit"})

    assert (page.status_code, made.status_code, len(list(stick.iterdir()))) == (200, 200, 1)
    assert "Shahdara" not in page.text
    assert "Sync before you go out" in page.text
    assert (hits.status_code, "Shahdara" in hits.text) == (423, False)


def test_the_practice_room_offers_no_backup(trainee: Any) -> None:
    assert 'action="/care/backup' not in trainee.get("/care").text
    assert trainee.post("/care/backup", {"folder": "/tmp"}).status_code in (403, 409)
