"""Keeps every page of the register shut while the lease is over, and shows in its place what can still be done.

What is open is named; a page added later is shut until it is named here or belongs to an inspection that was begun.
"""

from __future__ import annotations

from flask import Flask, g, jsonify, render_template, request
from werkzeug.wrappers import Response

from inspector_app.current import current_laptop, current_opened
from inspector_app.services.lease import Lease, LeaseState, lease, locked_words, note_time
from inspector_app.services.todays_visits import inspections_here
from inspector_app.store.opened import Room
from inspector_app.web.language import current_lang
from inspector_app.web.problems import wants_json

STILL_OPEN = frozenset(
    {"access", "bundles", "care", "idle", "look", "own_password", "pocket_book", "practice", "queue"}
)
"""Blueprints that show nothing of the register."""

OF_AN_INSPECTION = "inspection_id"
"""A page whose address names an inspection works on one that was begun."""


def register_locked_register(app: Flask) -> None:
    """Ask before every request whether the register may be read."""
    app.before_request(refuse_when_over)
    app.context_processor(lambda: {"lease_ending": _ending()})


def refuse_when_over() -> Response | None:
    """Answer in a page's place when it shows the register and the lease is over."""
    if current_laptop().session.room is not Room.FIELD or request.blueprint == "look":
        return None
    now = current_laptop().tools.now()
    g.lease = found = lease(current_opened(), now=now)
    note_time(current_opened(), now=now)
    if found.is_open or _shows_no_register():
        return None
    return _answer(found)


def _shows_no_register() -> bool:
    known = request.url_rule is None or request.blueprint in STILL_OPEN
    return known or OF_AN_INSPECTION in (request.view_args or {})


def _answer(found: Lease) -> Response:
    words, status = locked_words(found), 423
    if wants_json():
        response: Response = jsonify({"message": words.in_(current_lang()), "status": status})
    else:
        here = inspections_here(current_opened())
        page = render_template(
            "register_locked.html", lease=found, words=words, unfinished=[line for line in here if line.state == "open"]
        )
        response = Response(page, mimetype="text/html")
    response.status_code = status
    return response


def _ending() -> Lease | None:
    found: Lease | None = g.get("lease")
    return found if found is not None and found.state is LeaseState.ENDING else None
