"""Search of the employer register.

What was searched for stands in no address, since it may be a person's number and a browser keeps addresses: it is sent
as a form and remembered in this process, for the person who is signed in, until the next search.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from inspector_app.catalogue import say
from inspector_app.current import current_laptop, current_opened
from inspector_app.errors import Refusal
from inspector_app.services.search_register import search_register
from inspector_app.services.session import SignedIn
from inspector_app.services.survey_employer import makes_surveys

blueprint = Blueprint("search", __name__)

LIMIT = 20
LONGEST_QUERY = 200
_REMEMBERED = "muaina.search"


@dataclass(frozen=True)
class Remembered:
    """The last search and who made it, in which room; nobody else is shown it."""

    who: SignedIn | None
    query: str


@blueprint.get("/search")
def search() -> str:
    """Show the search box, and the employers that the last search found."""
    return render_template("search.html", **_found(_last()), may_survey=makes_surveys(current_opened()))


@blueprint.post("/search")
def find() -> Response:
    """Take a search from the form, and show what it finds at an address without it."""
    _remember(_typed())
    return redirect(url_for("search.search"), code=303)


@blueprint.post("/search/hits")
def hits() -> str:
    """Return only what a search finds, for the page's script while somebody types."""
    query = _typed()
    page = render_template("hits.html", **_found(query))
    _remember(query)
    return page


def _typed() -> str:
    query = request.form.get("q", "").strip()
    if len(query) > LONGEST_QUERY:
        raise Refusal(say("search.too_long", limit=LONGEST_QUERY))
    return query


def _found(query: str) -> dict[str, Any]:
    found = search_register(current_opened(), query, limit=LIMIT) if query else ()
    return {"query": query, "hits": found, "limit": LIMIT}


def _last() -> str:
    last: Remembered | None = current_app.extensions.get(_REMEMBERED)
    return last.query if last is not None and last.who == current_laptop().session.who else ""


def _remember(query: str) -> None:
    current_app.extensions[_REMEMBERED] = Remembered(current_laptop().session.who, query)
