"""A laptop is lost and its backup put on another one: its work reaches the centre once, the register comes again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from copies import sync_later
from inspector_at_work import Desk
from live_centre import PASSWORD, TOOLS, LiveCentre, LiveLaptop
from prepared_laptop import BEGIN

from inspector_app.services.back_up import back_up
from inspector_app.services.restore_backup import WhenThere, restore_backup
from inspector_app.services.search_register import search_register
from inspector_app.services.session import Session
from inspector_app.store import outbox

COUNTED = {
    "operations": "SELECT count(*) FROM ledger",
    "told apart": "SELECT count(DISTINCT op_id) FROM ledger",
    "inspections": "SELECT count(*) FROM inspection",
    "findings": "SELECT count(*) FROM finding",
    "evidence": "SELECT count(*) FROM evidence",
}


def _counts(centre: LiveCentre) -> dict[str, Any]:
    return {name: centre.scalar(statement) for name, statement in COUNTED.items()}


def test_a_backup_on_another_laptop_brings_its_work_to_the_centre_once_and_fetches_the_register(
    centre: LiveCentre, enrolled: Callable[..., LiveLaptop], tmp_path: Path
) -> None:
    first, second = centre.employer(1), centre.employer(2)
    lost = enrolled()
    assert sync_later(lost, hours=0).finished
    with lost.open() as opened:
        Desk(opened).whole_inspection(first, visit_id="")
        made = back_up(opened, tmp_path, at=BEGIN)
    assert sync_later(lost, hours=1).finished
    sent = _counts(centre)
    assert made.unsent > 0

    home = tmp_path / "another" / "laptop"
    restore_backup(home, made.folder, PASSWORD, at=BEGIN, when_there=WhenThere.REFUSE)
    config = replace(lost.config, home=home)
    session = Session(config, TOOLS)
    session.sign_in(PASSWORD)
    found = LiveLaptop(config, session)
    with found.open() as opened:
        assert search_register(opened, "employer") == ()
    for hours in (2, 3):
        sync_later(found, hours=hours)

    assert _counts(centre) == sent
    with found.open() as opened:
        assert outbox.unsent(opened.work) == 0
        assert {hit.employer_id for hit in search_register(opened, "employer")} == {first, second}
        Desk(opened).whole_inspection(second, visit_id="")
    assert sync_later(found, hours=4).finished
    assert _counts(centre)["inspections"] == sent["inspections"] + 1
    assert _counts(centre)["operations"] == _counts(centre)["told apart"]
