"""A fetched register takes the old one's place: whole or not at all, beside those who still read the old one."""

from __future__ import annotations

from typing import Any

import pytest
from copies import post_to
from live_centre import TOOLS, new_id, serving
from prepared_laptop import BEGIN, seat_of
from register_files_on_the_way import LAHORE, Files, at_centre, dead_after, fill, held

from inspector_app.errors import StoreUnreadable
from inspector_app.services.correct_employer import correct_employer
from inspector_app.services.search_register import search_register
from inspector_app.services.synchronise import synchronise
from inspector_app.store import register_files
from inspector_app.sync import disk_room
from simplify_content.text import Text


def test_a_disk_without_room_is_said_before_anything_is_fetched(centre, enrolled, monkeypatch) -> None:
    fill(centre, 20)
    laptop = enrolled()
    monkeypatch.setattr(disk_room, "free_bytes", lambda folder: 1_000_000)
    with serving(files := Files(centre.app, lambda sha256, body: body)) as url:
        outcome = laptop.sync(url)
    assert (outcome.reached, outcome.finished, files.asked) == (True, False, [])
    assert "1 MB are" in outcome.text.en
    assert "ایم بی" in outcome.text.ur
    monkeypatch.undo()
    assert laptop.sync().finished


def test_a_disk_that_fills_up_while_building_leaves_the_old_register(centre, enrolled, monkeypatch) -> None:
    fill(centre, 30)
    laptop = enrolled()
    assert laptop.sync().finished
    before = held(laptop)
    fill(centre, 400, width=600)
    centre.alter("UPDATE scope SET epoch = 'another life'")
    real = register_files._for_building

    def small(database: Any) -> None:
        real(database)
        database.conn.execute("PRAGMA max_page_count = 60")

    monkeypatch.setattr(register_files, "_for_building", small)
    outcome = laptop.sync()
    assert not outcome.finished
    assert "could not write" in outcome.text.en
    assert held(laptop) == before
    assert list(seat_of(laptop.config).glob("*.part")) == []
    monkeypatch.undo()
    with serving(files := Files(centre.app, lambda sha256, body: body)) as url:
        assert laptop.sync(url).finished
    assert files.asked == []
    assert held(laptop) == at_centre(centre)


def test_a_reader_keeps_the_register_that_it_opened(centre, enrolled) -> None:
    fill(centre, 3)
    laptop = enrolled()
    laptop.sync()
    with laptop.open() as reader:
        fill(centre, 5, name_en="Newcomer Foods")
        centre.alter("UPDATE scope SET epoch = 'another life'")
        assert laptop.sync().finished
        assert len(search_register(reader, "employer")) == 3
        assert search_register(reader, "newcomer") == ()
    with laptop.open() as reader:
        assert len(search_register(reader, "newcomer")) == 5


def test_a_register_that_is_replaced_while_it_is_being_opened_is_left_for_the_next(tmp_path, monkeypatch) -> None:
    key = bytes(32)
    for _ in range(2):
        with register_files.next_register(tmp_path, key):
            pass
    real = register_files.register_path
    gone = [tmp_path / "register-000001.db"]
    monkeypatch.setattr(register_files, "register_path", lambda folder: gone.pop() if gone else real(folder))
    register_files.connect_register(tmp_path, key).conn.close()
    (tmp_path / "register-000002.db").write_bytes(b"")
    with pytest.raises(StoreUnreadable):
        register_files.connect_register(tmp_path, key)


def test_progress_tells_which_register_how_many_bytes_and_the_time_left(centre, enrolled, monkeypatch) -> None:
    fill(centre, 300, width=600)
    fill(centre, 200, width=600, district="kasur")
    laptop = enrolled("nadia", (LAHORE, "district:kasur"))
    monkeypatch.setattr("inspector_app.sync.progress.SURE_AFTER_MS", -1)
    told: list[tuple[Text, float]] = []
    with laptop.open() as opened:
        outcome = synchronise(
            opened, centre_url="", timeout_s=10, tools=TOOLS, progress=lambda text, share: told.append((text, share))
        )
    assert outcome.finished
    fetching = [(text, share) for text, share in told if " MB" in text.en]
    assert fetching[0][0].en.startswith("Fetching the register (1 of 2): 0.")
    assert "min left" in fetching[-1][0].en
    assert "(2 of 2)" in fetching[-1][0].en
    shares = [share for text, share in told if "register" in text.en]
    assert shares == sorted(shares)
    assert len(held(laptop)) == 500


def test_work_is_received_while_a_register_cannot_be_fetched(centre, enrolled) -> None:
    employer_id = centre.employer(1)
    laptop = enrolled()
    assert laptop.sync().finished
    centre.employer(2, district="kasur")
    post_to(centre, "nadia", LAHORE, "district:kasur")
    with laptop.open() as opened:
        correct_employer(opened, employer_id, {"phone": "042-2222222"}, at=BEGIN, op_id=new_id())
    with serving(Files(centre.app, dead_after(0))) as url:
        assert not laptop.sync(url).finished
        with laptop.open() as opened:
            correct_employer(opened, employer_id, {"phone": "042-3333333"}, at=BEGIN, op_id=new_id())
        assert not laptop.sync(url).finished
    assert centre.scalar("SELECT count(*) FROM ledger") == 2
    assert laptop.sync().finished
    assert len(held(laptop)) == 2
