"""Pages after a visit: what was sealed, a returned inspection, amendments; and two windows on the same inspection."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from inspector_at_work import Desk
from prepared_laptop import MILL
from sealed_visit import ALIAS, CANARIES, interviewed, ready_to_close, seals

from inspector_app.store import outbox
from inspector_app.store.driver import rows
from inspector_app.store.register_changes import put_row
from sync_protocol.entities import ENTITIES

REMARK = "Sixty men? The register says forty."


@contextmanager
def at_work(visitor: Any) -> Iterator[Desk]:
    with visitor.app.extensions["muaina"].session.open() as opened:
        yield Desk(opened)


def returned(desk: Desk, inspection_id: str, **values: Any) -> None:
    scope = json.loads(rows(desk.opened.work, "SELECT scopes FROM device")[0]["scopes"])[0]
    said = {
        **dict.fromkeys(ENTITIES["inspection_summary"].field_names), "employer_id": MILL, "inspector_id": "x",
        "inspector_name": "x", "inspected_on": "2026-11-22", "state": "returned", "remark": "Count once more.",
        "findings_count": 3, "version": 1,
        "remarks": json.dumps([{"item": "headcount_men", "key": "", "text": REMARK}]), **values,
    }  # fmt: skip
    put_row(desk.opened.register, ENTITIES["inspection_summary"], scope, row_id=inspection_id, rev=2, values=said)


@pytest.fixture
def closed(visitor: Any) -> str:
    """A closed inspection with interviews."""
    with at_work(visitor) as desk:
        seals(desk.opened)
        inspection_id = interviewed(desk)
        ready_to_close(desk, inspection_id)
        desk.close(inspection_id)
    return inspection_id


@pytest.mark.parametrize("lang", ["en", "ur"])
def test_the_pages_say_what_was_sealed_and_show_none_of_it(visitor: Any, closed: str, lang: str) -> None:
    visitor.speak(lang)
    for path in ("", "/sections/interviews", "/findings", "/evidence"):
        page = visitor.get(f"/inspections/{closed}{path}")
        assert page.status_code == 200
        assert not [canary for canary in CANARIES if canary in page.text]
    page = visitor.get(f"/inspections/{closed}/sections/interviews").text
    assert 'id="sealed"' in page
    assert ALIAS not in page
    assert "not-sealed" not in page


def test_for_an_older_centre_the_page_says_that_nothing_was_sealed(visitor: Any) -> None:
    with at_work(visitor) as desk:
        inspection_id = interviewed(desk)
        ready_to_close(desk, inspection_id)
        desk.close(inspection_id)
    assert 'id="not-sealed"' in visitor.get(f"/inspections/{inspection_id}").text


def test_a_returned_inspection_shows_its_remarks_at_their_answers_and_is_opened_again(
    visitor: Any, closed: str
) -> None:
    with at_work(visitor) as desk:
        returned(desk, closed)
    overview = visitor.get(f"/inspections/{closed}").text
    assert "Count once more." in overview
    assert REMARK in overview
    assert 'id="reopen"' in overview
    assert REMARK in visitor.get(f"/inspections/{closed}/sections/head_count").text
    answer = visitor.post(f"/inspections/{closed}/reopen")
    assert answer.status_code == 303
    overview = visitor.get(answer.headers["Location"]).text
    assert REMARK in overview
    assert f"/inspections/{closed}/versions/1" in overview
    section = visitor.get(f"/inspections/{closed}/sections/head_count").text
    assert REMARK in section
    assert 'name="value" value="60"' in section
    earlier = visitor.get(f"/inspections/{closed}/versions/1")
    assert earlier.status_code == 200
    assert "Version 1" in earlier.text
    assert ALIAS not in earlier.text
    assert visitor.get(f"/inspections/{closed}/versions/2").status_code == 404


def test_only_a_returned_inspection_is_opened_again(visitor: Any, closed: str) -> None:
    refused = visitor.post(f"/inspections/{closed}/reopen")
    assert refused.status_code == 409
    assert "Only an inspection that the supervisor returned" in refused.text


def test_an_answer_is_amended_with_a_reason_and_both_stand(visitor: Any, closed: str) -> None:
    section = f"/inspections/{closed}/sections/head_count"
    assert "amendments/new?item=headcount_men" in visitor.get(section).text
    page = visitor.get(f"/inspections/{closed}/amendments/new?item=headcount_men").text
    assert 'value="60"' in page
    form = {"item": "headcount_men", "key": "", "value": "59", "why": ""}
    refused = visitor.post(f"/inspections/{closed}/amendments", form)
    assert refused.status_code == 422
    assert "Say why" in refused.text
    assert 'value="59"' in refused.text
    taken = visitor.post(f"/inspections/{closed}/amendments", {**form, "why": "One was a <visitor>."})
    assert taken.status_code == 303
    page = visitor.get(section).text
    assert 'name="value" value="60"' in page
    assert "One was a &lt;visitor&gt;." in page
    assert "amendment" in page


@pytest.mark.parametrize("item", ["headcount_total", "iv_alias", "nothing", ""])
def test_what_cannot_be_amended_is_not_offered(visitor: Any, closed: str, item: str) -> None:
    assert visitor.get(f"/inspections/{closed}/amendments/new?item={item}").status_code == 404


def test_an_open_inspection_is_not_amended(visitor: Any, inspection: str) -> None:
    assert visitor.get(f"{inspection}/amendments/new?item=headcount_men").status_code == 404
    assert "amendments/new" not in visitor.get(f"{inspection}/sections/head_count").text


def seen_in(page: str, item: str) -> str:
    return page.split(f'name="item" value="{item}"')[1].split('name="seen" value="')[1].split('"')[0]


def test_the_second_of_two_windows_is_told_and_chooses(visitor: Any, inspection: str) -> None:
    section = visitor.get(f"{inspection}/sections/head_count").text
    first = {"item": "headcount_men", "key": "", "value": "40", "seen": seen_in(section, "headcount_men")}
    assert visitor.post(f"{inspection}/answers", first).status_code == 303
    told = visitor.post(f"{inspection}/answers", {**first, "value": "41"})
    assert told.status_code == 409
    assert 'id="keep-typed"' in told.text
    assert ">41<" in told.text.replace("</bdi>", "<")
    assert ">40<" in told.text.replace("</bdi>", "<")
    assert 'value="40"' in visitor.get(f"{inspection}/sections/head_count").text
    mark = told.text.split('name="seen" value="')[1].split('"')[0]
    assert visitor.post(f"{inspection}/answers", {**first, "value": "41", "seen": mark}).status_code == 303
    assert 'value="41"' in visitor.get(f"{inspection}/sections/head_count").text


def test_the_script_is_told_what_stands(visitor: Any, inspection: str) -> None:
    kept = visitor.post_json(f"{inspection}/answers", {"item": "headcount_men", "value": "40", "seen": ""}).get_json()
    told = visitor.post_json(f"{inspection}/answers", {"item": "headcount_men", "value": "41", "seen": ""})
    assert told.status_code == 409
    assert told.get_json()["mark"] == kept["mark"] != ""
    assert told.get_json()["value"] == "40"
    assert (
        visitor.post_json(f"{inspection}/answers", {"item": "headcount_men", "value": "40", "seen": ""}).status_code
        == 200
    )
    body = {"item": "headcount_men", "value": "41", "seen": kept["mark"]}
    assert visitor.post_json(f"{inspection}/answers", body).status_code == 200


def test_an_answer_after_closing_in_another_window_is_told_and_shown(visitor: Any, closed: str) -> None:
    with at_work(visitor) as desk:
        head = outbox.last(desk.opened.work)
    form = {"item": "remarks", "key": "", "value": "Typed before I knew", "seen": ""}
    told = visitor.post(f"/inspections/{closed}/answers", form)
    assert told.status_code == 409
    assert "Typed before I knew" in told.text
    assert "closed" in told.text
    assert f"/inspections/{closed}/amendments/new?item=remarks" in told.text
    script = visitor.post_json(f"/inspections/{closed}/answers", form)
    assert (script.status_code, script.get_json()["closed"]) == (409, True)
    for path in ("statement", "signature", "repetitions", "evidence"):
        assert visitor.post(
            f"/inspections/{closed}/{path}", {"text": "x", "by_name": "y", "repeat": "workers_found"}
        ).status_code in (409, 422)
    assert visitor.post(f"/inspections/{closed}/close").status_code == 303
    with at_work(visitor) as desk:
        assert outbox.last(desk.opened.work) == head
