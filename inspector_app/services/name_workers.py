"""Lists workers by name whom a book shows and the register does not: each becomes one of the workers found.

Only who was chosen is listed; what the book does not tell stays open, or is answered "cannot be verified" for all.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from casework.books.book import BookKind, Column
from casework.books.cells import ReadLine
from casework.books.records import place_text
from casework.case_from_inspection import WORKERS
from casework.cross_checks_people import NOT_DECLARED, kept_cnic
from casework.wording import sentence
from checklists.answers_json import answers_to_json
from checklists.form_state import Answer, Answers, AnswerState, FormState, ItemRef
from inspector_app.catalogue import say
from inspector_app.errors import InvalidAnswer
from inspector_app.services.book_readings import lines_of
from inspector_app.services.cross_findings import Compared, compared
from inspector_app.services.inspection_form import checklist_of, form_of, redraw_findings, require_open
from inspector_app.services.repetitions import MOST
from inspector_app.store import books, work
from inspector_app.store.driver import writing
from inspector_app.store.opened import Opened
from inspector_app.tools import local_day, moment
from simplify_content.law_loader import load_law_pack
from simplify_content.text import Lang, Text
from sync_protocol.operations import MAX_SET_BYTES

Row = Mapping[str, Any]

MOST_LETTERS = MAX_SET_BYTES * 85 // 100
"""Letters of all answers together; the rest of the closing, and what is answered later, needs room too."""

_FROM = (BookKind.WAGE_REGISTER, BookKind.BANK_LIST, BookKind.ATTENDANCE)
"""Books that may show a worker who is not declared, the one that tells most of a worker first."""

_ITEMS = {
    "wf_name": Column.NAME,
    "wf_cnic": Column.CNIC,
    "wf_wage": Column.WAGE,
    "wf_since": Column.SINCE,
    "wf_wage_at_entry": Column.ENTRY_WAGE,
}


class Untold(StrEnum):
    """What becomes of a question that the book does not answer."""

    OPEN = "open"
    CANNOT_VERIFY = "cannot_verify"


@dataclass(frozen=True)
class Candidate:
    """A worker whom a book shows and the register does not; `cells` are put together from all books."""

    cnic: str
    cells: Mapping[Column, str]
    found_in: Text


def candidates(opened: Opened, inspection: Row, form: FormState, found: Compared) -> tuple[Candidate, ...]:
    """Return the workers of all such differences who are not listed by name yet, in the order of the books.

    Empty where the checklist does not list workers by name.
    """
    if WORKERS not in checklist_of(opened, inspection).form.repeats:
        return ()
    law = load_law_pack(opened.scheme)
    listed = {kept_cnic(item.answer.value, law=law) for item in form.items if item.ref.item == "wf_cnic"}
    missing = {
        cnic
        for one in found.differences
        if one.difference.code == NOT_DECLARED
        for cnic in one.difference.facts["cnics"].split()
    } - listed
    return tuple(_put_together(opened, inspection["id"], missing)) if missing else ()


def _put_together(opened: Opened, inspection_id: str, missing: Collection[str]) -> Iterator[Candidate]:
    law = load_law_pack(opened.scheme)
    rows = sorted(books.books_of(opened.work, inspection_id), key=lambda row: str(row["period"]), reverse=True)
    cells: dict[str, dict[Column, str]] = {}
    where: dict[str, Text] = {}
    for kind in _FROM:
        for one in (row for row in rows if row["kind"] == kind.value):
            for line in lines_of(opened, one):
                cnic = kept_cnic(line.sound.get(Column.CNIC, ""), law=law)
                if cnic in missing:
                    cells[cnic] = {**line.sound, **cells.get(cnic, {}), Column.CNIC: cnic}
                    where.setdefault(cnic, _found_in(one, line))
    for cnic, said in cells.items():
        yield Candidate(cnic, said, where[cnic])


def _found_in(one: Row, line: ReadLine) -> Text:
    return sentence("book.found_in", book=books.cover_of(one).name, place=place_text(line))


def name_workers(
    opened: Opened,
    inspection_id: str,
    cnics: Collection[str],
    *,
    untold: Untold,
    lang: Lang,
    at: datetime,
    new_id: Callable[[], str],
) -> int:
    """List the chosen workers among the workers found and return how many were added; all or none.

    Args:
        opened: either room.
        inspection_id: which.
        cnics: of candidates; others do not count.
        untold: what becomes of what the book does not tell.
        lang: language in which the record is named.
        at: now.
        new_id: maker of ids.

    Raises:
        NotFound, InspectionClosed.
        InvalidAnswer: nobody was chosen, or more than an inspection lists by name.
    """
    with writing(opened.work):
        inspection = require_open(opened, inspection_id)
        answers, on = opened.forms.answers(opened.work, inspection_id), local_day(at)
        form = form_of(opened, inspection, answers, on=on)
        open_ = candidates(opened, inspection, form, compared(opened, inspection, form))
        chosen = [one for one in open_ if one.cnic in cnics]
        if not chosen:
            raise InvalidAnswer(say("books.nobody_chosen"))
        if len(answers.repeats.get(WORKERS, ())) + len(chosen) > MOST:
            raise InvalidAnswer(say("books.too_many_by_name", most=MOST))
        asked = _asked(opened, inspection)
        for one in chosen:
            _list(opened, inspection_id, one, asked=asked, untold=untold, lang=lang, at=moment(at), key=_key(new_id()))
        if _letters(work.answers(opened.work, inspection_id)) > MOST_LETTERS:
            raise InvalidAnswer(say("books.too_long_by_name"))
        redraw_findings(opened, inspection, on=on)
    return len(chosen)


def _letters(answers: Answers) -> int:
    """Return how long answers are as they travel, in one operation."""
    return len(json.dumps(answers_to_json(answers)))


def _asked(opened: Opened, inspection: Row) -> frozenset[str]:
    """Return the questions that are asked of each worker found."""
    items = checklist_of(opened, inspection).form.items
    return frozenset(item.node.name for item in items if item.repeat == WORKERS)


def _list(
    opened: Opened,
    inspection_id: str,
    one: Candidate,
    *,
    asked: frozenset[str],
    untold: Untold,
    lang: Lang,
    at: str,
    key: str,
) -> None:
    work.add_repetition(opened.work, inspection_id, WORKERS, key, at)
    said = {item: one.cells.get(column, "") for item, column in _ITEMS.items()}
    said["wf_record"] = one.found_in.in_(lang)
    if one.cells.get(Column.CONTRACTOR):
        said["wf_engaged_by"] = "contractor" if one.cells[Column.CONTRACTOR] == "yes" else "employer"
    for item, value in said.items():
        if item not in asked:
            continue
        answer = Answer(value, AnswerState.GIVEN, "")
        if not value and untold is Untold.CANNOT_VERIFY and item != "wf_name":
            answer = Answer("", AnswerState.CANNOT_VERIFY, "")
        if not answer.is_blank:
            work.put_answer(opened.work, inspection_id, ItemRef(item, key), answer, at)


def _key(new_id: str) -> str:
    return uuid5(NAMESPACE_OID, new_id).hex[:12]


def candidates_of(opened: Opened, inspection: Row, found: Compared, *, on: date) -> tuple[Candidate, ...]:
    """Return the candidates under the present answers."""
    answers = opened.forms.answers(opened.work, inspection["id"])
    return candidates(opened, inspection, form_of(opened, inspection, answers, on=on), found)
