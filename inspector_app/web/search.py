"""Search of the employer register."""

from __future__ import annotations

from flask import Blueprint, render_template, request

from inspector_app.catalogue import say
from inspector_app.current import current_opened
from inspector_app.errors import Refusal
from inspector_app.services.search_register import search_register
from inspector_app.services.survey_employer import makes_surveys

blueprint = Blueprint("search", __name__)

LIMIT = 20
LONGEST_QUERY = 200


@blueprint.get("/search")
def search() -> str:
    """Show the employers that match."""
    query = request.args.get("q", "").strip()
    if len(query) > LONGEST_QUERY:
        raise Refusal(say("search.too_long", limit=LONGEST_QUERY))
    opened = current_opened()
    hits = search_register(opened, query, limit=LIMIT)
    return render_template("search.html", query=query, hits=hits, limit=LIMIT, may_survey=makes_surveys(opened))
