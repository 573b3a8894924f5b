"""The count on the tour: a grid of sections and shifts, its sums, and taking them over as answers."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from casework.head_count import TallyColumn, TallyLine
from inspector_app.catalogue import say as say_both
from inspector_app.current import current_laptop, current_opened
from inspector_app.errors import FormChanged, InvalidAnswer
from inspector_app.services.merged_cells import Saved
from inspector_app.services.tally import TypedCount, open_tally, save_tally, take_count
from inspector_app.web.forms_of_two_windows import LineApart, cells_apart, lines_form
from inspector_app.web.inspections import open_view
from inspector_app.web.language import say
from inspector_app.web.presentation import clock_time
from inspector_app.web.problems import wants_json
from inspector_app.web.two_windows import as_shown, form_elsewhere

blueprint = Blueprint("tally", __name__, url_prefix="/inspections/<inspection_id>/count")

NEW_LINES = 4
"""Empty lines at the end; writing in the last one brings another."""
_LONGEST_NUMBER = 6


@blueprint.get("")
def show(inspection_id: str) -> str:
    """Show the grid, what it comes to, and the answers beside it."""
    view = open_view(inspection_id)
    tally = open_tally(current_opened(), inspection_id, view.form)
    new_lines = 0 if tally.is_closed else NEW_LINES
    return render_template("tally.html", view=view, tally=tally, columns=tuple(TallyColumn), new_lines=new_lines)


@blueprint.post("/lines")
def save(inspection_id: str) -> Response:
    """Keep lines; answers a script with them as kept, a form post with the page."""
    typed = _typed_lines()
    kept = save_tally(current_opened(), inspection_id, typed)
    if wants_json():
        at = current_laptop().tools.now()
        said = {"saved_at": at.isoformat(), "saved_text": say("answers.saved", time=clock_time(at))}
        return jsonify({**said, "lines": [_as_json(one) for one in kept]})
    page = url_for("tally.show", inspection_id=inspection_id)
    apart = [
        LineApart.of(one.line.number, standing=one.line.cells, seen=line.seen, typed=line.cells, columns=one.apart)
        for one, line in zip(kept, typed, strict=True)
        if one.apart
    ]
    if apart:
        named = {column.value: say(f"tally.column_{column}") for column in TallyColumn}
        form = lines_form(apart, named, back={}, address=request.path, page=page)
        return form_elsewhere(FormChanged(say_both("core.form_changed"), ""), open_view(inspection_id), form)
    return redirect(page, code=303)


@blueprint.post("/answers")
def take(inspection_id: str) -> Response:
    """Answer the checklist with the sums and keep the sheet as evidence."""
    tools = current_laptop().tools
    take_count(current_opened(), inspection_id, at=tools.now(), new_id=tools.new_id)
    return redirect(url_for("tally.show", inspection_id=inspection_id, said="tally.taken"), code=303)


def _as_json(saved: Saved[TallyLine]) -> Mapping[str, object]:
    line = saved.line
    return {
        "number": line.number,
        "cells": {column.value: value for column, value in line.cells.items()},
        "problems": {column.value: say("tally.no_number") for column in line.problems},
        "warnings": {},
        "apart": cells_apart(saved.apart, line.cells),
    }


def _typed_lines() -> list[TypedCount]:
    if request.is_json:
        body = request.get_json()
        sent = body.get("lines") if isinstance(body, dict) else None
        if not isinstance(sent, list) or not all(isinstance(one, dict) for one in sent):
            raise InvalidAnswer(say_both("books.line_gone"))
        return [
            _typed(one.get("number"), one.get("cells"), seen=one.get("seen"), mark=str(one.get("mark") or ""))
            for one in sent
        ]
    rows = request.form.getlist("row")
    return [
        _typed(
            request.form.get(f"number-{row}", ""),
            {column.value: request.form.get(f"{column.value}-{row}", "") for column in TallyColumn},
            seen=as_shown(request.form.get(f"was-{row}")),
        )
        for row in rows
    ]


def _typed(number: object, cells: object, *, seen: object, mark: str = "") -> TypedCount:
    digits = str(number or "")
    return TypedCount(
        int(digits) if digits.isdecimal() and len(digits) < _LONGEST_NUMBER else None,
        _columns(cells),
        mark,
        None if seen is None else _columns(seen),
    )


def _columns(cells: object) -> dict[TallyColumn, str]:
    said = cells if isinstance(cells, dict) else {}
    return {column: str(said.get(column.value) or "") for column in TallyColumn}
