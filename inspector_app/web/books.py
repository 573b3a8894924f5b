"""Records and books: the matrix of records, the lists of an inspection, and the grid in which a list is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from casework.books.book import BookKind, Column
from casework.books.cells import ReadLine
from casework.books.visit import RECORD_ITEMS
from checklists.form_state import ItemState
from inspector_app.catalogue import say as say_both
from inspector_app.current import current_laptop, current_opened
from inspector_app.errors import FormChanged, InvalidAnswer
from inspector_app.services.book_figures import offers, take_figures
from inspector_app.services.book_lines import PER_PAGE, TypedLine, open_book, save_lines
from inspector_app.services.books import begin_book, list_books, remove_book
from inspector_app.services.inspection_form import require_inspection
from inspector_app.services.merged_cells import Saved
from inspector_app.services.open_inspection import InspectionView
from inspector_app.web.forms_of_two_windows import LineApart, cells_apart, lines_form
from inspector_app.web.inspections import open_view
from inspector_app.web.language import say
from inspector_app.web.presentation import clock_time, text
from inspector_app.web.problems import wants_json
from inspector_app.web.two_windows import as_shown, form_elsewhere

blueprint = Blueprint("books", __name__)

NEW_LINES = 10
"""Empty lines at the end of the last page."""

_PRODUCTION = {"produced", "partly", "not_produced"}
_MONTH_LETTERS = len("2026-09")


@dataclass(frozen=True)
class RecordRow:
    """One record of the matrix: its question, how many copies are attached, and the kind of list it may be."""

    item: ItemState
    copies: int
    kind: BookKind | None


@blueprint.get("/inspections/<inspection_id>/books")
def show(inspection_id: str) -> str:
    """Show the matrix of records and the lists of an inspection."""
    view = open_view(inspection_id)
    return render_template(
        "books.html",
        view=view,
        records=records_of(view),
        entries=list_books(current_opened(), inspection_id),
        kinds=tuple(BookKind),
        last_month=(view.inspection.on.replace(day=1) - timedelta(days=1)).strftime("%Y-%m"),
    )


def records_of(view: InspectionView) -> tuple[RecordRow, ...]:
    """Return the records that the checklist asks for, in its order."""
    kinds = {item: kind for kind, items in RECORD_ITEMS.items() for item in items}
    asked = (
        item for item in view.form.items if not item.ref.key and {choice.name for choice in item.choices} == _PRODUCTION
    )
    return tuple(
        RecordRow(
            item, sum((line.item, line.key) == (item.ref.item, "") for line in view.evidence), kinds.get(item.ref.item)
        )
        for item in asked
    )


@blueprint.post("/inspections/<inspection_id>/books")
def begin(inspection_id: str) -> Response:
    """Begin a list, or go on with the one of the same kind, time and label."""
    tools = current_laptop().tools
    book_id = begin_book(
        current_opened(),
        inspection_id,
        kind=request.form.get("kind", ""),
        period=_period(request.form.get("period", "")),
        label=request.form.get("label", ""),
        at=tools.now(),
        new_id=tools.new_id,
    )
    return redirect(url_for("books.grid", inspection_id=inspection_id, book_id=book_id), code=303)


def _period(written: str) -> date:
    try:
        return date.fromisoformat(f"{written}-01" if len(written) == _MONTH_LETTERS else written)
    except ValueError:
        raise InvalidAnswer(say_both("books.period_wrong")) from None


@blueprint.get("/inspections/<inspection_id>/books/<book_id>")
def grid(inspection_id: str, book_id: str) -> str:
    """Show a page of a list as a grid to write in."""
    opened = current_opened()
    page = open_book(
        opened,
        inspection_id,
        book_id,
        page=request.args.get("page", type=int),
        only_problems=request.args.get("show") == "problems",
    )
    view = open_view(inspection_id)
    is_last = page.page == page.pages and not page.only_problems
    return render_template(
        "book.html",
        view=view,
        page=page,
        new_lines=NEW_LINES if is_last and not page.is_closed else 0,
        offers=offers(opened, require_inspection(opened, inspection_id), view.form, book_id),
        last_number=max((line.line.number for line in page.lines), default=0),
        per_page=PER_PAGE,
    )


@blueprint.post("/inspections/<inspection_id>/books/<book_id>/lines")
def save(inspection_id: str, book_id: str) -> Response:
    """Keep lines; answers a script with them as kept, a form post with the page they stand on."""
    at = current_laptop().tools.now()
    typed = _typed_lines()
    kept = save_lines(current_opened(), inspection_id, book_id, typed, at=at)
    if wants_json():
        said = {"saved_at": at.isoformat(), "saved_text": say("answers.saved", time=clock_time(at))}
        return jsonify({**said, "lines": [_as_json(one) for one in kept]})
    back = {"page": request.form.get("page", ""), "show": request.form.get("show", "")}
    query: dict[str, Any] = {name: value for name, value in back.items() if value}
    page = url_for("books.grid", inspection_id=inspection_id, book_id=book_id, **query)
    apart = [
        LineApart.of(
            one.line.line.number,
            standing=one.line.line.cells,
            seen=line.seen,
            typed=line.cells,
            columns=one.apart,
        )
        for one, line in zip(kept, typed, strict=True)
        if one.apart
    ]
    if apart:
        named = {column.value: text(column.heading) for column in Column}
        form = lines_form(apart, named, back=query, address=request.path, page=page)
        return form_elsewhere(FormChanged(say_both("core.form_changed"), ""), open_view(inspection_id), form)
    return redirect(page, code=303)


def _as_json(saved: Saved[ReadLine]) -> Mapping[str, object]:
    line = saved.line
    return {
        "number": line.line.number if not line.line.is_blank else 0,
        "cells": {column.value: value for column, value in line.line.cells.items()},
        "problems": {column.value: text(why) for column, why in line.problems.items()},
        "warnings": {column.value: text(why) for column, why in line.warnings.items()},
        "apart": cells_apart(saved.apart, line.line.cells),
    }


def _typed_lines() -> list[TypedLine]:
    if request.is_json:
        body = request.get_json()
        sent = body.get("lines") if isinstance(body, dict) else None
        if not isinstance(sent, list) or not all(isinstance(one, dict) for one in sent):
            raise InvalidAnswer(say_both("books.line_gone"))
        return [
            _typed(one.get("number"), one.get("cells"), seen=one.get("seen"), mark=str(one.get("mark") or ""))
            for one in sent
        ]
    typed = [
        _typed(
            request.form.get(f"number-{row}", ""),
            {column.value: request.form.get(f"{column.value}-{row}", "") for column in Column},
            seen=as_shown(request.form.get(f"was-{row}")),
        )
        for row in request.form.getlist("row")
    ]
    return [line for line in typed if line.number is not None or any(value.strip() for value in line.cells.values())]


def _typed(number: object, cells: object, *, seen: object, mark: str = "") -> TypedLine:
    digits = str(number or "")
    return TypedLine(
        int(digits) if digits.isdecimal() and len(digits) < 10 and int(digits) else None,
        _columns(cells),
        mark,
        None if seen is None else _columns(seen),
    )


def _columns(cells: object) -> dict[Column, str]:
    said = cells if isinstance(cells, dict) else {}
    return {column: str(said[column.value]) for column in Column if said.get(column.value) is not None}


@blueprint.post("/inspections/<inspection_id>/books/<book_id>/figures")
def figures(inspection_id: str, book_id: str) -> Response:
    """Answer the checklist's questions with the figures of the list."""
    take_figures(current_opened(), inspection_id, book_id, at=current_laptop().tools.now())
    here = url_for("books.grid", inspection_id=inspection_id, book_id=book_id, said="books.figures_taken")
    return redirect(here, code=303)


@blueprint.post("/inspections/<inspection_id>/books/<book_id>/remove")
def remove(inspection_id: str, book_id: str) -> Response:
    """Take a list away."""
    remove_book(current_opened(), inspection_id, book_id)
    return redirect(url_for("books.show", inspection_id=inspection_id, said="books.removed"), code=303)
