"""The count on the tour: lines by section and shift, durable when they are saved; its sums answer the checklist."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from casework.books.paper import CSV
from casework.head_count import HeadCount, TallyColumn, TallyLine, count_sheet, counted
from checklists.form_state import Answer, AnswerState, FormState, ItemRef
from inspector_app.catalogue import say
from inspector_app.errors import InvalidAnswer
from inspector_app.services.book_figures import Offer
from inspector_app.services.book_papers import keep_paper
from inspector_app.services.inspection_form import form_of, require_inspection, require_open
from inspector_app.services.merged_cells import Saved, merge_cells
from inspector_app.services.ready_to_close import is_typed
from inspector_app.services.record_answer import record_answer
from inspector_app.services.typed_text import typed
from inspector_app.store.driver import writing
from inspector_app.store.opened import Opened
from inspector_app.store.tally import put_tally_line, tally_line_of, tally_lines
from inspector_app.tools import local_day

MOST_LINES = 300
LONGEST_CELL = 120
COUNT = "count"
"""The kind of evidence that a count sheet is."""

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Tally:
    """The lines of a count, what they come to, and the questions that this answers."""

    lines: tuple[TallyLine, ...]
    count: HeadCount
    offers: tuple[Offer, ...]
    is_closed: bool

    @property
    def can_be_taken(self) -> bool:
        """Whether taking the sums over would change an answer; not while a cell holds no number."""
        changes = any(offer.can_be_taken and not offer.is_same for offer in self.offers)
        return changes and bool(self.lines) and not any(line.problems for line in self.lines)


@dataclass(frozen=True)
class TypedCount:
    """A line as typed; `number` is None for a new one, `mark` and `seen` are as of a `TypedLine` of a book."""

    number: int | None
    cells: Mapping[TallyColumn, str]
    mark: str = ""
    seen: Mapping[TallyColumn, str] | None = None


def counted_questions(form: FormState) -> tuple[ItemRef, ...]:
    """Return the questions of a form that a count answers; none in a checklist that asks section by section."""
    names = counted(()).answers
    return tuple(item.ref for item in form.items if item.ref.item in names and not item.ref.key and is_typed(item))


def open_tally(opened: Opened, inspection_id: str, form: FormState) -> Tally:
    """Return the count of an inspection under its form.

    Raises:
        NotFound: no such inspection.
    """
    inspection = require_inspection(opened, inspection_id)
    return _tally(opened, inspection, form)


def save_tally(opened: Opened, inspection_id: str, lines: Sequence[TypedCount]) -> tuple[Saved[TallyLine], ...]:
    """Keep lines as typed and return them as kept, in the same order; a new line that is blank is not kept.

    All of them are committed, synced to disk, before this returns. What another window changed meanwhile stays; a line
    of which both changed the same cell is left as it stands.

    Raises:
        NotFound, InspectionClosed.
        InvalidAnswer: too many lines, or a cell beyond what is kept.
    """
    with writing(opened.work):
        require_open(opened, inspection_id)
        kept = tuple(_keep(opened, inspection_id, one) for one in lines)
        if len(tally_lines(opened.work, inspection_id)) > MOST_LINES:
            raise InvalidAnswer(say("tally.full", most=MOST_LINES))
    return kept


def _keep(opened: Opened, inspection_id: str, one: TypedCount) -> Saved[TallyLine]:
    standing = {line.number: line for line in tally_lines(opened.work, inspection_id)}
    cells, mark = _fit(one.cells), typed(one.mark, most=40)
    if one.number is not None:
        if one.number not in standing:
            raise InvalidAnswer(say("books.line_gone"))
        merged = merge_cells(standing[one.number].cells, one.seen, cells)
        if merged.apart:
            return Saved(standing[one.number], merged.apart)
        line = TallyLine(one.number, merged.cells)
        put_tally_line(opened.work, inspection_id, line)
        return Saved(line)
    number = tally_line_of(opened.work, inspection_id, mark)
    line = TallyLine(number or max(standing, default=0) + 1, cells)
    if line.is_blank and number is None:
        return Saved(replace(line, number=0))
    put_tally_line(opened.work, inspection_id, line, mark=mark)
    return Saved(line)


def take_count(opened: Opened, inspection_id: str, *, at: datetime, new_id: Callable[[], str]) -> int:
    """Answer the checklist with the sums, keep the sheet as evidence of them, and return how many answers changed.

    One transaction. The sheet is tied to each question that asks for a count; an earlier sheet stays.

    Raises:
        NotFound, InspectionClosed.
        InvalidAnswer: a cell holds no number.
    """
    changed = 0
    with writing(opened.work):
        inspection = require_open(opened, inspection_id)
        form = _form(opened, inspection, at)
        tally = _tally(opened, inspection, form)
        if any(line.problems for line in tally.lines):
            raise InvalidAnswer(say("tally.not_all_numbers"))
        for offer in tally.offers:
            if offer.can_be_taken and not offer.is_same:
                form = record_answer(
                    opened, inspection_id, offer.item.ref, Answer(offer.value, AnswerState.GIVEN, ""), at=at
                )
                changed += 1
        if tally.lines:
            _keep_sheet(opened, inspection_id, form, tally, at=at, new_id=new_id)
    return changed


def _keep_sheet(
    opened: Opened, inspection_id: str, form: FormState, tally: Tally, *, at: datetime, new_id: Callable[[], str]
) -> None:
    data, caption = count_sheet(tally.lines), say("tally.sheet", total=tally.count.total)
    for item in form.items:
        if COUNT in item.evidence_kinds and item.ref.item in tally.count.answers and not item.ref.key:
            keep_paper(
                opened,
                inspection_id,
                item=item.ref.item,
                data=data,
                media_type=CSV,
                caption=f"{caption.en} / {caption.ur}",
                at=at,
                new_id=new_id,
            )


def _tally(opened: Opened, inspection: Row, form: FormState) -> Tally:
    lines = tuple(line for line in tally_lines(opened.work, inspection["id"]) if not line.is_blank)
    count = counted(lines)
    offers = tuple(Offer(form.item(ref), count.answers[ref.item]) for ref in counted_questions(form))
    return Tally(lines, count, offers, bool(inspection["closed_at"]))


def _form(opened: Opened, inspection: Row, at: datetime) -> FormState:
    answers = opened.forms.answers(opened.work, inspection["id"])
    return form_of(opened, inspection, answers, on=local_day(at))


def _fit(cells: Mapping[TallyColumn, str]) -> Mapping[TallyColumn, str]:
    return {column: typed(cells.get(column, ""), most=LONGEST_CELL) for column in TallyColumn}
