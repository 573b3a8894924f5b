from __future__ import annotations

import os
from types import SimpleNamespace

import pytest
from sqlcipher3 import dbapi2

from inspector_app.errors import StoreFull, StoreUnreadable
from inspector_app.store import driver
from inspector_app.store.driver import connect, create, row, run, writing

KEY = bytes(range(32))


def _fill(desk) -> None:
    """Let the file grow by a few pages only, as a disk does that is nearly full."""
    pages = desk.opened.work.conn.execute("PRAGMA page_count").fetchone()[0]
    desk.opened.work.conn.execute(f"PRAGMA max_page_count = {pages + 4}")


def test_evidence_that_does_not_fit_on_the_disk_is_refused_whole_and_what_was_saved_stands(desk) -> None:
    inspection_id = desk.start()
    desk.answer(inspection_id, "representative_name", "Tariq Mehmood")
    _fill(desk)
    with pytest.raises(StoreFull) as full:
        desk.attach(inspection_id, "remarks", b"%PDF-1.7\n" + os.urandom(200_000) + b"\n%%EOF\n")
    assert full.value.status == 507
    assert full.value.text.ur
    assert row(desk.opened.work, "SELECT count(*) AS found FROM evidence_file") == {"found": 0}
    assert not desk.opened.work.conn.in_transaction
    assert desk.view(inspection_id).answers.by_ref
    desk.opened.work.conn.execute("PRAGMA max_page_count = 1000000")
    assert desk.attach(inspection_id, "remarks", b"%PDF-1.7\n" + os.urandom(200_000) + b"\n%%EOF\n")


def test_another_error_of_the_file_is_not_called_a_full_disk(desk) -> None:
    with pytest.raises(Exception, match="no such table"), writing(desk.opened.work):
        run(desk.opened.work, "DELETE FROM no_table")
    assert not desk.opened.work.conn.in_transaction


@pytest.mark.parametrize(
    ("said", "free", "expected"),
    [
        ("database or disk is full", 10**9, StoreFull),
        ("disk I/O error", 0, StoreFull),
        ("disk I/O error", 10**9, StoreUnreadable),
    ],
)
def test_a_file_that_cannot_be_opened_for_want_of_room_is_not_called_damaged(
    tmp_path, monkeypatch, said: str, free: int, expected: type[Exception]
) -> None:
    create(tmp_path / "work.db", KEY).conn.close()

    def fails(connection: object) -> None:
        raise dbapi2.OperationalError(said)

    monkeypatch.setattr(driver, "_prepared", fails)
    monkeypatch.setattr(driver.shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    with pytest.raises(expected):
        connect(tmp_path / "work.db", KEY)


def test_a_wrong_key_is_no_full_disk_though_the_disk_is_full(tmp_path, monkeypatch) -> None:
    create(tmp_path / "work.db", KEY).conn.close()
    monkeypatch.setattr(driver.shutil, "disk_usage", lambda _: SimpleNamespace(free=0))
    with pytest.raises(StoreUnreadable):
        connect(tmp_path / "work.db", bytes(32))
