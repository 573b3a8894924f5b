"""Books as records that cross-checks compare, and the figures that the checklist asks of a book.

Only cells that mean something count; a line without name and number is no worker.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from casework.books.book import Book, Column
from casework.books.cells import CellReader, ReadLine, day_of, read_line, rupees_of, whole_month_of
from casework.cross_checks_types import RecordedWorker, StaffRecord
from casework.money import ZERO, Money, total
from casework.sampling import ListedWorker
from casework.wording import sentence
from simplify_content.text import Text, isolate


@dataclass(frozen=True)
class BookFigures:
    """What a book comes to."""

    lines: int
    workers: int
    wages: Money
    without_wage: int
    without_cnic: int
    contractors: int
    with_problems: int


def read_book(book: Book, *, reader: CellReader) -> tuple[ReadLine, ...]:
    """Return the lines of a book that are not blank, each with what is wrong in it."""
    columns = book.kind.columns
    whole = ({column: line.cells.get(column, "") for column in columns} for line in book.lines)
    read = (read_line(line.number, raw, reader=reader) for line, raw in zip(book.lines, whole, strict=True))
    return tuple(line for line in read if not line.line.is_blank)


def staff_record(book: Book, lines: Iterable[ReadLine]) -> StaffRecord | None:
    """Return a list of workers as the record that cross-checks know; None for challans and for a list without lines."""
    if book.kind.record is None:
        return None
    people = [(line, line.sound) for line in lines if _is_somebody(line)]
    if not people:
        return None
    workers = tuple(_worker(line) for line, _ in people)
    said = [cells.get(Column.CONTRACTOR, "") for _, cells in people]
    contractors = sum(one == "yes" for one in said) if any(said) else None
    return StaffRecord(book.kind.record, book.period, total=len(workers), contractor_staff=contractors, workers=workers)


def figures_of(lines: Iterable[ReadLine]) -> BookFigures:
    """Return what the lines of a list come to."""
    read = list(lines)
    people = [line.sound for line in read if _is_somebody(line)]
    wages = [rupees_of(cells.get(Column.WAGE, "")) for cells in people]
    return BookFigures(
        lines=len(read),
        workers=len(people),
        wages=total([wage for wage in wages if wage is not None]) if wages else ZERO,
        without_wage=sum(wage is None for wage in wages),
        without_cnic=sum(Column.CNIC not in cells for cells in people),
        contractors=sum(cells.get(Column.CONTRACTOR) == "yes" for cells in people),
        with_problems=sum(bool(line.problems) for line in read),
    )


def listed_workers(lines: Iterable[ReadLine], *, changed: frozenset[str] = frozenset()) -> tuple[ListedWorker, ...]:
    """Return the workers of a list as a sample is taken from them; the key is the number of the line.

    Args:
        lines: of one book.
        changed: CNICs whose name or wage differs from the month before.
    """
    return tuple(
        ListedWorker(
            key=str(line.line.number),
            monthly_wage=rupees_of(line.sound.get(Column.WAGE, "")),
            is_contractor_staff=line.sound.get(Column.CONTRACTOR) == "yes",
            hired_on=day_of(line.sound.get(Column.SINCE, "")),
            changed=line.sound.get(Column.CNIC, "") in changed,
        )
        for line in lines
        if _is_somebody(line)
    )


def place_text(line: ReadLine) -> Text:
    """Return where a line stands: as the inspector wrote it, or else its number in the list."""
    written = line.sound.get(Column.PLACE, "")
    if written and not written.isdigit():
        return Text(en=written, ur=isolate(written))
    return sentence("book.line", number=written or line.line.number)


def _is_somebody(line: ReadLine) -> bool:
    return bool(line.sound.keys() & {Column.NAME, Column.CNIC})


def _worker(line: ReadLine) -> RecordedWorker:
    cells = line.sound
    return RecordedWorker(
        cnic=cells.get(Column.CNIC, ""),
        name=cells.get(Column.NAME, ""),
        monthly_wage=rupees_of(cells.get(Column.WAGE, "")),
        whole_month=whole_month_of(cells.get(Column.WHOLE_MONTH, "")),
        wage_at_entry=rupees_of(cells.get(Column.ENTRY_WAGE, "")),
        employed_from=day_of(cells.get(Column.SINCE, "")),
        line=cells.get(Column.PLACE, "") or str(line.line.number),
    )
