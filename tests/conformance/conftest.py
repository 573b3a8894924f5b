"""The centre under test: ours on each database, or another one that the file named by MUAINA_CONFORMANCE describes.

That file is JSON: `url`; `codes`, a one-time code for each device a test enrols; `scope`, the scope of their person;
`employer_id` and `phone`, of an employer in it at revision 1; `other_employer_id`, of one outside it; `checklist` and
`checklist_version` of a checklist it knows.
"""

from __future__ import annotations

import itertools
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from conformance.wire import Wire
from live_centre import LiveCentre, new_id, serving
from prepared_laptop import BEGIN
from sqlalchemy import create_engine, text

from checklists.library import load_checklist
from simplify_content.text import Text
from sync_server.app import create_app
from sync_server.config import Config
from sync_server.models import db
from sync_server.queries.settings import CentreFacts
from sync_server.services.initialise import initialise
from sync_server.tools import Tools

CHECKLIST = "registration_contribution"
_numbers = itertools.count(1)


@dataclass
class UnderTest:
    """Where the centre is and what stands in it. `new_employer` makes one in the scope and returns its id."""

    url: str
    scope: str
    new_code: Callable[[], str]
    new_employer: Callable[[], str]
    phone: str
    other_employer_id: str
    checklist: dict[str, str]

    def device(self) -> Wire:
        """Return a device that is enrolled."""
        wire = Wire(self.url, self.new_code())
        response = wire.enrol()
        assert response.status_code == 200, response.text
        return wire


def _described(file: str) -> UnderTest:
    facts = json.loads(Path(file).read_text(encoding="utf-8"))
    codes = iter(facts["codes"])
    return UnderTest(
        url=facts["url"],
        scope=facts["scope"],
        new_code=lambda: next(codes),
        new_employer=lambda: facts["employer_id"],
        phone=facts["phone"],
        other_employer_id=facts["other_employer_id"],
        checklist={"checklist": facts["checklist"], "checklist_version": facts["checklist_version"]},
    )


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def under_test(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[UnderTest]:
    """A centre that answers over HTTP."""
    if described := os.environ.get("MUAINA_CONFORMANCE"):
        yield _described(described)
        return
    database = _new_database(request.getfixturevalue("postgres_uri")) if request.param == "postgres" else ""
    config = Config(home=tmp_path_factory.mktemp("centre"), database_uri=database, secret_key="secret of the test")
    app = create_app(config, tools=Tools(now=lambda: BEGIN, new_id=new_id))
    with app.app_context():
        office = Text(en="Social Security Office, Lahore", ur="دفتر سوشل سکیورٹی، لاہور")
        facts = CentreFacts(institution="pessi", scheme="pessi", office=office, demonstration=True)
        initialise(db.session(), db.engine, facts, tools=app.extensions["muaina"])
        db.session.remove()
    with serving(app) as url:
        centre = LiveCentre(app, url)
        yield UnderTest(
            url=url,
            scope="district:lahore",
            new_code=lambda: centre.invite(f"inspector{next(_numbers)}"),
            new_employer=lambda: centre.employer(next(_numbers), phone="042-1"),
            phone="042-1",
            other_employer_id=centre.employer(0, district="multan"),
            checklist={"checklist": CHECKLIST, "checklist_version": load_checklist(CHECKLIST).version},
        )
    with app.app_context():
        db.engine.dispose()


def _new_database(server: str) -> str:
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    name = f"conformance_{new_id().replace('-', '')}"
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    address: Any = admin.url.set(database=name).render_as_string(hide_password=False)
    admin.dispose()
    return str(address)


@pytest.fixture
def device(under_test: UnderTest) -> Wire:
    return under_test.device()
