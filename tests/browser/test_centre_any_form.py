"""Whatever anybody sends to any address of the centre, they get an answer in words and nothing breaks.

No browser is needed for it; it stands here beside the day of work that fills the pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from centre_places import READERS, OfficeDay, day_of_work
from centre_stage import Stage, staged_centre
from mangled_forms import BODIES, STRANGE, Addresses, forms_in, mangled

FORMS = 350
METHODS = ("POST", "PUT", "PATCH", "DELETE")
LEFT_ALONE = frozenset({"look", "static", "access.sign_out"})
BUSY = 503
"""The answer of a centre that is asked to wait, with a time."""


@pytest.fixture
def stage(tmp_path: Path, now: Any) -> Iterator[Stage]:
    with staged_centre(tmp_path, now) as stage:
        stage.centre.app.config["PROPAGATE_EXCEPTIONS"] = False
        stage.centre.app.testing = False
        yield stage


@pytest.fixture
def day(stage: Stage) -> OfficeDay:
    return day_of_work(stage)


def visiting(stage: Stage, name: str) -> Any:
    from centre_visitor import visit  # beside the centre's own tests, which the stage makes known

    return visit(stage.centre, name)


def broke(stage: Stage, answer: Any) -> bool:
    """Return whether an answer is a fault, and let go of what was read for it."""
    stage.centre.session.rollback()
    return bool(answer.status_code >= 500 and answer.status_code != BUSY)


def test_every_address_answers_every_body_that_is_sent_as_json(stage: Stage, day: OfficeDay) -> None:
    visitor, faults = visiting(stage, "supervisor"), []
    for method in METHODS:
        for address in Addresses.of(stage.centre.app, method, day.values, without=LEFT_ALONE).known:
            for body in BODIES:
                answer = visitor.client.open(
                    address, method=method, data=body, content_type="application/json",
                    headers={"X-Muaina-Token": visitor.token},
                )  # fmt: skip
                faults += [(method, address, body[:60])] if broke(stage, answer) else []

    assert faults == []


@pytest.mark.parametrize("name", READERS)
def test_every_address_answers_forms_that_no_page_would_send(stage: Stage, day: OfficeDay, name: str) -> None:
    visitor, app = visiting(stage, name), stage.centre.app
    pages, posts = (Addresses.of(app, method, day.values, without=LEFT_ALONE) for method in ("GET", "POST"))
    chance, forms, faults = Random(name), dict[str, Any](), []
    for address in (*pages.known, *pages.strange):
        answer = visitor.client.get(address)
        faults += [("GET", address, "")] if broke(stage, answer) else []
        forms.update(forms_in(answer.text) if answer.mimetype == "text/html" else ())
    forms.pop("/sign-out")
    names = sorted({field for fields in forms.values() for field in fields})

    for _ in range(FORMS):
        address = chance.choice([*forms, *posts.known] if chance.random() < 0.9 else posts.strange)
        sent = mangled(forms.get(address, {}), names, chance)
        faults += [("POST", address, str(sent)[:300])] if broke(stage, posted(stage, visitor, address, sent)) else []
        address, query = chance.choice(pages.known), {chance.choice(names): chance.choice(STRANGE)[:2000]}
        answer = visitor.client.get(address, query_string=query)
        faults += [("GET", address, str(query)[:300])] if broke(stage, answer) else []

    assert faults == []
    assert visitor.client.get("/").status_code == 200


def posted(stage: Stage, visitor: Any, address: str, sent: dict[str, Any]) -> Any:
    visitor.open("/")
    stage.centre.session.rollback()
    return visitor.client.post(address, data={"token": visitor.token, **sent})
