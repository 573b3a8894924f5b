"""Laptops that were copied or restored, and centres that were: nothing is lost, nothing is doubled."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from faulty_link import Between
from inspector_at_work import Desk
from live_centre import PASSWORD, TOOLS, LiveLaptop, new_id, serving
from prepared_laptop import BEGIN, seat_of
from sqlalchemy import text

from inspector_app.services.correct_employer import correct_employer
from inspector_app.services.queue import QueueState, queue
from inspector_app.services.search_register import search_register
from inspector_app.services.session import Session
from inspector_app.store import files_to_send, histories, outbox
from inspector_app.store.device import device
from inspector_app.store.driver import rows, writing
from sync_server.models import db


def _correct(laptop: LiveLaptop, employer_id: str, *phones: str) -> None:
    with laptop.open() as opened:
        for phone in phones:
            correct_employer(opened, employer_id, {"phone": phone}, at=BEGIN, op_id=new_id())


def _copy(laptop: LiveLaptop, place: Path) -> LiveLaptop:
    shutil.copytree(laptop.config.home, place / "laptop")
    config = replace(laptop.config, home=place / "laptop")
    session = Session(config, TOOLS)
    session.sign_in(PASSWORD)
    return LiveLaptop(config, session)


def _op_ids(laptop: LiveLaptop) -> set[str]:
    with laptop.open() as opened:
        return {one["op_id"] for one in rows(opened.work, "SELECT op_id FROM outbox")}


def _all_received(laptop: LiveLaptop) -> bool:
    with laptop.open() as opened:
        view = queue(opened)
        return view.all_received and view.counts[QueueState.RECEIVED] == outbox.made(opened.work)


def _incarnation(laptop: LiveLaptop) -> int:
    with laptop.open() as opened:
        return device(opened.work).incarnation


@pytest.fixture
def worked(centre, enrolled):
    employer_id = centre.employer(1)
    laptop = enrolled()
    assert laptop.sync().finished
    _correct(laptop, employer_id, "042-1000001", "042-1000002")
    return centre, laptop, employer_id


def _landed_once(centre, *laptops: LiveLaptop) -> None:
    made = set().union(*map(_op_ids, laptops))
    effects = "SELECT count(*) FROM ledger WHERE outcome IN ('applied', 'merged')"
    assert centre.scalar(effects) == len(made)
    assert centre.scalar("SELECT count(DISTINCT op_id) FROM ledger") == len(made)


def test_both_copies_of_a_laptop_land_with_everything_they_made_and_one_alarm(worked, tmp_path: Path) -> None:
    centre, one, employer_id = worked
    two = _copy(one, tmp_path / "copy")
    _correct(one, employer_id, "042-2000001")
    _correct(two, employer_id, "042-3000001", "042-3000002")
    for laptop in (one, two, one, two):
        outcome = laptop.sync()
        assert outcome.finished, outcome.text.en
    _landed_once(centre, one, two)
    assert _all_received(one)
    assert _all_received(two)
    assert (_incarnation(one), _incarnation(two)) == (1, 2)
    assert centre.scalar("SELECT count(*) FROM device_alarm") == 1


def test_a_copy_that_made_nothing_of_its_own_gets_its_own_incarnation_and_goes_on(worked, tmp_path: Path) -> None:
    centre, one, employer_id = worked
    two = _copy(one, tmp_path / "copy")
    _correct(one, employer_id, "042-2000001")
    assert one.sync().finished
    assert two.sync().finished
    _correct(two, employer_id, "042-3000001")
    assert two.sync().finished
    assert one.sync().finished
    _landed_once(centre, one, two)
    assert centre.scalar("SELECT count(*) FROM device_alarm") == 1


def test_a_laptop_restored_from_its_backup_of_yesterday_loses_and_doubles_nothing(worked, tmp_path: Path) -> None:
    centre, one, employer_id = worked
    backup = _copy(one, tmp_path / "backup")
    _correct(one, employer_id, "042-2000001", "042-2000002")
    assert one.sync().finished
    _correct(backup, employer_id, "042-3000001")
    outcome = backup.sync()
    assert outcome.finished, outcome.text.en
    _landed_once(centre, one, backup)
    assert _all_received(backup)
    with backup.open() as opened:
        outcomes = {one["outcome"] for one in rows(opened.work, "SELECT outcome FROM outbox")}
    assert outcomes <= {"applied", "merged"}


def test_a_lost_answer_to_the_question_for_an_incarnation_is_asked_again(worked, tmp_path: Path) -> None:
    centre, one, employer_id = worked
    two = _copy(one, tmp_path / "copy")
    _correct(one, employer_id, "042-2000001")
    assert one.sync().finished
    page = lambda reply: b"<html>sign in</html>"  # noqa: E731
    with serving(Between(centre.app, page, path="/sync/v1/incarnation")) as url:
        assert not two.sync(url).finished
    assert _incarnation(two) == 1
    _correct(two, employer_id, "042-3000001")
    assert two.sync().finished
    assert _incarnation(two) == 2
    assert centre.scalar("SELECT count(*) FROM device_chain") == 2
    _landed_once(centre, one, two)


def test_an_answer_that_the_centre_did_not_sign_begins_no_incarnation(worked, tmp_path: Path) -> None:
    centre, one, employer_id = worked
    two = _copy(one, tmp_path / "copy")
    _correct(one, employer_id, "042-2000001")
    assert one.sync().finished
    change = lambda reply: {**reply, "incarnation": 9}  # noqa: E731
    with serving(Between(centre.app, change, path="/sync/v1/incarnation")) as url:
        assert not two.sync(url).finished
    assert _incarnation(two) == 1
    with two.open() as opened:
        assert histories.asked(opened.work) is not None


class _Backup:
    """The centre's files as they were, to be put back as after a restore, which gives its scopes another epoch."""

    def __init__(self, centre, folder: Path) -> None:
        self._centre, self._place, self._home = centre, folder / "backup", folder / "centre"
        self._dispose()
        shutil.copytree(self._home, self._place)

    def _dispose(self) -> None:
        with self._centre.inside():
            db.session.remove()
            db.engine.dispose()

    def restore(self) -> None:
        self._dispose()
        shutil.rmtree(self._home)
        shutil.copytree(self._place, self._home)
        self._centre.alter("UPDATE scope SET epoch = 'restored'")


@pytest.mark.parametrize("with_new_work", ["new work", "nothing new"])
def test_a_restored_centre_gets_again_what_it_forgot(worked, with_new_work: str, tmp_path: Path) -> None:
    centre, laptop, employer_id = worked
    assert laptop.sync().finished
    backup = _Backup(centre, tmp_path)
    _correct(laptop, employer_id, "042-1000003", "042-1000004")
    assert laptop.sync().finished
    backup.restore()
    if with_new_work == "new work":
        _correct(laptop, employer_id, "042-1000005")
    outcome = laptop.sync()
    assert outcome.finished, outcome.text.en
    assert centre.scalar("SELECT count(*) FROM ledger") == len(_op_ids(laptop))
    assert _all_received(laptop)
    assert _incarnation(laptop) == 1


def test_a_centre_that_forgot_the_incarnation_gets_everything_that_is_kept(worked, tmp_path: Path) -> None:
    centre, one, employer_id = worked
    two = _copy(one, tmp_path / "copy")
    _correct(one, employer_id, "042-2000001")
    _correct(two, employer_id, "042-3000001")
    assert one.sync().finished
    backup = _Backup(centre, tmp_path)
    assert two.sync().finished
    backup.restore()
    outcome = two.sync()
    assert outcome.finished, outcome.text.en
    assert _op_ids(one) | _op_ids(two) == {one["op_id"] for one in _ledger(centre)}
    assert _all_received(two)


def _ledger(centre) -> list[dict[str, str]]:
    with centre.inside():
        return [dict(row._mapping) for row in db.session.execute(text("SELECT op_id FROM ledger"))]


def test_where_what_the_centre_forgot_is_no_longer_kept_the_rest_goes_on_anew(worked, tmp_path: Path) -> None:
    centre, laptop, employer_id = worked
    backup = _Backup(centre, tmp_path)
    _correct(laptop, employer_id, "042-1000003", "042-1000004")
    assert laptop.sync().finished
    with laptop.open() as opened, writing(opened.work):
        opened.work.conn.execute("DELETE FROM outbox WHERE number = 3")
    backup.restore()
    outcome = laptop.sync()
    assert outcome.finished, outcome.text.en
    assert _incarnation(laptop) == 2
    assert _op_ids(laptop) <= {one["op_id"] for one in _ledger(centre)}


def test_files_that_a_restored_centre_lacks_are_sent_again(centre, enrolled) -> None:
    employer_id = centre.employer(1)
    laptop = enrolled()
    assert laptop.sync().finished
    with laptop.open() as opened:
        Desk(opened).whole_inspection(employer_id, visit_id="")
    assert laptop.sync().finished
    with laptop.open() as opened:
        assert files_to_send.files_waiting(opened.work)[0] == 0
        with writing(opened.work):
            files_to_send.set_wanted_files(
                opened.work, [one["sha256"] for one in rows(opened.work, "SELECT sha256 FROM evidence_file")]
            )
        assert files_to_send.files_waiting(opened.work)[0] > 0
    assert laptop.sync().finished


@pytest.mark.parametrize("lost", ["work.db", "register.db"])
def test_a_power_cut_that_loses_one_of_the_two_files_writes_loses_nothing(worked, tmp_path: Path, lost: str) -> None:
    centre, laptop, _ = worked
    centre.employer(2, name_en="Newcomer Foods")
    before = _copy(laptop, tmp_path / "before")
    assert laptop.sync().finished
    for name in (lost, f"{lost}-wal", f"{lost}-shm"):
        (seat_of(laptop.config) / name).unlink(missing_ok=True)
        if (seat_of(before.config) / name).exists():
            shutil.copy2(seat_of(before.config) / name, seat_of(laptop.config) / name)
    outcome = laptop.sync()
    assert outcome.finished, outcome.text.en
    _landed_once(centre, laptop)
    assert _all_received(laptop)
    assert _incarnation(laptop) == 1
    with laptop.open() as opened:
        assert len(search_register(opened, "newcomer")) == 1
