"""A list that the employer gives as a file or that is pasted: looked at, its columns told, taken into a book.

The file is kept as it came, encrypted, from its arrival on; taken, it becomes evidence, untouched.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from casework.books.book import MOST_LINES, Book, Column
from casework.books.cells import ReadLine, read_line
from casework.books.columns import Mapped, guess, headings_of
from casework.books.records import BookFigures, figures_of
from inspector_app.catalogue import say
from inspector_app.errors import EvidenceRefused, InvalidAnswer, NotFound
from inspector_app.services.book_readings import reader_of
from inspector_app.services.books import require_book
from inspector_app.services.inspection_form import require_inspection, require_open
from inspector_app.store import books
from inspector_app.store.driver import writing
from inspector_app.store.opened import Opened
from inspector_app.telling import Tell, untold
from inspector_app.tools import moment
from simplify_content.table_files.errors import BadFile
from simplify_content.table_files.tables import TELL_EVERY, Limits, SourceFile, Table, read_tables
from simplify_content.text import Text

MOST_BYTES = 20 * 1024 * 1024
PASTED = ""
"""Name of what was pasted: it is no file."""

LIMITS = Limits(
    file_bytes=MOST_BYTES, unpacked_bytes=160 * 1024 * 1024, parts=500, rows=MOST_LINES + 200, cells=MOST_LINES * 30
)
"""Some rows more than a book holds, for headings and totals."""

SHOWN_ROWS, SHOWN_PROBLEMS = 8, 50

Row = Mapping[str, Any]


@dataclass(frozen=True)
class FoundProblem:
    """Something wrong in one cell of the file; `row` is the file's, from 1."""

    row: int
    column: Column
    value: str
    text: Text


@dataclass(frozen=True)
class Preview:
    """A brought list before it is taken: how it is read, its first rows, and all that is wrong in it."""

    book: Book
    name: str
    sheets: tuple[str, ...]
    sheet: int
    header_row: int | None
    headings: tuple[str, ...]
    places: Mapping[Column, int]
    first_rows: tuple[tuple[str, ...], ...]
    figures: BookFigures
    problems: tuple[FoundProblem, ...]
    problems_count: int
    by_text: tuple[tuple[Column, Text, int], ...]
    """Each kind of problem with how often it stands in the file, the commonest first."""
    notes: tuple[Text, ...]
    standing_lines: int
    """Lines that the book has already."""


def bring_list(
    opened: Opened, inspection_id: str, book_id: str, *, name: str, data: bytes, at: datetime, tell: Tell = untold
) -> None:
    """Keep a file, or what was pasted (`PASTED`), for a book, in place of one that was not taken.

    `tell` hears how far it is.

    Raises:
        NotFound, InspectionClosed.
        EvidenceRefused: empty, too large, a bomb, with macros, or no table.
    """
    tables, now = tables_in(name, data, tell=tell), moment(at)
    with writing(opened.work):
        require_open(opened, inspection_id)
        require_book(opened, inspection_id, book_id)
        values = {"book_id": book_id, "name": name[-200:], "content": data, "mapping": "", "brought_at": now}
        books.put_file(opened.work, values)
    opened.forms.recent.get(("tables", book_id), now, lambda: tables)


def tables_in(name: str, data: bytes, *, tell: Tell = untold) -> tuple[Table, ...]:
    """Return the tables of a file that may be used.

    Raises:
        EvidenceRefused: it may not.
    """
    tell(say("books.reading"), 0.0)
    try:
        tables = read_tables(
            SourceFile(name, data),
            limits=LIMITS,
            tell=lambda rows: tell(say("books.reading_rows", count=f"{rows:,}"), 0.0),
        )
    except BadFile as problem:
        raise EvidenceRefused(say("books.file_refused", why=problem.text)) from None
    if any(table.has_macros for table in tables):
        raise EvidenceRefused(say("books.macros"))
    return tables


def preview(opened: Opened, inspection_id: str, book_id: str, *, tell: Tell = untold) -> Preview | None:
    """Return the brought list as it would be taken; None where nothing was brought.

    `tell` hears how far it is.

    Raises:
        NotFound: no such inspection or book.
    """
    require_inspection(opened, inspection_id)
    require_book(opened, inspection_id, book_id)
    if books.brought_file(opened.work, book_id) is None:
        return None
    one, file = _brought(opened, inspection_id, book_id)
    tables = _tables(opened, file, tell=tell)
    sheet, mapped = _mapping(one, file, tables)
    table = tables[sheet]
    read = _read(opened, one, table, mapped, tell=tell)
    problems = [
        FoundProblem(row, column, line.line.cells.get(column, ""), text)
        for row, line in read
        for column, text in line.problems.items()
    ]
    counts = Counter((problem.column, problem.text) for problem in problems)
    first = 0 if mapped.header_row is None else mapped.header_row + 1
    return Preview(
        book=books.cover_of(one),
        name=file["name"],
        sheets=tuple(each.sheet for each in tables),
        sheet=sheet,
        header_row=mapped.header_row,
        headings=headings_of(table, mapped.header_row),
        places=mapped.places,
        first_rows=tuple(tuple(row) for row in table.rows[first:] if any(row))[:SHOWN_ROWS],
        figures=figures_of(line for _, line in read),
        problems=tuple(problems[:SHOWN_PROBLEMS]),
        problems_count=len(problems),
        by_text=tuple((column, text, count) for (column, text), count in counts.most_common(12)),
        notes=_notes(table),
        standing_lines=books.line_count(opened.work, book_id),
    )


def choose_columns(
    opened: Opened, inspection_id: str, book_id: str, *, sheet: int, places: Mapping[Column, int]
) -> None:
    """Keep how the brought list is to be read.

    Raises:
        NotFound, InspectionClosed.
        InvalidAnswer: no such sheet, or one column of the file for two of the book.
    """
    with writing(opened.work):
        require_open(opened, inspection_id)
        one, file = _brought(opened, inspection_id, book_id)
        tables = _tables(opened, file)
        if not 0 <= sheet < len(tables):
            raise InvalidAnswer(say("books.no_sheet"))
        if len(set(places.values())) < len(places):
            raise InvalidAnswer(say("books.column_twice"))
        standing, _ = _mapping(one, file, tables)
        kept = {column.value: place for column, place in places.items()} if sheet == standing else None
        books.put_file(opened.work, {**file, "mapping": json.dumps({"sheet": sheet, "places": kept})})


def _brought(opened: Opened, inspection_id: str, book_id: str) -> tuple[Row, Row]:
    one = require_book(opened, inspection_id, book_id)
    file = books.brought_file(opened.work, book_id)
    if file is None:
        raise NotFound(say("books.nothing_brought"))
    return one, file


def _tables(opened: Opened, file: Row, *, tell: Tell = untold) -> tuple[Table, ...]:
    def parse() -> tuple[Table, ...]:
        return tables_in(file["name"], bytes(file["content"]), tell=tell)

    return opened.forms.recent.get(("tables", file["book_id"]), file["brought_at"], parse)


def _mapping(one: Row, file: Row, tables: Sequence[Table]) -> tuple[int, Mapped]:
    """Return the sheet and how it is read: as somebody said, or as guessed."""
    said = json.loads(file["mapping"]) if file["mapping"] else {}
    sheet = int(said.get("sheet", 0))
    guessed = guess(tables[sheet], books.cover_of(one).kind)
    if said.get("places") is None:
        return sheet, guessed
    places = {Column(name): int(place) for name, place in said["places"].items()}
    return sheet, Mapped(guessed.header_row, places)


def read_brought(opened: Opened, one: Row, file: Row, *, tell: Tell = untold) -> list[ReadLine]:
    """Return the lines of a brought list as they would be taken; `tell` hears how far it is."""
    tables = _tables(opened, file, tell=tell)
    sheet, mapped = _mapping(one, file, tables)
    return [line for _, line in _read(opened, one, tables[sheet], mapped, tell=tell)]


def _read(opened: Opened, one: Row, table: Table, mapped: Mapped, *, tell: Tell) -> list[tuple[int, ReadLine]]:
    reader = reader_of(opened, one, epoch=table.epoch)
    read, every = [], len(table.rows)
    for row, cells in mapped.rows_of(table):
        if row % TELL_EVERY == 0:
            tell(say("books.checking_rows", count=f"{row:,}", all=f"{every:,}"), row / every)
        line = read_line(0, cells, reader=reader)
        if not line.line.is_blank:
            read.append((row, line))
    return read


def _notes(table: Table) -> tuple[Text, ...]:
    return (
        *((say("books.merged"),) if table.has_merged_cells else ()),
        *((say("books.formulas"),) if table.has_formulas else ()),
    )
