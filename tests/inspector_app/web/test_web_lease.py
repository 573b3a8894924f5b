"""While the lease is over no page shows the register; work that was begun is finished and sent."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from prepared_laptop import BEGIN, MILL, MILL_VISIT

from inspector_app.services.lease import LEASE
from inspector_app.store.driver import writing
from inspector_app.store.standing import make_contact, see_time, withdraw
from inspector_app.tools import moment


def _over(visitor: Any) -> None:
    with visitor.app.extensions["muaina"].session.open() as opened, writing(opened.work):
        see_time(opened.work, moment(BEGIN + LEASE))


@pytest.mark.parametrize("path", ["/", "/search?q=knit", f"/employers/{MILL}", "/survey"])
def test_no_page_of_the_register_is_shown_after_the_lease(visitor: Any, path: str) -> None:
    assert visitor.get(path).status_code == 200
    _over(visitor)
    answer = visitor.get(path)
    assert answer.status_code == 423
    assert "no contact with the centre for 14 days" in answer.text
    assert "Shahdara" not in answer.text


def test_every_address_without_an_inspection_is_shut_unless_it_is_named_as_open(visitor: Any) -> None:
    _over(visitor)
    shown = set()
    for rule in visitor.app.url_map.iter_rules():
        if "GET" in rule.methods and not rule.arguments:
            answer = visitor.get(rule.rule)
            if answer.status_code != 423:
                shown.add(rule.endpoint.split(".")[0])
    assert shown <= {"access", "bundles", "care", "idle", "look", "own_password", "pocket_book", "practice", "queue"}


def test_no_inspection_is_begun_and_one_begun_before_is_gone_on_with(visitor: Any, inspection: str) -> None:
    _over(visitor)
    assert visitor.post("/inspections", {"employer_id": MILL, "visit_id": MILL_VISIT}).status_code == 423
    locked = visitor.get("/")
    assert f'href="{inspection}"' in locked.text
    assert "Shahdara Knitwear" in locked.text
    assert visitor.get(inspection).status_code == 200
    assert visitor.get(f"{inspection}/sections/premises").status_code == 200
    assert visitor.get("/queue").status_code == 200
    assert visitor.get("/queue/stick").status_code == 200


def test_a_script_is_told_in_words(visitor: Any) -> None:
    _over(visitor)
    answer = visitor.speak("ur").get("/search?q=knit", headers={"Accept": "application/json"})
    assert answer.status_code == 423
    assert "مقفل" in answer.json["message"]


def test_contact_opens_the_register_again(visitor: Any) -> None:
    _over(visitor)
    with visitor.app.extensions["muaina"].session.open() as opened, writing(opened.work):
        make_contact(opened.work)
    assert visitor.get("/").status_code == 200


def test_the_last_days_are_announced_on_every_page(visitor: Any) -> None:
    with visitor.app.extensions["muaina"].session.open() as opened, writing(opened.work):
        see_time(opened.work, moment(BEGIN + LEASE - timedelta(days=3)))
    assert "register locks: 1." in visitor.get("/pocket-book").text
    assert "مقفل ہونے میں باقی دن" in visitor.speak("ur").get("/queue").text


def test_a_withdrawn_laptop_says_what_becomes_of_the_work(visitor: Any) -> None:
    with visitor.app.extensions["muaina"].session.open() as opened, writing(opened.work):
        withdraw(opened.work, moment(BEGIN))
    assert "nothing of it is deleted" in visitor.get("/search").text


def test_practice_goes_on(trainee: Any) -> None:
    assert trainee.get("/practice").status_code == 200
