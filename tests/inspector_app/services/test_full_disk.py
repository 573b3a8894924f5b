from __future__ import annotations

import os

import pytest

from inspector_app.errors import StoreFull
from inspector_app.store.driver import row, run, writing


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
