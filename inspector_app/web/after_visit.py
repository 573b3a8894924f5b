"""After the visit: a returned inspection opened again, an earlier version read, a closed answer amended."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from checklists.form_state import ItemRef
from inspector_app.catalogue import say
from inspector_app.current import current_laptop, current_opened
from inspector_app.errors import InvalidAnswer, NotFound
from inspector_app.services.amend_inspection import amend_inspection
from inspector_app.services.read_version import read_version
from inspector_app.services.reopen_inspection import reopen_inspection
from inspector_app.web.answers import answer_from, sent_fields
from inspector_app.web.inspections import open_view
from inspector_app.web.language import current_lang
from inspector_app.web.question_words import question_url
from inspector_app.web.sections import sections_of
from inspector_app.web.two_windows import may_be_amended

blueprint = Blueprint("after_visit", __name__)


@blueprint.post("/inspections/<inspection_id>/reopen")
def reopen(inspection_id: str) -> Response:
    """Open a returned inspection as its next version."""
    reopen_inspection(current_opened(), inspection_id, at=current_laptop().tools.now())
    return redirect(url_for("inspections.overview", inspection_id=inspection_id, said="after.reopened"), code=303)


@blueprint.get("/inspections/<inspection_id>/versions/<int:number>")
def version(inspection_id: str, number: int) -> str:
    """Show an earlier version as it was closed."""
    found = read_version(current_opened(), inspection_id, number)
    view = open_view(inspection_id)
    earlier = next(one for one in view.after.earlier if one.number == number)
    sections = sections_of(found.checklist, found.form)
    return render_template("version.html", view=view, found=found, earlier=earlier, sections=sections)


@blueprint.get("/inspections/<inspection_id>/amendments/new")
def begin(inspection_id: str) -> str:
    """Show one answer of a closed inspection and the form that amends it."""
    ref = ItemRef(request.args.get("item", ""), request.args.get("key", ""))
    return _page(inspection_id, ref, typed={}, problem="")


@blueprint.post("/inspections/<inspection_id>/amendments")
def keep(inspection_id: str) -> Response:
    """Keep an amendment and return to its question."""
    typed, tools = sent_fields(), current_laptop().tools
    ref = ItemRef(typed.get("item", ""), typed.get("key", ""))
    try:
        amend_inspection(
            current_opened(),
            inspection_id,
            ref,
            answer_from(typed),
            why=typed.get("why", ""),
            at=tools.now(),
            new_id=tools.new_id,
        )
    except InvalidAnswer as refusal:
        page = _page(inspection_id, ref, typed=typed, problem=refusal.text.in_(current_lang()))
        return Response(page, status=refusal.status, mimetype="text/html")
    item = open_view(inspection_id).form.item(ref)
    return redirect(question_url(item, inspection_id), code=303)


def _page(inspection_id: str, ref: ItemRef, *, typed: Mapping[str, str], problem: str) -> str:
    view = open_view(inspection_id)
    item = next((item for item in view.form.items if item.ref == ref), None)
    if item is None or not may_be_amended(view, item):
        raise NotFound(say("after.not_amendable"))
    standing = view.after.amendments.get(ref, ())
    shown = answer_from(typed) if typed.get("state") or typed.get("value") else None
    answer = shown or (standing[-1].answer if standing else item.answer)
    return render_template(
        "amendment.html", view=view, item=item, answer=answer, standing=standing, typed=typed, problem=problem
    )
