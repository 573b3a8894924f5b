"""The practice room: the desk with its papers, attempts, and the score."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from inspector_app.current import current_laptop, current_opened
from inspector_app.services.practice import open_practice, practice_desk, practice_score
from inspector_app.web.inspections import open_view
from simplify_content.law_loader import load_law_pack

blueprint = Blueprint("practice", __name__)


@blueprint.get("/practice")
def desk() -> str:
    """Show the papers of the scenario and the attempts so far."""
    desk_today = practice_desk(current_opened(), on=current_laptop().tools.today())
    institution = load_law_pack(desk_today.scenario.scheme).institution
    return render_template("practice_desk.html", desk=desk_today, institution=institution)


@blueprint.post("/practice/attempts")
def start() -> Response:
    """Begin an attempt, or go on with the open one."""
    tools = current_laptop().tools
    inspection_id = open_practice(current_opened(), at=tools.now(), new_id=tools.new_id)
    return redirect(url_for("inspections.overview", inspection_id=inspection_id), code=303)


@blueprint.get("/practice/<inspection_id>/score")
def score(inspection_id: str) -> str:
    """Show what was found, missed and wrongly alleged."""
    view = open_view(inspection_id)
    return render_template("practice_score.html", view=view, score=practice_score(current_opened(), inspection_id))
