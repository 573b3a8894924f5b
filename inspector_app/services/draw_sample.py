"""Draws the sample of a book that is looked at line by line, and keeps what was found of each line.

The seed comes from chance and is kept: whoever has the list and the seed can draw the same sample again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from casework.books.book import Book, BookKind, Column
from casework.books.cells import ReadLine
from casework.books.paper import Checked
from casework.books.records import listed_workers
from casework.sampling import NextStep, Sample, SamplingPlan, next_step, take_sample
from inspector_app.catalogue import say
from inspector_app.errors import FormChanged, InvalidAnswer
from inspector_app.services.book_readings import lines_of
from inspector_app.services.books import require_book
from inspector_app.services.inspection_form import require_inspection, require_open
from inspector_app.services.merged_cells import Merged, merge_cells
from inspector_app.services.sample_kept import checked_of, drawn_text, sample_of
from inspector_app.services.typed_text import typed
from inspector_app.store import books
from inspector_app.store.driver import writing
from inspector_app.store.opened import Opened
from inspector_app.tools import local_day, moment

SHARES = (20, 10, 5, 2)
"""Shares of irregular workers in percent that a draw can be made to show."""

OUTCOMES = ("", "sound", "irregular")

Row = Mapping[str, Any]


@dataclass(frozen=True)
class SampledLine:
    """One line of the sample with what was found of it; `line` is None where it was taken out of the book since."""

    key: str
    reasons: tuple[str, ...]
    line: ReadLine | None
    checked: Checked


@dataclass(frozen=True)
class SampleView:
    """The sample of a book. `has_changed`: lines were changed since it was drawn."""

    book: Book
    population: int
    sample: Sample | None
    lines: tuple[SampledLine, ...]
    next: NextStep | None
    has_changed: bool
    is_closed: bool


def open_sample(opened: Opened, inspection_id: str, book_id: str) -> SampleView:
    """Return the sample of a book, or that none was drawn yet.

    Raises:
        NotFound: no such inspection or book.
    """
    inspection = require_inspection(opened, inspection_id)
    one = require_book(opened, inspection_id, book_id)
    lines, sample = lines_of(opened, one), sample_of(opened, book_id)
    drawn_from = books.sample_row(opened.work, book_id)
    checked = checked_of(opened, book_id)
    return SampleView(
        book=books.cover_of(one),
        population=len(listed_workers(lines)),
        sample=sample,
        lines=_sampled(sample, lines, checked) if sample else (),
        next=_next(sample, checked) if sample else None,
        has_changed=drawn_from is not None and drawn_from["revision"] != one["revision"],
        is_closed=bool(inspection["closed_at"]),
    )


def draw_sample(
    opened: Opened, inspection_id: str, book_id: str, *, percent: int, at: datetime, new_id: Callable[[], str]
) -> Sample:
    """Draw the sample of a book under a new seed, in place of an earlier one, and keep it.

    Raises:
        NotFound, InspectionClosed.
        InvalidAnswer: a share that is not offered, or a list of nobody.
    """
    if percent not in SHARES:
        raise InvalidAnswer(say("books.share_unknown"))
    with writing(opened.work):
        require_open(opened, inspection_id)
        one = require_book(opened, inspection_id, book_id)
        lines = lines_of(opened, one)
        workers = listed_workers(lines, changed=_changed(opened, inspection_id, one, lines))
        if not workers or one["kind"] == BookKind.CHALLANS:
            raise InvalidAnswer(say("books.nobody_to_sample"))
        as_of = local_day(at)
        seed = f"{as_of.isoformat()}-{hashlib.sha256(new_id().encode()).hexdigest()[:10]}"
        sample = take_sample(workers, seed=seed, as_of=as_of, plan=SamplingPlan(irregular_percent=percent))
        values = {"book_id": book_id, "seed": seed, "revision": one["revision"], "drawn": drawn_text(sample)}
        books.put_sample(opened.work, {**values, "drawn_at": moment(at)})
    return sample


@dataclass(frozen=True)
class CheckedLine:
    """What was found of one line: in order ("sound"), "irregular", or not looked at ("").

    `seen` is what the page showed of it before, "outcome" and "note"; None where no page was shown.
    """

    number: int
    outcome: str
    note: str
    seen: Mapping[str, str] | None = None


def check_lines(
    opened: Opened, inspection_id: str, book_id: str, found: Sequence[CheckedLine], *, at: datetime
) -> None:
    """Keep what was found of sampled lines; all of them or none. What another window changed meanwhile stays.

    Raises:
        NotFound, InspectionClosed.
        InvalidAnswer: not a line of the sample, or no such outcome.
        FormChanged: another window found something else of a line that is written here as well.
    """
    with writing(opened.work):
        require_open(opened, inspection_id)
        require_book(opened, inspection_id, book_id)
        sample = sample_of(opened, book_id)
        keys = set(sample.keys) if sample else set()
        standing = checked_of(opened, book_id)
        for one in found:
            if str(one.number) not in keys or one.outcome not in OUTCOMES:
                raise InvalidAnswer(say("books.not_sampled"))
            merged = merge_check(standing.get(str(one.number)), one)
            if merged.apart:
                raise FormChanged(say("core.form_changed"), "")
            values = {"book_id": book_id, "number": one.number, **merged.cells}
            books.put_check(opened.work, {**values, "checked_at": moment(at)})


def merge_check(standing: Checked | None, found: CheckedLine) -> Merged[str]:
    """Bring what was found of a line into what stands of it; "outcome" and "note"."""
    stands = {"outcome": standing.outcome, "note": standing.note} if standing else {}
    return merge_cells(stands, found.seen, {"outcome": found.outcome, "note": typed(found.note, most=300)})


def _next(sample: Sample, checked: Mapping[str, Checked]) -> NextStep:
    return next_step(
        sample,
        checked=[key for key, found in checked.items() if found.outcome],
        irregular=[key for key, found in checked.items() if found.outcome == "irregular"],
    )


def _sampled(sample: Sample, lines: Sequence[ReadLine], checked: Mapping[str, Checked]) -> tuple[SampledLine, ...]:
    by_key = {str(line.line.number): line for line in lines}
    entries = sorted(sample.selected, key=lambda entry: int(entry.key))
    return tuple(
        SampledLine(
            entry.key,
            tuple(reason.value for reason in entry.reasons),
            by_key.get(entry.key),
            checked.get(entry.key, Checked("", "")),
        )
        for entry in entries
    )


def _changed(opened: Opened, inspection_id: str, one: Row, lines: Sequence[ReadLine]) -> frozenset[str]:
    """Return the CNICs whose name or wage differs from the list of the month before, where that was entered too."""
    earlier = [
        row
        for row in books.books_of(opened.work, inspection_id)
        if row["kind"] == one["kind"] and row["period"] < one["period"]
    ]
    if not earlier:
        return frozenset()
    before = _by_cnic(lines_of(opened, max(earlier, key=lambda row: str(row["period"]))))
    now = _by_cnic(lines)
    return frozenset(cnic for cnic, said in now.items() if cnic in before and before[cnic] != said)


def _by_cnic(lines: Sequence[ReadLine]) -> dict[str, tuple[str, str]]:
    found = (line.sound for line in lines)
    return {
        cells[Column.CNIC]: (cells.get(Column.NAME, "").casefold(), cells.get(Column.WAGE, ""))
        for cells in found
        if Column.CNIC in cells
    }
