"""Reads and writes of the employer's books in work.db; decides nothing, and begins no transaction of its own."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlite_utils import Database

from casework.books.book import Book, BookKind, Column, Line
from inspector_app.store.driver import row, rows, run
from inspector_app.store.work import insert, replace

Row = dict[str, Any]


def books_of(work: Database, inspection_id: str) -> list[Row]:
    """Return the books of an inspection without their lines, each with `lines_count`, in the order they were begun."""
    sql = """
    SELECT *, (SELECT count(*) FROM book_line WHERE book_id = book.id) AS lines_count
    FROM book WHERE inspection_id = ? ORDER BY made_at, id
    """
    return rows(work, sql, (inspection_id,))


def book_row(work: Database, inspection_id: str, book_id: str) -> Row | None:
    """Return one book of an inspection without its lines, or None."""
    return row(work, "SELECT * FROM book WHERE inspection_id = ? AND id = ?", (inspection_id, book_id))


def revisions(work: Database, inspection_id: str) -> tuple[tuple[str, int], ...]:
    """Return every book of an inspection with the number of its last change."""
    sql = "SELECT id, revision FROM book WHERE inspection_id = ? ORDER BY id"
    return tuple((str(book_id), int(revision)) for book_id, revision in work.conn.execute(sql, (inspection_id,)))


def cover_of(one: Mapping[str, Any]) -> Book:
    """Return a book as its row has it, without its lines."""
    return Book(one["id"], BookKind(one["kind"]), date.fromisoformat(one["period"]), one["label"], ())


def read_book(work: Database, one: Mapping[str, Any]) -> Book:
    """Return a book with all its lines, in the order of their numbers."""
    found = work.conn.execute("SELECT number, cells FROM book_line WHERE book_id = ? ORDER BY number", (one["id"],))
    return dataclasses.replace(cover_of(one), lines=tuple(Line(int(number), _cells(cells)) for number, cells in found))


def line_count(work: Database, book_id: str) -> int:
    """Return how many lines a book has."""
    return int(work.conn.execute("SELECT count(*) FROM book_line WHERE book_id = ?", (book_id,)).fetchone()[0])


def line_cells(work: Database, book_id: str, number: int) -> Mapping[Column, str] | None:
    """Return the cells of a line that are not blank; None where the book has no line of that number."""
    found = row(work, "SELECT cells FROM book_line WHERE book_id = ? AND number = ?", (book_id, number))
    return _cells(found["cells"]) if found else None


def _cells(text: str) -> Mapping[Column, str]:
    return {Column(name): str(value) for name, value in json.loads(text).items()}


def _text(cells: Mapping[Column, str]) -> str:
    return json.dumps({column.value: value for column, value in cells.items() if value}, ensure_ascii=False)


def begin_book(work: Database, values: Mapping[str, Any]) -> None:
    """Write down a new book without lines."""
    insert(work, "book", values)


def remove_book(work: Database, book_id: str) -> None:
    """Remove a book with everything that hangs on it."""
    for table in ("book_line", "book_file", "sample", "sample_check"):
        run(work, f"DELETE FROM {table} WHERE book_id = ?", (book_id,))  # noqa: S608 - own names
    run(work, "DELETE FROM book WHERE id = ?", (book_id,))


def append_lines(work: Database, book_id: str, lines: Iterable[Mapping[Column, str]], *, mark: str = "") -> list[int]:
    """Add lines at the end and return their numbers; a mark is that of the one line, under which it is found again."""
    first = int(work.conn.execute("SELECT next_number FROM book WHERE id = ?", (book_id,)).fetchone()[0])
    values = [(book_id, number, _text(cells), mark) for number, cells in enumerate(lines, start=first)]
    work.conn.executemany("INSERT INTO book_line VALUES (?, ?, ?, ?)", values)
    run(work, "UPDATE book SET next_number = ? WHERE id = ?", (first + len(values), book_id))
    return [number for _, number, _, _ in values]


def number_of(work: Database, book_id: str, mark: str) -> int | None:
    """Return the number of the line with a mark, or None."""
    found = row(work, "SELECT number FROM book_line WHERE book_id = ? AND mark = ?", (book_id, mark)) if mark else None
    return int(found["number"]) if found else None


def put_line(work: Database, book_id: str, line: Line) -> None:
    """Write a line in place of the one of its number; a blank one removes it."""
    if line.is_blank:
        run(work, "DELETE FROM book_line WHERE book_id = ? AND number = ?", (book_id, line.number))
        run(work, "DELETE FROM sample_check WHERE book_id = ? AND number = ?", (book_id, line.number))
        return
    sql = "UPDATE book_line SET cells = ? WHERE book_id = ? AND number = ?"
    run(work, sql, (_text(line.cells), book_id, line.number))


def clear_lines(work: Database, book_id: str) -> None:
    """Remove all lines of a book, and the sample that was drawn from them."""
    for table in ("book_line", "sample", "sample_check"):
        run(work, f"DELETE FROM {table} WHERE book_id = ?", (book_id,))  # noqa: S608 - own names


def touch(work: Database, book_id: str, at: str) -> None:
    """Count one more change of a book."""
    run(work, "UPDATE book SET revision = revision + 1, changed_at = ? WHERE id = ?", (at, book_id))


def put_file(work: Database, values: Mapping[str, Any]) -> None:
    """Keep the file that was brought for a book, in place of one brought before."""
    replace(work, "book_file", values)


def brought_file(work: Database, book_id: str) -> Row | None:
    """Return the file that was brought for a book and is not taken yet, or None."""
    return row(work, "SELECT * FROM book_file WHERE book_id = ?", (book_id,))


def remove_file(work: Database, book_id: str) -> None:
    """Forget the file that was brought for a book."""
    run(work, "DELETE FROM book_file WHERE book_id = ?", (book_id,))


def put_sample(work: Database, values: Mapping[str, Any]) -> None:
    """Keep the sample drawn from a book, in place of an earlier one and what was found of that."""
    run(work, "DELETE FROM sample_check WHERE book_id = ?", (values["book_id"],))
    replace(work, "sample", values)


def sample_row(work: Database, book_id: str) -> Row | None:
    """Return the sample drawn from a book, or None."""
    return row(work, "SELECT * FROM sample WHERE book_id = ?", (book_id,))


def put_check(work: Database, values: Mapping[str, Any]) -> None:
    """Keep what was found of one sampled line."""
    replace(work, "sample_check", values)


def checks_of(work: Database, book_id: str) -> dict[int, Row]:
    """Return what was found of sampled lines, by number."""
    found = rows(work, "SELECT * FROM sample_check WHERE book_id = ?", (book_id,))
    return {int(one["number"]): one for one in found}


def put_decision(work: Database, values: Mapping[str, Any]) -> None:
    """Keep what was decided of a difference, in place of an earlier decision."""
    replace(work, "decision", values)


def decisions_of(work: Database, inspection_id: str) -> dict[str, Row]:
    """Return what was decided of differences, by their names."""
    found = rows(work, "SELECT * FROM decision WHERE inspection_id = ?", (inspection_id,))
    return {str(one["difference"]): one for one in found}
