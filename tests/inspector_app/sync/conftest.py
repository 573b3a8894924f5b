"""A real centre on loopback for each test, and laptops that enrol at it over HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from live_centre import PASSWORD, TOOLS, LiveCentre, LiveLaptop, new_id, serving
from prepared_laptop import BEGIN

from inspector_app.config import Config as LaptopConfig
from inspector_app.services.session import Session
from inspector_app.sync.enrol import enrol
from simplify_content.text import Text
from sync_server.app import create_app
from sync_server.config import Config
from sync_server.models import db
from sync_server.queries.settings import CentreFacts
from sync_server.services.initialise import initialise
from sync_server.tools import Tools as CentreTools


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[LiveCentre]:
    config = Config(home=tmp_path / "centre", secret_key="secret of the test")
    app = create_app(config, tools=CentreTools(now=lambda: BEGIN, new_id=new_id))
    with app.app_context():
        office = Text(en="Social Security Office, Lahore", ur="دفتر سوشل سکیورٹی، لاہور")
        facts = CentreFacts(institution="pessi", scheme="pessi", office=office, demonstration=True)
        initialise(db.session(), db.engine, facts, tools=app.extensions["muaina"])
        db.session.remove()
    with serving(app) as url:
        yield LiveCentre(app, url)
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def enrolled(centre: LiveCentre, tmp_path: Path) -> Callable[..., LiveLaptop]:
    """Give laptops by the inspector's sign-in name; the register is not fetched yet."""

    def make(sign_in: str = "nadia", scopes: tuple[str, ...] = ("district:lahore",)) -> LiveLaptop:
        config = LaptopConfig(home=tmp_path / f"laptop-{sign_in}" / "laptop", timeout_s=10.0)
        config.home.parent.mkdir()
        code = centre.invite(sign_in, scopes)
        enrol(config, centre_url=centre.url, code=code, password=PASSWORD, device_name="test")
        session = Session(config, TOOLS)
        session.sign_in(PASSWORD)
        return LiveLaptop(config, session)

    return make
