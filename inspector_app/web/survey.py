"""A street survey: an employer that the register may not hold is entered, compared with it, and inspected."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from inspector_app.current import current_laptop, current_opened
from inspector_app.errors import InvalidCorrection
from inspector_app.services.survey_employer import (
    Match,
    checked_particulars,
    likely_matches,
    require_survey,
    start_survey,
    survey_districts,
)
from inspector_app.web.language import current_lang
from simplify_content.places import sectors

blueprint = Blueprint("survey", __name__)


@blueprint.get("/survey")
def show() -> str:
    """Show the empty form."""
    return _page({}, matches=(), problem="")


@blueprint.post("/survey")
def start() -> Response:
    """Begin the survey; where the register has likely matches, show them first and ask."""
    opened, tools = current_opened(), current_laptop().tools
    typed = {name: value for name, value in request.form.items() if name not in ("token", "none_of_these")}
    try:
        values = checked_particulars(opened, typed)
    except InvalidCorrection as refusal:
        page = _page(typed, matches=(), problem=refusal.text.in_(current_lang()))
        return Response(page, status=refusal.status, mimetype="text/html")
    matches = () if request.form.get("none_of_these") else likely_matches(opened, values)
    if matches:
        return Response(_page(typed, matches=matches, problem=""), mimetype="text/html")
    inspection_id = start_survey(opened, typed, at=tools.now(), new_id=tools.new_id)
    return redirect(url_for("inspections.overview", inspection_id=inspection_id), code=303)


def _page(typed: dict[str, str], *, matches: tuple[Match, ...], problem: str) -> str:
    opened = current_opened()
    require_survey(opened)
    return render_template(
        "survey.html",
        typed=typed,
        matches=matches,
        problem=problem,
        districts=survey_districts(opened),
        sectors=sectors(),
    )
