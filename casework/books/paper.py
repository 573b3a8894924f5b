"""A book as the file that goes to the centre: comma-separated text, one row per line, every cell as it was kept.

The same book gives the same bytes. Made to be read by people and spreadsheets alike: a cell that a spreadsheet would
take for a formula stands behind an apostrophe.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from casework.books.book import Book
from casework.cross_checks_types import Difference, NotCompared
from casework.sampling import Sample

CSV = "text/csv"
_BOM = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Checked:
    """What was found of one sampled line: sound, irregular, or not looked at yet ("")."""

    outcome: str
    note: str


@dataclass(frozen=True)
class Decided:
    """What the inspector decided of a difference, and why."""

    state: str
    reason: str


def book_paper(book: Book, *, sample: Sample | None, checked: Mapping[str, Checked]) -> bytes:
    """Return a book with its sample as a file; every row says which book it is of.

    Args:
        book: all its lines.
        sample: that was drawn from it, or None.
        checked: what was found, by key of the sample.
    """
    columns = book.kind.columns
    heads = ["record", "period", "label", "line", *(column.value for column in columns)]
    if sample is not None:
        heads += ["sample_seed", "sample_reasons", "checked", "note"]
    reasons = {} if sample is None else {one.key: " ".join(one.reasons) for one in sample.selected}
    rows = []
    for line in book.lines:
        row = [book.kind.value, book.period.isoformat(), book.label, str(line.number)]
        row += [line.cells.get(column, "") for column in columns]
        if sample is not None:
            found = checked.get(str(line.number), Checked("", ""))
            drawn = str(line.number) in reasons
            row += [sample.seed if drawn else "", reasons.get(str(line.number), ""), found.outcome, found.note]
        rows.append(row)
    return _file(heads, rows)


def differences_paper(decided: Iterable[tuple[Difference, Decided]], *, not_compared: Iterable[NotCompared]) -> bytes:
    """Return every difference with its figures and what was decided of it, and what could not be compared."""
    heads = ["code", "first", "second", "difference", "certainty", "state", "reason", "text", "text_ur", "facts"]
    rows = []
    for one, made in decided:
        facts = "; ".join(f"{name}={value}" for name, value in sorted(one.facts.items()))
        row = [one.code, one.first.en, one.second.en, str(one.by), one.certainty.value, made.state, made.reason]
        rows.append([*row, one.text.en, one.text.ur, facts])
    for gap in not_compared:
        rows.append([gap.check, "", "", "", "not_compared", "", "", gap.text.en, gap.text.ur, ""])
    return _file(heads, rows)


def plain_list(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a list of another kind as such a file."""
    return _file(heads, rows)


def read_paper(data: bytes) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Return the headings and rows of a file that was made here, as they were kept.

    Raises:
        ValueError: no such file.
    """
    try:
        rows = [tuple(map(_plain, row)) for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))]
    except (UnicodeDecodeError, csv.Error) as problem:
        raise ValueError(f"not a list that was made here: {problem}") from None
    return (rows[0] if rows else ()), tuple(rows[1:])


def _file(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([_guarded(cell) for cell in row] for row in rows)
    return (_BOM + target.getvalue()).encode("utf-8")


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith((*_FORMULA, "'")) else cell


def _plain(cell: str) -> str:
    return cell[1:] if cell.startswith("'") else cell
