"""Lines of a book: a page of them to see, and lines written by hand, durable before it returns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from casework.books.book import MOST_LINES, Book, Column, Line
from casework.books.cells import LONGEST_KEPT, CellReader, ReadLine, read_line
from casework.books.records import BookFigures, figures_of
from inspector_app.catalogue import say
from inspector_app.errors import InvalidAnswer
from inspector_app.services.book_readings import lines_of, reader_of
from inspector_app.services.books import require_book
from inspector_app.services.inspection_form import require_inspection, require_open
from inspector_app.services.merged_cells import Saved, merge_cells
from inspector_app.services.typed_text import typed
from inspector_app.store import books
from inspector_app.store.driver import writing
from inspector_app.store.opened import Opened
from inspector_app.tools import moment

PER_PAGE = 50
MOST_AT_ONCE = 200
"""Most lines that are written in one call."""


@dataclass(frozen=True)
class TypedLine:
    """A line as typed; `number` is None for a new one. Blank cells take back what stood there.

    `mark` names a new line before it has a number: sent again, because the answer was lost, it is the same line.
    `seen` are the cells that the page showed before they were written in; None where no page was shown.
    """

    number: int | None
    cells: Mapping[Column, str]
    mark: str = ""
    seen: Mapping[Column, str] | None = None


@dataclass(frozen=True)
class BookPage:
    """One page of a book's lines. Pages count from 1; `only_problems`: lines in which something is wrong."""

    book: Book
    lines: tuple[ReadLine, ...]
    figures: BookFigures
    page: int
    pages: int
    only_problems: bool
    is_closed: bool


def open_book(
    opened: Opened, inspection_id: str, book_id: str, *, page: int | None = None, only_problems: bool = False
) -> BookPage:
    """Return a page of a book; without a number the last one, where writing goes on.

    Raises:
        NotFound: no such inspection or book.
    """
    inspection = require_inspection(opened, inspection_id)
    one = require_book(opened, inspection_id, book_id)
    every = lines_of(opened, one)
    shown = [line for line in every if line.problems] if only_problems else list(every)
    pages = max(1, -(-len(shown) // PER_PAGE))
    number = min(max(1, pages if page is None else page), pages)
    return BookPage(
        book=books.cover_of(one),
        lines=tuple(shown[(number - 1) * PER_PAGE : number * PER_PAGE]),
        figures=figures_of(every),
        page=number,
        pages=pages,
        only_problems=only_problems,
        is_closed=bool(inspection["closed_at"]),
    )


def save_lines(
    opened: Opened, inspection_id: str, book_id: str, lines: Sequence[TypedLine], *, at: datetime
) -> tuple[Saved[ReadLine], ...]:
    """Keep lines as typed and return them as kept, in the same order; a new line that is blank is not kept.

    All of them are committed, synced to disk, before this returns. A cell that cannot be read is kept with its problem.
    What another window changed meanwhile stays; a line of which both changed the same cell is left as it stands.

    Raises:
        NotFound: no such inspection, book, or line.
        InspectionClosed: it is closed.
        InvalidAnswer: too many lines, or a cell beyond what is kept.
    """
    if len(lines) > MOST_AT_ONCE:
        raise InvalidAnswer(say("books.too_many_at_once", most=MOST_AT_ONCE))
    with writing(opened.work):
        require_open(opened, inspection_id)
        books.touch(opened.work, require_book(opened, inspection_id, book_id)["id"], moment(at))
        one = require_book(opened, inspection_id, book_id)
        columns = books.cover_of(one).kind.columns
        reader = reader_of(opened, one)
        added = sum(line.number is None for line in lines)
        if added and books.line_count(opened.work, book_id) + added > MOST_LINES:
            raise InvalidAnswer(say("books.full", most=f"{MOST_LINES:,}"))
        kept = []
        for line in lines:
            raw = {column: typed(line.cells.get(column, ""), most=LONGEST_KEPT) for column in columns}
            mark = typed(line.mark, most=40)
            if line.number:
                kept.append(_change(opened, book_id, replace(line, cells=raw), reader=reader))
            else:
                number = books.number_of(opened.work, book_id, mark) or 0
                kept.append(Saved(_keep(opened, book_id, read_line(number, raw, reader=reader), mark=mark)))
    return tuple(kept)


def _change(opened: Opened, book_id: str, typed_line: TypedLine, *, reader: CellReader) -> Saved[ReadLine]:
    number = typed_line.number or 0
    found = books.line_cells(opened.work, book_id, number)
    if found is None:
        raise InvalidAnswer(say("books.line_gone"))
    standing = {column: found.get(column, "") for column in typed_line.cells}
    wanted = {column: reader.read(column, written).value for column, written in typed_line.cells.items()}
    merged = merge_cells(standing, typed_line.seen, wanted)
    if merged.apart:
        return Saved(read_line(number, standing, reader=reader), merged.apart)
    return Saved(_keep(opened, book_id, read_line(number, merged.cells, reader=reader), mark=""))


def _keep(opened: Opened, book_id: str, read: ReadLine, *, mark: str) -> ReadLine:
    if read.line.number:
        books.put_line(opened.work, book_id, read.line)
        return read
    if read.line.is_blank:
        return read
    number = books.append_lines(opened.work, book_id, [read.line.cells], mark=mark)[0]
    return ReadLine(Line(number, read.line.cells), read.problems, read.warnings)
