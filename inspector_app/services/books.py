"""The employer's books of an inspection: begun, listed, read, taken away.

Their lines are written in `book_lines` and brought from files in `bring_list`; what they come to is `cross_check`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from casework.books.book import BookKind, book_name
from casework.books.records import BookFigures, figures_of
from inspector_app.catalogue import say
from inspector_app.errors import InvalidAnswer, NotFound
from inspector_app.services.book_readings import lines_of
from inspector_app.services.inspection_form import require_inspection, require_open
from inspector_app.services.typed_text import typed
from inspector_app.store import books
from inspector_app.store.driver import writing
from inspector_app.store.opened import Opened
from inspector_app.tools import local_day, moment
from simplify_content.text import Text

MOST_BOOKS = 60
"""Most books of one inspection: five records a month of a year."""

EARLIEST = date(1966, 1, 1)

Row = Mapping[str, Any]


@dataclass(frozen=True)
class BookEntry:
    """One book in a list of them."""

    book_id: str
    kind: BookKind
    period: date
    label: str
    name: Text
    figures: BookFigures
    has_file: bool
    """Whether a file was brought for it and waits to be taken."""
    has_sample: bool


def begin_book(
    opened: Opened,
    inspection_id: str,
    *,
    kind: str,
    period: date,
    label: str,
    at: datetime,
    new_id: Callable[[], str],
) -> str:
    """Begin a book without lines and return its id; one of the same kind, time and label is gone on with.

    Raises:
        NotFound, InspectionClosed.
        InvalidAnswer: no such kind, a day in the future, or too many books.
    """
    named = typed(label, most=80)
    try:
        what = BookKind(kind)
    except ValueError:
        raise InvalidAnswer(say("books.kind_unknown")) from None
    day = period.replace(day=1) if what.is_monthly else period
    if not EARLIEST <= day <= local_day(at):
        raise InvalidAnswer(say("books.period_wrong"))
    with writing(opened.work):
        require_open(opened, inspection_id)
        standing = books.books_of(opened.work, inspection_id)
        for one in standing:
            if (one["kind"], one["label"]) == (what.value, named) and _is_same(what, one["period"], day):
                return str(one["id"])
        if len(standing) >= MOST_BOOKS:
            raise InvalidAnswer(say("books.too_many", most=MOST_BOOKS))
        book_id, now = new_id(), moment(at)
        values = {"id": book_id, "inspection_id": inspection_id, "kind": what.value, "period": day.isoformat()}
        books.begin_book(opened.work, {**values, "label": named, "made_at": now, "changed_at": now})
    return book_id


def _is_same(kind: BookKind, period: str, day: date) -> bool:
    """Return whether a book is of the same time; of challans there is one list for each label."""
    return kind is BookKind.CHALLANS or period == day.isoformat()


def remove_book(opened: Opened, inspection_id: str, book_id: str) -> None:
    """Take a book away with its lines and its sample; a file kept as evidence stays evidence.

    Raises:
        NotFound, InspectionClosed.
    """
    with writing(opened.work):
        require_open(opened, inspection_id)
        require_book(opened, inspection_id, book_id)
        books.remove_book(opened.work, book_id)


def list_books(opened: Opened, inspection_id: str) -> tuple[BookEntry, ...]:
    """Return the books of an inspection with what each comes to.

    Raises:
        NotFound: no such inspection.
    """
    require_inspection(opened, inspection_id)
    return tuple(_entry(opened, one) for one in books.books_of(opened.work, inspection_id))


def _entry(opened: Opened, one: Row) -> BookEntry:
    kind, period = BookKind(one["kind"]), date.fromisoformat(one["period"])
    return BookEntry(
        book_id=one["id"],
        kind=kind,
        period=period,
        label=one["label"],
        name=book_name(kind, period),
        figures=figures_of(lines_of(opened, one)),
        has_file=books.brought_file(opened.work, one["id"]) is not None,
        has_sample=books.sample_row(opened.work, one["id"]) is not None,
    )


def require_book(opened: Opened, inspection_id: str, book_id: str) -> Row:
    """Return a book of an inspection.

    Raises:
        NotFound: there is none of that id.
    """
    one = books.book_row(opened.work, inspection_id, book_id)
    if one is None:
        raise NotFound(say("books.unknown"))
    return one
