"""A newer version takes over the files of an older one while work waits to be sent."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from inspector_at_work import Desk
from prepared_laptop import PASSWORD, seat_of
from sqlite_utils.migrations import Migrations

from inspector_app.config import Config
from inspector_app.services.session import Session
from inspector_app.store import outbox, rooms
from inspector_app.store.driver import DatabaseError, connect, rows
from inspector_app.store.vault import file_key, unlock_vault

KEPT = ("inspection", "answer", "finding", "outbox", "chain_link", "evidence", "evidence_file")
NEXT = "next_version"


@pytest.fixture
def waiting(session: Session) -> dict[str, list[dict[str, Any]]]:
    """The rows of an inspector whose work has not been sent."""
    with session.open() as opened:
        desk = Desk(opened)
        inspection = desk.start()
        desk.answer(inspection, "representative_name", "Tariq Mehmood")
        desk.attach(inspection, "certificate_displayed")
        assert outbox.unsent(opened.work) > 0
        held = _held(opened.work)
    session.sign_out()
    return held


def _held(work: Any) -> dict[str, list[dict[str, Any]]]:
    return {table: rows(work, f"SELECT * FROM {table} ORDER BY 1, 2") for table in KEPT}


def _next_version(monkeypatch: pytest.MonkeyPatch, move: Callable[[Any], None]) -> None:
    """Let this version have one step more than the one that made the files."""
    added = Migrations("next")
    added(name=NEXT)(move)
    before = rooms._work_migrations
    monkeypatch.setattr(rooms, "_work_migrations", lambda room: (*before(room), added))


def _add_column(db: Any) -> None:
    db.conn.execute("ALTER TABLE outbox ADD COLUMN next_version TEXT NOT NULL DEFAULT ''")
    db.conn.execute("CREATE TABLE added (id TEXT PRIMARY KEY)")


def _fail_half_way(db: Any) -> None:
    _add_column(db)
    db.conn.execute("DELETE FROM answer")
    raise RuntimeError("half way")


def test_unsent_work_is_the_same_after_the_move_and_a_checked_copy_of_before_is_there(
    session: Session, config: Config, waiting: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    _next_version(monkeypatch, _add_column)

    session.sign_in(PASSWORD)

    with session.open() as opened:
        held = _held(opened.work)
        assert [{**row, "next_version": ""} for row in waiting["outbox"]] == held["outbox"]
        assert {**held, "outbox": waiting["outbox"]} == waiting
        Desk(opened).start(employer_id="01993b1a-0000-7000-8000-000000000002", visit_id="")
    folder = seat_of(config)
    copy = connect(folder / "work.db.before", file_key(unlock_vault(folder, PASSWORD), "field/work"))
    assert _held(copy) == waiting
    assert rows(copy, "SELECT name FROM sqlite_master WHERE name = 'added'") == []
    copy.conn.close()


def test_a_move_that_fails_half_way_leaves_the_work_as_it_was_and_can_be_done_again(
    session: Session, config: Config, waiting: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        _next_version(broken, _fail_half_way)
        with pytest.raises(RuntimeError):
            session.sign_in(PASSWORD)
    folder = seat_of(config)
    work = connect(folder / "work.db", file_key(unlock_vault(folder, PASSWORD), "field/work"))
    assert _held(work) == waiting
    work.conn.close()

    _next_version(monkeypatch, _add_column)
    session.sign_in(PASSWORD)

    with session.open() as opened:
        assert _held(opened.work)["answer"] == waiting["answer"]


@pytest.mark.parametrize("problem", [OSError(28, "No space left on device"), DatabaseError("database or disk is full")])
def test_without_a_copy_nothing_is_moved_and_it_is_said(
    session: Session, waiting: dict[str, Any], monkeypatch: pytest.MonkeyPatch, problem: Exception
) -> None:
    def full(*_: object) -> int:
        raise problem

    with monkeypatch.context() as no_room:
        _next_version(no_room, _add_column)
        no_room.setattr(rooms, "copy_work", full)
        with pytest.raises(rooms.NotMoved, match="left as it was"):
            session.sign_in(PASSWORD)
        assert session.is_locked

    session.sign_in(PASSWORD)
    with session.open() as opened:
        assert _held(opened.work) == waiting


def test_files_of_this_version_are_neither_copied_nor_moved(session: Session, config: Config) -> None:
    session.sign_out()
    session.sign_in(PASSWORD)

    assert not Path(seat_of(config) / "work.db.before").exists()
