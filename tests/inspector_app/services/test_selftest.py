from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from inspector_at_work import Desk
from prepared_laptop import BEGIN, PASSWORD, prepare_home, seat_of

from inspector_app.cli import laptop
from inspector_app.config import Config
from inspector_app.services import selftest_machine
from inspector_app.services.check import Check, Fitness, worst
from inspector_app.services.lease import note_time
from inspector_app.services.selftest import selftest
from inspector_app.store.backup_folder import note_last
from inspector_app.store.driver import run
from inspector_app.store.way import set_clock
from inspector_app.tools import moment

FIELD = {"disk", "writing", "sqlite", "fonts", "camera", "work_file", "key", "clock", "register", "unsent", "backup"}


def _checks(desk: Desk, now: datetime = BEGIN) -> dict[str, Check]:
    return {check.name: check for check in selftest(desk.opened, now=now)}


def _state(desk: Desk, name: str, now: datetime = BEGIN) -> Fitness:
    return _checks(desk, now)[name].fitness


def test_everything_that_a_day_outside_hangs_on_is_looked_at_in_both_languages(desk: Desk) -> None:
    checks = _checks(desk)

    assert checks.keys() == FIELD
    assert [name for name, check in checks.items() if check.fitness is Fitness.UNFIT] == []
    assert all(check.found.en and check.found.ur for check in checks.values())
    assert list(desk.opened.folder.glob("write-test-*")) == []


def test_in_the_practice_room_only_the_machine_and_the_file_are_looked_at(practice_desk: Desk) -> None:
    assert _checks(practice_desk).keys() == FIELD - {"key", "clock", "register", "unsent", "backup"}


def test_little_room_and_a_disk_that_refuses_make_a_laptop_unfit(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for free, expected in ((10_000_000, Fitness.UNFIT), (500_000_000, Fitness.WARNING), (5_000_000_000, Fitness.FIT)):
        monkeypatch.setattr(selftest_machine, "free_bytes", lambda folder, free=free: free)
        assert _state(desk, "disk") is expected

    def refuse(descriptor: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(selftest_machine.os, "fsync", refuse)
    failed = _checks(desk)["writing"]
    assert failed.fitness is Fitness.UNFIT
    assert "Input/output error" in failed.found.en
    assert failed.to_do is not None
    assert list(desk.opened.folder.glob("write-test-*")) == []


def test_an_old_sqlite_and_a_missing_font_are_said(desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(selftest_machine.dbapi2, "sqlite_version", "3.51.2")
    monkeypatch.setattr(selftest_machine, "FONTS", tmp_path)

    checks = _checks(desk)

    assert "3.51.2" in checks["sqlite"].found.en
    assert [checks[name].fitness for name in ("sqlite", "fonts")] == [Fitness.UNFIT, Fitness.UNFIT]


def test_a_clock_set_back_is_unfit_and_one_that_is_off_is_a_warning(desk: Desk) -> None:
    note_time(desk.opened, now=BEGIN)
    assert _state(desk, "clock", BEGIN - timedelta(minutes=1)) is Fitness.FIT
    assert _state(desk, "clock", BEGIN - timedelta(hours=3)) is Fitness.UNFIT

    set_clock(desk.opened.work, offset_ms=-20 * 60_000, uncertainty_ms=10)
    assert _state(desk, "clock") is Fitness.WARNING
    set_clock(desk.opened.work, offset_ms=2_000, uncertainty_ms=10)
    assert _state(desk, "clock") is Fitness.FIT


def test_a_register_grows_old_and_then_locks(desk: Desk) -> None:
    ages = [_state(desk, "register", BEGIN + timedelta(days=days)) for days in (0, 8, 15)]

    assert ages == [Fitness.FIT, Fitness.WARNING, Fitness.UNFIT]
    run(desk.opened.register, "DELETE FROM employer")
    for entity in ("certificate", "contribution_month", "coverage", "visit", "inspection_summary", "establishment"):
        run(desk.opened.register, f"DELETE FROM {entity}")
    assert "No register" in _checks(desk)["register"].found.en


def test_unsent_work_and_an_old_backup_grow_into_warnings(desk: Desk) -> None:
    assert _state(desk, "unsent") is Fitness.FIT
    desk.start()
    ages = [_state(desk, "unsent", BEGIN + timedelta(days=days)) for days in (1, 4, 11)]
    assert ages == [Fitness.FIT, Fitness.WARNING, Fitness.UNFIT]

    assert _state(desk, "backup") is Fitness.WARNING
    note_last(desk.opened.folder, moment(BEGIN))
    assert [_state(desk, "backup", BEGIN + timedelta(days=days)) for days in (1, 8)] == [Fitness.FIT, Fitness.WARNING]


def test_a_work_file_with_a_page_that_was_changed_is_found(desk: Desk) -> None:
    desk.start()
    desk.opened.work.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    path = desk.opened.folder / "work.db"
    content = bytearray(path.read_bytes())
    content[-2000] ^= 1
    path.write_bytes(bytes(content))

    found = _checks(desk)["work_file"]

    assert (found.fitness, found.to_do is not None) == (Fitness.UNFIT, True)


def test_the_whole_is_as_fit_as_its_worst_part() -> None:
    said = _text()
    parts = [Check("a", fitness, said) for fitness in (Fitness.FIT, Fitness.UNKNOWN, Fitness.WARNING, Fitness.UNFIT)]

    assert [worst(tuple(parts[:count])) for count in (1, 2, 3, 4)] == [
        Fitness.FIT, Fitness.FIT, Fitness.WARNING, Fitness.UNFIT,
    ]  # fmt: skip


def _text():
    from simplify_content.text import Text

    return Text(en="x", ur="x")


def test_the_commands_test_back_up_and_restore(tmp_path: Path) -> None:
    config = prepare_home(tmp_path / "old" / "laptop")
    stick = tmp_path / "stick"
    stick.mkdir()
    new = tmp_path / "new"

    def ask(*words: str, home: Path = config.home.parent):
        environment = {"MUAINA_PASSWORD": PASSWORD, "MUAINA_HOME": str(home)}
        return CliRunner().invoke(laptop, [*words], env=environment)

    tested = ask("selftest", "--json")
    made = ask("backup", str(stick), "--json")
    there = ask("restore", json.loads(made.output)["folder"])
    restored = ask("restore", json.loads(made.output)["folder"], "--json", home=new)
    machine = ask("selftest", "--machine", home=tmp_path / "nowhere")

    assert {one["check"] for one in json.loads(tested.output)["checks"]} == FIELD
    assert made.exit_code == 0
    assert (there.exit_code, "seat 1" in there.output) == (1, True)
    assert (restored.exit_code, json.loads(restored.output)["seat"]) == (0, 1)
    assert (seat_of(Config(home=new / "laptop")) / "work.db").exists()
    assert (machine.exit_code, "SQLCipher" in machine.output) == (0, True)
