from __future__ import annotations

import json
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from prepared_laptop import BEGIN, PASSWORD, prepare_home, seat_of

from inspector_app.errors import (
    NotEnrolled,
    NotSignedIn,
    StoreMissing,
    StoreTooOld,
    StoreUnreadable,
    TooManyAttempts,
    WrongPassword,
)
from inspector_app.services.session import FREE_ATTEMPTS, PAUSE_S, Session
from inspector_app.store.driver import connect, require_sqlite, writing
from inspector_app.store.opened import Room
from inspector_app.store.register_files import register_path
from inspector_app.store.rooms import WORK
from inspector_app.store.seats import practice_folder
from inspector_app.store.vault import FILE, PasswordTooShort, change_password, create_vault, file_key, unlock_vault
from inspector_app.tools import Tools


def _session(config, clock=lambda: BEGIN) -> Session:
    return Session(config, Tools(now=clock, new_id=lambda: ""))


def test_the_key_is_wrapped_by_a_costly_function_of_the_password(tmp_path: Path) -> None:
    key = create_vault(tmp_path, "correct horse")
    vault = json.loads((tmp_path / FILE).read_text())
    assert (vault["kdf"], vault["memory_kib"] >= 64 * 1024, vault["time_cost"] >= 3) == ("argon2id", True, True)
    assert len(key) == 32
    assert key.hex() not in (tmp_path / FILE).read_text()
    assert unlock_vault(tmp_path, "correct horse") == key


def test_a_wrong_password_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    create_vault(tmp_path, "correct horse")
    before = (tmp_path / FILE).read_bytes()
    with pytest.raises(WrongPassword):
        unlock_vault(tmp_path, "correct hoarse")
    assert (tmp_path / FILE).read_bytes() == before


def test_weakened_parameters_do_not_open_the_vault(tmp_path: Path) -> None:
    create_vault(tmp_path, "correct horse")
    vault = json.loads((tmp_path / FILE).read_text())
    (tmp_path / FILE).write_text(json.dumps({**vault, "time_cost": 1}))
    with pytest.raises(WrongPassword):
        unlock_vault(tmp_path, "correct horse")


@pytest.mark.parametrize("content", ["", "{", "[]", '{"kdf": "argon2id"}', '{"memory_kib": 1e99}'])
def test_a_damaged_vault_is_said_to_be_damaged(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE).write_text(content)
    with pytest.raises(StoreUnreadable):
        unlock_vault(tmp_path, "correct horse")


def test_a_changed_password_opens_the_same_key_and_the_old_one_none(tmp_path: Path) -> None:
    key = create_vault(tmp_path, "correct horse")
    change_password(tmp_path, "correct horse", "battery staple")
    assert unlock_vault(tmp_path, "battery staple") == key
    with pytest.raises(WrongPassword):
        unlock_vault(tmp_path, "correct horse")
    with pytest.raises(PasswordTooShort):
        change_password(tmp_path, "battery staple", "short")


def test_every_file_has_a_key_of_its_own() -> None:
    key = bytes(range(32))
    names = [f"{room}/{file}" for room in Room for file in ("register", "work")]
    assert len({file_key(key, name) for name in names}) == 4


def test_no_file_of_the_laptop_holds_readable_text(config) -> None:
    session = _session(config)
    session.sign_in(PASSWORD)
    with session.open() as opened, writing(opened.work):
        opened.work.conn.execute("UPDATE desk SET name_en = 'Nadia Aslam again'")
    for path in config.home.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert b"Nadia" not in content
            assert b"Shahdara" not in content
            assert not content.startswith(b"SQLite format 3")
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(seat_of(config) / WORK).execute("SELECT * FROM desk")


@pytest.mark.parametrize("lost", ["work", "register"])
def test_a_missing_file_is_an_error_and_never_a_fresh_one(config, lost: str) -> None:
    path = seat_of(config) / WORK if lost == "work" else register_path(seat_of(config))
    path.unlink()
    with pytest.raises(StoreMissing):
        _session(config).sign_in(PASSWORD)
    assert not path.exists()


@pytest.mark.parametrize("content", [b"", b"x" * 8192])
def test_an_empty_or_damaged_file_is_not_taken_for_a_database(config, content: bytes) -> None:
    (seat_of(config) / WORK).write_bytes(content)
    with pytest.raises(StoreUnreadable):
        _session(config).sign_in(PASSWORD)
    assert (seat_of(config) / WORK).read_bytes() == content


def test_a_file_of_another_laptop_is_refused(config, tmp_path: Path) -> None:
    other = prepare_home(tmp_path / "other")
    (seat_of(config) / WORK).write_bytes((seat_of(other) / WORK).read_bytes())
    with pytest.raises(StoreUnreadable):
        _session(config).sign_in(PASSWORD)


def test_guessing_is_slowed_down_and_the_right_password_waits_too(config) -> None:
    now = [BEGIN]
    session = _session(config, lambda: now[0])
    for _ in range(FREE_ATTEMPTS):
        with pytest.raises(WrongPassword):
            session.sign_in("not the password")
    with pytest.raises(TooManyAttempts):
        session.sign_in(PASSWORD)
    now[0] += timedelta(seconds=PAUSE_S + 1)
    assert session.sign_in(PASSWORD).person.name_en == "Nadia Aslam"


def test_a_laptop_without_a_vault_asks_to_be_enrolled(tmp_path: Path, config) -> None:
    from dataclasses import replace

    session = _session(replace(config, home=tmp_path / "nothing"))
    assert not session.is_enrolled
    with pytest.raises(NotEnrolled):
        session.sign_in(PASSWORD)


def test_signing_out_forgets_the_key(config) -> None:
    session = _session(config)
    session.sign_in(PASSWORD)
    assert session.room is Room.FIELD
    session.sign_out()
    assert session.is_locked
    with pytest.raises(NotSignedIn):
        session.open()


def test_rooms_have_separate_files_and_a_lost_practice_file_is_said_to_be_lost(config) -> None:
    session = _session(config)
    assert session.sign_in(PASSWORD, Room.PRACTICE).room is Room.PRACTICE
    assert (practice_folder(seat_of(config)) / WORK).exists()
    (practice_folder(seat_of(config)) / WORK).unlink()
    with pytest.raises(StoreMissing):
        session.sign_in(PASSWORD, Room.PRACTICE)
    assert session.sign_in(PASSWORD).room is Room.FIELD


def test_an_old_sqlite_is_refused() -> None:
    require_sqlite("3.51.3")
    for old in ("3.51.2", "3.40.1"):
        with pytest.raises(StoreTooOld):
            require_sqlite(old)


def test_connections_are_durable_and_strict(desk) -> None:
    for database in (desk.opened.register, desk.opened.work):
        pragma = {
            name: database.conn.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
        assert pragma == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}


def test_a_transaction_that_fails_leaves_nothing_behind(desk) -> None:
    work = desk.opened.work

    def change_and_fail() -> None:
        with writing(work):
            work.conn.execute("UPDATE desk SET name_en = 'Somebody'")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change_and_fail()
    assert work.conn.execute("SELECT name_en FROM desk").fetchone()[0] == "Nadia Aslam"
    key = file_key(unlock_vault(desk.opened.folder, PASSWORD), f"{Room.FIELD}/work")
    connect(desk.opened.folder / WORK, key).conn.close()
