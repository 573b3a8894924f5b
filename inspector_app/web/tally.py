"""The count on the tour: a grid of sections and shifts, its sums, and taking them over as answers."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from casework.head_count import TallyColumn, TallyLine
from inspector_app.catalogue import say as say_both
from inspector_app.current import current_laptop, current_opened
from inspector_app.errors import InvalidAnswer
from inspector_app.services.tally import TypedCount, open_tally, save_tally, take_count
from inspector_app.web.inspections import open_view
from inspector_app.web.language import say
from inspector_app.web.presentation import clock_time
from inspector_app.web.problems import wants_json

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
    kept = save_tally(current_opened(), inspection_id, _typed_lines())
    if wants_json():
        at = current_laptop().tools.now()
        said = {"saved_at": at.isoformat(), "saved_text": say("answers.saved", time=clock_time(at))}
        return jsonify({**said, "lines": [_as_json(line) for line in kept]})
    return redirect(url_for("tally.show", inspection_id=inspection_id), code=303)


@blueprint.post("/answers")
def take(inspection_id: str) -> Response:
    """Answer the checklist with the sums and keep the sheet as evidence."""
    tools = current_laptop().tools
    take_count(current_opened(), inspection_id, at=tools.now(), new_id=tools.new_id)
    return redirect(url_for("tally.show", inspection_id=inspection_id, said="tally.taken"), code=303)


def _as_json(line: TallyLine) -> Mapping[str, object]:
    return {
        "number": line.number,
        "cells": {column.value: value for column, value in line.cells.items()},
        "problems": {column.value: say("tally.no_number") for column in line.problems},
        "warnings": {},
    }


def _typed_lines() -> list[TypedCount]:
    if request.is_json:
        body = request.get_json()
        sent = body.get("lines") if isinstance(body, dict) else None
        if not isinstance(sent, list) or not all(isinstance(one, dict) for one in sent):
            raise InvalidAnswer(say_both("books.line_gone"))
        return [_typed(one.get("number"), one.get("cells") or {}) for one in sent]
    rows = request.form.getlist("row")
    return [
        _typed(
            request.form.get(f"number-{row}", ""),
            {column.value: request.form.get(f"{column.value}-{row}", "") for column in TallyColumn},
        )
        for row in rows
    ]


def _typed(number: object, cells: Mapping[str, object]) -> TypedCount:
    written = {column: str(cells.get(column.value) or "") for column in TallyColumn}
    digits = str(number or "")
    return TypedCount(int(digits) if digits.isdecimal() and len(digits) < _LONGEST_NUMBER else None, written)
