"""What the books say that the checklist asks: offered beside the answer that stands, taken over only when told to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from casework.books.book import Book, BookKind
from casework.books.challans import latest_paid
from casework.books.records import BookFigures, figures_of
from checklists.form_state import Answer, AnswerState, FormState, ItemRef, ItemState
from inspector_app.services.book_readings import lines_of
from inspector_app.services.books import require_book
from inspector_app.services.inspection_form import form_of, require_open
from inspector_app.services.known_inspections import day_of
from inspector_app.services.record_answer import record_answer
from inspector_app.store import books
from inspector_app.store.driver import writing
from inspector_app.store.opened import Opened
from inspector_app.tools import local_day

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Offer:
    """A question that a book answers, with the value it gives. `can_be_taken`: the question is asked at present."""

    item: ItemState
    value: str

    @property
    def is_same(self) -> bool:
        """Whether the answer that stands is the same."""
        return self.item.answer.state is AnswerState.GIVEN and _plain(self.item.answer.value) == _plain(self.value)

    @property
    def can_be_taken(self) -> bool:
        """Whether the question is asked under the present answers."""
        return self.item.relevant and not self.item.read_only


def offers(opened: Opened, inspection: Row, form: FormState, book_id: str) -> tuple[Offer, ...]:
    """Return what a book, with the other parts of the same list, says that the checklist asks."""
    rows = books.books_of(opened.work, inspection["id"])
    one = next(row for row in rows if row["id"] == book_id)
    cover = books.cover_of(one)
    parts = [row for row in rows if (row["kind"], row["period"]) == (one["kind"], one["period"])]
    said = _said(opened, cover, parts, on=day_of(inspection))
    return tuple(Offer(item, value) for name, value in said if (item := _item(form, name)) is not None)


def take_figures(opened: Opened, inspection_id: str, book_id: str, *, at: datetime) -> int:
    """Answer the questions that are asked with what the book says, and return how many answers changed.

    Raises:
        NotFound, InspectionClosed, InvalidAnswer.
    """
    changed = 0
    with writing(opened.work):
        inspection = require_open(opened, inspection_id)
        require_book(opened, inspection_id, book_id)
        taken: set[str] = set()
        while offer := _next(opened, inspection, book_id, taken, on=local_day(at)):
            record_answer(opened, inspection_id, offer.item.ref, Answer(offer.value, AnswerState.GIVEN, ""), at=at)
            taken.add(offer.item.ref.item)
            changed += 1
    return changed


def _next(opened: Opened, inspection: Row, book_id: str, taken: set[str], *, on: date) -> Offer | None:
    """Return one more figure to take; an answer just given may have opened a question."""
    answers = opened.forms.answers(opened.work, inspection["id"])
    form = form_of(opened, inspection, answers, on=on)
    open_ = (one for one in offers(opened, inspection, form, book_id) if one.can_be_taken and not one.is_same)
    return next((one for one in open_ if one.item.ref.item not in taken), None)


def _said(opened: Opened, cover: Book, parts: Sequence[Row], *, on: date) -> Iterator[tuple[str, str]]:
    figures = [figures_of(lines_of(opened, one)) for one in parts]
    if not any(one.lines for one in figures):
        return
    workers = str(sum(one.workers for one in figures))
    if cover.kind is BookKind.WAGE_REGISTER:
        yield "wage_register_month", cover.period.isoformat()
        yield "wage_register_workers", workers
        yield "wage_register_total", _wages(figures)
    elif cover.kind is BookKind.ATTENDANCE and cover.period == on:
        yield "attendance_workers", workers
    elif cover.kind is BookKind.SCHEDULE:
        yield "schedule_workers", workers
    elif cover.kind is BookKind.CHALLANS:
        months = [month for one in parts if (month := latest_paid(lines_of(opened, one)))]
        if months:
            yield "latest_challan_month", max(months).isoformat()


def _wages(figures: Sequence[BookFigures]) -> str:
    paisa = sum(one.wages.paisa for one in figures)
    return f"{paisa // 100}" if paisa % 100 == 0 else f"{paisa // 100}.{paisa % 100:02d}"


def _item(form: FormState, name: str) -> ItemState | None:
    try:
        return form.item(ItemRef(name, ""))
    except KeyError:
        return None


def _plain(value: str) -> str:
    return value.strip().removesuffix(".0").removesuffix(".00")
