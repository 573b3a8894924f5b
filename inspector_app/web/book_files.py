"""A list that is pasted or read from a file: brought, its columns told, taken or dropped."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from openpyxl.utils import get_column_letter
from werkzeug.wrappers import Response

from casework.books.book import Column
from inspector_app.catalogue import say as say_both
from inspector_app.current import current_laptop, current_opened
from inspector_app.errors import EvidenceRefused
from inspector_app.services.book_lines import open_book
from inspector_app.services.bring_list import MOST_BYTES, PASTED, bring_list, choose_columns, preview
from inspector_app.services.take_list import How, drop_list, take_list
from inspector_app.web.inspections import open_view
from inspector_app.web.language import current_lang

blueprint = Blueprint("book_files", __name__)

_HERE = "/inspections/<inspection_id>/books/<book_id>/file"


@blueprint.get(_HERE)
def show(inspection_id: str, book_id: str) -> str:
    """Show what was brought and how it would be read, or the ways to bring it."""
    return _page(inspection_id, book_id, problem="")


def _page(inspection_id: str, book_id: str, *, problem: str) -> str:
    opened = current_opened()
    page = open_book(opened, inspection_id, book_id)
    with current_laptop().lists.told(book_id) as tell:
        brought = preview(opened, inspection_id, book_id, tell=tell)
    return render_template(
        "book_file.html",
        view=open_view(inspection_id),
        page=page,
        brought=brought,
        problem=problem,
        letters=[get_column_letter(place + 1) for place in range(len(brought.headings))] if brought else [],
    )


@blueprint.post(_HERE)
def bring(inspection_id: str, book_id: str) -> Response:
    """Keep a file, or what was pasted, until it is taken."""
    try:
        name, data = _brought()
        laptop = current_laptop()
        with laptop.lists.told(book_id) as tell:
            now = laptop.tools.now()
            bring_list(current_opened(), inspection_id, book_id, name=name, data=data, at=now, tell=tell)
    except EvidenceRefused as refusal:
        page = _page(inspection_id, book_id, problem=refusal.text.in_(current_lang()))
        return Response(page, status=refusal.status, mimetype="text/html")
    return _to("book_files.show", inspection_id, book_id)


def _brought() -> tuple[str, bytes]:
    if "pasted" in request.form:
        pasted = request.form["pasted"]
        if not pasted.strip():
            raise EvidenceRefused(say_both("books.nothing_pasted"))
        return PASTED, pasted.encode("utf-8", "surrogatepass")
    file = request.files.get("file")
    if file is None or not file.filename:
        raise EvidenceRefused(say_both("books.no_file"))
    return file.filename, file.stream.read(MOST_BYTES + 1)


@blueprint.get(f"{_HERE}/progress")
def progress(inspection_id: str, book_id: str) -> Response:
    """Say how far the list is that is being read or checked, for the page's script; of no other list anything."""
    current_opened()
    now = current_laptop().lists.of(book_id)
    return jsonify(text=now.text.in_(current_lang()) if now else "", share=round(now.share, 3) if now else 0)


@blueprint.post(f"{_HERE}/columns")
def columns(inspection_id: str, book_id: str) -> Response:
    """Keep which column of the file is which."""
    said = {column: request.form.get(f"column-{column.value}", "") for column in Column}
    places = {column: int(place) for column, place in said.items() if place.isdecimal() and len(place) < 4}
    sheet = request.form.get("sheet", "0")
    choose_columns(
        current_opened(), inspection_id, book_id, sheet=int(sheet) if sheet.isdecimal() else -1, places=places
    )
    return _to("book_files.show", inspection_id, book_id)


@blueprint.post(f"{_HERE}/take")
def take(inspection_id: str, book_id: str) -> Response:
    """Take the brought list into the book."""
    tools = current_laptop().tools
    how = How.REPLACE if request.form.get("how") == "replace" else How.APPEND
    with current_laptop().lists.told(book_id) as tell:
        take_list(current_opened(), inspection_id, book_id, how=how, at=tools.now(), new_id=tools.new_id, tell=tell)
    return _to("books.grid", inspection_id, book_id, said="books.taken", page=1)


@blueprint.post(f"{_HERE}/drop")
def drop(inspection_id: str, book_id: str) -> Response:
    """Forget what was brought."""
    drop_list(current_opened(), inspection_id, book_id)
    return _to("books.grid", inspection_id, book_id, said="books.dropped")


def _to(endpoint: str, inspection_id: str, book_id: str, **query: Any) -> Response:
    return redirect(url_for(endpoint, inspection_id=inspection_id, book_id=book_id, **query), code=303)
