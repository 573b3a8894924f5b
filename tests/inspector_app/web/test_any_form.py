"""Whatever a window sends to any address of the laptop, it gets an answer in words and nothing breaks."""

from __future__ import annotations

import io
import re
from random import Random
from typing import Any

import pytest
from inspector_at_work import signature_png
from mangled_forms import BODIES, STRANGE, Addresses, forms_in, mangled
from prepared_laptop import MILL, MILL_VISIT

FORMS = 500
LEFT_ALONE = frozenset({"look", "access.sign_out", "idle.lock", "own_password.change", "care.backup"})
"""Style sheets and fonts; what ends the session; what takes a second for its password, or writes outside the laptop."""


Values = dict[str, list[str]]


@pytest.fixture
def at_work(visitor: Any, inspection: str) -> Values:
    """What fills the addresses: an inspection with a list and its sample, a list brought, a count, a photo."""
    lists = [
        str(visitor.post(f"{inspection}/books", {"kind": kind, "period": "2026-09", "label": ""}).headers["Location"])
        for kind in ("wage_register", "challans")
    ]
    line = {"number": None, "cells": {"name": "Aslam", "wage": "30000", "cnic": "3520212345671"}}
    visitor.app.config["PROPAGATE_EXCEPTIONS"] = False
    visitor.post_json(f"{lists[0]}/lines", {"lines": [line]})
    visitor.post(f"{lists[0]}/sample", {"percent": "10"})
    visitor.post(f"{lists[1]}/file", {"pasted": "Month\tWorkers\tAmount\n2026-09\t3\tx\n2026-08\t4\t12"})
    visitor.post_json(f"{inspection}/count/lines", {"lines": [{"number": None, "cells": {"men": "3"}}]})
    photo = {"for": "rec_wage_register/", "back": "evidence", "file": (io.BytesIO(signature_png()), "page.png")}
    visitor.post(f"{inspection}/evidence", photo)
    [evidence] = re.findall(r'class="look" href="([^"]+)"', visitor.get(f"{inspection}/evidence").text)
    return {
        "employer_id": [MILL],
        "inspection_id": [inspection.rpartition("/")[2]],
        "book_id": [one.rpartition("/")[2] for one in lists],
        "evidence_id": [evidence.rpartition("/")[2]],
        "visit_id": [MILL_VISIT],
        "name": ["records", "head_count"],
        "repeat": ["workers_found"],
        "lang": ["ur"],
    }


def test_every_address_answers_every_body_that_is_sent_as_json(visitor: Any, at_work: Values) -> None:
    faults = []
    headers = {"X-Muaina-Token": visitor.token}
    for address in Addresses.of(visitor.app, "POST", at_work, without=LEFT_ALONE).known:
        for body in BODIES:
            options = {"data": body, "content_type": "application/json", "headers": headers}
            with visitor.client.post(address, base_url=visitor.base, **options) as answer:
                faults += [(address, body[:60])] if answer.status_code >= 500 else []

    assert faults == []
    assert visitor.get("/").status_code == 200


@pytest.mark.parametrize("closed", [False, True], ids=["open", "closed"])
def test_every_address_answers_forms_that_no_page_would_send(visitor: Any, at_work: Values, closed: bool) -> None:
    chance, faults = Random(int(closed)), []
    pages, posts = (Addresses.of(visitor.app, method, at_work, without=LEFT_ALONE) for method in ("GET", "POST"))
    read = [visitor.get(address) for address in (*pages.known, *pages.strange)]
    assert [page.request.path for page in read if page.status_code >= 500] == []
    texts = [page.text for page in read if page.mimetype == "text/html"]
    forms = {address: fields for page in texts for address, fields in forms_in(page)}
    names = sorted({name for fields in forms.values() for name in fields})
    assert len(forms) > 20
    if closed:
        with visitor.app.extensions["muaina"].session.open() as opened:
            opened.work.conn.execute("UPDATE inspection SET closed_at = started_at, register_facts = '{}'")

    for _ in range(FORMS):
        address = chance.choice(posts.known if chance.random() < 0.9 else posts.strange)
        sent = mangled(forms.get(address, {}), names, chance)
        with visitor.post(address, sent) as answer:
            faults += [(address, str(sent)[:300])] if answer.status_code >= 500 else []
        query = {chance.choice(names): chance.choice(STRANGE)[:2000] for _ in range(3)}
        with visitor.get(chance.choice(pages.known), query_string=query) as answer:
            faults += [(answer.request.path, str(query)[:300])] if answer.status_code >= 500 else []
        if visitor.app.extensions["muaina"].session.is_locked:
            visitor.sign_in()

    assert faults == []
    assert visitor.get("/").status_code == 200
