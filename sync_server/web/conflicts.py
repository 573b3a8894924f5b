"""The conflict desk: fields that two people changed, and the supervisor's decision."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from sync_server.models import Role, db
from sync_server.queries.conflicts import conflict_list, find_conflict
from sync_server.services.merge_rules import merge_rules
from sync_server.services.read_conflict import conflict_line, read_conflict
from sync_server.services.resolve_conflict import Resolution, resolve_conflict
from sync_server.tools import current_tools
from sync_server.web.lists import form_number, form_version, one_of
from sync_server.web.navigation import roles_for
from sync_server.web.reader import reader
from sync_server.web.rules import open_to

blueprint = Blueprint("conflicts", __name__, url_prefix="/conflicts")
STATES = ("open", "resolved", "settled")


@blueprint.get("")
@open_to(*roles_for("conflicts"))
def list_page() -> Any:
    """Show conflicts of the reader's scope."""
    session, state = db.session(), one_of("state", *STATES) or "open"
    lines = [conflict_line(session, row) for row in conflict_list(session, reader(), state=state)]
    return render_template("conflicts.html", lines=lines, state=state, states=STATES)


@blueprint.get("/rules")
@open_to(*roles_for("conflicts"))
def rules_page() -> Any:
    """Show what happens when two people change the same thing."""
    return render_template("conflict_rules.html", rules=merge_rules())


@blueprint.get("/<conflict_id>")
@open_to(*roles_for("conflicts"))
def one_page(conflict_id: str) -> Any:
    """Show both values side by side."""
    session = db.session()
    view = read_conflict(session, find_conflict(session, reader(), conflict_id))
    return render_template("conflict.html", view=view)


@blueprint.post("/<conflict_id>/resolve")
@open_to(Role.SUPERVISOR)
def resolve(conflict_id: str) -> Any:
    """Decide a conflict."""
    form = request.form
    values = {name.removeprefix("value_"): given for name, given in form.items() if name.startswith("value_")}
    conflict = find_conflict(db.session(), reader(), conflict_id)
    resolution = Resolution(
        choice=form.get("choice", ""),
        reason=form.get("reason", ""),
        version=form_version(),
        values={conflict.field: form.get("value", ""), **values},
        rev=form_number("rev"),
    )
    resolve_conflict(db.session(), reader(), conflict_id, resolution=resolution, tools=current_tools())
    return redirect(url_for("conflicts.one_page", conflict_id=conflict_id), 303)
