"""A work file from before versions and sealing: closed and open inspections go on after its upgrade."""

from __future__ import annotations

import sqlite3

import pytest
from sqlite_utils import Database

from inspector_app.store import signatures, work, work_schema
from inspector_app.store.driver import rows, run

OPEN, CLOSED = "01930000-0000-7000-8000-000000000001", "01930000-0000-7000-8000-000000000002"


@pytest.fixture
def upgraded() -> Database:
    database = Database(sqlite3.connect(":memory:", isolation_level=None), execute_plugins=False)
    work_schema.inspections.apply(database, stop_before="m004_after_the_visit")
    for inspection_id, closed_at in ((OPEN, ""), (CLOSED, "2026-11-20T08:00:00+00:00")):
        begun = ("e", "", "", "registration_contribution", "2026112201", "{}", "2026-11-20T05:00:00+00:00", closed_at)
        columns = "employer_id, establishment_id, visit_id, checklist, checklist_version, authorisation, started_at"
        sql = f"INSERT INTO inspection (id, {columns}, closed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
        run(database, sql, (inspection_id, *begun))
        run(
            database, "INSERT INTO answer VALUES (?, 'iv_alias', 'a', 'Grey shawl', 'given', '', 'x')", (inspection_id,)
        )
        sha256 = inspection_id[-1] * 64
        run(database, "INSERT INTO evidence_file (sha256, content) VALUES (?, x'00')", (sha256,))
        taken = (
            "item, key, sha256, size_bytes, media_type, kind, caption, captured_at",
            "'', '', ?, 1, '', '', '', 'x'",
        )
        sql = f"INSERT INTO evidence (id, inspection_id, {taken[0]}) VALUES (?, ?, {taken[1]})"
        run(database, sql, (f"of {inspection_id}", inspection_id, sha256))
        signed = (inspection_id, 0, sha256, "Tariq", "Manager", "", "", "2026-11-20T07:00:00+00:00", "")
        run(database, "INSERT INTO signature VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", signed)
    work_schema.inspections.apply(database)
    return database


def test_every_inspection_is_its_first_version_and_keeps_what_it_holds(upgraded: Database) -> None:
    found = rows(upgraded, "SELECT version, kept_items, close_op FROM inspection")
    assert found == [{"version": 1, "kept_items": "[]", "close_op": ""}] * 2
    for inspection_id in (OPEN, CLOSED):
        assert len(work.answers(upgraded, inspection_id).by_ref) == 1
        assert len(work.evidence(upgraded, inspection_id)) == 1


def test_evidence_of_a_closed_one_counts_as_sent_and_of_an_open_one_not(upgraded: Database) -> None:
    assert work.evidence_to_send(upgraded, CLOSED) == []
    assert [one["id"] for one in work.evidence_to_send(upgraded, OPEN)] == [f"of {OPEN}"]


def test_what_was_sent_is_not_removed(upgraded: Database) -> None:
    for inspection_id in (OPEN, CLOSED):
        work.remove_evidence(upgraded, f"of {inspection_id}")
    assert [one["id"] for one in rows(upgraded, "SELECT id FROM evidence")] == [f"of {CLOSED}"]


def test_a_signature_from_before_stands_and_is_kept_when_another_takes_its_place(upgraded: Database) -> None:
    before = signatures.signature(upgraded, OPEN)
    assert before is not None
    assert before["sheet_sha256"] == ""
    for _ in range(2):
        signatures.keep_earlier_signature(upgraded, OPEN)
    kept = signatures.earlier_signatures(upgraded, OPEN)
    assert [one["number"] for one in kept] == [1, 2]
    assert {name: kept[0][name] for name in before} == before
    assert signatures.earlier_signatures(upgraded, CLOSED) == []
