"""Books as papers that go to the centre: each becomes evidence, tied to the question that asks for its record.

Made when the inspection is closed, so that what travels is what stood at the end.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from casework.books.book import Book, BookKind
from casework.books.paper import CSV, Decided, book_paper, differences_paper
from casework.books.visit import record_item
from checklists.form_state import FormState
from inspector_app.services.cross_findings import compared
from inspector_app.services.inspection_form import form_of
from inspector_app.services.sample_kept import checked_of, sample_of
from inspector_app.store import books, work
from inspector_app.store.device import device
from inspector_app.store.opened import Opened
from inspector_app.tools import moment
from simplify_content.text import Text

Row = Mapping[str, Any]


def keep_books(opened: Opened, inspection: Row, form: FormState, *, at: datetime, new_id: Callable[[], str]) -> None:
    """Keep every book, and what was made of the differences between them, as evidence; in the caller's transaction."""
    rows = books.books_of(opened.work, inspection["id"])
    for one in rows:
        book = books.read_book(opened.work, one)
        if not book.lines:
            continue
        sample = sample_of(opened, book.book_id)
        keep_paper(
            opened,
            inspection["id"],
            item=record_item(book.kind, form),
            data=book_paper(book, sample=sample, checked=checked_of(opened, book.book_id)),
            media_type=CSV,
            caption=_caption(book),
            at=at,
            new_id=new_id,
        )
    if rows:
        _keep_differences(opened, inspection, form, at=at, new_id=new_id)


def _keep_differences(
    opened: Opened, inspection: Row, form: FormState, *, at: datetime, new_id: Callable[[], str]
) -> None:
    found = compared(opened, inspection, form)
    decided = [(one.difference, Decided(one.standing.value, one.reason)) for one in found.differences]
    keep_paper(
        opened,
        inspection["id"],
        item="",
        data=differences_paper(decided, not_compared=found.not_compared),
        media_type=CSV,
        caption="Cross-checks / باہمی موازنہ",
        at=at,
        new_id=new_id,
    )


def item_of_kind(opened: Opened, inspection: Row, kind: BookKind, *, on: date) -> str:
    """Return the question of an inspection that asks for the record of a kind; "" where none does."""
    answers = opened.forms.answers(opened.work, inspection["id"])
    return record_item(kind, form_of(opened, inspection, answers, on=on))


def keep_paper(
    opened: Opened,
    inspection_id: str,
    *,
    item: str,
    data: bytes,
    media_type: str,
    caption: str,
    at: datetime,
    new_id: Callable[[], str],
) -> None:
    """Keep a list as evidence for an item; the same bytes for the same item are kept once."""
    sha256 = hashlib.sha256(data).hexdigest()
    for standing in work.evidence(opened.work, inspection_id):
        if (standing["sha256"], standing["item"]) == (sha256, item):
            return
    values = {
        "id": new_id(),
        "inspection_id": inspection_id,
        "item": item,
        "key": "",
        "sha256": sha256,
        "size_bytes": len(data),
        "media_type": media_type,
        "kind": "document",
        "caption": caption[:500],
        "captured_at": moment(at),
        "origin": "file",
        "not_before": "" if opened.is_practice else device(opened.work).beacon,
    }
    work.put_evidence(opened.work, values, data)


def _caption(book: Book) -> str:
    name: Text = book.name if book.kind is not BookKind.CHALLANS else BookKind.CHALLANS.name
    return f"{name.en} ({len(book.lines)}) / {name.ur}"
