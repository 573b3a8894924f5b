"""A centre with seeded work, served on loopback, for tests that drive it with a real browser."""

from __future__ import annotations

import importlib.util
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from waitress import create_server

from sync_server.models import User
from sync_server.queries.settings import centre_facts, save_centre_facts
from sync_server.texts import centre_texts

_CENTRE_TESTS = Path(__file__).parents[1] / "sync_server"
PASSWORD = "a long enough password"
PEOPLE = {
    "supervisor": "supervisor",
    "law": "law_officer",
    "enforcement": "enforcement_officer",
    "administrator": "administrator",
}


@dataclass(frozen=True)
class Stage:
    """Where the centre listens and what was seeded."""

    address: str
    centre: Any
    inspection_id: str
    employer_id: str
    conflict_id: str


@contextmanager
def staged_centre(home: Path, now: datetime, *, demonstration: bool = False) -> Iterator[Stage]:
    """Serve a centre with one received inspection, one conflict, and a person of each role."""
    tools, seeds = _centre_tests()
    centre, context = tools.make_centre(home, now)
    try:
        if demonstration:
            _mark_as_demonstration(centre)
        for sign_in, role in PEOPLE.items():
            centre.user(sign_in, role)
        made = seeds.inspected(
            centre,
            name_en="Chenab Weaving Mills",
            name_ur="چناب ویونگ ملز",
            phone="042-35711111",
            address_en="14 km Multan Road, Lahore",
            address_ur="14 کلومیٹر ملتان روڈ، لاہور",
        )
        _name_by_role(centre)
        conflict_id = seeds.conflict_over(centre, made)
        ids = (made.inspection_id, made.employer_id, conflict_id)
        centre.session.close()
        with _served(centre.app) as address:
            yield Stage(address, centre, *ids)
    finally:
        tools.close(context)


def _name_by_role(centre: Any) -> None:
    texts = centre_texts()
    for user in centre.session.query(User):
        user.name_en, user.name_ur = texts[f"role.{user.role}"].en, texts[f"role.{user.role}"].ur
    centre.session.commit()


@contextmanager
def _served(app: Any) -> Iterator[str]:
    server = create_server(app, host="127.0.0.1", port=0, threads=6)
    thread = threading.Thread(target=_run, args=(server,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}"
    finally:
        server.close()
        thread.join(10)


def _run(server: Any) -> None:
    with suppress(OSError):  # its socket is closed under it at the end
        server.run()


def _mark_as_demonstration(centre: Any) -> None:
    save_centre_facts(centre.session, replace(centre_facts(centre.session), demonstration=True))
    centre.session.commit()


def _centre_tests() -> tuple[Any, Any]:
    """Return the fixtures' module and the seeds of the centre's own tests."""
    if str(_CENTRE_TESTS) not in sys.path:
        sys.path.insert(0, str(_CENTRE_TESTS))
    name = "centre_fixtures"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, _CENTRE_TESTS / "conftest.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    import inspected_employer

    return sys.modules[name], inspected_employer


def sign_in(page: Any, stage: Stage, name: str, *, lang: str = "en") -> None:
    """Sign a person in, reading in a language."""
    page.goto(f"{stage.address}/sign-in")
    if page.locator("html").get_attribute("lang") != lang:
        page.locator("form.language button").click()
    page.locator("input[name=sign_in]").fill(name)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main button.primary").click()
    page.wait_for_url(f"{stage.address}/")
