"""A list that came as evidence, such as a wage register entered at a visit, as a table page by page."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template

from casework.books.book import Column
from casework.books.paper import CSV, read_paper
from simplify_content.text import Text
from sync_server.errors import NotFound
from sync_server.models import db
from sync_server.services.read_inspection import find_evidence
from sync_server.web.inspections import bytes_of
from sync_server.web.lists import page_number
from sync_server.web.navigation import roles_for
from sync_server.web.reader import reader
from sync_server.web.rules import open_to

blueprint = Blueprint("evidence_lists", __name__, url_prefix="/inspections")

PER_PAGE = 200


@blueprint.get("/<inspection_id>/evidence/<evidence_id>/list")
@open_to(*roles_for("inspections"))
def one_page(inspection_id: str, evidence_id: str) -> Any:
    """Show a list's rows."""
    row = find_evidence(db.session(), reader(), inspection_id, evidence_id=evidence_id)
    if row.media_type != CSV or row.standing != "original":
        raise NotFound
    try:
        heads, rows = read_paper(bytes_of(row, row.sha256))
    except ValueError:
        raise NotFound from None
    number = page_number()
    return render_template(
        "evidence_list.html",
        inspection_id=inspection_id,
        row=row,
        heads=[heading(name) for name in heads],
        rows=rows[(number - 1) * PER_PAGE : number * PER_PAGE],
        total=len(rows),
        number=number,
        per_page=PER_PAGE,
    )


def heading(name: str) -> Text | str:
    """Return the heading of a column in words where it is one of a book's, else as it is written."""
    known = {column.value: column for column in Column}
    return known[name].heading if name in known else name
