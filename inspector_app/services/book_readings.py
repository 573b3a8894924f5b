"""Lines of a book as they are read under the law of this laptop; kept in memory until the book changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from casework.books.cells import CellReader, ReadLine
from casework.books.records import read_book
from inspector_app.store import books
from inspector_app.store.opened import Opened
from inspector_app.tools import local_day
from simplify_content.law_loader import load_law_pack

Row = Mapping[str, Any]


def reader_of(opened: Opened, one: Row, *, epoch: date | None = None) -> CellReader:
    """Return how cells of a book are read: as seen on the day of its last change.

    Args:
        opened: either room.
        one: the book's row.
        epoch: day 0 of serial numbers of days, where a workbook gave the cells.
    """
    changed_on = local_day(datetime.fromisoformat(one["changed_at"]))
    return CellReader(load_law_pack(opened.scheme), today=changed_on, epoch=epoch)


def lines_of(opened: Opened, one: Row) -> Sequence[ReadLine]:
    """Return all lines of a book that are not blank, each with what is wrong in it."""
    basis = (one["revision"], one["changed_at"])

    def read() -> Sequence[ReadLine]:
        return read_book(books.read_book(opened.work, one), reader=reader_of(opened, one))

    return opened.forms.recent.get(("lines", one["id"]), basis, read)
