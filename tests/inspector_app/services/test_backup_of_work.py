"""Backups of an inspector's work: whole or not there, encrypted, and nothing overwritten when one is put back."""

from __future__ import annotations

import json
import shutil
import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from inspector_at_work import CHECKLIST, Desk
from prepared_laptop import BEGIN, MILL, PASSWORD, prepare_seat, seat_of

from checklists.form_state import ItemRef
from inspector_app.config import Config
from inspector_app.errors import RoomRefused, WrongPassword
from inspector_app.services import back_up as service
from inspector_app.services.back_up import BackupRefused, back_up
from inspector_app.services.restore_backup import RestoreRefused, WhenThere, restore_backup
from inspector_app.services.session import Session
from inspector_app.store import outbox, work
from inspector_app.store.backup_folder import NotABackup, read_facts
from inspector_app.store.driver import rows
from inspector_app.store.seats import seats
from inspector_app.tools import Tools

CANARY = "Zubaida Canary 35202-7654321-9"
TABLES = ("inspection", "answer", "finding", "outbox", "chain_link", "evidence", "evidence_file", "device")


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "یو ایس بی stick"
    folder.mkdir()
    return folder


@pytest.fixture
def busy(desk: Desk) -> Desk:
    """An inspector with an inspection under way: answers, a photograph, entries that wait."""
    inspection = desk.start()
    desk.answer(inspection, "representative_name", CANARY)
    desk.attach(inspection, "certificate_displayed")
    return desk


def _contents(desk: Desk) -> dict[str, list[dict[str, object]]]:
    return {table: rows(desk.opened.work, f"SELECT * FROM {table} ORDER BY 1, 2") for table in TABLES}


def _signed_in(home: Path, seat: int, at: Tools | None = None) -> Session:
    tools = at or Tools(now=lambda: BEGIN, new_id=lambda: "unused")
    session = Session(Config(home=home, sync_every_s=0), tools)
    session.sign_in(PASSWORD, seat=seat)
    return session


def test_a_backup_put_on_a_new_laptop_holds_every_row_that_was_there(busy: Desk, stick: Path, tmp_path: Path) -> None:
    made = back_up(busy.opened, stick, at=BEGIN)
    new_home = tmp_path / "new" / "laptop"

    done = restore_backup(new_home, made.folder, PASSWORD, at=BEGIN, when_there=WhenThere.REFUSE)

    assert (done.person, done.seat, done.aside) == (busy.opened.person, 1, None)
    with _signed_in(new_home, 1).open() as opened:
        assert _contents(Desk(opened)) == _contents(busy)
        inspection = rows(opened.work, "SELECT id FROM inspection")[0]["id"]
        assert work.answers(opened.work, inspection).by_ref[ItemRef("representative_name")].value == CANARY
        assert outbox.unsent(opened.work) == made.unsent > 0


def test_nothing_in_a_backup_or_its_names_can_be_read_without_the_password(busy: Desk, stick: Path) -> None:
    made = back_up(busy.opened, stick, at=BEGIN)

    person = busy.opened.person
    for path in [stick, *stick.rglob("*")]:
        held = path.name.encode() + (path.read_bytes() if path.is_file() else b"")
        for word in (CANARY, person.name_en, person.id, MILL, CHECKLIST):
            assert word.encode() not in held, path
            assert word.encode("utf-16-le") not in held, path
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(made.folder / "work.db").execute("SELECT * FROM answer")
    with pytest.raises(WrongPassword):
        restore_backup(stick / "x", made.folder, "another password", at=BEGIN, when_there=WhenThere.REFUSE)
    assert not seats(stick / "x")


def test_a_backup_of_which_a_byte_changed_or_a_file_is_gone_is_refused_and_changes_nothing(
    busy: Desk, stick: Path, tmp_path: Path
) -> None:
    made = back_up(busy.opened, stick, at=BEGIN)
    home = tmp_path / "new" / "laptop"

    for name in ("work.db", "vault.json", "backup.json"):
        for spoil in ("byte", "gone"):
            copy = tmp_path / f"{name}-{spoil}"
            shutil.copytree(made.folder, copy)
            if spoil == "gone":
                (copy / name).unlink()
            else:
                content = bytearray((copy / name).read_bytes())
                content[len(content) // 2] ^= 0x20
                (copy / name).write_bytes(bytes(content))
            with pytest.raises(RestoreRefused):
                restore_backup(home, copy, PASSWORD, at=BEGIN, when_there=WhenThere.REFUSE)
    assert [path.name for path in (home / "inspectors").glob("*")] == []


def test_a_page_that_was_changed_is_found_even_when_the_sums_were_made_to_fit(
    busy: Desk, stick: Path, tmp_path: Path
) -> None:
    import hashlib

    made = back_up(busy.opened, stick, at=BEGIN)
    content = bytearray((made.folder / "work.db").read_bytes())
    content[-2000] ^= 1
    (made.folder / "work.db").write_bytes(bytes(content))
    facts = json.loads((made.folder / "backup.json").read_text(encoding="utf-8"))
    facts["sums"]["work.db"] = hashlib.sha256(bytes(content)).hexdigest()
    (made.folder / "backup.json").write_text(json.dumps(facts), encoding="utf-8")

    from inspector_app.errors import StoreUnreadable

    with pytest.raises(StoreUnreadable):
        restore_backup(tmp_path / "n" / "laptop", made.folder, PASSWORD, at=BEGIN, when_there=WhenThere.REFUSE)
    assert not seats(tmp_path / "n" / "laptop")


def test_a_seat_of_the_same_person_is_overwritten_never_and_set_aside_only_when_asked(
    busy: Desk, config: Config, stick: Path
) -> None:
    made = back_up(busy.opened, stick, at=BEGIN)
    before = (seat_of(config) / "work.db").read_bytes()

    with pytest.raises(RestoreRefused) as refused:
        restore_backup(config.home, made.folder, PASSWORD, at=BEGIN, when_there=WhenThere.REFUSE)
    assert "seat 1" in refused.value.text.en
    assert (seat_of(config) / "work.db").read_bytes() == before
    busy.opened.close()

    done = restore_backup(config.home, made.folder, PASSWORD, at=BEGIN, when_there=WhenThere.SET_ASIDE)

    assert done.aside is not None
    assert (done.aside / "vault.json").exists()
    assert [seat.number for seat in seats(config.home)] == [1]


def test_a_colleagues_seat_is_left_alone(busy: Desk, stick: Path, tmp_path: Path) -> None:
    made = back_up(busy.opened, stick, at=BEGIN)
    home = tmp_path / "shared" / "laptop"
    colleague = replace(busy.opened.person, id="01993b1a-0000-7000-8000-0000000000c1", name_en="Another Person")
    prepare_seat(home, person=colleague, password=PASSWORD)

    done = restore_backup(home, made.folder, PASSWORD, at=BEGIN, when_there=WhenThere.REFUSE)

    assert (done.seat, done.aside) == (2, None)
    assert [seat.number for seat in seats(home)] == [1, 2]


def test_answers_are_kept_while_a_backup_is_written_and_it_shows_one_moment(
    busy: Desk, session: Session, stick: Path
) -> None:
    inspection = rows(busy.opened.work, "SELECT id FROM inspection")[0]["id"]
    busy.opened.work.conn.execute("BEGIN")
    busy.opened.work.conn.execute("SELECT count(*) FROM answer").fetchone()  # the moment a backup would show
    with session.open() as other:
        Desk(other, at=busy.at).answer(inspection, "representative_role", "owner")
    busy.opened.work.conn.execute("COMMIT")

    made = back_up(busy.opened, stick, at=BEGIN)

    assert made.size > 0
    assert work.answers(busy.opened.work, inspection).by_ref[ItemRef("representative_role")].value == "owner"


def test_places_that_cannot_be_used_are_refused_in_words_and_leave_nothing(
    busy: Desk, config: Config, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in (Path("relative"), stick / "missing", seat_of(config), config.home, seat_of(config).parent):
        with pytest.raises(BackupRefused):
            back_up(busy.opened, folder, at=BEGIN)
    with monkeypatch.context() as full:
        full.setattr(service, "free_bytes", lambda folder: 1000)
        with pytest.raises(BackupRefused, match="not enough room"):
            back_up(busy.opened, stick, at=BEGIN)
    with monkeypatch.context() as torn:

        def fail(*_: object, **__: object) -> None:
            raise OSError(28, "No space left on device")

        torn.setattr(service.backup_folder, "complete", fail)
        with pytest.raises(BackupRefused, match="No space left"):
            back_up(busy.opened, stick, at=BEGIN)
    assert list(stick.iterdir()) == []


def test_a_backup_left_half_done_is_no_backup_and_is_in_nobodys_way(busy: Desk, stick: Path) -> None:
    made = back_up(busy.opened, stick, at=BEGIN)
    half = stick / f"{made.folder.name}.part"
    made.folder.rename(half)
    (half / "backup.json").unlink()

    with pytest.raises(NotABackup):
        read_facts(half)
    again = back_up(busy.opened, stick, at=BEGIN)

    assert read_facts(again.folder).made_at
    assert not half.exists()
    assert back_up(busy.opened, stick, at=BEGIN + timedelta(seconds=1)).folder != again.folder


def test_the_practice_room_has_no_backup(practice_desk: Desk, stick: Path) -> None:
    with pytest.raises(RoomRefused):
        back_up(practice_desk.opened, stick, at=BEGIN)
