"""A list of workers that came as evidence is read as a table, page by page, by those who may see the inspection."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from centre_visitor import visit
from inspected_employer import inspected
from uuid_utils.compat import uuid7

from casework.books.book import Book, BookKind, Column, Line
from casework.books.paper import CSV, book_paper
from sync_server.models import EvidenceRecord, Role
from sync_server.services.durable_files import file_place


def kept(centre: Any, inspection_id: str, data: bytes, media_type: str = CSV) -> str:
    sha256 = hashlib.sha256(data).hexdigest()
    place = file_place(centre.config.evidence, sha256)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data)
    record = EvidenceRecord(
        id=str(uuid7()),
        inspection_id=inspection_id,
        item="remarks",
        sha256=sha256,
        size_bytes=len(data),
        media_type=media_type,
        kind="document",
        caption="Wage register",
        captured_at="2026-11-20T06:00:00Z",
        held_at=centre.clock(),
    )
    centre.session.add(record)
    centre.session.commit()
    return record.id


def wage_register(count: int) -> bytes:
    names = ["<b>نسیم</b>", *(f"Worker {n}" for n in range(1, count))]
    lines = tuple(Line(n, {Column.NAME: name, Column.WAGE: "30000"}) for n, name in enumerate(names, start=1))
    return book_paper(Book("b", BookKind.WAGE_REGISTER, date(2026, 9, 1), "", lines), sample=None, checked={})


def test_a_list_is_shown_a_page_at_a_time_in_both_languages(centre: Any) -> None:
    made = inspected(centre)
    here = f"/inspections/{made.inspection_id}/evidence/{kept(centre, made.inspection_id, wage_register(250))}/list"
    centre.user("sup", Role.SUPERVISOR)
    visitor = visit(centre, "sup")

    assert here in visitor.open(f"/inspections/{made.inspection_id}").text
    first, second = visitor.open(here).text, visitor.open(f"{here}?page=2").text
    assert ("Wages of the month, Rs." in first, "Lines: 250" in first) == (True, True)
    assert "<bdi>&lt;b&gt;نسیم&lt;/b&gt;</bdi>" in first
    assert ("<bdi>Worker 199</bdi>" in first, "<bdi>Worker 200</bdi>" in first) == (True, False)
    assert "<bdi>Worker 200</bdi>" in second


def test_what_is_no_list_has_no_page(centre: Any) -> None:
    made = inspected(centre)
    centre.user("sup", Role.SUPERVISOR)
    visitor, evidence = visit(centre, "sup"), f"/inspections/{made.inspection_id}/evidence"

    for data, media_type in ((b"\xff\xfe\x00", CSV), (wage_register(1), "application/pdf")):
        assert visitor.open(f"{evidence}/{kept(centre, made.inspection_id, data, media_type)}/list").status_code == 404
