"""The centre is put back to an older copy: what the laptops hold comes back after one sync of each, nothing twice."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from copies import digests, sync_later
from inspector_at_work import Desk
from prepared_laptop import BEGIN

from inspector_app.services.correct_employer import correct_employer
from inspector_app.services.queue import queue
from sync_server.models import db
from sync_server.services.backup import back_up
from sync_server.services.evidence_store import evidence_place
from sync_server.services.restore_backup import restore_files
from sync_server.services.restored import begin_new_history

PEOPLE = ("nadia", "bashir", "sana")
COUNTED = {
    "operations": "SELECT count(*) FROM ledger",
    "operations told apart": "SELECT count(DISTINCT op_id) FROM ledger",
    "applied": "SELECT count(*) FROM ledger WHERE outcome IN ('applied', 'merged')",
    "inspections": "SELECT count(*) FROM inspection WHERE state = 'received'",
    "findings": "SELECT count(*) FROM finding",
    "evidence": "SELECT count(*) FROM evidence",
    "evidence held": "SELECT count(*) FROM evidence WHERE held_at IS NOT NULL",
    "phones": "SELECT group_concat(phone) FROM (SELECT phone FROM employer ORDER BY id)",
}


def counts(centre: Any) -> dict[str, Any]:
    return {name: centre.scalar(statement) for name, statement in COUNTED.items()}


def files(centre: Any) -> set[str]:
    return {file.name for file in centre.app.config["MUAINA"].evidence.glob("*/*") if len(file.name) == 64}


def work(laptop: Any, employer_id: str, phone: str) -> None:
    with laptop.open() as opened:
        desk = Desk(opened)
        desk.whole_inspection(employer_id, visit_id="")
        correct_employer(opened, employer_id, {"phone": phone}, at=BEGIN, op_id=desk.ids())


def yesterday(centre: Any, folder: Path) -> Path:
    with centre.inside():
        config, tools = centre.app.config["MUAINA"], centre.app.extensions["muaina"]
        return back_up(db.session(), db.engine, config, folder=folder, tools=tools)[0]


def put_back(centre: Any, place: Path) -> None:
    """Restore the copy on a disk that has lost everything."""
    config = centre.app.config["MUAINA"]
    with centre.inside():
        db.session.remove()
        db.engine.dispose()
        shutil.rmtree(config.evidence)
        restore_files(replace(config, port=1), place, now=BEGIN, may_replace=True, tell=lambda *_: None)


def tell(centre: Any) -> None:
    """Do what `muaina server restored` does."""
    config, tools = centre.app.config["MUAINA"], centre.app.extensions["muaina"]
    with centre.inside():
        begin_new_history(db.session(), place=evidence_place(config), snapshots=config.snapshots, tools=tools)


@pytest.mark.parametrize("is_told", [True, False], ids=["restored", "forgotten"])
def test_one_sync_of_each_laptop_brings_back_what_it_holds(centre, enrolled, tmp_path, is_told: bool) -> None:
    employers = [centre.employer(number, phone="") for number in range(len(PEOPLE))]
    laptops = [enrolled(sign_in) for sign_in in PEOPLE]
    for laptop, employer_id in zip(laptops, employers, strict=True):
        assert laptop.sync().finished
        work(laptop, employer_id, "042-1111111")
        assert laptop.sync().finished
    place = yesterday(centre, tmp_path / "backups")
    for number, (laptop, employer_id) in enumerate(zip(laptops, employers, strict=True)):
        work(laptop, employer_id, f"042-222222{number}")
        assert laptop.sync().finished
    before, kept = counts(centre), files(centre)
    put_back(centre, place)
    if is_told:
        tell(centre)
    assert counts(centre)["inspections"] == len(PEOPLE)
    work(laptops[0], employers[0], "042-3333333")
    for laptop in laptops:
        outcome = laptop.sync()
        assert outcome.finished, outcome.text.en
        with laptop.open() as opened:
            assert queue(opened).all_received
    after = counts(centre)
    with laptops[0].open() as opened:
        own = opened.work.conn.execute("SELECT count(*) FROM outbox").fetchone()[0]
    assert after["inspections"] == before["inspections"] + 1
    assert after["operations"] == after["operations told apart"]
    assert centre.scalar("SELECT count(*) FROM ledger WHERE outcome = 'rejected'") == 0
    assert after["evidence"] == after["evidence held"] >= before["evidence"]
    assert files(centre) >= kept
    assert own == centre.scalar(
        "SELECT count(*) FROM ledger JOIN device ON device.id = device_id "
        "JOIN user_account ON user_account.id = user_id WHERE sign_in = 'nadia'"
    )
    assert after["phones"].split(",")[1:] == before["phones"].split(",")[1:]
    for laptop in laptops:
        sync_later(laptop, hours=2)  # a copy is compared with the centre's at most hourly
        ours, theirs = digests(centre, laptop)
        assert ours == theirs
    assert counts(centre) == after


def test_a_laptop_that_was_enrolled_after_the_copy_is_told_so_and_keeps_its_work(centre, enrolled, tmp_path) -> None:
    employer_id = centre.employer(1)
    place = yesterday(centre, tmp_path / "backups")
    laptop = enrolled()
    laptop.sync()
    work(laptop, employer_id, "042-1111111")
    laptop.sync()
    with laptop.open() as opened:
        made = opened.work.conn.execute("SELECT count(*) FROM outbox").fetchone()[0]
    put_back(centre, place)
    tell(centre)
    outcome = laptop.sync()
    assert not outcome.finished
    assert "older than its enrolment" in outcome.text.en
    assert "آپ کا کام اس لیپ ٹاپ پر محفوظ ہے" in outcome.text.ur
    with laptop.open() as opened:
        assert opened.work.conn.execute("SELECT count(*) FROM outbox").fetchone()[0] == made
        assert len(opened.register.conn.execute("SELECT id FROM employer").fetchall()) == 1
