"""Takes a brought list into its book, in one transaction; the file itself becomes evidence, untouched."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from casework.books.book import MOST_LINES
from casework.books.paper import CSV
from inspector_app.catalogue import say
from inspector_app.errors import InvalidAnswer, NotFound
from inspector_app.services.book_papers import item_of_kind, keep_paper
from inspector_app.services.books import require_book
from inspector_app.services.bring_list import PASTED, read_brought
from inspector_app.services.inspection_form import require_open
from inspector_app.store import books
from inspector_app.store.driver import writing
from inspector_app.store.opened import Opened
from inspector_app.telling import Tell, untold
from inspector_app.tools import local_day, moment

XLSX = "application/x-xlsx"


class How(StrEnum):
    """What becomes of the lines that the book has already."""

    APPEND = "append"
    REPLACE = "replace"


def take_list(
    opened: Opened,
    inspection_id: str,
    book_id: str,
    *,
    how: How,
    at: datetime,
    new_id: Callable[[], str],
    tell: Tell = untold,
) -> int:
    """Take the brought list and return how many lines it gave. Cells that cannot be read are kept with their problem.

    `tell` hears how far it is.

    Raises:
        NotFound: no such inspection or book, or nothing was brought.
        InspectionClosed: it is closed.
        InvalidAnswer: no line can be read, or more lines than a book holds.
    """
    with writing(opened.work):
        inspection = require_open(opened, inspection_id)
        one, file = require_book(opened, inspection_id, book_id), books.brought_file(opened.work, book_id)
        if file is None:
            raise NotFound(say("books.nothing_brought"))
        lines = read_brought(opened, one, file, tell=tell)
        tell(say("books.taking", count=f"{len(lines):,}"), 1.0)
        standing = 0 if how is How.REPLACE else books.line_count(opened.work, book_id)
        if not lines:
            raise InvalidAnswer(say("books.no_lines"))
        if standing + len(lines) > MOST_LINES:
            raise InvalidAnswer(say("books.full", most=f"{MOST_LINES:,}"))
        if how is How.REPLACE:
            books.clear_lines(opened.work, book_id)
        books.append_lines(opened.work, book_id, (line.line.cells for line in lines))
        books.touch(opened.work, book_id, moment(at))
        if file["name"] != PASTED:
            data = bytes(file["content"])
            keep_paper(
                opened,
                inspection_id,
                item=item_of_kind(opened, inspection, books.cover_of(one).kind, on=local_day(at)),
                data=data,
                media_type=XLSX if data.startswith(b"PK") else CSV,
                caption=file["name"],
                at=at,
                new_id=new_id,
            )
        books.remove_file(opened.work, book_id)
    return len(lines)


def drop_list(opened: Opened, inspection_id: str, book_id: str) -> None:
    """Forget a brought list that is not to be taken.

    Raises:
        NotFound, InspectionClosed.
    """
    with writing(opened.work):
        require_open(opened, inspection_id)
        require_book(opened, inspection_id, book_id)
        books.remove_file(opened.work, book_id)
